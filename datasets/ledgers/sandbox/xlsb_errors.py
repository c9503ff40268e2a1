"""Cells of an xlsb whose formula failed: calamine gives them as empty. Its parts are records: [MS-XLSB]."""

import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from defusedxml.ElementTree import fromstring

from datasets.ledgers.sandbox.shown_errors import ErrorCells, shown_error

WORKBOOK = "xl/workbook.bin"
_RELATIONS = "xl/_rels/workbook.bin.rels"
_SEVEN_BITS = 0x7F
_ROW, _ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156


def error_cells(archive: zipfile.ZipFile) -> dict[str, ErrorCells]:
    """By sheet. Raises KeyError, struct.error, IndexError, UnicodeDecodeError and ParseError of a broken one."""
    relations = fromstring(archive.read(_RELATIONS))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found: dict[str, ErrorCells] = {}
    workbook = archive.read(WORKBOOK)
    for kind, at in _records(workbook):
        if kind == _SHEET:
            relation, end = _text(workbook, at + 8)
            name, _end = _text(workbook, end)
            target = targets.get(relation, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            found[name] = _errors_in(archive.read(path))
    return found


def _errors_in(part: bytes) -> ErrorCells:
    found: ErrorCells = defaultdict(list)
    row = 0
    for kind, at in _records(part):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", part, at)
        elif kind in (_ERROR, _FORMULA_ERROR):
            (column,) = struct.unpack_from("<I", part, at)
            found[row + 1].append((column, shown_error(part[at + 8])))
    return found


def _records(part: bytes) -> Iterator[tuple[int, int]]:
    """The kind of each record, and where its data begin. Both its numbers have seven bits a byte."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind > _SEVEN_BITS:
            kind = kind & _SEVEN_BITS | part[at] << 7
            at += 1
        size = part[at]
        at += 1
        shift = 7
        while size >> shift:  # another byte follows
            size = size & (1 << shift) - 1 | part[at] << shift
            at += 1
            shift += 7
        yield kind, at
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le"), end
