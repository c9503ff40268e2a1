"""Dates in every form that clerks type and Excel makes of them."""

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FULL = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?")
_COMPACT = re.compile(r"(\d{4})\.?(\d{2})(\d{2})")
_INCOMPLETE = re.compile(r"((?:19|20)\d{2})(?:[-/.年]?(\d{1,2})月?份?)?年?")
_AGE = re.compile(
    r"\d{1,2}|(?:\d{1,2}(?:\.\d)?|[一二三四五六七八九十]{1,3})周?岁(?:半|多|零?\d{1,2}个?月)?|\d{1,2}个半?月"
)
_LUNAR = re.compile("[农阴]历|[正腊]月|初[一二三四五六七八九十]|廿")
#: The line of a form before anybody fills it in: 年　月　日.
_NOT_FILLED_IN = re.compile(r"[\s年月日_./-]+")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_CLOCK = re.compile(
    r"[T\s]*(\d{1,2})[:时点](\d{1,2})[:分]?(?:(\d{1,2})秒?)?(?:\.\d+)?(?:\+\d\d:\d\d)?$"
)
#: No day of a record lies behind it.
LAST_DAY = datetime.date(2199, 12, 31)
_AROUND = re.compile(r"^['‘’`]|^(?:公历|公元|阳历|出?生于)|(出?生|\.0|[.。])$")
#: What a clerk adds to a day without making it another: （11岁）, 属龙, 星期一, （双胞胎）.
_ADDED = re.compile(
    r"(?<=.{6})\s*[(]?(?:\d{1,2}周?岁|属[㐀-鿿]|星期[一二三四五六日天]|双胞胎|凌晨|公历|阳历)[)]?$"
)
_SEPARATOR = re.compile(r"\s*(?:[、。,—–~_·\\-]+|\.{2,})\s*|(?<=\d)\s+(?=\d)")
_BLANKS = re.compile(r"\s+")
_HAN_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_LAST = r"(\d{4})(?:[年./-](\d{1,2})(?!\d))?"
#: 至2027年3月, 2024.3-2029.3, 2027年3月刑满, 2024年止: until when, to the month where it is said.
_UNTIL = re.compile(
    rf"[至到~—–-]{_LAST}|{_LAST}[年月]?(?:\d{{1,2}}日)?底?(?:刑满|期满|释放|出狱|为?止|以?前)"
)
# Excel counts days from here (with its 29 February 1900 that never was); 1927 to 2064.
_EXCEL_EPOCH = datetime.date(1899, 12, 30)
_EPOCH_OF_1904 = datetime.date(1904, 1, 1)
_SERIALS = range(10_000, 60_001)
_FIVE_DIGITS = re.compile(r"[0-9]{5}")


@dataclass(frozen=True)
class _PastDate:
    """`epoch`: the day from which a plain number counts."""

    today: datetime.date
    epoch: datetime.date = _EXCEL_EPOCH

    def __call__(self, cell: Cell, note: Note) -> datetime.date | None:
        if isinstance(cell, datetime.datetime):
            found: datetime.date | None = cell.date()
        elif isinstance(cell, datetime.date):
            found = cell
        else:
            text = text_of(cell)
            if is_blank(text) or _NOT_FILLED_IN.fullmatch(text):
                return None
            found = _date_in(text, note, self.epoch)
        if found is not None and not datetime.date(1900, 1, 1) <= found <= self.today:
            note("date_range", severity=ERROR, text=found.isoformat())
            return None
        return found


def past_date(*, today: datetime.date) -> Reader:
    """A reader of dates between 1900 and `today`."""
    return _PastDate(today)


def counting_from_1904(reader: Reader) -> Reader:
    """The reader for a workbook whose days count from 1904; any but that of dates as it is."""
    if isinstance(reader, _PastDate | _Moment):
        return replace(reader, epoch=_EPOCH_OF_1904)
    return reader


def whole_months(reader: Reader) -> Reader:
    """The reader for a column of months: 2015年6月, once typed, is the first of June to Excel."""

    def read(cell: Cell, note: Note) -> Any:
        if isinstance(cell, datetime.date) and cell.day == 1:
            return reader(f"{cell.year}年{cell.month}月", note)
        found = reader(cell, note)
        is_serial = found is not None and found.day == 1 and _FIVE_DIGITS.fullmatch(text_of(cell))
        return reader(f"{found.year}年{found.month}月", note) if is_serial else found

    return read


@dataclass(frozen=True)
class _Moment:
    epoch: datetime.date = _EXCEL_EPOCH

    def __call__(self, cell: Cell, note: Note) -> datetime.datetime | None:
        if isinstance(cell, datetime.datetime):
            return _on_the_clock(cell)
        text = text_of(cell)
        if is_blank(text):
            return None
        time = _CLOCK.search(half_width(text))
        read_day = _PastDate(LAST_DAY, self.epoch)
        day = read_day(half_width(text)[: time.start()] if time else cell, note)
        if day is None:
            return None
        try:
            at = _clock_time(time) if time else datetime.time()
        except ValueError:
            note("date_unreadable", severity=ERROR, text=text[:30])
            return None
        return _on_the_clock(datetime.datetime.combine(day, at))


#: Reads a day with its time of day (midnight where none is said), on this site's clock.
moment: Reader = _Moment()


def _clock_time(time: re.Match[str]) -> datetime.time:
    """Raises ValueError."""
    hour, minute, second = (int(part or 0) for part in time.groups())
    return datetime.time(hour, minute, second)


def _on_the_clock(when: datetime.datetime) -> datetime.datetime:
    return when if timezone.is_aware(when) else timezone.make_aware(when)


def _date_in(text: str, note: Note, epoch: datetime.date) -> datetime.date | None:
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return datetime.date.fromisoformat(text)
    plain = _plain(text)
    match = _FULL.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if match:
        try:
            return datetime.date(*(int(part) for part in match.groups()))
        except ValueError:
            note("date_unreadable", severity=ERROR, text=text[:30])
            return None
    if _FIVE_DIGITS.fullmatch(plain) and int(plain) in _SERIALS:
        return epoch + datetime.timedelta(days=int(plain))
    if _INCOMPLETE.fullmatch(plain):
        note("date_incomplete", severity=WARNING, text=text[:30])
        return None
    if _AGE.fullmatch(plain):
        note("date_is_age", severity=WARNING, text=text[:30])
    else:
        code = "date_lunar" if _LUNAR.search(text) else "date_unreadable"
        note(code, severity=ERROR, text=text[:30])
    return None


def _plain(text: str) -> str:
    plain = _TIME.sub("", western(_ADDED.sub("", half_width(text))).strip())
    plain = _AROUND.sub("", plain)
    return _BLANKS.sub("", _SEPARATOR.sub("-", plain))


def is_over(text: str, today: datetime.date) -> bool:
    """Whether the last day that a text (half width) names is past; one that names no month lasts all its year."""
    until = _UNTIL.search(text)
    if until is None:
        return False
    year, month = until[1] or until[3], until[2] or until[4] or 12
    return (int(year), int(month)) < (today.year, today.month)


def is_incomplete_form_of(date: datetime.date, text: str) -> bool:
    """Whether a text that names a year, or a year and a month, names those of the date (2015.6, 2015年六月)."""
    match = _INCOMPLETE.fullmatch(_plain(text))
    if match is None or match[1] != str(date.year):
        return False
    # As a number, 2015.10 has become 2015.1.
    months = (None, f"{date.month}", f"{date.month:02d}", f"{date.month}".rstrip("0"))
    return match[2] in months


def western(text: str) -> str:
    """二〇一二年三月十五日 as 2012年3月15日; other text as it is."""
    if "年" not in text or not re.search("[〇○零一二三四五六七八九十]", text):
        return text
    text = re.sub(r"(?<=[二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub(r"(?<=[二三])十", "0", text)
    text = re.sub(r"十(?=[一二三四五六七八九])", "1", text)
    return text.replace("十", "10").translate(_HAN_DIGITS)
