"""Cells whose formula failed (#N/A, #REF!): calamine gives them as empty, and empty they are not."""

import io
import re
import struct
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import IO

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from datasets.ledgers.sandbox import xls_errors, xlsb_errors
from datasets.ledgers.sandbox.shown_errors import ErrorCells
from datasets.ledgers.sandbox.xlsb_records import WORKBOOK

#: What zipfile raises of a broken archive.
DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>(#[^<]{1,12})</v>"
)
_CHUNK = 4 * 1024 * 1024
# A formula has 8,192 characters at most: a cell that a chunk cuts is whole in the next.
_OVERLAP = 64 * 1024
_LETTERS = 26


def error_cells(content: bytes) -> dict[str, ErrorCells]:
    """By sheet, of an xlsx, xlsm, xlsb or xls (ods.py has those of an ods). Of a file that is not quite one, none."""
    if not content.startswith(b"PK"):
        return xls_errors.error_cells(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if WORKBOOK in archive.namelist():
                return xlsb_errors.error_cells(archive)
            return {name: _errors_in(archive.open(path)) for name, path in _sheet_parts(archive)}
    except (KeyError, IndexError, struct.error, ParseError, DefusedXmlException, *DAMAGED_ARCHIVE):
        return {}


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Each sheet's name and the part that holds it."""
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        yield sheet.get("name", ""), path


def _errors_in(part: IO[bytes]) -> ErrorCells:
    found: ErrorCells = defaultdict(list)
    tail = b""
    while chunk := part.read(_CHUNK):
        text = tail + chunk
        if b't="e"' in text:
            for letters, number, shown in _ERROR.findall(text):
                found[int(number)].append((_column_of(letters), shown.decode("utf-8", "replace")))
        tail = text[-_OVERLAP:]
    return found


def _column_of(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * _LETTERS + letter - ord("A") + 1
    return column - 1
