"""Amounts of money and telephone numbers."""

import re
from decimal import Decimal, InvalidOperation

from datasets.actions.ledgers.issues import ERROR, WARNING
from datasets.ledgers.readers import Note
from datasets.ledgers.readers.text import is_blank, text_of
from datasets.ledgers.sheets import Cell
from datasets.standards.writing import half_width

_MONEY = re.compile(
    r"(?:人民币|每人|每月|月|标准|约|RMB|¥|￥)*:?(\d+(?:\.\d+)?)(?:元|块|圆)?(?:整)?(?:[/每]?(?:人|月|个月))*",
    re.IGNORECASE,
)
_MONEY_NOISE = re.compile(r"[\s,，]+")
_LARGEST = Decimal(10) ** 7

_PHONE = re.compile(r"(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|[2-9]\d{6,7}|400\d{7})")
_PHONE_SEPARATORS = re.compile(r"[、，,；;/／|\n]+|\s{2,}|(?<=\d{11})\s+")
_PHONE_NOISE = re.compile(r"[\s()（）.]+")
_LONGEST = 60
_COUNTRY = re.compile(r"^(?:\+|00)86-?")


def monthly_amount(cell: Cell, note: Note) -> Decimal | None:
    """Yuan a month, to the fen; words are an error."""
    text = text_of(cell)
    if is_blank(text):
        return None
    match = _MONEY.fullmatch(_MONEY_NOISE.sub("", half_width(text)))
    if match is None:
        note("money_unreadable", severity=ERROR, text=text[:30])
        return None
    try:
        amount = Decimal(match[1]).quantize(Decimal("0.01"))
    except InvalidOperation:
        amount = _LARGEST
    if amount >= _LARGEST:
        note("money_unreadable", severity=ERROR, text=text[:30])
        return None
    return amount


def phones(cell: Cell, note: Note) -> str | None:
    """One or more telephone numbers, joined by 、 in the order written."""
    text = cell.strip() if isinstance(cell, str) else text_of(cell)
    if is_blank(text):
        return None
    found = []
    for part in _PHONE_SEPARATORS.split(half_width(text)):
        number = _phone_in(part)
        if number is None:
            note("phone_unreadable", severity=WARNING, text=text[:40])
            return None
        if number and number not in found:
            found.append(number)
    joined = "、".join(found)
    if len(joined) > _LONGEST:
        note("too_long", severity=WARNING, limit=_LONGEST)
        return None
    return joined or None


def _phone_in(text: str) -> str | None:
    """The number without blanks, country code or dashes of a mobile; "" for nothing, None for no number."""
    number = _COUNTRY.sub("", _PHONE_NOISE.sub("", text))
    if not number:
        return ""
    digits = number.replace("-", "")
    if len(digits) == 11 and digits.startswith("1"):
        number = digits
    return number if _PHONE.fullmatch(number) else None
