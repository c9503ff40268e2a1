"""Cells of an xlsb whose formula failed: calamine gives them as empty."""

import struct
import zipfile
from collections import defaultdict

from defusedxml.ElementTree import fromstring

from datasets.ledgers.sandbox.shown_errors import ErrorCells, shown_error
from datasets.ledgers.sandbox.xlsb_records import WORKBOOK, records

_RELATIONS = "xl/_rels/workbook.bin.rels"
_ROW, _ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156


def error_cells(archive: zipfile.ZipFile) -> dict[str, ErrorCells]:
    """By sheet. Raises KeyError, struct.error, IndexError, UnicodeDecodeError and ParseError of a broken one."""
    relations = fromstring(archive.read(_RELATIONS))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    found: dict[str, ErrorCells] = {}
    workbook = archive.read(WORKBOOK)
    for kind, at in records(workbook):
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
    for kind, at in records(part):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", part, at)
        elif kind in (_ERROR, _FORMULA_ERROR):
            (column,) = struct.unpack_from("<I", part, at)
            found[row + 1].append((column, shown_error(part[at + 8])))
    return found


def _text(data: bytes, at: int) -> tuple[str, int]:
    (count,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le"), end
