"""Ledgers as townships keep them, built cell by cell with libraries that the program does not read with."""

import csv
import html
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import openpyxl
import xlwt
from django.conf import settings
from django.test import override_settings

HEADER = (
    "序号", "镇（街道）", "村（社区）", "姓名", "性别", "身份证号", "出生日期", "儿童类别", "就读学校", "监护人姓名",
    "与儿童关系", "监护人联系电话", "补助标准（元/月）", "备注",
)  # fmt: skip
TOWNSHIP, VILLAGE = "徐霞客镇", "徐霞客村"


def a_row(**cells: Any) -> list[Any]:
    """A row under HEADER, in 徐霞客镇徐霞客村 unless said otherwise; cells by their headings' first word."""
    values = {"镇": TOWNSHIP, "村": VILLAGE, "姓名": "王小明", "儿童类别": "孤儿", **cells}
    unknown = [key for key in values if not any(heading.startswith(key) for heading in HEADER)]
    assert not unknown, unknown
    return [
        next((value for key, value in values.items() if heading.startswith(key)), "")
        for heading in HEADER
    ]


_CALCEXT = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"


def xlsx(*rows: Sequence[Any], sheet: str = "花名册", merged: Sequence[str] = ()) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    return _saved(workbook)


def xls(*rows: Sequence[Any], sheet: str = "花名册") -> bytes:
    workbook = xlwt.Workbook()
    page = workbook.add_sheet(sheet)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    return _saved(workbook)


def ods(
    *rows: Sequence[Any], sheet: str = "花名册", spanning: dict[str, int] | None = None
) -> bytes:
    """`spanning`: text of a cell → the rows it covers; the cells below it are None."""
    lines = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell, spanning or {}) for cell in row)}</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    spaces += f' xmlns:calcext="{_CALCEXT}"'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="{sheet}">{lines}'
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


_FAILED = frozenset({"#DIV/0!", "#REF!", "#N/A", "Err:502"})


def _ods_cell(cell: Any, spanning: dict[str, int]) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    rows = f' table:number-rows-spanned="{spanning[cell]}"' if cell in spanning else ""
    text = f"<text:p>{html.escape(str(cell))}</text:p>" if cell != "" else ""
    if str(cell) in _FAILED:  # as LibreOffice writes what a formula could not work out
        rows += ' calcext:value-type="error" office:string-value="" table:formula="of:=1/0"'
    return f'<table:table-cell office:value-type="string"{rows}>{text}</table:table-cell>'


def csv_text(*rows: Sequence[Any], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def _saved(workbook: Any) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def limited(**limits: int) -> Any:
    """A context in which a ledger may use and give less."""
    return override_settings(LEDGER_LIMITS=settings.LEDGER_LIMITS | limits)
