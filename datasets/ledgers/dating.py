"""The day of which a ledger tells: its month in the title, the day on its filing line, what its sheet is called."""

import calendar
import datetime
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from datasets.ledgers.context import LONGEST_TITLE
from datasets.ledgers.tables import Table
from datasets.readers.dates import western
from datasets.standards.writing import half_width

#: 2026年3月, 2026年3月12日, 2026.3.12, 2026-03, 202603, 20260312, 2026年第一季度.
_DATE = re.compile(
    r"(?<!\d)(20\d\d)(?:"
    r"年(?P<m1>1[0-2]|0?[1-9])月份?(?:(?P<d1>[0-3]?\d)[日号])?"
    r"|(?P<sign>[-./])(?P<m2>1[0-2]|0?[1-9])(?:(?P=sign)(?P<d2>[0-3]?\d))?(?!\d)"
    r"|(?P<m3>1[0-2]|0[1-9])(?P<d3>[0-3]\d)?(?!\d)"
    r"|年第?(?P<quarter>[一二三四1-4])季度)"
)
#: A document that the title names has a date of its own.
_CITES = re.compile(r"[〔\[]|通知|文件|意见|办法|印发|根据|按照")
#: Of the lines below a table only one that says that it was filed then, or is a date and nothing else.
_FILED = re.compile(r"(?:日期|时间):?|^")
_BLANKS = re.compile(r"\s+")


def day_told(tables: Iterable[Table], *, today: datetime.date) -> datetime.date | None:
    """The latest day that any of the tables names, a month by its last one; None where they name none.

    No ledger tells of days to come: of a month that is not over it tells up to `today`.
    """
    found = [day for table in tables for day in _days_of(table)]
    return min(max(found), today) if found else None


def _days_of(table: Table) -> Iterator[datetime.date]:
    for text in (table.sheet, *table.titles):
        if len(text) <= LONGEST_TITLE and not _CITES.search(text):
            yield from _days(_DATE.finditer(_plain(text)))
    for text in map(_plain, table.notes):
        said = (_DATE.match(text, filed.end()) for filed in _FILED.finditer(text))
        yield from _days(match for match in said if match)


def _plain(text: str) -> str:
    return _BLANKS.sub("", western(half_width(text)))


def _days(matches: Iterable[re.Match[str]]) -> Iterator[datetime.date]:
    for match in matches:
        year = int(match[1])
        if quarter := match["quarter"]:
            month, day = 3 * ("一二三四".find(quarter) + 1 or int(quarter)), None
        else:
            month = int(match["m1"] or match["m2"] or match["m3"])
            day = match["d1"] or match["d2"] or match["d3"]
        with suppress(ValueError):  # 2月30日
            last = calendar.monthrange(year, month)[1]
            yield datetime.date(year, month, int(day) if day else last)
