"""An earlier version comes back as a new change."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted, delete_record
from datasets.actions.restore import restore_version
from datasets.models import Category, Child, ChildCategory, Record, Region
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def moment_of(record: Record) -> datetime.datetime:
    return record.history.order_by("-history_id").first().history_date  # type: ignore[attr-defined]


def codes(child: Child) -> set[str]:
    return {link.category.code for link in child.category_links.all()}


def test_fields_and_owned_rows_come_back_and_what_came_later_goes(mine: Actor) -> None:
    father, aunt = make_guardian(XUXIAKE_VILLAGE), make_guardian(XUXIAKE_VILLAGE, name="王姑")
    child = make_child(
        XUXIAKE_VILLAGE, school="甲校", categories=("orphan", "poverty"), guardian=father,
        subsidy_amount=1200, birth_date=datetime.date(2015, 6, 1),
    )  # fmt: skip
    then = moment_of(child)
    orphan, poverty = child.category_links.order_by("category__position")
    former = child.guardianships.get()
    change(
        child,
        values={"school": "乙校", "subsidy_amount": None, "birth_date": None},
        owned={
            "category_links": [
                {"id": orphan.pk, "delete": True},
                {"id": poverty.pk, "evidence": "低保证"},
                {"category": Category.objects.get(code="left_behind")},
            ],
            "guardianships": [
                {"id": former.pk, "is_principal": False},
                {"guardian": aunt, "is_principal": True},
            ],
        },
        by=mine,
        reason="改",
    )
    versions = child.history.count()
    changed = restore_version(record=child, at=then, by=mine)
    assert set(changed) == {
        "school", "subsidy_amount", "birth_date", "category_links", "guardianships",
    }  # fmt: skip
    child.refresh_from_db()
    assert (child.school, child.subsidy_amount) == ("甲校", 1200)
    assert codes(child) == {"orphan", "poverty"}
    assert {link.evidence for link in child.category_links.all()} == {""}
    assert [(link.guardian, link.is_principal) for link in child.guardianships.all()] == [
        (father, True)
    ]
    latest = child.history.first()
    assert child.history.count() == versions + 1
    assert (latest.history_type, latest.history_user) == ("~", mine.user)
    assert latest.history_change_reason.startswith("恢复到 ")
    act = ChildCategory.history.filter(history_date=latest.history_date)
    assert sorted(version.history_type for version in act) == ["+", "-", "~"]


def test_a_restoration_can_itself_be_taken_back(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="甲校", categories=("orphan",))
    first = moment_of(child)
    link = child.category_links.get()
    change(
        child, values={"school": "乙校"}, owned={"category_links": [{"id": link.pk, "delete": True}]},
        by=mine, reason="改",
    )  # fmt: skip
    second = moment_of(child)
    restore_version(record=child, at=first, by=mine)
    restore_version(record=child, at=second, by=mine)
    child.refresh_from_db()
    assert (child.school, codes(child)) == ("乙校", set())


def test_the_present_version_changes_nothing(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    assert restore_version(record=child, at=timezone.now(), by=mine) == []
    assert child.history.count() == 1


def test_a_photo_goes_and_comes_back_with_its_version(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    without = moment_of(child)
    change(child, values={"photo": ContentFile(b"x", "a.jpg")}, by=mine, reason="照片")
    child.refresh_from_db()
    name, with_photo = child.photo.name, moment_of(child)
    assert restore_version(record=child, at=without, by=mine) == ["photo"]
    child.refresh_from_db()
    assert not child.photo
    assert restore_version(record=child, at=with_photo, by=mine) == ["photo"]
    child.refresh_from_db()
    assert child.photo.name == name


def test_what_it_pointed_to_is_gone(system: Actor, mine: Actor) -> None:
    family = make_family(XUXIAKE_VILLAGE)
    child = make_child(XUXIAKE_VILLAGE, family=family)
    then = moment_of(child)
    change(child, values={"family": None}, by=mine, reason="改")
    delete_record(record=family, by=system, reason="误录")
    with pytest.raises(ValidationError, match="“家庭”原来指向的记录已经删除，不能恢复到这个版本。"):
        restore_version(record=child, at=then, by=mine)


def test_the_guardian_of_a_removed_guardianship_is_gone(system: Actor, mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE)
    child = make_child(XUXIAKE_VILLAGE, guardian=father, school="甲校")
    then = moment_of(child)
    link = child.guardianships.get()
    rows = {"guardianships": [{"id": link.pk, "delete": True}]}
    change(child, values={"school": "乙校"}, owned=rows, by=mine, reason="改")
    delete_record(record=father, by=system, reason="误录")
    with pytest.raises(ValidationError, match="“监护人”原来指向的记录已经删除"):
        restore_version(record=child, at=then, by=mine)
    child.refresh_from_db()
    assert child.school == "乙校"


def test_an_id_number_that_another_child_bears_by_now(mine: Actor) -> None:
    number = id_number()
    child = make_child(XUXIAKE_VILLAGE, id_number=number)
    then = moment_of(child)
    change(child, values={"id_number": None}, by=mine, reason="误")
    make_child(XUXIAKE_VILLAGE, id_number=number)
    with pytest.raises(ValidationError, match="这个证件号码已经登记在册。"):
        restore_version(record=child, at=then, by=mine)


def test_before_its_first_version_there_is_nothing_to_restore(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(ValidationError, match="那个时间还没有这条记录。"):
        restore_version(record=child, at=moment_of(child) - datetime.timedelta(days=1), by=mine)


def test_the_other_towns_clerk_restores_nothing(mine: Actor, other_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="甲校")
    then = moment_of(child)
    change(child, values={"school": "乙校"}, by=mine, reason="改")
    with pytest.raises(NotPermitted):
        restore_version(record=child, at=then, by=Actor.of(other_clerk, today=TODAY))


def test_a_region_gets_its_name_and_place_back(system: Actor) -> None:
    town = region(XUXIAKE)
    county = create(
        Region, values={"name": "澄西新区", "level": "county", "parent": region("3202")},
        by=system, reason="新设",
    )  # fmt: skip
    then = moment_of(town)
    change(town, values={"name": "霞客镇", "parent": county}, by=system, reason="区划调整")
    town.refresh_from_db()
    restore_version(record=town, at=then, by=system)
    town.refresh_from_db()
    assert (town.name, town.name_key) == ("徐霞客镇", "徐霞客")
    assert region(XUXIAKE_VILLAGE).lies_within(region("320281"))
    assert town.other_names.get().name == "霞客镇", "the name it had in between stays findable"
