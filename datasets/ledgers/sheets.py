"""What every file becomes: sheets of plain cells. Or one sentence why it does not. No Django here: see sandbox/."""

from collections.abc import Iterable
from dataclasses import dataclass

from datasets.standards.cells import Cell

#: Rows one by one, each with its number on the sheet.
NumberedRows = Iterable[tuple[int, list[Cell]]]


class UnreadableLedger(Exception):
    """The file cannot be taken as a ledger; the message is one sentence for the clerk."""


@dataclass(frozen=True)
class Sheet:
    """One sheet's cells, row by row, from the left edge of the sheet.

    `numbers[i]` is the sheet's own number of rows[i], from 1: the line for a text file. `counts_from_1904`:
    a day that stands as a plain number is one of so many since 1904, not 1900.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]
    counts_from_1904: bool = False

    @property
    def numbered_rows(self) -> NumberedRows:
        return zip(self.numbers, self.rows, strict=True)
