"""Questions to the access log: who, what, when; and what in it deserves a second look."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractHour, TruncDate, TruncHour
from django.utils.translation import gettext_lazy as _

from datasets.choices import AccessVerb
from datasets.models import AccessEntry, AccessRecord, Child, Family, Guardian, Record

#: What shows one record rather than a list.
OPENING = (
    AccessVerb.VIEW,
    AccessVerb.CHANGE,
    AccessVerb.HISTORY,
    AccessVerb.PHOTO,
    AccessVerb.REVEAL,
    AccessVerb.TRANSFER,
    AccessVerb.LOG,
)
#: More records than one person can work with in an hour.
_MANY_RECORDS = 200
_MANY_REFUSALS = 10
_MANY_FAILED_LOGINS = 5
_LARGE_EXPORT = 1_000
#: The collections of people: the model, and the field that begins with the family name.
_PEOPLE: dict[str, tuple[type[Record], str]] = {
    "child": (Child, "name"),
    "guardian": (Guardian, "name"),
    "family": (Family, "head_name"),
}
_NIGHT_FROM, _NIGHT_TO = 22, 6


class Why(StrEnum):
    MANY = "many"
    NIGHT = "night"
    REFUSED = "refused"
    FAILED_LOGIN = "failed_login"
    LARGE_EXPORT = "large_export"
    OWN_NAME = "own_name"
    OUTSIDE = "outside"


SENTENCES: dict[Why, Any] = {
    Why.MANY: _("一小时内打开 %(count)d 条档案"),
    Why.NIGHT: _("夜间（22点至6点）查看 %(count)d 次"),
    Why.REFUSED: _("一天内被拒绝 %(count)d 次"),
    Why.FAILED_LOGIN: _("一天内登录失败 %(count)d 次"),
    Why.LARGE_EXPORT: _("导出 %(count)d 条"),
    Why.OWN_NAME: _("打开与本人同姓的人的档案 %(count)d 份"),
    Why.OUTSIDE: _("想打开本人地区以外的档案 %(count)d 份"),
}


@dataclass(frozen=True)
class Flag:
    """Something that an auditor looks at first. `at` is the hour or the day it is about."""

    why: Why
    username: str
    at: datetime.datetime | datetime.date
    count: int

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.why] % {"count": self.count})

    @property
    def day(self) -> datetime.date:
        return self.at.date() if isinstance(self.at, datetime.datetime) else self.at


def entries_between(
    since: datetime.date | None, until: datetime.date | None
) -> QuerySet[AccessEntry]:
    """The entries of some days, both included."""
    entries = AccessEntry.objects.order_by("-id")
    if since:
        entries = entries.filter(at__date__gte=since)
    if until:
        entries = entries.filter(at__date__lte=until)
    return entries


def naming(
    entries: QuerySet[AccessEntry], collection: str, record_id: int
) -> QuerySet[AccessEntry]:
    """Those that show, or refuse, this record."""
    named = AccessRecord.objects.filter(collection=collection, record_id=record_id)
    return entries.filter(pk__in=named.values("entry"))


def openings_of(collection: str, record_id: int) -> QuerySet[AccessEntry]:
    """Those that opened this record itself, or tried to; lists that it stood in are left out."""
    opened = AccessEntry.objects.filter(verb__in=OPENING).select_related("user")
    return naming(opened, collection, record_id).order_by("-id")


def flags_in(entries: QuerySet[AccessEntry]) -> list[Flag]:
    """What deserves a second look, the latest day first."""
    found = [
        *_many(entries),
        *_at_night(entries),
        *_daily(entries.filter(is_permitted=False).exclude(verb=AccessVerb.LOGIN_FAILED),
                Why.REFUSED, _MANY_REFUSALS),
        *_daily(entries.filter(verb=AccessVerb.LOGIN_FAILED),
                Why.FAILED_LOGIN, _MANY_FAILED_LOGINS),
        *_large_exports(entries),
        *_own_name(entries),
        *_outside(entries),
    ]  # fmt: skip
    return sorted(found, key=lambda flag: (flag.day, flag.count), reverse=True)


def _many(entries: QuerySet[AccessEntry]) -> Iterator[Flag]:
    opened = entries.order_by().filter(
        verb__in=(AccessVerb.VIEW, AccessVerb.CHANGE, AccessVerb.REVEAL)
    )
    hours = opened.annotate(hour=TruncHour("at")).values("username", "hour")
    for row in hours.annotate(opened=Sum("count")).filter(opened__gt=_MANY_RECORDS):
        yield Flag(Why.MANY, row["username"], row["hour"], row["opened"])


def _at_night(entries: QuerySet[AccessEntry]) -> Iterator[Flag]:
    hours = entries.order_by().annotate(hour=ExtractHour("at"))
    night = hours.filter(Q(hour__gte=_NIGHT_FROM) | Q(hour__lt=_NIGHT_TO))
    read = night.exclude(collection="").filter(is_permitted=True)
    yield from _daily(read, Why.NIGHT, 0)


def _daily(entries: QuerySet[AccessEntry], why: Why, above: int) -> Iterator[Flag]:
    days = entries.order_by().annotate(day=TruncDate("at")).values("username", "day")
    for row in days.annotate(times=Count("id")).filter(times__gt=above):
        yield Flag(why, row["username"], row["day"], row["times"])


def _large_exports(entries: QuerySet[AccessEntry]) -> Iterator[Flag]:
    large = entries.filter(verb=AccessVerb.EXPORT, count__gt=_LARGE_EXPORT)
    for entry in large.order_by():
        yield Flag(Why.LARGE_EXPORT, entry.username, entry.at, entry.count)


def _own_name(entries: QuerySet[AccessEntry]) -> Iterator[Flag]:
    """Records opened of a child, guardian or household that bears the reader's family name."""
    opened = entries.filter(verb__in=OPENING, is_permitted=True).exclude(user__last_name="")
    for collection, (model, name) in _PEOPLE.items():
        namesakes = model._default_manager.filter(
            pk=OuterRef("record_id"), **{f"{name}__startswith": OuterRef("entry__user__last_name")}
        )
        yield from _records_a_day(opened, collection, namesakes, Why.OWN_NAME)


def _outside(entries: QuerySet[AccessEntry]) -> Iterator[Flag]:
    """Records that are there and were refused: they lie in somebody else's area."""
    refused = entries.filter(verb__in=OPENING, is_permitted=False, user__isnull=False)
    for collection, (model, _name) in _PEOPLE.items():
        there = model._default_manager.filter(pk=OuterRef("record_id"))
        yield from _records_a_day(refused, collection, there, Why.OUTSIDE)


def _records_a_day(
    entries: QuerySet[AccessEntry], collection: str, which: QuerySet[Any], why: Why
) -> Iterator[Flag]:
    """How many different records of the collection that `which` finds each user met on a day."""
    named = AccessRecord.objects.filter(collection=collection, entry__in=entries.order_by())
    met = named.filter(Exists(which)).annotate(day=TruncDate("entry__at"))
    days = met.order_by().values("entry__username", "day")
    for row in days.annotate(records=Count("record_id", distinct=True)):
        yield Flag(why, row["entry__username"], row["day"], row["records"])
