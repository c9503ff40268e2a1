"""The operators: which kinds of fields each one asks, what it takes, what it means, how it is said.

`contrary`: the operator that holds just where this one does not. Only those that hold for what is empty have one: of a
link that leads nowhere they hold too, and of rows they mean that none meets the contrary.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import CharField, FileField, FloatField, Q, TextField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.custom.expressions.operations import as_shown
from datasets.models.encrypted import EncryptedField
from datasets.models.made_fields import SeveralChoicesField
from datasets.models.regions import path_range
from datasets.queries.conditions import dates
from datasets.queries.conditions.dates import Reckoning
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.refusing import UnanswerableCondition


class Takes(StrEnum):
    """What stands beside an operator."""

    NOTHING = "nothing"
    TEXT = "text"
    NUMBER = "number"
    TWO_NUMBERS = "two_numbers"
    DATE = "date"
    TWO_DATES = "two_dates"
    DAYS = "days"
    #: An age.
    YEARS = "years"
    #: An age in years, and days.
    AGE = "age"
    CHOICES = "choices"
    ROW = "row"
    ROWS = "rows"


#: (the field, its lookup path, the value as `values.value_of` read it, today) → what the database is asked.
Asking = Callable[[Any, str, Any, datetime.date], Q]


@dataclass(frozen=True)
class Operator:
    code: str
    label: str | Promise
    #: With %(field)s, %(value)s; of two values %(first)s and %(second)s.
    sentence: str | Promise
    kinds: tuple[Kind, ...]
    takes: Takes
    ask: Asking
    contrary: str = ""
    #: Instead of `sentence` where the days are none: nobody says "0 days ago".
    today: str | Promise = ""

    def worded(self, value: Any) -> str:
        return str(self.today if self.today and value == 0 else self.sentence)


def operators_of(kind: Kind) -> list[Operator]:
    """In the order in which they are offered."""
    return [one for one in OPERATORS if kind in one.kinds]


def operator_of(kind: Kind, code: Any) -> Operator:
    """Raises UnanswerableCondition."""
    for one in operators_of(kind):
        if one.code == code:
            return one
    raise UnanswerableCondition(
        _("这个字段不能用“%(operator)s”来问。") % {"operator": str(code)[:40]}
    )


def _by(lookup: str) -> Asking:
    def ask(field: Any, path: str, value: Any, _today: datetime.date) -> Q:
        how, told = as_shown(lookup, value) if isinstance(field, FloatField) else (lookup, value)
        return Q(**{f"{path}__{how}": told})

    return ask


def _days(reckoning: Reckoning) -> Asking:
    def ask(_field: Any, path: str, value: Any, today: datetime.date) -> Q:
        return dates.within(path, *reckoning(value, today))

    return ask


def _is_empty(field: Any, path: str, _value: Any, _today: datetime.date) -> Q:
    """Of texts "" and NULL alike."""
    nothing = Q(**{f"{path}__isnull": True})
    is_text = isinstance(field, CharField | TextField | FileField | EncryptedField)
    if is_text and not isinstance(field, SeveralChoicesField):
        return nothing | Q(**{path: ""})
    return nothing


def _is_filled(field: Any, path: str, value: Any, today: datetime.date) -> Q:
    return ~_is_empty(field, path, value, today)


def _any_named(_field: Any, path: str, codes: Any, _today: datetime.date) -> Q:
    condition = Q(pk__in=())
    for code in codes:
        condition |= Q(**{f"{path}__names": code})
    return condition


def _none_named(field: Any, path: str, codes: Any, today: datetime.date) -> Q:
    # A column that may be NULL: NOT (NULL LIKE …) is not true, though nothing is named.
    return ~_any_named(field, path, codes, today) | Q(**{f"{path}__isnull": True})


def _none_of(_field: Any, path: str, values: Any, _today: datetime.date) -> Q:
    return ~Q(**{f"{path}__in": values})


def _under(_field: Any, path: str, region: Any, _today: datetime.date) -> Q:
    return Q(**path_range(f"{path}__path", region.path))


def _older_or_never(_field: Any, path: str, days: Any, today: datetime.date) -> Q:
    older = dates.within(path, *dates.longer_ago(days, today))
    return older | Q(**{f"{path}__isnull": True})


_COMPARED = (Kind.NUMBER, Kind.ROWS)
_DATES = (Kind.DATE, Kind.MOMENT)
_LINKS = (Kind.LINK, Kind.REGION)
_WITH_EMPTY = tuple(kind for kind in Kind if kind is not Kind.ROWS)

OPERATORS: tuple[Operator, ...] = (
    Operator("is", _("是"), _("%(field)s是“%(value)s”"), (Kind.TEXT, Kind.FINDABLE), Takes.TEXT, _by("exact")),
    Operator("contains", _("包含"), _("%(field)s包含“%(value)s”"), (Kind.TEXT,), Takes.TEXT, _by("icontains")),
    Operator("starts", _("开头是"), _("%(field)s的开头是“%(value)s”"), (Kind.TEXT,), Takes.TEXT, _by("istartswith")),
    Operator("=", _("等于"), _("%(field)s等于 %(value)s"), _COMPARED, Takes.NUMBER, _by("exact")),
    Operator("<", _("小于"), _("%(field)s小于 %(value)s"), _COMPARED, Takes.NUMBER, _by("lt")),
    Operator("<=", _("不大于"), _("%(field)s不大于 %(value)s"), _COMPARED, Takes.NUMBER, _by("lte")),
    Operator(">", _("大于"), _("%(field)s大于 %(value)s"), _COMPARED, Takes.NUMBER, _by("gt")),
    Operator(">=", _("不小于"), _("%(field)s不小于 %(value)s"), _COMPARED, Takes.NUMBER, _by("gte")),
    Operator("between", _("在两者之间"), _("%(field)s在 %(first)s 到 %(second)s 之间"), _COMPARED,
             Takes.TWO_NUMBERS, _by("range")),
    Operator("on", _("在这一天"), _("%(field)s在 %(value)s"), _DATES, Takes.DATE, _days(dates.on)),
    Operator("before", _("在这一天之前"), _("%(field)s在 %(value)s 之前"), _DATES, Takes.DATE, _days(dates.before)),
    Operator("after", _("在这一天之后"), _("%(field)s在 %(value)s 之后"), _DATES, Takes.DATE, _days(dates.after)),
    Operator("between", _("在两天之间"), _("%(field)s在 %(first)s 到 %(second)s 之间"), _DATES,
             Takes.TWO_DATES, _days(dates.between)),
    Operator("in_next_days", _("在今后若干天以内"), _("%(field)s在今后 %(value)s 天以内"), _DATES, Takes.DAYS,
             _days(dates.next_days), today=_("%(field)s就在今天")),
    Operator("in_last_days", _("不早于若干天以前"), _("%(field)s不早于 %(value)s 天以前"), _DATES, Takes.DAYS,
             _days(dates.since_days_ago), today=_("%(field)s不早于今天")),
    Operator("days_ago", _("在若干天以前"), _("%(field)s在 %(value)s 天以前"), _DATES, Takes.DAYS,
             _days(dates.longer_ago), today=_("%(field)s早于今天")),
    Operator("days_ago_or_never", _("在若干天以前，或者没有"), _("%(field)s在 %(value)s 天以前，或者没有"), _DATES,
             Takes.DAYS, _older_or_never, contrary="in_last_days", today=_("%(field)s早于今天，或者没有")),
    Operator("this_month", _("在本月"), _("%(field)s在本月"), _DATES, Takes.NOTHING, _days(dates.this_month)),
    Operator("this_year", _("在今年"), _("%(field)s在今年"), _DATES, Takes.NOTHING, _days(dates.this_year)),
    Operator("age_reaches", _("若干天以内满多少周岁"), _("按%(field)s，%(second)s 天以内满 %(first)s 周岁"),
             (Kind.DATE,), Takes.AGE, _days(dates.birthday_within)),
    Operator("age_reached", _("已满多少周岁"), _("按%(field)s，已满 %(value)s 周岁"), (Kind.DATE,), Takes.YEARS,
             _days(dates.of_age)),
    Operator("any_of", _("是其中之一"), _("%(field)s是%(value)s"), (Kind.CHOICE,), Takes.CHOICES, _by("in")),
    Operator("none_of", _("不是其中任何一个"), _("%(field)s不是%(value)s"), (Kind.CHOICE,), Takes.CHOICES, _none_of,
             contrary="any_of"),
    Operator("any_of", _("有其中之一"), _("%(field)s有%(value)s"), (Kind.SEVERAL,), Takes.CHOICES, _any_named),
    Operator("none_of", _("没有其中任何一个"), _("%(field)s没有%(value)s"), (Kind.SEVERAL,), Takes.CHOICES,
             _none_named, contrary="any_of"),
    Operator("under", _("在这个地区（包括下级）"), _("%(field)s在%(value)s"), (Kind.REGION,), Takes.ROW, _under),
    Operator("is", _("是"), _("%(field)s是%(value)s"), _LINKS, Takes.ROW, _by("exact")),
    Operator("any_of", _("是其中之一"), _("%(field)s是%(value)s"), (Kind.LINK,), Takes.ROWS, _by("in")),
    Operator("none_of", _("不是其中任何一个"), _("%(field)s不是%(value)s"), (Kind.LINK,), Takes.ROWS, _none_of,
             contrary="any_of"),
    Operator("yes", _("是"), _("%(field)s：是"), (Kind.YES_NO,), Takes.NOTHING,
             lambda _field, path, _value, _today: Q(**{path: True})),
    Operator("no", _("否"), _("%(field)s：否"), (Kind.YES_NO,), Takes.NOTHING,
             lambda _field, path, _value, _today: Q(**{path: False})),
    Operator("empty", _("没有填写"), _("%(field)s没有填写"), _WITH_EMPTY, Takes.NOTHING, _is_empty,
             contrary="not_empty"),
    Operator("not_empty", _("已经填写"), _("%(field)s已经填写"), _WITH_EMPTY, Takes.NOTHING, _is_filled),
)  # fmt: skip
