"""Rows that a record owns, in one cell."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datasets.resources.widgets import Cell

#: An owned row as it was fetched: its "id" and the widget's lookups.
OwnedRow = Mapping[str, Any]


class OwnedRows(Cell):
    """Rows that the record owns, in one cell. `clean` gives what to write, in the terms of actions/records.py."""

    #: What is read of each row, in the terms of `values`.
    lookups: tuple[str, ...] = ()
    separator = "\n"

    def __init__(self, relation: str) -> None:
        super().__init__()
        self.relation = relation

    def render(self, value: Iterable[OwnedRow], **context: Any) -> str:
        return self.separator.join(
            self.cell_of(row) for row in value if self.is_shown(row, **context)
        )

    def clean(
        self, value: str, row: Any = None, *, rows: Sequence[OwnedRow] = (), **context: Any
    ) -> list[Mapping[str, Any]]:
        """`rows` are those that the record owns now."""
        wanted = dict.fromkeys(part for part in map(str.strip, self.split(value)) if part)
        stored = {self.cell_of(kept): kept for kept in rows if self.is_shown(kept, **context)}
        gone = [self.removal(stored[text], **context) for text in stored if text not in wanted]
        new = [self.addition(text, **context) for text in wanted if text not in stored]
        return [*gone, *new]

    def split(self, cell: str) -> list[str]:
        return cell.splitlines()

    def is_shown(self, row: OwnedRow, **context: Any) -> bool:
        return True

    def cell_of(self, row: OwnedRow) -> str:
        return str(row[self.lookups[0]])

    def removal(self, row: OwnedRow, **context: Any) -> Mapping[str, Any]:
        return {"id": row["id"], "delete": True}

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        """The new row's values. Raises ValueError."""
        raise NotImplementedError
