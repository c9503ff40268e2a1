"""When a recorded value was said last: by whom does not matter, of which day it speaks does."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.choices import BatchStatus
from datasets.models import Child, LedgerBatch
from datasets.queries.changes import Spot, said_after
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db

MARCH = datetime.date(2026, 3, 31)


def at(month: int, day: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(2026, month, day, 12))


@pytest.fixture
def child(system: Actor) -> Child:
    """Its school was changed on 2 April, its grade on 5 January."""
    child = make_child(XUXIAKE_VILLAGE, school="旧小学")
    for school, grade in (("旧小学", "一年级"), ("新小学", "一年级")):
        change(child, values={"school": school, "grade": grade}, by=system, reason="核对")
    days = (at(1, 1), at(1, 5), at(4, 2))
    for version, day in zip(child.history.order_by("history_id"), days, strict=True):
        child.history.filter(pk=version.pk).update(history_date=day)
    return child


def spots(child: Child) -> list[Spot]:
    return [Spot(Child, child.pk, name) for name in ("school", "grade")]


def test_only_what_was_said_after_the_day_is_told(child: Child) -> None:
    april = datetime.date(2026, 4, 2)
    assert said_after(MARCH, spots(child)) == {spots(child)[0]: april}
    assert said_after(april, spots(child)) == {}
    assert len(said_after(datetime.date(2025, 12, 31), spots(child))) == 2


def test_nothing_is_asked_of_nobody(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert said_after(MARCH, []) == {}


def a_ledger(by: Any, **values: Any) -> LedgerBatch:
    return LedgerBatch.objects.create(
        collection="children", file="x.xlsx", file_name="台账.xlsx", file_size=1, file_sha256="0" * 64,
        uploaded_by=by, uploaded_at=at(4, 2), **values,
    )  # fmt: skip


def test_a_ledger_taken_in_late_says_what_held_on_its_own_day(child: Child, clerk: Any) -> None:
    batch = a_ledger(clerk, as_of=datetime.date(2026, 2, 28))
    child.history.filter(school="新小学").update(ledger_batch_id=batch.pk)
    assert said_after(MARCH, spots(child)) == {}
    assert said_after(datetime.date(2026, 1, 31), spots(child)) == {
        spots(child)[0]: datetime.date(2026, 2, 28)
    }


def test_what_an_undone_ledger_said_does_not_count(child: Child, clerk: Any) -> None:
    batch = a_ledger(
        clerk, status=BatchStatus.UNDONE, applied_by=clerk, applied_at=at(4, 2), as_of=None
    )
    child.history.filter(school="新小学").update(ledger_batch_id=batch.pk)
    assert said_after(MARCH, spots(child)) == {}


def test_it_asks_as_often_for_many_as_for_one(
    child: Child, django_assert_max_num_queries: Any
) -> None:
    many = [spot for _n in range(30) for spot in spots(make_child(XUXIAKE_VILLAGE))]
    with django_assert_max_num_queries(4):
        said_after(MARCH, [*many, *spots(child)])
