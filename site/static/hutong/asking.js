// The panel of conditions: a chosen field, a line added or taken away show at once. Without a script its buttons do it.
for (const form of document.querySelectorAll("[data-ask]")) {
  const lines = form.querySelector("[data-ask-lines]");
  form.querySelector("[data-ask-redraw]").hidden = true;
  const redraw = async (what) => {
    const sent = new FormData(form);
    sent.set("do", what);
    const focused = document.activeElement ? document.activeElement.id : "";
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return form.submit();
    lines.innerHTML = await answer.text();
    const added = what.startsWith("add:") || what.startsWith("group:");
    const fields = lines.querySelectorAll("select[data-ask-redraws]");
    const next = added ? fields[fields.length - 1] : document.getElementById(focused);
    (next || lines.querySelector("select")).focus();
  };
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-ask-redraws]")) redraw("redraw");
  });
  form.addEventListener("submit", (event) => {
    const what = event.submitter ? event.submitter.value : "ask";
    if (what === "ask") return;
    event.preventDefault();
    redraw(what);
  });
}
