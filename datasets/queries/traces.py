"""What a ledger batch wrote, record by record, and what became of it since: read from the history tables."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from datasets.models import Record
from datasets.queries.lists import among_keys


class Place(NamedTuple):
    """The row of the ledger that a record came from."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Version:
    """A history row; `values` in the order of the trace's columns."""

    kind: str
    at: datetime.datetime
    author_id: int
    batch_id: int | None
    place: Place
    values: tuple[Any, ...]


@dataclass
class Trace:
    """A record that the batch wrote and that others wrote too: all its versions, oldest first."""

    columns: tuple[str, ...]
    versions: list[Version]
    first: int
    last: int
    #: Batches that were undone, and their undoings: what they did to a record does not count.
    void: Collection[int]

    @property
    def is_created(self) -> bool:
        return self.first == 0

    @property
    def is_gone(self) -> bool:
        return self.versions[-1].kind == "-"

    @property
    def place(self) -> Place:
        return self.versions[self.last].place

    @property
    def before(self) -> dict[str, Any]:
        return self._values(self.first - 1)

    @property
    def written(self) -> dict[str, Any]:
        return self._values(self.last)

    @property
    def now(self) -> dict[str, Any]:
        return self._values(-1)

    def changed_since(self, column: str = "") -> Version | None:
        """The latest change after the batch, of one column or of any, by a form or a standing ledger."""
        index = self.columns.index(column) if column else None
        for position in range(len(self.versions) - 1, self.last, -1):
            version, previous = self.versions[position], self.versions[position - 1]
            if version.batch_id in self.void:
                continue
            if index is None or version.values[index] != previous.values[index]:
                return version
        return None

    def _values(self, position: int) -> dict[str, Any]:
        return dict(zip(self.columns, self.versions[position].values, strict=True))


@dataclass
class Traces:
    """All records of one model that a batch wrote."""

    #: Made by the batch, and nobody has written to them since.
    untouched: dict[int, Place] = field(default_factory=dict)
    #: The others.
    shared: dict[int, Trace] = field(default_factory=dict)

    @property
    def created_places(self) -> set[Place]:
        made = {trace.versions[0].place for trace in self.shared.values() if trace.is_created}
        return made | set(self.untouched.values())


def written_by(model: type[Record], batch_id: int) -> dict[int, Place]:
    """The keys of the records that the batch wrote, and the row that each came from."""
    rows = model.history.filter(ledger_batch_id=batch_id).order_by("history_id")
    return {
        key: Place(sheet, row)
        for key, sheet, row in rows.values_list("id", "ledger_sheet", "ledger_row").iterator()
    }


def traces_of(
    model: type[Record], written: dict[int, Place], *, batch_id: int, void: Collection[int]
) -> Traces:
    """What became of the records `written` by the batch. The caller has locked them."""
    versions = model.history.filter(id__in=among_keys(written))
    by_others = versions.exclude(ledger_batch_id=batch_id).order_by()
    shared = set(by_others.values_list("id", flat=True).distinct())
    columns = tuple(
        field_.attname for field_ in model.history.model.tracked_fields if not field_.primary_key
    )
    return Traces(
        untouched={key: place for key, place in written.items() if key not in shared},
        shared={
            key: Trace(
                columns,
                told,
                *_positions_of(batch_id, told),
                void,
            )
            for key, told in _versions(model, shared, columns).items()
        },
    )


def _versions(
    model: type[Record], keys: Iterable[int], columns: tuple[str, ...]
) -> dict[int, list[Version]]:
    head = ("id", "history_type", "history_date", "history_user_id", "ledger_batch_id")
    rows = model.history.filter(id__in=among_keys(keys)).order_by("history_date", "history_id")
    found: dict[int, list[Version]] = {}
    for row in rows.values_list(*head, "ledger_sheet", "ledger_row", *columns).iterator():
        key, kind, at, author_id, batch_id, sheet, number, *values = row
        version = Version(kind, at, author_id, batch_id, Place(sheet, number), tuple(values))
        found.setdefault(key, []).append(version)
    return found


def _positions_of(batch_id: int, versions: list[Version]) -> tuple[int, int]:
    """Where the batch's first and last version stand."""
    found = [i for i, version in enumerate(versions) if version.batch_id == batch_id]
    return found[0], found[-1]
