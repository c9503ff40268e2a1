// Shows of each column only what its type asks; a column that is not kept asks nothing. Says that the work has begun.
for (const column of document.querySelectorAll("[data-column]")) {
  const kept = column.querySelector("input[name$=-is_kept]");
  const kind = column.querySelector("select[name$=-kind]");
  const fit = () => {
    column.classList.toggle("is-left", !kept.checked);
    for (const part of column.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(kind.value);
    }
    for (const part of column.querySelectorAll("[data-not]")) part.hidden = part.dataset.not === kind.value;
  };
  kept.addEventListener("change", fit);
  kind.addEventListener("change", fit);
  fit();
}
for (const form of document.querySelectorAll("[data-proposal]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.busy) return;
    button.textContent = button.dataset.busy;
    setTimeout(() => { button.disabled = true; }); // a disabled button is not sent
  });
}
