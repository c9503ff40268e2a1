// Shows the chosen file's name, takes a dropped file, and says that the work has begun.
for (const form of document.querySelectorAll("[data-ledger-drop]")) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("[data-ledger-submit]");
  form.addEventListener("submit", () => {
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
  if (!input) continue;
  const name = form.querySelector("[data-ledger-name]");
  const area = input.closest("label");
  const show = () => { if (input.files.length) name.textContent = input.files[0].name; };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    area.addEventListener(kind, () => area.classList.remove("is-over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    show();
  });
}
