"""One value for many records: all of them or none, each as by its form."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.bulk_changing import (
    BulkRefused,
    ChangedMeanwhile,
    bulk_change,
    plan_bulk_change,
)
from datasets.actions.records import NotPermitted
from datasets.models import Child
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def children(db: None) -> list[Child]:
    return [make_child(XUXIAKE_VILLAGE, name=name, grade=grade) for name, grade in
            (("甲", ""), ("乙", "三年级"), ("丙", "四年级"))]  # fmt: skip


def reasons(user: Any) -> list[str]:
    return [one.history_change_reason for one in Child.history.filter(history_user=user)]


def changed(by: Actor, name: str = "grade", value: Any = "四年级", rows: Any = None) -> int:
    rows = Child.objects.all() if rows is None else rows
    plan = plan_bulk_change(rows=rows, name=name, value=value, by=by)
    done = bulk_change(rows=rows, name=name, value=value, by=by, reason="升级", stamp=plan.stamp)
    return done.count


def test_what_differs_is_set_and_has_its_history(children: list[Child], clerk: Any) -> None:
    assert changed(Actor.of(clerk, today=TODAY)) == 2
    assert {child.grade for child in Child.objects.all()} == {"四年级"}
    assert reasons(clerk) == ["升级", "升级"]


def test_records_that_one_may_not_change_are_left_out(children: list[Child], clerk: Any) -> None:
    there = make_child(CHANGJING, name="丁")
    by = Actor.of(clerk, today=TODAY)
    plan = plan_bulk_change(rows=Child.objects.all(), name="grade", value="四年级", by=by)
    assert there not in plan.records
    changed(by)
    there.refresh_from_db()
    assert there.grade == ""


def test_one_refusal_leaves_all_as_they_were(children: list[Child], clerk: Any) -> None:
    with pytest.raises(BulkRefused) as refused:
        changed(Actor.of(clerk, today=TODAY), "status", "closed")
    assert len(refused.value.refusals) == 3
    assert "结案" in refused.value.refusals[0][1]
    assert not Child.objects.filter(status="closed").exists()
    assert not reasons(clerk)


def test_what_was_changed_since_the_preview_is_shown_again(
    children: list[Child], clerk: Any
) -> None:
    by = Actor.of(clerk, today=TODAY)
    rows = Child.objects.all()
    plan = plan_bulk_change(rows=rows, name="grade", value="四年级", by=by)
    Child.objects.filter(pk=children[0].pk).update(grade="五年级")
    with pytest.raises(ChangedMeanwhile):
        bulk_change(rows=rows, name="grade", value="四年级", by=by, reason="升级", stamp=plan.stamp)


def test_a_field_that_one_does_not_see_cannot_be_set(children: list[Child], city_desk: Any) -> None:
    with pytest.raises(NotPermitted):
        changed(Actor.of(city_desk, today=TODAY), "remark", "一样")
