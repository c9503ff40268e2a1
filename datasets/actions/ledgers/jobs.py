"""Work on a ledger: who may ask for it, and from which state to which it goes."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers.batches import BatchBusy, BatchNotWaiting, receive_upload
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.undo import require_undoable
from datasets.actions.records import NotPermitted
from datasets.choices import BatchStatus, JobState, JobWork
from datasets.models import LedgerBatch, LedgerJob

#: A job whose process dies is begun again; after so many times something is wrong with the file or the machine.
MOST_ATTEMPTS = 3

_READY = {
    JobWork.PREVIEW: (BatchStatus.READING, BatchStatus.PREVIEWED),
    JobWork.APPLY: (BatchStatus.PREVIEWED,),
}


def ask(*, batch: LedgerBatch, work: JobWork, by: Actor, reason: str = "") -> LedgerJob:
    """Note down what is to be done with the batch.

    Raises NotPermitted, BatchBusy, BatchNotWaiting, UndoRefused.
    """
    require_work(batch, by)
    if work == JobWork.UNDO:
        require_undoable(batch, by)
    elif batch.status not in _READY[work]:
        raise BatchNotWaiting
    return _noted(batch, work, by, reason)


@transaction.atomic
def hand_in(
    *,
    collection: str,
    file_name: str,
    content: bytes,
    by: Actor,
    choices: LedgerChoices | None = None,
    work: JobWork = JobWork.PREVIEW,
) -> LedgerJob:
    """Take in a file and have it read, or read and applied in one. Raises NotPermitted."""
    batch = receive_upload(
        collection=collection, file_name=file_name, content=content, by=by, choices=choices
    )
    require_work(batch, by)
    return _noted(batch, work, by)


def ask_again(*, job: LedgerJob, by: Actor) -> LedgerJob:
    """The same once more, for a job that failed. Raises as `ask` does."""
    work = JobWork(job.work)
    if work == JobWork.APPLY and job.batch.status == BatchStatus.READING:
        require_work(job.batch, by)
        return _noted(job.batch, work, by)
    return ask(batch=job.batch, work=work, by=by, reason=job.reason)


def _noted(batch: LedgerBatch, work: JobWork, by: Actor, reason: str = "") -> LedgerJob:
    """Raises BatchBusy."""
    try:
        with transaction.atomic():
            return LedgerJob.objects.create(
                batch=batch,
                work=work,
                asked_by=by.user,
                asked_at=timezone.now(),
                day=by.today,
                language=get_language() or "",
                reason=reason[:200],
            )
    except IntegrityError as error:
        raise BatchBusy from error


def begin(key: int) -> LedgerJob | None:
    """Take up the job; None where it is over. The caller holds it, so one that runs has lost its process."""
    with transaction.atomic():
        jobs = LedgerJob.objects.select_for_update(of=("self",))
        job = jobs.select_related("batch", "asked_by").filter(pk=key).active().first()
        if job is None:
            return None
        if job.attempts < MOST_ATTEMPTS:
            job.attempts += 1
            job.state = JobState.RUNNING
            job.started_at = timezone.now()
            job.save(update_fields=["attempts", "state", "started_at"])
            return job
    end(
        job,
        JobState.FAILED,
        _(
            "处理程序连续 %(count)d 次意外中断，没有改动任何档案。请点“继续”再试；仍不行请联系管理员。"
        )
        % {"count": MOST_ATTEMPTS},
    )
    return None


def end(job: LedgerJob, state: JobState, sentence: str = "") -> None:
    """The attempt is over. Changes nothing where another process has taken the job over meanwhile."""
    _close(_of_this_attempt(job), job.batch, state, sentence)
    job.refresh_from_db()


def put_back(job: LedgerJob) -> bool:
    """Let the job be begun again; False where somebody else has put it back or it is over."""
    running = _of_this_attempt(job).filter(state=JobState.RUNNING)
    return bool(running.update(state=JobState.WAITING))


def cancel_waiting(*, job: LedgerJob, by: Actor) -> bool:
    """Drop a job that nobody has begun; False where somebody has. Raises NotPermitted."""
    require_work(job.batch, by)
    waiting = LedgerJob.objects.filter(pk=job.pk, state=JobState.WAITING)
    return _close(waiting, job.batch, JobState.CANCELLED)


def require_work(batch: LedgerBatch, by: Actor) -> None:
    """Raises NotPermitted for one who may not have this batch worked on, or stopped."""
    if not (by.may("import", KINDS[batch.collection].model) and by.may_on("view", batch)):
        raise NotPermitted(_("您没有导入台账的权限。"))


@transaction.atomic
def _close(
    jobs: QuerySet[LedgerJob], batch: LedgerBatch, state: JobState, sentence: str = ""
) -> bool:
    changed = jobs.update(state=state, sentence=sentence, finished_at=timezone.now())
    if changed and state in _LEFT_UNREAD:
        unread = LedgerBatch.objects.filter(pk=batch.pk, status=BatchStatus.READING)
        unread.update(status=_LEFT_UNREAD[state])
    return bool(changed)


#: What becomes of a batch whose first reading ends like this.
_LEFT_UNREAD = {
    JobState.REFUSED: BatchStatus.REFUSED,
    JobState.CANCELLED: BatchStatus.DISCARDED,
}


def _of_this_attempt(job: LedgerJob) -> QuerySet[LedgerJob]:
    return LedgerJob.objects.filter(pk=job.pk, attempts=job.attempts).active()
