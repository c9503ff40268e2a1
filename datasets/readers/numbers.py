"""Amounts of money and telephone numbers."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_MONEY = re.compile(
    r"(?:人民币|每人|每月|月|标准|RMB|¥|￥)*:?(\d+(?:\.\d+)?)(?:元|块|圆|\(元\))?(?:整)?(?:[/每·]?(?:人|月|个月))*",
    re.IGNORECASE,
)
_UNIT_BEHIND = re.compile(r"\([每人月元/]+\)$")
#: 1.200 may be 1,200.
_MAY_BE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_BLANKS = re.compile(r"\s+")
#: 3, 第3批, 12人, 1,200: a sign, digits, and what they count in a word or two.
_COUNT = re.compile(r"(?:第|约)?([-+]?\d+(?:\.\d+)?)(%?|[^\d.,;、]{0,4})")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_LARGEST = Decimal(10) ** 7

_MOBILE = r"1[3-9]\d(?:-?\d{4}){2}"
_LANDLINE = r"\(?0\d{2,3}\)?[- ]?[1-9]\d{6,7}(?:(?:-|转)\d{1,6})?"
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_NUMBER = re.compile(
    rf"(?<!\d)(?:(?:(?:\+|00)?86|\(\+?86\))[- ]?)?({_MOBILE}|{_LANDLINE}|[2-9]\d{{6,7}}|400-?\d{{3}}-?\d{{4}})(?!\d)"
)
_TWO_MOBILES = re.compile(r"(?<!\d)(1[3-9]\d{9})(?=1[3-9]\d{9}(?!\d))")
_SPACED_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ .]+(\d{4})[ .]+(\d{4})(?!\d)")
_AREA = re.compile(r"\(?(0\d{2,3})(?:\)[- ]?| )(\d{7,8})(.*)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_SCIENTIFIC = re.compile(r"\d\.\d{7,10}E\+?10", re.IGNORECASE)
# Whose number it is, and what stands between two: words, brackets, signs; never digits.
_LEFT_OVER = re.compile(r"[^\dA-Za-z]{0,24}")
#: 停机 beside a number: it is kept, nobody is to rely on it.
_UNREACHABLE = re.compile("停机|停用|空号|不通|无法接|无人接|错|有误|已换|换号|注销|旧号|原号|不对")
_LONGEST = 60


def monthly_amount(cell: Cell, note: Note) -> Decimal | None:
    """Yuan a month, to the fen; words are an error."""
    text = text_of(cell)
    if is_blank(text):
        return None
    match = _money_in(text)
    if match is None or _MAY_BE_THOUSANDS.fullmatch(match[1]):
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


#: The least and the most that a field takes, both included; None for no bound.
Bounds = tuple[Any, Any]


def integer(bounds: Bounds = (None, None)) -> Reader:
    """A reader of whole numbers: 3, 3.0, 第3批, 12人, 1,200."""

    def read(cell: Cell, note: Note) -> int | None:
        number = _number_in(cell, note, "number_unreadable")
        if number is None:
            return None
        if number != number.to_integral_value():
            note("number_unreadable", severity=WARNING, text=text_of(cell)[:20])
            return None
        return int(number) if _is_within(number, bounds, note) else None

    return read


def decimal_number(places: int, bounds: Bounds = (None, None)) -> Reader:
    """A reader of numbers with up to so many places behind the point; more are an issue, never rounded away."""

    def read(cell: Cell, note: Note) -> Decimal | None:
        number = _number_in(cell, note, "decimal_unreadable")
        if number is None or not _is_within(number, bounds, note):
            return None
        return _to_places(number, places, note)

    return read


def amount_of(bounds: Bounds = (None, None)) -> Reader:
    """A reader of money in yuan, to the fen: 300, 1,200.00, ￥500, 300元."""

    def read(cell: Cell, note: Note) -> Decimal | None:
        text = text_of(cell)
        if is_blank(text):
            return None
        match = _money_in(text)
        if match is None:
            note("amount_unreadable", severity=ERROR, text=text[:30])
            return None
        number = Decimal(match[1])
        return _to_places(number, 2, note) if _is_within(number, bounds, note) else None

    return read


def _number_in(cell: Cell, note: Note, unreadable: str) -> Decimal | None:
    text = text_of(cell)
    if is_blank(text):
        return None
    plain = _BLANKS.sub("", half_width(text))
    match = _COUNT.fullmatch(_without_thousands(plain))
    if match is None or match[2] == "%":
        note(unreadable, severity=WARNING, text=text[:20])
        return None
    return Decimal(match[1])


def _is_within(number: Decimal, bounds: Bounds, note: Note) -> bool:
    least, most = bounds
    if (least is not None and number < least) or (most is not None and number > most):
        note("number_range", severity=ERROR, text=str(number))
        return False
    return True


def _to_places(number: Decimal, places: int, note: Note) -> Decimal | None:
    rounded = number.quantize(Decimal(1).scaleb(-places))
    if rounded != number:
        note("too_many_places", severity=ERROR, text=str(number), places=places)
        return None
    return rounded


def _money_in(text: str) -> re.Match[str] | None:
    plain = _UNIT_BEHIND.sub("", _BLANKS.sub("", half_width(text)))
    return _MONEY.fullmatch(_without_thousands(plain))


def _without_thousands(text: str) -> str:
    return _THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), text)


def phones(cell: Cell, note: Note) -> str | None:
    """One or more telephone numbers, joined by 、 in the order written."""
    if isinstance(cell, str) and _PLAIN_MOBILE.fullmatch(cell):  # nearly all of them
        return cell
    text = cell.strip() if isinstance(cell, str) else text_of(cell)
    if is_blank(text) or text == "0":
        return None
    plain = half_width(text).translate(_DASHES)
    plain = _SPACED_MOBILE.sub(r"\1\2\3", _TWO_MOBILES.sub(r"\1、", plain))
    plain = plain.removesuffix(".0")
    if _SCIENTIFIC.fullmatch(plain):
        plain = str(int(Decimal(plain)))
    found = list(dict.fromkeys(_as_stored(match[1]) for match in _NUMBER.finditer(plain)))
    left_over = _NUMBER.sub("", plain)
    if not found or not _LEFT_OVER.fullmatch(left_over) or "无" in left_over:
        note("phone_unreadable", severity=WARNING, text=text[:40])
        return None
    if left_over and _UNREACHABLE.search(left_over):
        note("phone_aside", severity=WARNING, text=text[:40])
    joined = "、".join(found)
    if len(joined) > _LONGEST:
        note("too_long", severity=WARNING, limit=_LONGEST)
        return None
    return joined


def _as_stored(number: str) -> str:
    """A mobile without dashes, a landline as 0510-86123456 where its parts are told apart, -801 for 转801."""
    digits = number.replace("-", "")
    if digits.startswith("1"):
        return digits
    return _AREA.sub(r"\1-\2\3", number.replace("转", "-"))
