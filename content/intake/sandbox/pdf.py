"""The text layer of a PDF: each line with its place, so that an indented one is known to begin a paragraph."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2

from content.intake.lines import Line
from content.intake.sandbox.limits import Limits, Refused

#: Of a sign's height: who begins further right than this from the margin is indented.
_INDENT = 1.2
#: Fewer signs a page than this are stamps and page numbers on a picture.
_FEWEST_SIGNS = 8


def read(content: bytes, limits: Limits) -> Iterator[Line]:
    """Raises Refused."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("password" if "password" in str(error).lower() else "broken") from error
    if len(document) > limits.pages:
        raise Refused("long")
    pages = [_lines_of(document[number]) for number in range(len(document))]
    if sum(len(text) for page in pages for text, _left, _size in page) < _FEWEST_SIGNS * len(pages):
        raise Refused("scan")
    for number, page in enumerate(pages, start=1):
        margin = _margin(page)
        for text, left, size in page:
            yield Line(text.strip(), left > margin + _INDENT * size, page=number)


def _lines_of(page: Any) -> list[tuple[str, float, float]]:
    """Text, left edge and height of sign (both in points) of each line, as the page gives them."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    found: list[tuple[str, float, float]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        shown = line.lstrip()
        first = at + len(line) - len(shown)
        if shown.strip():
            found.append((line, *_edge(text_page, first)))
        at += len(line)
    return found


def _edge(text_page: Any, index: int) -> tuple[float, float]:
    try:
        left, bottom, _right, top = text_page.get_charbox(index, loose=True)
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return 0.0, 0.0
    return left, abs(top - bottom)


def _margin(page: list[tuple[str, float, float]]) -> float:
    """Where most lines of the page begin; of two places as frequent, the left one."""
    starts = Counter(round(left) for text, left, _size in page if len(text.strip()) > 1)
    if not starts:
        return 0.0
    most = max(starts.values())
    often = [start for start, count in starts.items() if count >= max(2, most * 0.3)]
    return float(min(often or starts))
