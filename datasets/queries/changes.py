"""When values that stand in the register were said last, asked for many records at once."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from datasets.choices import BatchStatus
from datasets.models import LedgerBatch, Record
from datasets.queries.lists import with_keys


class Spot(NamedTuple):
    """A column of a record."""

    model: type[Record]
    key: int
    column: str


def said_after(day: datetime.date, spots: Iterable[Spot]) -> dict[Spot, datetime.date]:
    """Those of the spots whose value was said after the day, and when.

    A ledger says what held on its own date, whenever it was taken in; a form on the day it was saved. What an
    undone ledger did does not count. One question a table, and a second one for what was written since.
    """
    keys: dict[type[Record], set[int]] = defaultdict(set)
    columns: dict[type[Record], set[str]] = defaultdict(set)
    for spot in spots:
        keys[spot.model].add(spot.key)
        columns[spot.model].add(spot.column)
    sources = _Sources()
    return {
        spot: said
        for model, wanted in keys.items()
        for spot, said in _said(model, _written_since(model, wanted, day), columns[model], sources)
        if said > day
    }


class _Sources:
    """What ledgers are dated, and which of them do not count; asked for where there is need."""

    @cached_property
    def dates(self) -> dict[int, datetime.date]:
        dated = LedgerBatch.objects.filter(as_of__isnull=False)
        return {key: day for key, day in dated.values_list("pk", "as_of") if day}

    @cached_property
    def void(self) -> Collection[int]:
        undone = LedgerBatch.objects.filter(Q(status=BatchStatus.UNDONE) | Q(undoes__isnull=False))
        return frozenset(undone.values_list("pk", flat=True))

    def day_of(self, at: datetime.datetime, batch_id: int | None) -> datetime.date:
        return self.dates.get(batch_id or 0) or timezone.localdate(at)


def _written_since(model: type[Record], keys: set[int], day: datetime.date) -> set[int]:
    """No ledger is dated later than it was taken in: who was not written since says nothing newer."""
    midnight = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    since = model.history.filter(history_date__gte=timezone.make_aware(midnight)).order_by()
    return set(with_keys(since, "id", keys).values_list("id", flat=True))


def _said(
    model: type[Record], keys: set[int], columns: Collection[str], sources: _Sources
) -> Iterator[tuple[Spot, datetime.date]]:
    """When each of the columns was changed last."""
    if not keys:
        return
    names = sorted(columns)
    rows = with_keys(model.history.order_by("id", "history_date", "history_id"), "id", keys)
    versions = rows.values_list("id", "history_date", "ledger_batch_id", *names)
    for key, told in groupby(versions.iterator(), lambda version: version[0]):
        before: tuple[Any, ...] = (None,) * len(names)
        last: dict[str, tuple[datetime.datetime, int | None]] = {}
        for _key, at, batch_id, *values in told:
            for name, value, previous in zip(names, values, before, strict=True):
                if value != previous and batch_id not in sources.void:
                    last[name] = at, batch_id
            before = tuple(values)
        for name, (at, batch_id) in last.items():
            yield Spot(model, key, name), sources.day_of(at, batch_id)
