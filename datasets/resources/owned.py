"""Rows that a record owns, in one cell."""

from collections.abc import Mapping
from typing import Any

from import_export.widgets import Widget


class OwnedRows(Widget):
    """Rows that the record owns, in one cell. `clean` gives what to write, in the terms of actions/records.py."""

    separator = "\n"

    def __init__(self, relation: str) -> None:
        super().__init__()
        self.relation = relation

    def render(self, value: Any, **context: Any) -> str:
        return self.separator.join(self.cell_of(row) for row in self.shown(value, **context))

    def clean(self, value: str, row: Any = None, **context: Any) -> list[Mapping[str, Any]]:
        wanted = dict.fromkeys(part for part in map(str.strip, self.split(value)) if part)
        record = context["record"]
        manager = getattr(record, self.relation)
        stored = (
            {self.cell_of(kept): kept for kept in self.shown(manager, **context)}
            if record.pk
            else {}
        )
        gone = [self.removal(stored[text], **context) for text in stored if text not in wanted]
        new = [self.addition(text, **context) for text in wanted if text not in stored]
        return [*gone, *new]

    def split(self, cell: str) -> list[str]:
        return cell.splitlines()

    def shown(self, manager: Any, **context: Any) -> list[Any]:
        return list(manager.all())

    def cell_of(self, row: Any) -> str:
        return str(row)

    def removal(self, row: Any, **context: Any) -> Mapping[str, Any]:
        return {"id": row.pk, "delete": True}

    def addition(self, text: str, **context: Any) -> Mapping[str, Any]:
        """The new row's values. Raises ValueError."""
        raise NotImplementedError
