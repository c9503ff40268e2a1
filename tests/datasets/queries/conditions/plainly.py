"""The operators once more, in plain Python over one value: what the database's answers are held against."""

import datetime
from typing import Any

from django.utils import timezone

from tests.conftest import TODAY

_DAY = datetime.timedelta(days=1)


def holds(operator: str, found: Any, value: Any) -> bool:
    if operator == "empty":
        return found in (None, "")
    if operator == "not_empty":
        return found not in (None, "")
    if found in (None, ""):
        return operator in ("none_of", "days_ago_or_never")
    if isinstance(found, datetime.datetime):
        found = timezone.localtime(found).date()
    if isinstance(found, datetime.date):
        return _of_day(operator, found, value)
    return bool(_OF_VALUES[operator](found, value))


def _of_day(operator: str, day: datetime.date, value: Any) -> bool:
    if operator in ("on", "before", "after"):
        asked = datetime.date.fromisoformat(value)
        return {"on": day == asked, "before": day < asked, "after": day > asked}[operator]
    if operator == "between":
        return value[0] <= day.isoformat() <= value[1]
    if operator == "this_month":
        return (day.year, day.month) == (TODAY.year, TODAY.month)
    if operator == "this_year":
        return day.year == TODAY.year
    if operator == "age_reaches":
        age, days = value
        return any(_has_birthday(day, age, TODAY + number * _DAY) for number in range(days + 1))
    if operator == "age_reached":
        has_birthday_come = (day.month, day.day) <= (TODAY.month, TODAY.day)
        return bool(TODAY.year - day.year - (not has_birthday_come) >= value)
    if operator == "in_next_days":
        return 0 <= (day - TODAY).days <= value
    if operator == "in_last_days":
        return (TODAY - day).days <= value
    return (TODAY - day).days > value


def _has_birthday(born: datetime.date, age: int, day: datetime.date) -> bool:
    """Whether the age is reached just on this day, and not yet the day before."""
    return _age(born, day) == age and _age(born, day - _DAY) == age - 1


def _age(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


_OF_VALUES: dict[str, Any] = {
    "is": lambda found, value: found == value,
    "contains": lambda found, value: value.lower() in found.lower(),
    "starts": lambda found, value: found.lower().startswith(value.lower()),
    "=": lambda found, value: found == value,
    "<": lambda found, value: found < value,
    "<=": lambda found, value: found <= value,
    ">": lambda found, value: found > value,
    ">=": lambda found, value: found >= value,
    "between": lambda found, value: value[0] <= found <= value[1],
    "yes": lambda found, _value: found is True,
    "no": lambda found, _value: found is False,
    "any_of": lambda found, value: bool(set(_several(found)) & set(value)),
    "none_of": lambda found, value: not set(_several(found)) & set(value),
    "under": lambda found, value: found.path.startswith(value.path),
}


def _several(found: Any) -> Any:
    return found if isinstance(found, tuple) else (found,)
