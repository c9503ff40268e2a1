"""Ledgers as townships keep them, built cell by cell with libraries that the program does not read with."""

import csv
import io
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
