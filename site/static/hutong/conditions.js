// A field that is asked only when another has a value is shown only then. Without this script it is always there,
// with a note; what is hidden is not sent, and so not written.
const valuesOf = (form, name) =>
  [...form.elements]
    .filter((one) => one.name === name && (!["checkbox", "radio"].includes(one.type) || one.checked))
    .map((one) => one.value);

const show = (form) => {
  for (const input of form.querySelectorAll("[data-shown-when]")) {
    const { field, values } = JSON.parse(input.dataset.shownWhen);
    const isAsked = valuesOf(form, field).some((value) => values.includes(value));
    const panel = input.closest(".w-field__wrapper, .asked") || input.closest(".w-panel") || input;
    panel.hidden = !isAsked;
    // Wagtail's label stands before it, in the one column that both have.
    const label = panel.previousElementSibling;
    if (label?.matches(".w-field__label")) label.hidden = !isAsked;
    for (const one of panel.querySelectorAll("input, select, textarea")) one.disabled = !isAsked;
  }
};

for (const form of document.querySelectorAll("form:has([data-shown-when])")) {
  form.addEventListener("change", () => show(form));
  show(form);
}
