"""A document of Word or WPS (docx): paragraphs with the numbers that the program would draw, and tables."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import LxmlError

from content.intake.lines import Line
from content.intake.sandbox.grid import Spanned, filled
from content.intake.sandbox.limits import Limits, Refused
from content.intake.sandbox.numbering import Numbering

_BREAKS = {qn("w:br"), qn("w:cr")}
#: The same text box twice (once for old programs), and what an editor has struck out.
_UNSEEN = {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    qn("w:del"),
    qn("w:moveFrom"),
}
_BOX = qn("w:txbxContent")


def read(content: bytes, _limits: Limits) -> Iterator[Line]:
    """Raises Refused."""
    try:
        document = docx.Document(io.BytesIO(content))
        numbering = Numbering(document)
        body = document.element.body
    except (
        PackageNotFoundError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, OSError,
    ) as error:  # fmt: skip
        raise Refused("broken") from error
    yield from _blocks(body, numbering)


def _blocks(parent: Any, numbering: Numbering) -> Iterator[Line]:
    """Paragraphs and tables in their order, through whatever wraps them."""
    for element in parent:
        if element.tag == qn("w:p"):
            yield from _paragraph(element, numbering)
        elif element.tag == qn("w:tbl"):
            rows = filled(_rows(element, numbering))
            if len(rows) == 1 or all(len(row) == 1 for row in rows):  # a frame, not a table
                for line in "\n".join(cell for row in rows for cell in row).split("\n"):
                    yield Line(line, is_whole=True)
            else:
                yield Line(rows=rows, is_whole=True)
        elif element.tag not in _UNSEEN and element.tag != qn("w:sectPr"):
            yield from _blocks(element, numbering)


def _paragraph(element: Any, numbering: Numbering) -> Iterator[Line]:
    """A line of its own for each line break and for the paragraphs of a text box."""
    for box in element.iter(_BOX):
        if not any(above.tag in _UNSEEN for above in box.iterancestors()):
            yield from _blocks(box, numbering)
    label = numbering.label_of(element)
    text = label + _text_of(element)
    for line in text.split("\n"):
        if line.strip():
            yield Line(line.strip(), is_whole=True)


def _text_of(element: Any) -> str:
    parts: list[str] = []
    waiting = list(reversed(element))
    while waiting:
        one = waiting.pop()
        if one.tag == qn("w:t"):
            parts.append(one.text or "")
        elif one.tag in _BREAKS:
            parts.append("\n")
        elif one.tag == qn("w:tab"):
            parts.append(" ")
        elif one.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif one.tag not in _UNSEEN and one.tag not in (_BOX, qn("w:pPr")):
            waiting += reversed(one)
    return "".join(parts)


def _rows(table: Any, numbering: Numbering) -> list[list[Spanned]]:
    """A cell merged downwards covers so many rows as go on with it (w:vMerge)."""
    rows = [
        [_Cell(cell) for cell in row.iter(qn("w:tc")) if _table_of(cell) is table]
        for row in table.iter(qn("w:tr"))
        if _table_of(row) is table
    ]
    spanned: list[list[Spanned]] = []
    for number, row in enumerate(rows):
        cells: list[Spanned] = []
        column = 0
        for cell in row:
            if not cell.goes_on:
                height = _height(rows[number + 1 :], column) if cell.is_merged else 1
                cells.append((_cell_text(cell.element, numbering), cell.width, height))
            column += cell.width
        spanned.append(cells)
    return spanned


class _Cell:
    def __init__(self, element: Any) -> None:
        self.element = element
        span = element.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        said = span.get(qn("w:val")) if span is not None else "1"
        self.width = min(int(said), 100) if (said or "").isdecimal() else 1
        merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        self.is_merged = merge is not None
        self.goes_on = merge is not None and merge.get(qn("w:val")) != "restart"


def _height(rows: list[list[_Cell]], column: int) -> int:
    height = 1
    for row in rows:
        at = 0
        for cell in row:
            if at == column:
                break
            at += cell.width
        else:
            return height
        if at != column or not cell.goes_on:
            return height
        height += 1
    return height


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(qn("w:tbl")), None)


def _cell_text(cell: Any, numbering: Numbering) -> str:
    return "\n".join(
        line.text or " ".join(" ".join(row) for row in line.rows)
        for line in _blocks(cell, numbering)
    )
