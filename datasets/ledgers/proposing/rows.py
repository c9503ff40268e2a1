"""The rows as records, by the types that were proposed: what the list will show, and which rows would be refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from datasets.ledgers.proposing.cells import MOST_ROWS, Spot
from datasets.ledgers.proposing.proposal import PLACE, Proposal, ProposedColumn
from datasets.ledgers.proposing.weighing import Heard, field_for
from datasets.readers import ERROR
from datasets.readers.text import text_of
from datasets.standards.cells import Cell


@dataclass(frozen=True)
class ReadAs:
    """A row: code → value of each field, and where it says that it lies."""

    spot: Spot
    values: dict[str, Any]
    place: str


@dataclass
class Rows:
    """`refused` of `looked_at` rows could not become records; `first` are the first that can."""

    looked_at: int = 0
    refused: int = 0
    first: list[ReadAs] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def rows_as_records(proposal: Proposal, *, shown: int) -> Rows:
    """Of large files only the first rows are read."""
    readers = [_Column(one) for one in proposal.fields]
    place = [one for one in proposal.columns if one.is_kept and one.kind == PLACE]
    rows = Rows(fields={one.code: one.field for one in readers})
    for number, (table, spot, cells) in enumerate(_each(proposal)):
        if number >= MOST_ROWS:
            break
        values = {}
        is_refused = proposal.has_region and not proposal.places.holds(
            table, {one.place_slot: _text(cells, one, table) for one in place}
        )
        for column in readers:
            value, is_bad = column.read(_cell(cells, column.told, table))
            is_refused |= is_bad
            values[column.code] = value
        rows.looked_at += 1
        rows.refused += is_refused
        if not is_refused and len(rows.first) < shown:
            said = " ".join(filter(None, (_text(cells, one, table) for one in place)))
            rows.first.append(ReadAs(spot, values, said or proposal.places.around(table)))
    return rows


class _Column:
    """Reads each distinct cell once."""

    def __init__(self, told: ProposedColumn) -> None:
        self.told, self.code = told, told.code
        self.field = field_for(
            told.kind, told.code, told.label, told.options, is_required=told.is_required
        )
        self._read = self.field.made_type.reader(self.field)
        self._known: dict[tuple[type, Cell], tuple[Any, bool]] = {}

    def read(self, cell: Cell) -> tuple[Any, bool]:
        """The value, and whether the row can't be taken with it."""
        key = (cell.__class__, cell)
        if key not in self._known:
            heard = Heard()
            value = self._read(cell, heard)
            is_missing = self.told.is_required and value in (None, "")
            self._known[key] = value, is_missing or ERROR in heard.severities
        return self._known[key]


def _each(proposal: Proposal) -> Iterator[tuple[int, Spot, list[Cell]]]:
    for place, table in enumerate(proposal.found.tables):
        for number, cells in table.rows:
            yield place, (table.sheet, number), cells


def _cell(cells: list[Cell], column: ProposedColumn, table: int) -> Cell:
    own = column.raw.at.get(table)
    return cells[own.index] if own is not None and own.index < len(cells) else ""


def _text(cells: list[Cell], column: ProposedColumn, table: int) -> str:
    return text_of(_cell(cells, column, table))
