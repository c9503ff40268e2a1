"""Cells of the other collections, read by the model's own fields: what a record may hold, a row may say."""

import datetime
import re
from collections.abc import Mapping
from typing import Any

from django.utils import translation

from datasets.models import Record
from datasets.readers import WARNING, Note, Reader
from datasets.readers.dates import past_date
from datasets.readers.numbers import phones
from datasets.readers.text import is_blank, plain_text, text_of
from datasets.readers.words import TICKED, UNTICKED, one_of, word_key
from datasets.standards.cells import Cell
from datasets.standards.formulas import active
from datasets.standards.writing import half_width

_LAST_DAY = datetime.date(2199, 12, 31)
_LONGEST_TEXT = 30_000
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_NUMBER = re.compile(r"第?(\d{1,4})[批号]?")
_HOTLINE = re.compile(r"1\d{2,4}|9\d{4,5}|[48]00-?\d{3}-?\d{4}")
_BETWEEN_PHONES = re.compile(r"[、，,；;/／|\n]+")


def reader_of(model: type[Record], name: str, *, words: Mapping[str, str] | None = None) -> Reader:
    """The reader of a field; `words` are further ways to write its choices."""
    field: Any = model._meta.get_field(name)
    kind = field.get_internal_type()
    if field.choices:
        return one_of(_choices(field, words or {}), unknown="choice_unknown")
    if kind == "DateField":
        return past_date(today=_LAST_DAY)
    if kind == "BooleanField":
        return yes_no
    if kind == "PositiveSmallIntegerField":
        return whole_number
    if kind == "SlugField":
        return slug(field.max_length)
    return stored_text(field.max_length or _LONGEST_TEXT)


def _choices(field: Any, words: Mapping[str, str]) -> dict[str, str]:
    with translation.override(None):  # sheets are Chinese, whatever the screen's language
        found = {word_key(str(label)): value for value, label in field.flatchoices}
    found |= {word_key(value): value for value, _label in field.flatchoices}
    return found | {word_key(word): value for word, value in words.items()}


def stored_text(limit: int) -> Reader:
    """A reader of text on one line, without the apostrophe that guards it in a CSV."""
    read = plain_text(limit)

    def read_active(cell: Cell, note: Note) -> str | None:
        text: str | None = read(active(cell) if isinstance(cell, str) else cell, note)
        return text

    return read_active


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


def whole_number(cell: Cell, note: Note) -> int | None:
    """3, 3.0, 第3批."""
    text = text_of(cell)
    if is_blank(text):
        return None
    match = _NUMBER.fullmatch(half_width(text))
    if match is None:
        note("number_unreadable", severity=WARNING, text=text[:20])
        return None
    return int(match[1])


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
