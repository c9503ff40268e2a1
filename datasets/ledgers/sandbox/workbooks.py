"""Workbooks: xlsx, xlsm, xlsb, xls and ods. Formulas give their cached values."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from datasets.ledgers.sandbox.errors import DAMAGED_ARCHIVE, error_cells
from datasets.ledgers.sandbox.limits import Limits, Refused
from datasets.ledgers.sandbox.ods import Merged, OdsSheet, ods_sheets
from datasets.ledgers.sandbox.shown_errors import ErrorCells
from datasets.ledgers.sheets import NumberedRows
from datasets.standards.cells import Cell

# The stream in which Office keeps a workbook encrypted with a password, and how an encrypted ods says so.
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_ODS = b"manifest:encryption-data"
_MANIFEST = "META-INF/manifest.xml"


def read(content: bytes, limits: Limits) -> Iterator[tuple[str, NumberedRows]]:
    """Every sheet, hidden ones and hidden rows too. Raises Refused."""
    if content.startswith(b"PK"):
        _look_into_archive(content, limits)
    elif _ENCRYPTED_OFFICE in content:
        raise Refused("password")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        limits.check_sheets(len(workbook.sheet_names))
        errors, of_ods = error_cells(content), ods_sheets(content)
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            more = of_ods.get(name, OdsSheet())
            yield name, _rows(name, sheet, limits, errors.get(name, more.errors), more.merged)
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
    except DAMAGED_ARCHIVE as error:
        raise Refused("incomplete") from error


def _rows(
    name: str, sheet: Any, limits: Limits, errors: ErrorCells, more_merged: list[Merged]
) -> Iterator[tuple[int, list[Cell]]]:
    """One by one: all of them as Python's objects would take as much memory again as the sheet itself."""
    if sheet.start is None:
        return
    limits.check_size(name, rows=sheet.height, columns=sheet.width)
    top, left = sheet.start
    merged = _MergedDown(sheet.merged_cell_ranges or more_merged)
    for index, row in enumerate(islice(sheet.iter_rows(), top, None), start=top):
        cells = [""] * left + row if left else row
        for column, shown in errors.get(index + 1, ()):
            if column < len(cells):
                cells[column] = shown
        merged.fill(index, cells)
        yield index + 1, cells


class _MergedDown:
    """Gives each row of a cell merged downwards its value: one village over several children.

    Cells merged sideways alone (titles, groups of a header) keep their first cell.
    """

    def __init__(self, ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        #: First row → the column and the last row of each cell that is merged downwards from there.
        self.starting: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (first, column), (last, _column) in ranges:
            if last > first:
                self.starting[first].append((column, last))
        #: Column, last row and value of the cells that reach down to the present row.
        self.reaching: list[tuple[int, int, Cell]] = []

    def fill(self, index: int, cells: list[Cell]) -> None:
        """Fill the row of this index (from 0); rows come in their order."""
        if not self.reaching and index not in self.starting:
            return
        self.reaching = [one for one in self.reaching if one[1] >= index]
        for column, _last, value in self.reaching:
            cells.extend([""] * (column + 1 - len(cells)))
            cells[column] = value
        for column, last in self.starting.pop(index, ()):
            if column < len(cells):
                self.reaching.append((column, last, cells[column]))
