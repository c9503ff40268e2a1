// A choice on the preview is sent at once; without a script its button sends it.
for (const form of document.querySelectorAll("[data-ledger-choose]")) {
  form.querySelector("[data-ledger-choose-submit]").hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [data-ledger-choose-now]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
}
