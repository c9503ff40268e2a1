"""Workbooks: xlsx, xlsm, xlsb, xls and ods. Formulas give their cached values."""

import io
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sheets import Cell, Sheet

# The stream in which Office keeps a workbook encrypted with a password, and how an encrypted ods says so.
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ODS = b"manifest:encryption-data"
_MANIFEST = "META-INF/manifest.xml"
_DAMAGED_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
)  # fmt: skip


def read(content: bytes, limits: Limits) -> list[Sheet]:
    """Every sheet, hidden ones and hidden rows too. Raises Refused."""
    if content.startswith(b"PK"):
        _look_into_archive(content, limits)
    elif _ENCRYPTED_OFFICE in content:
        raise Refused("password")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        limits.check_sheets(len(workbook.sheet_names))
        return [
            _sheet_of(name, workbook.get_sheet_by_name(name), limits)
            for name in workbook.sheet_names
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("password" if "password" in str(error).lower() else "broken") from error


def _look_into_archive(content: bytes, limits: Limits) -> None:
    """Refuse what would unpack to a flood, and an encrypted ods."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > limits.unpacked:
                raise Refused("unpacked")
            if _MANIFEST in archive.namelist() and _ENCRYPTED_ODS in archive.read(_MANIFEST):
                raise Refused("password")
    except _DAMAGED_ARCHIVE as error:
        raise Refused("incomplete") from error


def _sheet_of(name: str, sheet: Any, limits: Limits) -> Sheet:
    if sheet.start is None:
        return Sheet(name=name, rows=[], numbers=[])
    limits.check_size(name, rows=sheet.height, columns=sheet.width)
    top, left = sheet.start
    rows = sheet.to_python(skip_empty_area=True)
    if left:
        rows = [[""] * left + row for row in rows]
    for (first, column), (last, _column) in sheet.merged_cell_ranges or ():
        _fill_down(rows, column=column, first=first - top, last=last - top)
    return Sheet(name=name, rows=rows, numbers=list(range(top + 1, top + 1 + len(rows))))


def _fill_down(rows: list[list[Cell]], *, column: int, first: int, last: int) -> None:
    """Give each row of a cell merged downwards its value: one village over several children.

    Cells merged sideways alone (titles, groups of a header) keep their first cell.
    """
    if last <= first or not 0 <= first < len(rows) or column >= len(rows[first]):
        return
    value = rows[first][column]
    for row in rows[first + 1 : last + 1]:
        row.extend([""] * (column + 1 - len(row)))
        row[column] = value
