"""Days of which a condition speaks relative to today."""

import calendar
import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Q

Days = tuple[datetime.date | None, datetime.date | None]


def within(path: str, first: datetime.date | None, last: datetime.date | None) -> Q:
    """From the first to the last, both included; None: without an end."""
    condition = Q()
    if first is not None:
        condition &= Q(**{f"{path}__gte": first})
    if last is not None:
        condition &= Q(**{f"{path}__lte": last})
    return condition


def on(value: Any, _today: datetime.date) -> Days:
    return value, value


def before(value: Any, _today: datetime.date) -> Days:
    return None, value - datetime.timedelta(days=1)


def after(value: Any, _today: datetime.date) -> Days:
    return value + datetime.timedelta(days=1), None


def between(value: Any, _today: datetime.date) -> Days:
    return value[0], value[1]


def next_days(days: Any, today: datetime.date) -> Days:
    return today, today + datetime.timedelta(days=days)


def since_days_ago(days: Any, today: datetime.date) -> Days:
    return today - datetime.timedelta(days=days), None


def longer_ago(days: Any, today: datetime.date) -> Days:
    return None, today - datetime.timedelta(days=days + 1)


def this_month(_value: Any, today: datetime.date) -> Days:
    _weekday, length = calendar.monthrange(today.year, today.month)
    return today.replace(day=1), today.replace(day=length)


def this_year(_value: Any, today: datetime.date) -> Days:
    return today.replace(month=1, day=1), today.replace(month=12, day=31)


def birthday_within(value: Any, today: datetime.date) -> Days:
    """Born so that the birthday of that age falls on one of the days from today on."""
    age, days = value
    last = latest_birth(age, today + datetime.timedelta(days=days))
    first = latest_birth(age, today - datetime.timedelta(days=1)) + datetime.timedelta(days=1)
    return first, last


def of_age(age: Any, today: datetime.date) -> Days:
    return None, latest_birth(age, today)


def latest_birth(age: int, day: datetime.date) -> datetime.date:
    """Who was born on this day or before has reached the age on `day`; of 29 February one is on 1 March."""
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return day.replace(year=day.year - age, day=28)


Reckoning = Callable[[Any, datetime.date], Days]
