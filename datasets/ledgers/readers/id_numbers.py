"""Identity numbers as Excel and clerks mangle them."""

import datetime
import re

from datasets.actions.ledgers.issues import ERROR, WARNING
from datasets.ledgers.readers import Note, Reader
from datasets.ledgers.readers.text import is_blank, text_of
from datasets.ledgers.sheets import Cell
from datasets.standards.id_numbers import check_character, fault_in
from datasets.standards.writing import half_width

_NOISE = re.compile(r"[\s'’‘`\"“”\-—_.,:：]+")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_FIFTEEN = re.compile(r"[0-9]{15}")
# A double holds 15 decimal digits; an 18-digit number kept as one has lost its last digits.
_EXACT_BELOW = 1e15


def id_number(*, today: datetime.date, severity: str = ERROR) -> Reader:
    """A reader of GB 11643 numbers, which notes each fault with `severity`."""

    def read(cell: Cell, note: Note) -> str | None:
        if isinstance(cell, str) and len(cell) == 18 and fault_in(cell, today=today) is None:
            return cell
        if (
            isinstance(cell, int | float)
            and not isinstance(cell, bool)
            and abs(cell) >= _EXACT_BELOW
        ):
            note("digits_lost", severity=severity)
            return None
        raw = text_of(cell)
        if is_blank(raw):
            return None
        if _SCIENTIFIC.fullmatch(raw):
            note("digits_lost", severity=severity)
            return None
        number = _NOISE.sub("", half_width(raw)).upper()
        if is_blank(number):
            return None
        if _FIFTEEN.fullmatch(number):
            return _upgraded(number, note, today=today, severity=severity)
        fault = fault_in(number, today=today)
        if fault:
            note(fault, severity=severity, **({"count": len(number)} if fault == "length" else {}))
            return None
        return number

    return read


def _upgraded(number: str, note: Note, *, today: datetime.date, severity: str) -> str | None:
    """The 18-digit form of a number of 15 digits, which left out the century and the check character."""
    first = f"{number[:6]}19{number[6:]}"
    upgraded = first + check_character(first)
    if fault_in(upgraded, today=today):
        note("length", severity=severity, count=15)
        return None
    note("upgraded", severity=WARNING)
    return upgraded
