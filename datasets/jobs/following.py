"""How far a job is, as a share of the whole, and how long it may still take."""

from dataclasses import dataclass

from datasets.choices import JobStep, JobWork
from datasets.jobs.board import Standing, look
from datasets.models import LedgerJob

#: Percent of the time that each step takes, measured with 100,000 rows.
_SHARES: dict[JobWork, dict[JobStep, int]] = {
    JobWork.PREVIEW: {JobStep.READ: 68, JobStep.PLAN: 17, JobStep.KEEP: 15},
    JobWork.APPLY: {
        JobStep.READ: 42,
        JobStep.TURN: 0,
        JobStep.PLAN: 22,
        JobStep.WRITE: 30,
        JobStep.KEEP: 6,
    },
    JobWork.UNDO: {JobStep.TURN: 0, JobStep.PLAN: 60, JobStep.WRITE: 40},
}
#: Below this share an estimate would be a guess.
_ENOUGH = 5


@dataclass(frozen=True)
class Outlook:
    """`percent` of the whole; `rate` in rows a second and `seconds_left`, None where nobody can tell."""

    step: JobStep | None
    done: int
    of: int
    percent: int
    rate: int | None
    seconds_left: int | None


def outlook_of(job: LedgerJob) -> Outlook:
    standing = look(job.pk)
    if standing is None:
        return Outlook(None, 0, 0, 0, None, None)
    percent = _percent(JobWork(job.work), standing)
    return Outlook(
        step=standing.step,
        done=standing.done,
        of=standing.of,
        percent=int(percent),
        rate=int(standing.done / standing.in_step) if standing.done and standing.in_step else None,
        seconds_left=(
            round(standing.worked * (100 - percent) / percent) if percent >= _ENOUGH else None
        ),
    )


def _percent(work: JobWork, standing: Standing) -> float:
    before = 0.0
    for step, share in _SHARES[work].items():
        if step == standing.step:
            return before + (share * standing.done / standing.of if standing.of else 0)
        before += share
    return 99.0
