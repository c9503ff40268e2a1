"""Regions are added, moved, renamed, merged; what is recorded under them stays findable."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted, RecordInUse, delete_record
from datasets.models import Child, Region
from datasets.models.regions import PATH_STEP
from datasets.queries.regions import regions_known_as
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def new_region(by: Actor, **values: Any) -> Region:
    return create(
        Region, values={"name": "高新区", "level": "township", **values}, by=by, reason="新设"
    )


def known_as(name_key: str) -> list[str]:
    return [known.place.name for known in regions_known_as({name_key}, set())]


def test_an_area_without_code_is_made_under_its_parent(system: Actor) -> None:
    made = [new_region(system, parent=region("320281"), name=name) for name in ("高新区", "临港区")]
    for area in made:
        area.refresh_from_db()
        assert area.code is None
        assert area.path == region("320281").path + str(area.pk).zfill(PATH_STEP)
        assert area.lies_within(region("32"))
        assert area.history.get().name == area.name
    assert known_as("高新") == ["高新区"]


def test_a_province_stands_at_the_root(system: Actor) -> None:
    assert new_region(system, level="province", name="陕西省", code="61").path.isdigit()
    with pytest.raises(ValidationError, match="这个区划代码已经有了。"):
        new_region(system, level="province", name="陕西省", code="61")


def test_a_renamed_region_is_found_by_both_names(system: Actor) -> None:
    town = region(XUXIAKE)
    change(town, values={"name": "霞客湖镇"}, by=system, reason="更名")
    assert "霞客湖镇" in known_as("霞客湖")
    assert "霞客湖镇" in known_as("徐霞客")
    change(town, values={"name": "徐霞客镇"}, by=system, reason="改回")
    change(town, values={"name": "霞客湖镇"}, by=system, reason="再改")
    town.refresh_from_db()
    assert {other.name for other in town.other_names.all()} == {"徐霞客镇", "霞客湖镇"}
    assert town.history.count() == 4


def test_a_former_name_may_be_given_with_the_new_one(system: Actor) -> None:
    town = region(XUXIAKE)
    names = {"other_names": [{"name": "徐霞客镇"}, {"name": "璜塘镇"}]}
    change(town, values={"name": "霞客湖镇"}, owned=names, by=system, reason="更名")
    assert {other.name for other in town.other_names.all()} == {"徐霞客镇", "璜塘镇"}
    assert "霞客湖镇" in known_as("璜塘")


def test_a_move_takes_along_all_below_and_who_sees_the_children(
    system: Actor, clerk: Any, supervisor: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    there = new_region(system, level="county", name="澄西新区", parent=region("3202"))
    change(region(XUXIAKE), values={"parent": there}, by=system, reason="区划调整")
    assert region(XUXIAKE_VILLAGE).path.startswith(region(XUXIAKE).path)
    assert region(XUXIAKE).path.startswith(there.path)
    assert region(XUXIAKE_VILLAGE).ancestor_ids()[-2:] == [there.pk, region(XUXIAKE).pk]
    assert Actor.of(clerk, today=TODAY).may_on("view", child), "the town's own post moved along"
    assert not Actor.of(supervisor, today=TODAY).rows(Child).exists()
    paths = list(Region.objects.values_list("path", "parent__path", "pk"))
    assert all(path == (above or "") + str(key).zfill(PATH_STEP) for path, above, key in paths)


def test_a_parent_read_before_it_moved_itself_does_not_tear_the_tree(system: Actor) -> None:
    stale = region(XUXIAKE)
    village = region(XUXIAKE_VILLAGE)
    other = new_region(system, level="county", name="澄西新区", parent=region("3202"))
    change(region(XUXIAKE), values={"parent": other}, by=system, reason="区划调整")
    made = new_region(system, level="village", name="新村", parent=stale)
    change(village, values={"parent": region(CHANGJING)}, by=system, reason="划出")
    change(village, values={"parent": stale}, by=system, reason="划回")
    for area in (made, village):
        area.refresh_from_db()
        assert area.path == region(XUXIAKE).path + str(area.pk).zfill(PATH_STEP)


def test_a_region_can_not_be_moved_under_itself_or_its_own_parts(system: Actor) -> None:
    for below in (XUXIAKE, XUXIAKE_VILLAGE):
        with pytest.raises(ValidationError, match="上级地区不能是它自己或它下面的地区。"):
            change(region(XUXIAKE), values={"parent": region(below)}, by=system, reason="误")
    assert region(XUXIAKE).history.count() == 1


def test_regions_are_made_and_moved_at_home_only(administrator: Any, supervisor: Any) -> None:
    admin = Actor.of(administrator, today=TODAY)
    new_region(admin, parent=region("320281"))
    for parent in (None, region("11") if Region.objects.filter(code="11").exists() else None):
        with pytest.raises(NotPermitted):
            new_region(admin, parent=parent)
        with pytest.raises(NotPermitted):
            change(region(XUXIAKE), values={"parent": parent}, by=admin, reason="误")
    with pytest.raises(NotPermitted):
        new_region(Actor.of(supervisor, today=TODAY), parent=region("320281"))


def test_a_merged_village_names_its_successor_and_keeps_its_records(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    village = region(XUXIAKE_VILLAGE)
    successor = Region.objects.filter(parent=village.parent).exclude(pk=village.pk).first()
    with pytest.raises(ValidationError, match="并入其他地区时，请同时填写撤销日期。"):
        change(village, values={"successor": successor}, by=system, reason="撤并")
    change(
        village, values={"successor": successor, "retired_date": TODAY}, by=system, reason="撤并"
    )
    child.refresh_from_db()
    assert child.region == village
    assert village not in Region.objects.in_use()
    known = regions_known_as(set(), {XUXIAKE_VILLAGE})
    assert [one.successor.name for one in known if one.successor] == [successor.name]


def test_a_region_with_records_is_not_removed(system: Actor) -> None:
    make_child(XUXIAKE_VILLAGE)
    for code in (XUXIAKE_VILLAGE, XUXIAKE):
        with pytest.raises(RecordInUse):
            delete_record(record=region(code), by=system, reason="误")
    empty = new_region(system, parent=region("320281"))
    change(empty, values={"name": "临港区"}, by=system, reason="更名")
    delete_record(record=empty, by=system, reason="未设立")
    assert not Region.objects.filter(pk=empty.pk).exists()
