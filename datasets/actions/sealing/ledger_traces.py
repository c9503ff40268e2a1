"""What ledgers still say of a sealed child: the rows that name it, and the files in which it stands."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import F, Model, Q

from datasets.actions.ledgers.kinds import tables_of
from datasets.actions.sealing.ledger_titles import bring_titles, take_titles
from datasets.actions.sealing.rows import Document, put_back, remove, written
from datasets.choices import BatchStatus, RowAction
from datasets.models import Child, LedgerBatch, LedgerRow, Record
from datasets.queries.likeness import Likeness
from datasets.readers import ERROR

_WAITING = (BatchStatus.READING, BatchStatus.PREVIEWED)
_COUNTS = {
    RowAction.CREATE: "created_count",
    RowAction.UPDATE: "updated_count",
    RowAction.UNCHANGED: "unchanged_count",
    RowAction.PARK: "parked_count",
    RowAction.ERROR: "error_count",
}
#: Of a row that waits: what comes from the register. What its sender wrote stays the sender's.
_FROM_REGISTER = ("changes", "kept", "candidates")


@dataclass(frozen=True)
class Named:
    """By what a row means the child: its keys and those of what left with it, and what is told of it."""

    keys: Mapping[str, set[int]]
    likeness: Likeness

    @classmethod
    def of(cls, child: Child, taken: Iterable[Model]) -> "Named":
        keys: dict[str, set[int]] = defaultdict(set, child={child.pk})
        for row in taken:
            if isinstance(row, Record):
                keys[str(row._meta.model_name)].add(row.pk)
        told = ("name", "id_number", "birth_date")
        versions = [child, *child.history.all()]
        return cls(
            keys,
            Likeness.of({name: getattr(version, name) for name in told} for version in versions),
        )

    def means(self, row: LedgerRow) -> bool:
        if row.batch.undoes_id:
            kept: Any = row.kept
            return row.record_id in self.keys.get(kept.get("collection", ""), ())
        if row.batch.collection != "children":
            # Of a collection of one's own, what hung on the child.
            (model, *_others) = tables_of(row.batch.collection)
            return row.record_id in self.keys.get(str(model._meta.model_name), ())
        if row.record_id is not None:
            return row.record_id in self.keys["child"]
        return self.likeness.may_be_meant_by(row)


def take_traces(named: Named) -> dict[str, Any]:
    """Remove the rows of settled ledgers and hide their files; rather a ledger less than one that tells.

    Returns `rows` (a Document), `files`: {the name a batch bears now: the file's true one}, and what
    ledger_titles.py takes. Of a ledger that waits to be applied only what the register said goes: it is planned
    anew, as of a stranger.
    """
    keys = {key for among in named.keys.values() for key in among}
    asked = LedgerRow.objects.filter(Q(record_id__in=keys) | Q(called__in=named.likeness.names))
    rows = [row for row in asked.select_related("batch").order_by("id") if named.means(row)]
    for row in rows:
        if row.batch.status in _WAITING:
            _forget_register(row)
    settled = [row for row in rows if row.batch.status not in _WAITING]
    document = written(settled)
    remove(settled)
    _count(settled, -1)
    files = {str(row.batch.file.name) for row in settled if row.batch.file}
    return {
        "rows": document,
        "files": {_hidden(name): name for name in sorted(files)},
        **take_titles({row.batch_id for row in settled}, set(named.likeness.names)),
    }


def bring_traces(traces: Mapping[str, Any]) -> None:
    """The rows and the files are there again."""
    document: Document = traces["rows"]
    put_back(document)
    keys = [one["pk"] for one in document]
    _count(LedgerRow.objects.filter(pk__in=keys), 1)
    for hidden, name in traces["files"].items():
        LedgerBatch.objects.filter(file=hidden).update(file=name)
    bring_titles(traces)


def _forget_register(row: LedgerRow) -> None:
    content = {name: part for name, part in row.content.items() if name not in _FROM_REGISTER}
    # Reading finds errors, matching warns.
    row.content = content | {"issues": [one for one in row.issues if one["severity"] == ERROR]}
    row.record_id = None
    row.save(update_fields=["content", "record_id"])


def _count(rows: Iterable[LedgerRow], step: int) -> None:
    """A batch says how many rows it has: one that is missing would be told by the sum."""
    for row in rows:
        counted = [_COUNTS[RowAction(row.action)], *(["warned_count"] if row.is_warned else [])]
        LedgerBatch.objects.filter(pk=row.batch_id).update(
            **{name: F(name) + step for name in counted}
        )


def _hidden(name: str) -> str:
    """Let every batch of the file name one that is not there, as after its time of keeping is over."""
    hidden = f"ledgers/{uuid.uuid4().hex}{PurePath(name).suffix}"
    LedgerBatch.objects.filter(file=name).update(file=hidden)
    return hidden
