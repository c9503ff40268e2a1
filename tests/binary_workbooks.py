"""Workbooks in Excel's binary formats, record by record: no library writes an xlsb, and xlwt no failed formula."""

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import xlwt


@dataclass(frozen=True)
class Failed:
    """A cell whose formula failed, by the number that Excel keeps for it."""

    number: int


REF, DIV0, NA = Failed(0x17), Failed(0x07), Failed(0x2A)


def xls_with_formulas(*rows: Sequence[Any], sheet: str = "花名册") -> bytes:
    workbook = xlwt.Workbook()
    page = workbook.add_sheet(sheet)
    failed: list[tuple[int, int, int]] = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, Failed):
                page.write(number, column, xlwt.Formula("1/1"))
                failed.append((number, column, cell.number))
            else:
                page.write(number, column, cell)
    content = io.BytesIO()
    workbook.save(content)
    told = bytearray(content.getvalue())
    for number, column, error in failed:
        # The record of a formula: its kind and size, row, column, style, and eight bytes of its result.
        at = told.index(struct.pack("<HH", number, column), told.index(b"\x06\x00"))
        while told[at - 4 : at - 2] != b"\x06\x00":
            at = told.index(struct.pack("<HH", number, column), at + 1)
        told[at + 6 : at + 14] = bytes([2, 0, error, 0, 0, 0, 0xFF, 0xFF])
    return bytes(told)


_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>
</Relationships>"""


def xlsb(*rows: Sequence[Any], sheet: str = "花名册", from_1904: bool = False) -> bytes:
    width = max(map(len, rows))
    workbook = [
        _record(131),  # the workbook begins
        _record(153, struct.pack("<III", from_1904, 0, 0)),
        _record(143),
        _record(156, struct.pack("<II", 0, 1) + _text("rId1") + _text(sheet)),
        _record(144),
        _record(132),
    ]
    page = [
        _record(129),  # the sheet begins
        _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)),
        _record(145),
        *(part for number, row in enumerate(rows) for part in _row(number, row)),
        _record(146),
        _record(130),
    ]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin")
        )
        archive.writestr("xl/workbook.bin", b"".join(workbook))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin"),
        )
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(page))
    return content.getvalue()


def _row(number: int, cells: Sequence[Any]) -> list[bytes]:
    told = [_record(0, struct.pack("<IIHH", number, 0, 300, 0) + bytes(5))]
    for column, cell in enumerate(cells):
        place = struct.pack("<II", column, 0)
        if isinstance(cell, Failed):
            told.append(_record(11, place + bytes([cell.number, 0, 0]) + bytes(8)))
        elif isinstance(cell, bool):
            told.append(_record(4, place + bytes([cell])))
        elif isinstance(cell, int | float):
            told.append(_record(5, place + struct.pack("<d", cell)))
        elif cell:
            told.append(_record(6, place + _text(cell)))
    return told


def _record(kind: int, data: bytes = b"") -> bytes:
    return _number(kind) + _number(len(data)) + data


def _number(number: int) -> bytes:
    """Seven bits a byte, the eighth telling that another follows."""
    told = bytearray()
    while number > 0x7F:
        told.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*told, number])


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
