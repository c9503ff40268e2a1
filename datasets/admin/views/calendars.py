"""A view as a calendar: its records on the days of a month."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR
from typing import Any

from django.utils.translation import gettext as _

from datasets.admin.showing import label_of, page_of
from datasets.queries.grouping import date_fields
from datasets.queries.grouping.headings import month_of

MONTH = "month"
_MOST_A_DAY = 5
_MOST_A_MONTH = 2_000


@dataclass
class Day:
    date: datetime.date
    is_outside: bool
    is_today: bool
    #: (name, address) of the first few; the others are only counted.
    records: list[tuple[str, str]] = field(default_factory=list)
    further: int = 0


def calendar_of(listing: Any) -> dict[str, Any]:
    name = listing.saved_view.grouping.get("date", "")
    if name not in date_fields(listing.model, by=listing.actor):
        refusal = _("这个日历用到了您看不到或者已经停用的字段。")
        return {"look_refusal": refusal, "shown_keys": []}
    first, last = month_of(_month(listing.request.GET.get(MONTH, ""), listing.actor.today))
    rows = listing.queryset.filter(**{f"{name}__gte": first, f"{name}__lte": last})
    found = list(rows.order_by(name, "pk")[:_MOST_A_MONTH])
    by_day = defaultdict(list)
    for record in found:
        by_day[getattr(record, name)].append(record)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    days = [[_day(day, by_day[day], first, listing.actor.today) for day in week] for week in weeks]
    return {
        "date_label": label_of(listing.model, name),
        "month": first,
        "weeks": days,
        "month_count": len(found),
        "before_url": _address(listing, first - datetime.timedelta(days=1)),
        "after_url": _address(listing, last + datetime.timedelta(days=1)),
        "shown_keys": [one.pk for records in by_day.values() for one in records[:_MOST_A_DAY]],
    }


def _day(day: datetime.date, records: list[Any], first: datetime.date, today: datetime.date) -> Day:
    shown = [(str(one), page_of(one)) for one in records[:_MOST_A_DAY]]
    return Day(day, day.month != first.month, day == today, shown, len(records) - len(shown))


def _month(text: str, today: datetime.date) -> datetime.date:
    try:
        month = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    # Beside the first and the last month of all there is none to leaf to.
    return month if MINYEAR < month.year < MAXYEAR else today


def _address(listing: Any, day: datetime.date) -> str:
    parameters = listing.request.GET.copy()
    parameters[MONTH] = f"{day:%Y-%m}"
    return f"{listing.index_url}?{parameters.urlencode()}"
