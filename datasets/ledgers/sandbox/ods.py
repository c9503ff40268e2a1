"""What calamine does not tell of an ods: its cells that reach over several rows, and those whose formula failed."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from datasets.ledgers.sandbox.errors import DAMAGED_ARCHIVE
from datasets.ledgers.sandbox.shown_errors import ErrorCells

_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_ROW, _CELLS = f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# LibreOffice says so of a formula that failed; its type is that of a text, or of a number.
_VALUE_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
#: A failed cell that is repeated fills no more than this.
_MOST_REPEATED = 300

#: The first and the last cell, each as row and column from 0, as calamine gives them of an xlsx.
Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass
class OdsSheet:
    merged: list[Merged] = field(default_factory=list)
    errors: ErrorCells = field(default_factory=lambda: defaultdict(list))


def ods_sheets(content: bytes) -> dict[str, OdsSheet]:
    """By name. Of a file that is no ods, or not quite, none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_CONTENT) as part:
            return _sheets_in(iterparse(part, events=("start", "end")))
    except (KeyError, ParseError, DefusedXmlException, *DAMAGED_ARCHIVE):
        return {}


def _sheets_in(events: Iterator[tuple[str, Any]]) -> dict[str, OdsSheet]:
    found: dict[str, OdsSheet] = defaultdict(OdsSheet)
    sheet, row, column = OdsSheet(), 0, 0
    for event, element in events:
        tag, told = element.tag, element.get
        if event == "start" and tag == f"{_TABLE}table":
            sheet, row = found[told(f"{_TABLE}name", "")], 0
        elif event == "start" and tag == _ROW:
            column = 0
        elif event == "end" and tag in _CELLS:
            rows = int(told(f"{_TABLE}number-rows-spanned", 1))
            repeated = int(told(f"{_TABLE}number-columns-repeated", 1))
            if rows > 1:
                sheet.merged.append(((row, column), (row + rows - 1, column)))
            if told(_VALUE_TYPE) == "error":
                shown = _shown(element)
                places = range(column, column + min(repeated, _MOST_REPEATED))
                sheet.errors[row + 1] += [(place, shown) for place in places]
            column += repeated
        elif event == "end" and tag == _ROW:
            repeated = int(told(f"{_TABLE}number-rows-repeated", 1))
            if errors := sheet.errors.get(row + 1):
                for below in range(1, min(repeated, _MOST_REPEATED)):
                    sheet.errors[row + 1 + below] = errors
            row += repeated
            element.clear()
    return found


def _shown(cell: Any) -> str:
    """#DIV/0! as Excel calls it; Err:502 is LibreOffice's own."""
    text = "".join("".join(part.itertext()) for part in cell.iter(_TEXT)).strip()
    return text if text.startswith("#") else "#VALUE!"
