"""One job from its beginning to its end, in the request that asked for it or in a worker."""

import logging

from django.db import InterfaceError, OperationalError, connection
from django.utils import translation
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers import jobs
from datasets.actions.ledgers.batches import BatchNotWaiting
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.ledgers.progress import Cancelled, Progress
from datasets.actions.ledgers.undo import UndoRefused, undo_batch
from datasets.actions.records import NotPermitted
from datasets.actions.warnings.evaluating import evaluate_all
from datasets.choices import BatchStatus, JobState, JobWork
from datasets.custom.loading import at_work
from datasets.jobs import board
from datasets.jobs.holding import held
from datasets.ledgers.pipeline import apply_previewed, read_batch
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch, LedgerJob

_log = logging.getLogger(__name__)

_REFUSALS = (UnreadableLedger, BatchNotWaiting, RegisterMovedOn, UndoRefused, NotPermitted)


def perform(key: int) -> None:
    """Do the job, unless it is over or somebody is at it."""
    while _perform_once(key):
        pass


def _perform_once(key: int) -> bool:
    """Whether the job has to be begun again. It may be done twice: each work looks whether it is done already."""
    with held(key) as is_mine, at_work():
        job = jobs.begin(key) if is_mine else None
        if job is None:
            return False
        with translation.override(job.language or None):
            is_over = _attempt(job)
        if is_over:
            board.clear(key)
        return not is_over


def _attempt(job: LedgerJob) -> bool:
    """Whether the job is over."""
    try:
        _do(job, board.Reporter(job.pk))
    except Cancelled:
        jobs.end(job, JobState.CANCELLED)
    except _REFUSALS as refusal:
        jobs.end(job, JobState.REFUSED, _sentence_of(refusal))
    except (OperationalError, InterfaceError):
        # A deadlock, a writer that was awaited for too long, a database that was started anew.
        _log.warning("Job %s is begun again.", job.pk, exc_info=True)
        if not connection.in_atomic_block:
            connection.close()
        return not jobs.put_back(job)
    except Exception:
        _log.exception("Job %s failed.", job.pk)
        jobs.end(
            job,
            JobState.FAILED,
            _("处理时出了意外的错误，没有改动任何档案。请点“继续”再试；仍不行请联系管理员。"),
        )
    else:
        jobs.end(job, JobState.DONE)
    return True


def _do(job: LedgerJob, progress: Progress) -> None:
    batch, by = job.batch, Actor.of(job.asked_by, today=job.day)
    if batch.collection not in KINDS:
        raise NotPermitted(_("这个数据集刚刚停用，没有处理这份台账。恢复启用以后再处理。"))
    if job.attempts > 1 and batch.status == _AFTERWARDS[JobWork(job.work)]:
        return  # The attempt before died between its commit and its end.
    if job.work == JobWork.PREVIEW:
        read_batch(batch, by=by, progress=progress)
    elif job.work == JobWork.APPLY:
        if batch.status == BatchStatus.READING:  # handed in to be read and applied in one
            read_batch(batch, by=by, progress=progress)
        apply_previewed(batch, by=by, progress=progress)
        _warn(batch, by)
    else:
        undo_batch(batch=batch, by=by, reason=job.reason, progress=progress)
        _warn(batch, by)


def _warn(batch: LedgerBatch, by: Actor) -> None:
    """Of what the ledger brought. It is written already: what fails here is made up for at night."""
    written = {model.collection_name for model in KINDS[batch.collection].written}
    try:
        evaluate_all(today=by.today, among=written - {""})
    except Exception:
        _log.exception("The warnings after batch %s are not worked out.", batch.pk)


_AFTERWARDS = {
    JobWork.PREVIEW: None,  # reading twice is harmless
    JobWork.APPLY: BatchStatus.APPLIED,
    JobWork.UNDO: BatchStatus.UNDONE,
}


def _sentence_of(refusal: Exception) -> str:
    if isinstance(refusal, BatchNotWaiting):
        return _("这份台账已经处理过，没有再次入库。")
    if isinstance(refusal, RegisterMovedOn):
        return _("预览之后，档案有了新的变化。下面是按最新档案重新生成的预览，请再看一遍后确认。")
    return str(refusal)
