"""Identity numbers as Excel and clerks mangle them."""

import datetime
import re

from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.text import SAME_AS_ABOVE, is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.id_numbers import birth_date_in, check_character, fault_in
from datasets.standards.writing import half_width

_NOISE = re.compile(r"[\s'’‘`\"“”\-—_.,:：=]+")
# 身份证号990000…, 990000…（未领证）: a number among words.
_AMONG_WORDS = re.compile(r"[^0-9A-Z*]*([0-9]{17}[0-9X])[^0-9A-Z*]*")
#: 未上户口, 户口办理中（已催）
_WORDS = re.compile(r"[㐀-鿿，、()（）]{2,}")
_NUMBERS = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
# What is typed for the X at the end.
_CROSSES = re.compile(r"(?<=^[0-9]{17})[×✕✗χхХΧ]$")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_FIFTEEN = re.compile(r"[0-9]{15}")
# A double holds 15 decimal digits; an 18-digit number kept as one has lost its last digits.
_EXACT_BELOW = 1e15
# Past this age a number of 15 digits is one with digits missing.
_OLDEST_YEARS = 100


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
        if wrong := _no_number(raw):
            note(wrong, severity=severity, **({"text": raw[:30]} if wrong == "no_number" else {}))
            return None
        number = _CROSSES.sub("X", _NOISE.sub("", half_width(raw)).upper())
        if is_blank(number) or number == "0":
            return None
        among = _AMONG_WORDS.fullmatch(number)
        number = among[1] if among else number
        if _FIFTEEN.fullmatch(number):
            return _upgraded(number, note, today=today, severity=severity)
        fault = fault_in(number, today=today)
        if fault:
            note(fault, severity=severity, **({"count": len(number)} if fault == "length" else {}))
            return None
        return number

    return read


def _no_number(raw: str) -> str:
    """What is wrong with a text that is no one number; "" for nothing."""
    if _SCIENTIFIC.fullmatch(raw):
        return "digits_lost"
    if _WORDS.fullmatch(raw) and raw not in SAME_AS_ABOVE:
        return "no_number"
    return "several_numbers" if len(_NUMBERS.findall(half_width(raw).upper())) > 1 else ""


def _upgraded(number: str, note: Note, *, today: datetime.date, severity: str) -> str | None:
    """The 18-digit form of a number of 15 digits, which left out the century and the check character."""
    first = f"{number[:6]}19{number[6:]}"
    upgraded = first + check_character(first)
    born = birth_date_in(upgraded)
    is_nobodys = born is None or today.year - born.year > _OLDEST_YEARS
    if is_nobodys or fault_in(upgraded, today=today):
        note("length", severity=severity, count=15)
        return None
    note("upgraded", severity=WARNING)
    return upgraded
