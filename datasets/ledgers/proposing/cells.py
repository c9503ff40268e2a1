"""What stands in a column: each distinct cell once, how often it comes, and where first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from datasets.ledgers.proposing.tables import Found, RawColumn
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell

#: Of larger files so many rows are looked at, spread over the whole.
MOST_ROWS = 20_000
_PLACES_KEPT = 5

#: The name of a sheet, and the number of a row on it.
Spot = tuple[str, int]


@dataclass(slots=True)
class Entry:
    """A distinct cell."""

    cell: Cell
    text: str
    count: int = 0
    spots: list[Spot] = field(default_factory=list)


@dataclass(frozen=True)
class Cells:
    """A column's distinct cells. `rows` is how many rows were looked at, `is_whole` whether that is all of them."""

    entries: Sequence[Entry]
    rows: int
    is_whole: bool = True

    @property
    def said(self) -> list[Entry]:
        """Those that say something."""
        return [one for one in self.entries if not is_blank(one.text)]

    @property
    def blanks(self) -> int:
        return self.rows - sum(one.count for one in self.said)

    def some(self, count: int) -> "Cells":
        """So many distinct ones that say something, spread over the column."""
        said = self.said
        step = max(1, -(-len(said) // count))
        chosen = said[::step]
        return Cells(chosen, sum(one.count for one in chosen), is_whole=False)


def cells_of(found: Found, column: RawColumn) -> Cells:
    known: dict[tuple[type, Cell], Entry] = {}
    rows = 0
    for sheet, number, cell in _looked_at(found, column):
        rows += 1
        key = (cell.__class__, cell)
        entry = known.get(key)
        if entry is None:
            entry = known[key] = Entry(cell, text_of(cell))
        entry.count += 1
        if len(entry.spots) < _PLACES_KEPT:
            entry.spots.append((sheet, number))
    return Cells(list(known.values()), rows, is_whole=rows == found.row_count)


def _looked_at(found: Found, column: RawColumn) -> Iterator[tuple[str, int, Cell]]:
    step = max(1, -(-found.row_count // MOST_ROWS))
    every: Iterable[tuple[str, int, Cell]] = _each(found, column)
    return islice(every, 0, None, step)


def _each(found: Found, column: RawColumn) -> Iterator[tuple[str, int, Cell]]:
    for place, table in enumerate(found.tables):
        own = column.at.get(place)
        for number, row in table.rows:
            has_cell = own is not None and own.index < len(row)
            yield table.sheet, number, row[own.index] if own is not None and has_cell else ""
