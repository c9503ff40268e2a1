"""Cells of the other collections, read by the model's own fields: what a record may hold, a row may say."""

import re
from collections.abc import Sequence
from typing import Any

from datasets.readers import WARNING, Note, Reader
from datasets.readers.numbers import phones
from datasets.readers.text import is_blank, plain_text, text_of
from datasets.readers.words import TICKED, UNTICKED
from datasets.standards.cells import Cell
from datasets.standards.formulas import active
from datasets.standards.writing import half_width

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_HOTLINE = re.compile(r"1\d{2,4}|9\d{4,5}|[48]00-?\d{3}-?\d{4}")
_BETWEEN_PHONES = re.compile(r"[、，,；;/／|\n]+")


def stored_text(limit: int) -> Reader:
    """A reader of text on one line, without the apostrophe that guards it in a CSV."""
    read = plain_text(limit)

    def read_active(cell: Cell, note: Note) -> str | None:
        text: str | None = read(active(cell) if isinstance(cell, str) else cell, note)
        return text

    return read_active


def stored_lines(limit: int) -> Reader:
    """The same of text of several lines: they stay as they are."""
    read = stored_text(limit)

    def read_lines(cell: Cell, note: Note) -> str | None:
        text: str | None = read(cell, note)
        if text is None or not isinstance(cell, str):
            return text
        lines = active(cell).replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(lines) > limit:
            note("too_long", limit=limit)
            return None
        return lines

    return read_lines


def matching(reader: Reader, patterns: Sequence[re.Pattern[str]]) -> Reader:
    """The reader, of texts that match all the patterns."""

    def read(cell: Cell, note: Note) -> str | None:
        text: str | None = reader(cell, note)
        if text is not None and not all(pattern.search(text) for pattern in patterns):
            note("pattern")
            return None
        return text

    return read


def slug(limit: int) -> Reader:
    """A reader of a code made of letters, digits, hyphens and underscores."""
    read = plain_text(limit)

    def read_slug(cell: Cell, note: Note) -> str | None:
        text = read(cell, note)
        if text and not _SLUG.fullmatch(half_width(text)):
            note("code_unreadable", text=text[:30])
            return None
        return half_width(text) if text else None

    return read_slug


def record_key(cell: Cell, _note: Note) -> int | None:
    """编号; anything else than a number counts rows in some way of its own."""
    text = half_width(text_of(cell))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def yes_no(cell: Cell, note: Note) -> bool | None:
    text = text_of(cell)
    if not text:
        return None
    if text in TICKED or text in UNTICKED:
        return text in TICKED
    note("yes_no_unreadable", severity=WARNING, text=text[:20])
    return None


def public_phones(cell: Cell, note: Note) -> str | None:
    """Numbers that the public may call, short hotlines (110, 12345) among them, joined by 、."""
    text = cell.strip() if isinstance(cell, str) else text_of(cell)
    if is_blank(text):
        return None
    found: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN_PHONES.split(half_width(text)))):
        number = part if _HOTLINE.fullmatch(part) else phones(part, _silent)
        if number is None:
            note("phone_unreadable", severity=WARNING, text=text[:40])
            return None
        found += [number] if number not in found else []
    return "、".join(found) or None


def _silent(code: str, *, severity: str = WARNING, **params: Any) -> None:
    """Said once, of the whole cell."""
