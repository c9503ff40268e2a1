"""Bulk changes: which are whose to see, what they wrote, and who wrote over it since."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from datasets.access import Actor
from datasets.access.territory import region_path_lookup
from datasets.choices import BatchStatus
from datasets.models import BulkChange, LedgerBatch, Record
from datasets.queries.lists import among_keys


@dataclass
class Step:
    """What a bulk change did to a record: the field's column before it and by it, and who changed that since."""

    before: Any
    written: Any
    author_id: int | None = None
    at: datetime.datetime | None = None

    @property
    def is_changed_since(self) -> bool:
        return self.author_id is not None


def bulk_changes_in_sight(model: type[Record], *, by: Actor) -> QuerySet[BulkChange]:
    """The actor's own, and those of records that all lie where the actor may change them."""
    changes = BulkChange.objects.filter(collection=model.collection_name)
    if not by.may("change", model):
        return changes.none()
    names = changes.order_by().values_list("field", flat=True).distinct()
    changes = changes.filter(field__in=[name for name in names if by.sees(model, name)])
    if not region_path_lookup(model):
        return changes
    area = by.area("change", model).condition("region__path")
    return changes.filter(area | Q(author=by.user))


def reasons_of(changes: Iterable[BulkChange], model: type[Record]) -> dict[int, str]:
    """Why each was made, as the history of its records has it; none where no record of it is left."""
    first = {change.versions[0]: change.pk for change in changes if change.versions}
    rows = model.history.filter(history_id__in=first)
    return {
        first[key]: reason
        for key, reason in rows.values_list("history_id", "history_change_reason")
    }


def steps_of(change: BulkChange, model: type[Record]) -> dict[int, Step]:
    """By the key of the record. What was undone since counts as not done."""
    written, void = set(change.versions), _void_versions(change)
    batches = _void_batches()
    steps: dict[int, Step] = {}
    last: dict[int, Any] = {}
    for key, version, author_id, at, batch_id, value in _versions(change, model):
        if version in written:
            steps[key] = Step(before=last.get(key), written=value)
        elif key in steps and (version in void or batch_id in batches):
            continue
        elif key in steps and value != last[key]:
            steps[key].author_id, steps[key].at = author_id, at
        last[key] = value
    return steps


def _versions(change: BulkChange, model: type[Record]) -> Iterator[tuple[Any, ...]]:
    column = model._meta.get_field(change.field).attname  # type: ignore[union-attr]
    keys = model.history.filter(history_id__in=among_keys(change.versions)).values("id")
    rows = model.history.filter(id__in=keys).order_by("history_date", "history_id")
    about = ("id", "history_id", "history_user_id", "history_date", "ledger_batch_id")
    yield from rows.values_list(*about, column).iterator()


def _void_versions(change: BulkChange) -> set[int]:
    """Those of the other bulk changes that came to nothing: each that was undone, with its undoing.

    An undoing may be undone in its turn: of a change, its undoing and the undoing of that, the change stands.
    """
    others = BulkChange.objects.filter(collection=change.collection, field=change.field)
    rows = others.filter(Q(undone_by__isnull=False) | Q(undoes__isnull=False)).order_by("pk")
    undoing = {undoes: key for key, undoes in rows.values_list("pk", "undoes") if undoes}
    void: set[int] = set()
    for first in [key for key, undoes in rows.values_list("pk", "undoes") if not undoes]:
        chain = [first]
        while chain[-1] in undoing:
            chain.append(undoing[chain[-1]])
        void |= {*chain[len(chain) % 2 :]}
    lists = rows.filter(pk__in=void - {change.pk}).values_list("versions", flat=True)
    return {version for versions in lists for version in versions}


def _void_batches() -> set[int]:
    undone = Q(status=BatchStatus.UNDONE) | Q(undoes__isnull=False)
    return set(LedgerBatch.objects.filter(undone).values_list("pk", flat=True))
