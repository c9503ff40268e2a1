"""A web page: paragraphs where the page breaks the line, tables by their cells."""

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from content.intake.lines import Line
from content.intake.sandbox.grid import filled
from content.intake.sandbox.limits import Limits
from datasets.standards.decoding import decoded_markup

_UNSEEN = {
    "script", "style", "head", "noscript", "template", "svg", "nav", "footer", "aside", "button", "select",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "b", "big", "em", "font", "i", "ins", "label", "mark", "o:p", "s", "small", "span", "strong",
    "sub", "sup", "u",
}  # fmt: skip


# Where a link begins and ends. A line that consists of links leads through the site and is no text of the
# document, unless it names an attachment.
_LINK, _LINK_END = "\x02", "\x03"
_ONLY_LINKS = re.compile(rf"(?:\s*{_LINK}[^{_LINK_END}]*{_LINK_END}[\s|>»·]*)+")


def read(content: bytes, _limits: Limits) -> Iterator[Line]:
    """Raises Undecodable."""
    page = BeautifulSoup(decoded_markup(content), "html.parser")
    for tag in page.find_all(_UNSEEN):
        tag.decompose()
    text = ""
    for piece in _pieces(page.body or page):
        if isinstance(piece, str):
            text += piece
            continue
        yield from _lines(text)
        text = ""
        if piece:
            yield Line(rows=piece, is_whole=True)
    yield from _lines(text)


def _lines(text: str) -> Iterator[Line]:
    leads_away = _ONLY_LINKS.fullmatch(text) and "附件" not in text
    shown = re.sub(r"[\r\n\t]+", " ", re.sub(f"[{_LINK}{_LINK_END}]", "", text)).strip()
    if shown and not leads_away:
        yield Line(shown, is_whole=True)


def _pieces(root: Any) -> Iterator[Any]:
    """Text, () where the line breaks, and the rows of tables that hold data. Depth costs no recursion."""
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, NavigableString):
            if not isinstance(one, PreformattedString):
                yield from _as_laid_out(one)
        elif not isinstance(one, Tag):
            yield one  # a break put off until the block's content has been read
        elif one.name == "br":
            yield ()
        elif one.name == "table" and (rows := _data_in(one)):
            yield rows
        elif one.name == "a":
            waiting += [NavigableString(_LINK_END), *reversed(one.contents), NavigableString(_LINK)]
        elif one.name in _INLINE:
            waiting += reversed(one.contents)
        else:
            yield ()
            waiting += [(), *reversed(one.contents)]


def _as_laid_out(text: NavigableString) -> Iterator[Any]:
    """In <pre> a line's end is a line's end, elsewhere a blank."""
    if text.find_parent("pre") is None:
        yield str(text)
        return
    first, *others = text.split("\n")
    yield first
    for line in others:
        yield ()
        yield line


def _data_in(table: Tag) -> tuple[tuple[str, ...], ...]:
    """The rows; () for a table that only lays out the page."""
    if table.find("table"):
        return ()
    spans = [
        [
            (_text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan"))
            for cell in row.find_all(["td", "th"], recursive=False)
        ]
        for row in table.find_all("tr")
    ]
    rows = filled(spans)
    return rows if max((len(row) for row in rows), default=0) > 1 and len(rows) > 1 else ()


def _text_of(cell: Tag) -> str:
    text = "".join(piece if isinstance(piece, str) else "\n" for piece in _pieces(cell))
    text = re.sub(f"[{_LINK}{_LINK_END}]", "", text)
    return "\n".join(line for line in map(str.strip, text.split("\n")) if line)


def _span(cell: Tag, name: str) -> int:
    said = str(cell.get(name) or "1").strip()
    return min(max(int(said), 1), 100) if said.isdecimal() else 1
