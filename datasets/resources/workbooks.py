"""Sheets written row by row, in flat memory."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from datasets.resources.cells import Value
from datasets.resources.columns import Column
from datasets.standards.formulas import inert

_CELL_LIMIT = 32_767  # characters in a cell of a workbook


class TextTooLong(ValueError):
    """A text that no cell of a workbook holds; it goes into a CSV."""


def write_workbook(
    path: Path | IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> int:
    """An xlsx file: all text as text (no formula, no lost zero), the header frozen. Returns the rows written.

    Raises TextTooLong.
    """
    count = 0
    with Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        header = workbook.add_format({"bold": True, "bg_color": "#EDEDED", "num_format": "@"})
        text = workbook.add_format({"num_format": "@"})
        sheet.freeze_panes(1, 2)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, text)
            sheet.write_string(0, index, column.column_name, header)
        for count, row in enumerate(rows, 1):
            for index, value in enumerate(row):
                if isinstance(value, int | Decimal):
                    sheet.write_number(count, index, value)
                elif len(value) > _CELL_LIMIT:
                    raise TextTooLong(
                        _("第%(row)d行“%(column)s”的文字超过Excel单元格的上限，请导出为CSV。")
                        % {"row": count + 1, "column": columns[index].column_name}
                    )
                elif value:
                    sheet.write_string(count, index, value, text)
    return count


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
    """A CSV file in UTF-8 with the mark by which Excel knows it. Returns the rows written."""
    count = -1
    with path.open("w", encoding="utf-8", newline="") as file:
        for count, line in enumerate(csv_lines(columns, rows)):  # noqa: B007 - as above
            file.write(line)
    return count


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The lines of a CSV, the header first."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.column_name for column in columns])
    for row in rows:
        yield writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
