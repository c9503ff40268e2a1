"""What was decided about a waiting ledger: kept with it, and the ledger read again by it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers import jobs
from datasets.actions.ledgers.batches import BatchNotWaiting, require_import
from datasets.actions.ledgers.choices import LedgerChoices, row_key
from datasets.choices import BatchStatus, JobWork, RowAction
from datasets.models import LedgerBatch, LedgerJob, LedgerRow


class ChoiceRefused(Exception):
    """The ledger can't be read so; the message is one sentence for the clerk."""


@transaction.atomic
def choose(
    *,
    batch: LedgerBatch,
    choices: LedgerChoices,
    by: Actor,
    remember: Callable[..., None] | None = None,
) -> LedgerJob:
    """Have the batch's file read by these choices, and `remember` them; the job is the caller's to submit.

    Raises BatchBusy, BatchNotWaiting, ChoiceRefused, NotPermitted.
    """
    job = jobs.ask(batch=batch, work=JobWork.PREVIEW, by=by)
    _refuse_taken(batch, choices.rows)
    batch.choices = choices.as_stored()
    batch.save(update_fields=["choices"])
    if remember:
        remember(batch=batch, choices=choices, by=by)
    return job


@transaction.atomic
def read_as(*, batch: LedgerBatch, collection: str, by: Actor) -> LedgerJob:
    """Have the batch's file read as another collection's ledger; the job is the caller's to submit.

    Raises BatchBusy, BatchNotWaiting, NotPermitted.
    """
    require_import(collection, by)
    job = jobs.ask(batch=batch, work=JobWork.PREVIEW, by=by)
    batch.collection, batch.asked_collection, batch.choices = collection, "", None
    batch.rows.all().delete()
    batch.save(update_fields=["collection", "asked_collection", "choices"])
    return job


@transaction.atomic
def settle_later(*, batch: LedgerBatch, rows: Mapping[str, str], by: Actor) -> LedgerJob:
    """Have parked rows of an applied batch read once more, as decided, in a batch of their own that follows it.

    `rows` as in LedgerChoices. Raises BatchNotWaiting, ChoiceRefused, NotPermitted.
    """
    jobs.require_work(batch, by)
    if batch.status != BatchStatus.APPLIED:
        raise BatchNotWaiting
    _refuse_taken(batch, rows)
    following = LedgerBatch.objects.create(
        follows=batch,
        collection=batch.collection,
        region=batch.region,
        file=batch.file.name,
        file_name=batch.file_name,
        file_size=batch.file_size,
        file_sha256=batch.file_sha256,
        status=BatchStatus.READING,
        uploaded_by=by.user,
        uploaded_at=timezone.now(),
        choices=(batch.choices or {}) | {"rows": dict(rows)},
    )
    return jobs.ask(batch=following, work=JobWork.PREVIEW, by=by)


def _refuse_taken(batch: LedgerBatch, rows: Mapping[str, str]) -> None:
    """Raise ChoiceRefused where a record chosen is another row's already, as the file was applied so far."""
    keys = {int(word) for word in rows.values() if word.isdecimal()}
    taken = LedgerRow.objects.filter(
        batch__file=batch.file.name,  # the batch that it follows, and those that follow it too
        batch__status=BatchStatus.APPLIED,
        action__in=(RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED),
        record_id__in=keys,
    )
    for other in taken:
        if rows.get(row_key(other.sheet, other.row)) != str(other.record_id):
            raise ChoiceRefused(
                _(
                    "所选的记录已经是这份台账第 %(row)d 行，不能再给另一行。请改选别的，或者跳过这一行。"
                )
                % {"row": other.row}
            )


def refuse_two_of_a_field(columns: Iterable[tuple[str, str]]) -> None:
    """Raise ChoiceRefused where two columns (letter, what a clerk calls its field) hold the same."""
    letters: dict[str, list[str]] = defaultdict(list)
    for letter, field in columns:
        letters[field].append(letter)
    for field, among in letters.items():
        if field and len(among) > 1:
            told = {"columns": "、".join(among), "field": field}
            raise ChoiceRefused(
                _(
                    "%(columns)s 列不能都对应“%(field)s”，一个字段只能有一列。请先把另一列改成“不导入”。"
                )
                % told
            )
