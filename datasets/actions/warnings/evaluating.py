"""What the rules find, worked out set-wise: each night, after a ledger, and when a rule changes."""

import datetime
import logging
from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from datasets.access import Actor
from datasets.choices import WarningFault
from datasets.models import OpenWarning, WarningMute, WarningRule
from datasets.queries.conditions import UnanswerableCondition
from datasets.queries.warnings import collections_asked, question_of
from datasets.webhooks.events import Event, announce

_log = logging.getLogger(__name__)
_CHUNK = 5_000


def evaluate_all(*, today: datetime.date, among: Collection[str] = ()) -> int:
    """Every rule, or those that ask of some collections; returns how many warnings are open."""
    rules = WarningRule.objects.filter(is_enabled=True)
    wanted = [rule for rule in rules if not among or collections_asked(rule) & {*among}]
    return sum(_evaluated(rule, today) for rule in wanted)


def evaluate_due(*, today: datetime.date) -> int:
    """The rules that have not been asked today; returns how many they are."""
    due = WarningRule.objects.filter(is_enabled=True).exclude(evaluated_date=today)
    return len([_evaluated(rule, today) for rule in due])


def _evaluated(rule: WarningRule, today: datetime.date) -> int:
    """Whatever keeps one rule from being asked is noted on it, and keeps no other."""
    try:
        return evaluate(rule, today=today)
    except Exception:
        _log.exception("Warning rule %s could not be asked.", rule.pk)
        return _faulty(rule, WarningFault.FAILED, today)


def _faulty(rule: WarningRule, fault: WarningFault, today: datetime.date) -> int:
    """It keeps what it had found, and is asked again tomorrow."""
    WarningRule.objects.filter(pk=rule.pk).update(fault=fault, evaluated_date=today)
    return rule.open_warnings.count()


@transaction.atomic
def evaluate(rule: WarningRule, *, today: datetime.date) -> int:
    """Open what meets the rule now and close what does not any more; returns how many are open.

    A rule that asks what is no longer there (a field that was put out of use) keeps what it had found.
    """
    stored = WarningRule.objects.select_for_update().get(pk=rule.pk)
    there = OpenWarning.objects.filter(rule=stored)
    if not stored.is_enabled:
        there.delete()
        return 0
    try:
        meeting = _meeting(stored, today)
    except UnanswerableCondition:
        _log.warning("Warning rule %s cannot be asked any more.", stored.pk, exc_info=True)
        return _faulty(stored, WarningFault.UNANSWERABLE, today)
    there.filter(~Exists(meeting.filter(pk=OuterRef("record_key")))).delete()
    known = there.filter(record_key=OuterRef("pk"))
    WarningRule.objects.filter(pk=stored.pk).update(evaluated_date=today, fault="")
    coming = meeting.filter(~Exists(known)).values_list("pk", flat=True).iterator()
    opened, count = _open(stored, coming, today), there.count()
    if opened:
        about = {"rule": stored.pk, "collection": stored.collection}
        announce(Event.WARNINGS_OPENED, {**about, "opened": opened, "open": count})
    return count


def _meeting(rule: WarningRule, today: datetime.date) -> QuerySet[Any]:
    """The records in use that meet the rule, but for those of which it is muted. Raises UnanswerableCondition."""
    system = Actor.system(today=today)
    model, told = question_of(rule, by=system)
    rows = system.rows(model).order_by()
    muted = WarningMute.objects.filter(rule=rule, until_date__gte=today, record_key=OuterRef("pk"))
    return rows.filter(told).filter(~Exists(muted))


def _open(rule: WarningRule, keys: Iterable[int], today: datetime.date) -> int:
    """Returns how many."""
    coming, count = iter(keys), 0
    while some := list(islice(coming, _CHUNK)):
        OpenWarning.objects.bulk_create(
            OpenWarning(rule=rule, record_key=key, since_date=today) for key in some
        )
        count += len(some)
    return count
