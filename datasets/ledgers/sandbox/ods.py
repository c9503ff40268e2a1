"""Cells of an ods that reach over several rows, which calamine does not tell."""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from datasets.ledgers.sandbox.errors import DAMAGED_ARCHIVE

_CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ROW, _CELLS = f"{_TABLE}table-row", (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")

#: The first and the last cell, each as row and column from 0, as calamine gives them of an xlsx.
Merged = tuple[tuple[int, int], tuple[int, int]]


def merged_cells(content: bytes) -> dict[str, list[Merged]]:
    """By sheet. Of a file that is no ods, or not quite, none."""
    found: dict[str, list[Merged]] = defaultdict(list)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_CONTENT) as part:
            for name, merged in _merged_in(iterparse(part, events=("start", "end"))):
                found[name].append(merged)
    except (KeyError, ParseError, DefusedXmlException, *DAMAGED_ARCHIVE):
        return {}
    return found


def _merged_in(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Merged]]:
    name, row, column = "", 0, 0
    for event, element in events:
        tag, told = element.tag, element.get
        if event == "start" and tag == f"{_TABLE}table":
            name, row = told(f"{_TABLE}name", ""), 0
        elif event == "start" and tag == _ROW:
            column = 0
        elif event == "end" and tag in _CELLS:
            rows = int(told(f"{_TABLE}number-rows-spanned", 1))
            if rows > 1:
                yield name, ((row, column), (row + rows - 1, column))
            column += int(told(f"{_TABLE}number-columns-repeated", 1))
        elif event == "end" and tag == _ROW:
            row += int(told(f"{_TABLE}number-rows-repeated", 1))
            element.clear()
