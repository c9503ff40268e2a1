"""A sheet built cell by cell, as markup tells it, with cells that reach over several rows and columns."""

from dataclasses import dataclass, field

from datasets.ledgers.sandbox.limits import Limits
from datasets.ledgers.sheets import Sheet
from datasets.standards.cells import Cell


@dataclass
class Grid:
    """One value down all rows that its cell covers: one village over several children."""

    name: str
    limits: Limits
    rows: list[list[Cell]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    #: Column → the last row that the cell above covers, and its value.
    _covered: dict[int, tuple[int, Cell]] = field(default_factory=dict)

    def begin_row(self, number: int | None = None) -> None:
        """Begin the row of this number, or the next one."""
        self._end_row()
        self.numbers.append(number or (self.numbers[-1] + 1 if self.numbers else 1))
        self.rows.append([])
        self.limits.check_size(self.name, rows=len(self.rows), columns=0)

    def add(
        self, value: Cell, *, column: int | None = None, width: int = 1, height: int = 1
    ) -> None:
        """The row's next cell, or the one at `column` (from 0); a width or height of 1 covers itself alone."""
        row, number = self.rows[-1], self.numbers[-1]
        self.limits.check_size(self.name, rows=0, columns=(column or len(row)) + width)
        self._cover(until=column)
        first = len(row)
        row.extend([value, *[""] * (width - 1)])
        if height > 1:
            last = number + height - 1
            self._covered[first] = last, value
            self._covered.update(dict.fromkeys(range(first + 1, first + width), (last, "")))

    def done(self) -> Sheet:
        self._end_row()
        return Sheet(name=self.name, rows=self.rows, numbers=self.numbers)

    def _end_row(self) -> None:
        if self.rows and self._covered:
            self._cover(until=max(self._covered) + 1)

    def _cover(self, *, until: int | None) -> None:
        """Fill the row with what reaches down to it: up to the next free column, or `until`."""
        row, number = self.rows[-1], self.numbers[-1]
        while until is None or len(row) < until:
            last, value = self._covered.get(len(row), (0, ""))
            if last < number and until is None:
                return
            row.append(value if last >= number else "")
