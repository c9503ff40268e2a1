"""What ledgers keep of people: the files as they were handed in, the rows read in them, what was decided on rows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.actions.ledgers.kinds import tables_of
from datasets.choices import BatchStatus, JobWork
from datasets.models import LedgerBatch, LedgerJob, LedgerRow, MatchDecision
from datasets.queries.likeness import Likeness
from datasets.queries.lists import among_texts

#: What a batch is called whose file has gone: the sender's own name of it may be a child's.
_NAME_OF_REMOVED = "原件已按保存期限删除的台账"


class LedgerAtWork(ValidationError):
    """A ledger that tells of the records is just being read, applied or undone."""


_ROWS_AT_ONCE = 2_000
_LAST_WORDS: dict[str, Any] = {
    "content": {},
    "called": "",
    "sheet": "",
    "record_id": None,
    "is_warned": False,
    "digest": "",
}


def forget_in_ledgers(model: Any, keys: Sequence[int]) -> Counter[str]:
    """Every row that tells of the records, the files in which they stand, the decisions on whose row it was.

    A file goes whole, though it tells of others: their rows stay as they were read.
    """
    collection = model.collection_name
    rows = _rows_about(model, keys)
    written = model.history.filter(id__in=keys, ledger_batch_id__isnull=False).order_by()
    batches = {batch for _row, batch in rows} | set(
        written.values_list("ledger_batch_id", flat=True)
    )
    LedgerRow.objects.filter(pk__in=[row for row, _batch in rows]).order_by().update(**_LAST_WORDS)
    decisions = MatchDecision.objects.filter(collection=collection, record_id__in=keys)
    decisions.order_by().update(identity="", sheet="", row=0)
    return Counter({"ledgerrow": len(rows)}) + remove_files_of(batches)


def forget_batches(keys: Sequence[int]) -> Counter[str]:
    """Ledgers whose own time is over: their files and all that was read in them."""
    rows = LedgerRow.objects.filter(batch__in=keys).order_by().update(**_LAST_WORDS)
    MatchDecision.objects.filter(batch__in=keys).order_by().update(identity="", sheet="", row=0)
    return Counter({"ledgerrow": rows}) + remove_files_of(keys)


def remove_files_of(keys: Iterable[int]) -> Counter[str]:
    """The batches' files, and what else of a batch repeats what stood in them; returns how many files went.

    Rows that were decided later are a batch of their own with the same file. Raises LedgerAtWork.
    """
    asked = LedgerBatch.objects.filter(pk__in=set(keys), file_removed_date=None)
    names = set(asked.exclude(file="").values_list("file", flat=True))
    batches = LedgerBatch.objects.filter(
        Q(pk__in=asked.values("pk")) | Q(undoes__in=asked.values("pk")) | Q(file__in=names)
    )
    found = list(batches.values_list("pk", flat=True))
    if LedgerJob.objects.active().filter(batch__in=found).exists():
        raise LedgerAtWork(_("有关的台账正在处理，请等它处理完再执行。"), code="at_work")
    storage: Any = LedgerBatch._meta.get_field("file").storage
    for name in names:
        storage.delete(name)
    one_of_them = {"batch__in": found}
    LedgerJob.objects.filter(**one_of_them).order_by().update(sentence="")
    undone = LedgerJob.objects.filter(**one_of_them, work=JobWork.UNDO).order_by()
    undone.update(reason=_NAME_OF_REMOVED)
    _forget_names(found)
    removed = LedgerBatch.objects.filter(pk__in=found).order_by()
    removed.filter(status=BatchStatus.PREVIEWED).update(status=BatchStatus.DISCARDED)
    removed.update(
        file="",
        file_removed_date=timezone.localdate(),
        file_name=_NAME_OF_REMOVED,
        file_size=0,
        file_sha256="",
        sheets=[],
        choices={},
        words=[],
        overwritten=[],
    )
    return Counter({"files": len(names), "ledgerbatch": len(found)})


def _forget_names(batches: list[int]) -> None:
    """The history of all that a batch wrote names its file as the reason. One scan a table, as undoing takes."""
    if batches:
        collections = LedgerBatch.objects.filter(pk__in=batches).values_list(
            "collection", flat=True
        )
        for model in {one for name in {*collections} for one in tables_of(name)}:
            versions = model.history.filter(ledger_batch_id__in=batches)
            versions.order_by().update(history_change_reason=_NAME_OF_REMOVED, ledger_sheet="")


def _rows_about(model: Any, keys: Sequence[int]) -> list[tuple[int, int]]:
    """The keys of the rows and of their batches."""
    wanted, collection = set(keys), model.collection_name
    of_records = LedgerRow.objects.filter(batch__collection=collection, record_id__in=keys)
    found = set(of_records.order_by().values_list("pk", "batch_id"))
    likeness, last = _told_of(model, keys)
    doubtful = LedgerRow.objects.filter(
        batch__collection=collection,
        record_id=None,
        called__in=among_texts(likeness.names),
        batch__uploaded_at__lte=last,
    )
    for row in doubtful.order_by("pk").iterator(_ROWS_AT_ONCE):
        is_candidate = any(one["id"] in wanted for one in row.candidates)
        if is_candidate or likeness.may_be_meant_by(row):
            found.add((row.pk, row.batch_id))
    return sorted(found)


def _told_of(model: Any, keys: Sequence[int]) -> tuple[Likeness, Any]:
    """What the records and their histories tell, and when they last did: a later row of a namesake is another's."""
    versions = model.history.filter(id__in=keys).order_by()
    fields = {field.name for field in model._meta.concrete_fields}
    names = [one for one in (getattr(model, "title", ""), "name", "head_name") if one in fields][:1]
    rows = versions.values(*names, *({"id_number", "birth_date"} & fields))
    last = versions.aggregate(last=Max("history_date"))["last"] or timezone.now()
    told = ({**row, "name": next((row[name] for name in names), "")} for row in rows)
    return Likeness.of(told), last
