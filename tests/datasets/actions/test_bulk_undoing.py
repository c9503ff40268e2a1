"""A bulk change is taken back as one thing, and what others changed since is left to them."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.bulk_changing import bulk_change, plan_bulk_change
from datasets.actions.bulk_undoing import BulkUndoRefused, plan_bulk_undo, undo_bulk_change
from datasets.actions.dispatch import create, delete
from datasets.actions.records import NotPermitted
from datasets.models import BulkChange, Child, Region
from datasets.models.posts import name_of_user
from datasets.queries.bulk_changes import bulk_changes_in_sight
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def children(db: None) -> list[Child]:
    return [make_child(XUXIAKE_VILLAGE, name=name, grade=grade) for name, grade in
            (("甲", "一年级"), ("乙", "三年级"), ("丙", ""))]  # fmt: skip


@pytest.fixture
def by(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def changed(by: Actor, name: str = "grade", value: Any = "四年级") -> BulkChange:
    rows = Child.objects.all()
    plan = plan_bulk_change(rows=rows, name=name, value=value, by=by)
    return bulk_change(rows=rows, name=name, value=value, by=by, reason="升级", stamp=plan.stamp)


def undone(done: BulkChange, by: Actor) -> BulkChange:
    return undo_bulk_change(done=done, by=by, reason="改错了")


def edit(child: Child, by: Actor, **values: Any) -> None:
    records.change_record(record=child, values=values, by=by, reason="核对")


def grades() -> dict[str, str]:
    return dict(Child.objects.values_list("name", "grade"))


def test_every_record_returns_to_its_own_value(children: list[Child], by: Actor) -> None:
    undoing = undone(changed(by), by)
    assert grades() == {"甲": "一年级", "乙": "三年级", "丙": ""}
    assert (undoing.count, undoing.kept) == (3, [])
    latest = children[0].history.latest("history_id")
    assert (latest.history_user, latest.history_change_reason) == (by.user, "改错了")


def test_what_was_changed_since_stays_and_is_listed(
    children: list[Child], by: Actor, boss: Any
) -> None:
    done = changed(by)
    edit(children[0], Actor.of(boss, today=TODAY), grade="五年级")
    edit(children[1], by, school="实验小学")
    (kept,) = plan_bulk_undo(done=done, by=by).kept
    assert kept[0] == children[0]
    assert "又改过" in kept[1]
    undoing = undone(done, by)
    assert grades() == {"甲": "五年级", "乙": "三年级", "丙": ""}
    assert [key for key, _why in undoing.kept] == [children[0].pk]
    children[1].refresh_from_db()
    assert children[1].school == "实验小学"


def test_what_was_confirmed_by_hand_since_stays(children: list[Child], by: Actor) -> None:
    done = changed(by)
    edit(children[0], by, grade="五年级")
    edit(children[0], by, grade="四年级")
    undone(done, by)
    assert grades()["甲"] == "四年级"


def test_a_later_bulk_change_that_was_undone_does_not_stand_in_the_way(
    children: list[Child], by: Actor
) -> None:
    first = changed(by)
    undone(changed(by, value="五年级"), by)
    assert undone(first, by).count == 3
    assert grades()["甲"] == "一年级"


def test_it_is_undone_once(children: list[Child], by: Actor) -> None:
    done = changed(by)
    undone(done, by)
    with pytest.raises(BulkUndoRefused):
        undone(done, by)


def test_an_undoing_is_undone_as_any_other(children: list[Child], by: Actor) -> None:
    undoing = undone(changed(by), by)
    edit(children[1], by, grade="五年级")
    again = undone(undoing, by)
    assert grades() == {"甲": "四年级", "乙": "五年级", "丙": "四年级"}
    assert [key for key, _why in again.kept] == [children[1].pk]
    undone(again, by)
    assert grades() == {"甲": "一年级", "乙": "五年级", "丙": ""}


def test_what_was_undone_and_done_again_stands_in_the_way_of_an_earlier_undoing(
    children: list[Child], by: Actor
) -> None:
    first = changed(by)
    later = undone(changed(by, value="五年级"), by)
    again = undone(later, by)
    (why,) = {why for _record, why in plan_bulk_undo(done=first, by=by).kept}
    assert why.startswith(name_of_user(by.user))
    assert undone(first, by).count == 0
    undone(again, by)
    assert set(grades().values()) == {"四年级"}


def test_what_left_the_own_area_is_counted_and_left_alone(
    children: list[Child], by: Actor, boss: Any
) -> None:
    done = changed(by)
    edit(children[2], Actor.of(boss, today=TODAY), region=region(CHANGJING))
    assert plan_bulk_undo(done=done, by=by).elsewhere == 1
    undone(done, by)
    assert grades()["丙"] == "四年级"


def test_records_that_it_pointed_to_are_pointed_to_again(children: list[Child], by: Actor) -> None:
    moved = changed(by, "region", region(XUXIAKE))
    assert undone(moved, by).count == 3
    assert {child.region_id for child in Child.objects.all()} == {region(XUXIAKE_VILLAGE).pk}


def test_a_value_that_is_allowed_no_more_stays_out_and_is_listed(
    children: list[Child], by: Actor
) -> None:
    told = {"name": "旧村", "level": "village", "parent": region(XUXIAKE)}
    old = create(Region, values=told, by=Actor.system(), reason="区划")
    edit(children[0], by, region=old)
    moved = changed(by, "region", region(XUXIAKE))
    delete(old, by=Actor.system(), reason="并村")
    undoing = undone(moved, by)
    assert undoing.count == 2
    ((key, why),) = undoing.kept
    assert (key, "已经删除" in why) == (children[0].pk, True)


def test_it_is_its_authors_and_the_areas_to_see(
    children: list[Child], by: Actor, other_clerk: Any, supervisor: Any
) -> None:
    done = changed(by)
    neighbour, above = Actor.of(other_clerk, today=TODAY), Actor.of(supervisor, today=TODAY)
    assert list(bulk_changes_in_sight(Child, by=above)) == [done]
    assert not bulk_changes_in_sight(Child, by=neighbour).exists()
    with pytest.raises(NotPermitted):
        undone(done, neighbour)
