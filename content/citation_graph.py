"""What a document stands on and what names it, as a drawing: boxes below each other, so that a phone shows it whole.

Above the document what it names, below it what names it. Measures are units of the drawing, of which a narrow
screen shows about one to the pixel. The lists beside it say the same in words.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH = 320
_LEFT, _BOX = 44, 268
_EDGE, _GAP = 2, 12
#: In the drawing's units: around the words, and from line to line (the small one, the others).
_PADDING, _SMALL_LINE, _LINE = 10, 18, 20
#: Chinese signs on a line, small and large; two Latin ones take the place of one.
_SMALL_SIGNS, _SIGNS, _MOST_LINES = 19, 17, 2
_MOST_SHOWN = 8
#: Where the two spines run: down from the document and up from it.
_UPPER_SPINE, _LOWER_SPINE = 12, 26
_ARROW = 6


@dataclass(frozen=True)
class Document:
    """`note` is the relation and the number; `address` is "" where the site has no page of it."""

    note: str
    title: str
    address: str = ""


@dataclass(frozen=True)
class Line:
    text: str
    y: int


@dataclass(frozen=True)
class Box:
    document: Document
    y: int
    height: int
    note: Line
    lines: tuple[Line, ...]
    is_here: bool = False

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Graph:
    """`paths` are lines, `arrows` their heads, both as SVG path data. `unshown`: documents for which it has no room."""

    height: int
    boxes: tuple[Box, ...]
    paths: tuple[str, ...]
    arrows: tuple[str, ...]
    unshown: int
    width: int = WIDTH
    left: int = _LEFT
    box_width: int = _BOX
    text_left: int = _LEFT + _PADDING + 2


def drawn(here: Document, *, cited: Sequence[Document], citing: Sequence[Document]) -> Graph | None:
    """None where there is nothing to draw."""
    if not (cited or citing):
        return None
    above, below = cited[:_MOST_SHOWN], citing[:_MOST_SHOWN]
    boxes = tuple(_boxes([*above, here, *below], here))
    center = boxes[len(above)]
    upper, lower = boxes[: len(above)], boxes[len(above) + 1 :]
    paths = [*_upper_paths(center, upper), *_lower_paths(center, lower)]
    arrows = [_arrow(box.middle) for box in upper]
    if lower:
        arrows.append(_arrow(_lower_port(center)))
    return Graph(
        height=boxes[-1].y + boxes[-1].height + _EDGE,
        boxes=boxes,
        paths=tuple(paths),
        arrows=tuple(arrows),
        unshown=len(cited) + len(citing) - len(above) - len(below),
    )


def _boxes(documents: Iterable[Document], here: Document) -> Iterator[Box]:
    y = _EDGE
    for document in documents:
        lines = _wrapped(document.title)
        first = y + _PADDING + _SMALL_LINE - 4
        box = Box(
            document=document,
            y=y,
            height=_PADDING * 2 + _SMALL_LINE + _LINE * len(lines) - 2,
            note=Line(_cut(document.note, _SMALL_SIGNS), first),
            lines=tuple(
                Line(text, first + _LINE * number) for number, text in enumerate(lines, start=1)
            ),
            is_here=document is here,
        )
        yield box
        y += box.height + _GAP


def _upper_paths(center: Box, upper: Sequence[Box]) -> Iterator[str]:
    if upper:
        port = center.y + center.height // 3
        yield f"M{_LEFT} {port}H{_UPPER_SPINE}V{upper[0].middle}"
        yield from (f"M{_UPPER_SPINE} {box.middle}H{_LEFT - _ARROW}" for box in upper)


def _lower_paths(center: Box, lower: Sequence[Box]) -> Iterator[str]:
    if lower:
        yield f"M{_LEFT - _ARROW} {_lower_port(center)}H{_LOWER_SPINE}V{lower[-1].middle}"
        yield from (f"M{_LOWER_SPINE} {box.middle}H{_LEFT}" for box in lower)


def _lower_port(center: Box) -> int:
    return center.y + center.height * 2 // 3


def _arrow(y: int) -> str:
    """Its point touches the box."""
    return f"M{_LEFT} {y}l-{_ARROW + 2}-{_ARROW - 2}v{(_ARROW - 2) * 2}z"


def _wrapped(text: str) -> list[str]:
    """Lines of a box; what has no room ends in an ellipsis."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < _MOST_LINES:
        end = _fitting(rest, _SIGNS)
        lines.append(rest[:end])
        rest = rest[end:]
    if rest:
        lines[-1] = _cut(lines[-1] + rest, _SIGNS)
    return lines


def _cut(text: str, signs: int) -> str:
    return text if _fitting(text, signs) == len(text) else text[: _fitting(text, signs - 1)] + "…"


def _fitting(text: str, signs: int) -> int:
    """How many of the text's signs stand in the room of so many Chinese ones."""
    width = 0.0
    for index, sign in enumerate(text):
        width += 1 if unicodedata.east_asian_width(sign) in "WFA" else 0.55
        if width > signs:
            return index
    return len(text)
