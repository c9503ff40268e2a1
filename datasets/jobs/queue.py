"""Which job is done at once and which waits for a worker; a job whose worker was killed gets another."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.exceptions import TaskResultDoesNotExist

from datasets.actions.ledgers import jobs
from datasets.choices import JobState
from datasets.jobs.holding import is_held
from datasets.jobs.running import perform
from datasets.models import LedgerBatch, LedgerJob
from datasets.workers import start_workers

#: Between taking a message and beginning its job a worker is at neither.
_GRACE = datetime.timedelta(seconds=15)


@task(backend="ledgers")
def perform_queued(key: int) -> None:
    perform(key)


def submit(job: LedgerJob) -> None:
    """Do a small job here and now, leave a large one to a worker; `job` then says how it stands."""
    if is_small(job.batch):
        perform(job.pk)
    else:
        _enqueue(job)
    job.refresh_from_db()


def is_small(batch: LedgerBatch) -> bool:
    """Whether work on it is a matter of a second or two."""
    return batch.file_size <= settings.LEDGER_INLINE_BYTES


def look_after_jobs() -> None:
    """Find workers for the jobs that lost theirs. Whoever looks at jobs calls this first."""
    for job in LedgerJob.objects.active():
        is_lost = job.state == JobState.RUNNING and not is_held(job.pk) and jobs.put_back(job)
        if is_lost or (job.state == JobState.WAITING and _has_no_message(job)):
            _enqueue(job)
    start_workers()


def _has_no_message(job: LedgerJob) -> bool:
    if timezone.now() - (job.queued_at or job.asked_at) < _GRACE:
        return False
    try:
        message = perform_queued.get_result(str(job.message))
    except TaskResultDoesNotExist:
        return True
    return bool(message.status != TaskResultStatus.READY)


def _enqueue(job: LedgerJob) -> None:
    """Put a message into the queue, unless somebody else has just done so."""
    with transaction.atomic():
        stored = LedgerJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if stored.state != JobState.WAITING or stored.message != job.message:
            return
        stored.message = perform_queued.enqueue(job.pk).id
        stored.queued_at = timezone.now()
        stored.save(update_fields=["message", "queued_at"])
    transaction.on_commit(start_workers)
