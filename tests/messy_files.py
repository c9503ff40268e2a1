"""Pages of a messy ledger as a file of each kind that is read."""

import datetime
import html
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import xlwt

from tests.spreadsheets import _saved, csv_text

_SS = "urn:schemas-microsoft-com:office:spreadsheet"


def _xlsx(pages: list[Any]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for page in pages:
        sheet = workbook.create_sheet(page.name)
        for line in page.lines:
            sheet.append(line)
        for top, bottom, left, right in page.merged:
            if (top, left) != (bottom, right):
                sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        sheet.row_dimensions[len(page.lines)].hidden = True
        sheet.cell(len(page.lines) + 500, 1).number_format = "0.00"
    return _saved(workbook)


def _xls(pages: list[Any]) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    day = xlwt.XFStyle()
    day.num_format_str = "yyyy-mm-dd"
    for page in pages:
        sheet = workbook.add_sheet(page.name)
        inside = {
            (row, column)
            for top, bottom, left, right in page.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for row, line in enumerate(page.lines):
            for column, cell in enumerate(line):
                if (row, column) not in inside:
                    style = day if isinstance(cell, datetime.date) else xlwt.Style.default_style
                    sheet.write(row, column, cell, style)
        for top, bottom, left, right in page.merged:
            sheet.write_merge(top, bottom, left, right, page.lines[top][left])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _as_text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _csv(encoding: str, delimiter: str) -> Callable[[list[Any]], bytes]:
    def write(pages: list[Any]) -> bytes:
        # A row's number is its line's: cells of two lines are tried elsewhere.
        lines = [[_as_text(cell).replace("\n", " ") for cell in line] for line in pages[0].lines]
        return csv_text(*lines, delimiter=delimiter).encode(encoding)

    return write


def _page(encoding: str) -> Callable[[list[Any]], bytes]:
    def write(pages: list[Any]) -> bytes:
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{html.escape(_as_text(cell)).replace(chr(10), '<br>')}</td>" for cell in line
            )
            + "</tr>\n"
            for line in pages[0].lines
        )
        text = f'<html><meta charset="{encoding}"><body><table>{rows}</table></body></html>'
        return text.encode("gb18030" if encoding == "gb2312" else encoding)

    return write


def _spreadsheet_ml(pages: list[Any]) -> bytes:
    def cell(value: Any) -> str:
        kind = "Number" if isinstance(value, int | float) else "String"
        text = repr(value) if isinstance(value, float) else html.escape(_as_text(value))
        return f'<Data ss:Type="{kind}">{text}</Data>' if value != "" else ""

    sheets = "".join(
        f'<Worksheet ss:Name="{page.name}"><Table>'
        + "".join(
            f'<Row ss:Index="{number}">'
            + "".join(
                f'<Cell ss:Index="{column}">{cell(value)}</Cell>'
                for column, value in enumerate(line, 1)
                if value != ""
            )
            + "</Row>"
            for number, line in enumerate(page.lines, 1)
            if line
        )
        + "</Table></Worksheet>"
        for page in pages
    )
    head = f'<?xml version="1.0"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">'
    return f"{head}{sheets}</Workbook>".encode()


#: Kind (its first word the file's ending) → how it is written, and whether it holds several sheets.
FILES: dict[str, tuple[Callable[[list[Any]], bytes], bool]] = {
    "xlsx": (_xlsx, True),
    "xls": (_xls, True),
    "xls as SpreadsheetML": (_spreadsheet_ml, True),
    "xls as a page": (_page("utf-8"), False),
    "xls as an old page": (_page("gb2312"), False),
    "csv": (_csv("utf-8-sig", ","), False),
    "csv in GB18030": (_csv("gb18030", ","), False),
    "txt in UTF-16": (_csv("utf-16", "\t"), False),
    "txt with semicolons": (_csv("utf-8", ";"), False),
}
