// Follows the work on a ledger: asks every second how far it is, and shows the result when it is over.
const job = document.querySelector("[data-job]");
const bar = job.querySelector("progress");
const percent = job.querySelector("[data-job-percent]");
const detail = job.querySelector("[data-job-detail]");

async function look() {
  try {
    const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
    if (answer.redirected || answer.status === 403) { location.reload(); return; } // logged out meanwhile
    const told = await answer.json();
    if (!told.active) { location.assign(told.next); return; }
    bar.value = told.percent;
    percent.textContent = `${told.percent} %`;
    detail.textContent = told.detail;
  } catch {
    // The network is away for a moment: the work goes on without us.
  }
  setTimeout(look, document.hidden ? 5000 : 1000);
}
setTimeout(look, 500);
