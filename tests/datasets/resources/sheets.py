"""A canonical sheet as a clerk's spreadsheet program would read, edit and save it."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from datasets.access import Actor
from datasets.resources import Outcome, export_to_file, import_sheet, preview_import
from datasets.resources.records import KEY


class Sheet:
    """One exported collection, edited by header and by 编号."""

    def __init__(self, collection: str, folder: Path, *, by: Actor) -> None:
        self.collection = collection
        self.by = by
        self.path = folder / f"{collection}.xlsx"
        export_to_file(collection, self.path, by=by)
        lines = [list(row) for row in load_workbook(self.path).active.iter_rows(values_only=True)]
        top = next(place for place, line in enumerate(lines) if KEY in line)
        self.headers, *self.rows = lines[top:]

    def row_of(self, record: Any) -> list[Any]:
        return next(row for row in self.rows if row[0] == record.pk)

    def value(self, record: Any, header: str) -> Any:
        return self.row_of(record)[self.headers.index(header)]

    def edit(self, record: Any, **cells: Any) -> None:
        for header, value in cells.items():
            self.row_of(record)[self.headers.index(header)] = value

    def add(self, **cells: Any) -> None:
        self.rows.append([cells.get(header) for header in self.headers])

    def preview(self) -> Outcome:
        return preview_import(
            self.collection, content=self._saved(), file_name=self.path.name, by=self.by
        )

    def hand_in(self, *, by: Actor | None = None) -> Outcome:
        return import_sheet(
            self.collection, content=self._saved(), file_name=self.path.name, by=by or self.by
        )

    def _saved(self) -> bytes:
        workbook = Workbook()
        for row in (self.headers, *self.rows):
            workbook.active.append(row)
        for row in workbook.active.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"  # the program keeps as text what was text
        workbook.save(self.path)
        return self.path.read_bytes()
