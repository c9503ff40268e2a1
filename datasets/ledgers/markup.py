"""What calls itself .xls and is markup: a web page with a table, or Excel 2003's SpreadsheetML."""

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from datasets.ledgers.sheets import Cell, Sheet, UnreadableLedger, fill_down, refuse_size
from datasets.ledgers.texts import decoded

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_SPREADSHEET_ML = "urn:schemas-microsoft-com:office:spreadsheet"
_TABLE = re.compile(r"<(?:html|table|!doctype html)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LARGEST_SPAN = 1_000


def looks_like_markup(content: bytes) -> bool:
    """Whether the file begins as markup does, in whatever encoding."""
    head = content[:2000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if not head.startswith(b"<"):
        return False
    return b"<html" in head or b"<table" in head or b"<?xml" in head or b"<!doctype html" in head


def read_markup(content: bytes, name: str) -> list[Sheet]:
    """The sheets of a SpreadsheetML file, or the tables of a page. Raises UnreadableLedger."""
    text = _text_of(content)
    if _SPREADSHEET_ML in text and "<html" not in text[:2000].lower():
        return _read_spreadsheet_ml(content)
    if not _TABLE.search(text):
        raise UnreadableLedger(_("文件里没有表格，请上传 xlsx、xls 或 csv 格式的台账。"))
    return _read_page(text, name)


def _text_of(content: bytes) -> str:
    """By the charset that the page names, where it is true."""
    named = _CHARSET.search(content[:2000])
    if named:
        charset = named[1].decode("ascii", "replace").lower()
        charset = "gb18030" if charset in ("gb2312", "gbk") else charset
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content)


def _read_page(text: str, name: str) -> list[Sheet]:
    page = BeautifulSoup(text, "html.parser")
    tables = [table for table in page.find_all("table") if not table.find("table")]
    return [
        _sheet_of_table(table, name if len(tables) == 1 else f"{name} {number}")
        for number, table in enumerate(tables, 1)
    ]


def _sheet_of_table(table: Tag, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    merged: list[tuple[int, int, int]] = []
    taken: dict[tuple[int, int], None] = {}
    for number, line in enumerate(table.find_all("tr")):
        row: list[Cell] = []
        for cell in line.find_all(["td", "th"]):
            while (number, len(row)) in taken:
                row.append("")
            column = len(row)
            for break_ in cell.find_all("br"):
                break_.replace_with("\n")
            row.append(cell.get_text().replace("\xa0", " ").strip())
            height, width = _span(cell, "rowspan"), _span(cell, "colspan")
            row.extend([""] * (width - 1))
            for below in range(1, height):
                taken.update(dict.fromkeys((number + below, column + i) for i in range(width)))
            if height > 1:
                merged.append((column, number, number + height - 1))
        rows.append(row)
        refuse_size(name, rows=len(rows), columns=len(row))
    for column, first, last in merged:
        fill_down(rows, column=column, first=first, last=last)
    return Sheet(name=name, rows=rows, numbers=list(range(1, len(rows) + 1)))


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name, "1"))
    return min(max(int(text), 1), _LARGEST_SPAN) if text.isdigit() else 1


def _read_spreadsheet_ml(content: bytes) -> list[Sheet]:
    try:
        return [
            _sheet_of_worksheet(sheet, sheet.get(f"{_SS}Name", ""))
            for sheet in fromstring(content).iter(f"{_SS}Worksheet")
        ]
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableLedger(
            _("文件不完整或已损坏，请在 Excel 中另存为 xlsx 后再上传。")
        ) from error


def _sheet_of_worksheet(worksheet: Any, name: str) -> Sheet:
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    merged: list[tuple[int, int, int]] = []
    number = 0
    for line in worksheet.iter(f"{_SS}Row"):
        number = int(line.get(f"{_SS}Index", number + 1))
        row: list[Cell] = []
        for column, cell in _indexed_cells(line):
            row.extend([""] * (column - len(row)))
            row.append(_value_of(cell))
            down = int(cell.get(f"{_SS}MergeDown", 0))
            if down:
                merged.append((column, len(rows), min(down, _LARGEST_SPAN)))
        rows.append(row)
        numbers.append(number)
        refuse_size(name, rows=len(rows), columns=len(row))
    for column, first, down in merged:
        fill_down(rows, column=column, first=first, last=first + down)
    return Sheet(name=name, rows=rows, numbers=numbers)


def _indexed_cells(line: Any) -> Iterator[tuple[int, Any]]:
    """(column from 0, cell): ss:Index skips columns, ss:MergeAcross covers them."""
    column = 0
    for cell in line.iter(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", column + 1)) - 1
        refuse_size("", rows=0, columns=column)
        yield column, cell
        column += 1 + int(cell.get(f"{_SS}MergeAcross", 0))


def _value_of(cell: Any) -> Cell:
    data = cell.find(f"{_SS}Data")
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000")
    return text
