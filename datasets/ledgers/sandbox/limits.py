"""How much one file may ask for, and how it is told that it asks for more."""

from dataclasses import dataclass
from typing import Any

#: How the process ends where its memory gave out in the midst of a word.
OUT_OF_MEMORY = 9


@dataclass(frozen=True)
class Limits:
    """`bytes` and `seconds` bound the process, `unpacked` a zip in bytes, `cell` a cell in characters."""

    bytes: int
    seconds: int
    unpacked: int
    sheets: int
    rows: int
    columns: int
    cells: int
    cell: int

    def check_sheets(self, count: int) -> None:
        """Raise Refused where the file has more sheets than one ledger may have."""
        if count > self.sheets:
            raise Refused("sheets", count=count, limit=self.sheets)

    def check_size(self, name: str, *, rows: int, columns: int) -> None:
        """Raise Refused where a sheet is larger than one ledger may be."""
        if rows > self.rows or columns > self.columns:
            raise Refused(
                "size",
                sheet=name,
                rows=rows,
                columns=columns,
                max_rows=self.rows,
                max_columns=self.columns,
            )
        if rows * columns > self.cells:
            raise Refused("cells", sheet=name, limit=self.cells)


class Refused(Exception):
    """The file is no ledger, or too much of one; files.py has the sentence for `code`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
