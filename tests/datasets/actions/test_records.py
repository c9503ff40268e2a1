"""Create, change, delete: one act, one author, one reason, one moment, and no more than the actor may."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.records import (
    NotPermitted,
    RecordChangedMeanwhile,
    RecordInUse,
    delete_record,
    latest_version,
)
from datasets.models import (
    Agency,
    Category,
    CategoryAlias,
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    Record,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

OUT_OF_SIGHT = "没有找到所选的记录，或者它不在您负责的地区。"


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def theirs(other_clerk: Any) -> Actor:
    return Actor.of(other_clerk, today=TODAY)


def category(code: str) -> Category:
    return Category.objects.get(code=code)


def versions(*models: type[Record]) -> list[Any]:
    return [version for model in models for version in model.history.order_by("history_id")]


def new_child(by: Actor, **values: Any) -> Child:
    return create(
        Child, values={"name": "赵新", "region": region(XUXIAKE_VILLAGE), **values}, by=by, reason="登记"
    )  # fmt: skip


def test_an_act_leaves_one_version_a_row_with_one_author_reason_and_moment(mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE)
    child = create(
        Child,
        values={"name": "赵新", "region": region(XUXIAKE_VILLAGE)},
        owned={
            "category_links": [{"category": category("orphan")}, {"category": category("poverty")}],
            "guardianships": [{"guardian": father, "relation": "father"}],
        },
        by=mine,
        reason="入户登记",
    )
    made = versions(Child, ChildCategory, Guardianship)
    assert [version.history_type for version in made] == ["+"] * 4
    assert {version.history_user for version in made} == {mine.user}
    assert {version.history_change_reason for version in made} == {"入户登记"}
    assert len({version.history_date for version in made}) == 1
    assert {version.ledger_batch_id for version in made} == {None}
    assert child.history.get().name == "赵新"


def test_a_change_writes_what_differs_and_says_what_it_was(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="旧小学", subsidy_amount=Decimal(1200))
    changed = change(
        child,
        values={"school": "新小学", "subsidy_amount": "1200.00", "name": child.name, "health": ""},
        by=mine,
        reason="电话核实",
    )
    assert changed == ["school"]
    child.refresh_from_db()
    assert child.school == "新小学"
    latest, first = child.history.all()
    assert (latest.history_type, latest.history_user, latest.history_change_reason) == (
        "~", mine.user, "电话核实",
    )  # fmt: skip
    assert (first.school, latest.school) == ("旧小学", "新小学")


def test_what_stays_the_same_leaves_no_version(mine: Actor) -> None:
    number = id_number(sex="male")
    father = make_guardian(XUXIAKE_VILLAGE)
    child = make_child(
        XUXIAKE_VILLAGE, id_number=number, categories=("orphan",), guardian=father,
        birth_date=datetime.date(2015, 6, 1), photo=ContentFile(b"x", "a.jpg"),
    )  # fmt: skip
    link, bond = child.category_links.get(), child.guardianships.get()
    before = len(versions(Child, ChildCategory, Guardianship))
    changed = change(
        child,
        values={
            "region": child.region, "family": None, "birth_date": "2015-06-01", "photo": child.photo,
            "id_number": f" {number.lower()} ", "closed_date": None,
        },
        owned={
            "category_links": [{"id": link.pk, "category": link.category, "evidence": ""}],
            "guardianships": [{"id": bond.pk, "is_principal": True}, {"delete": True}],
        },
        by=mine,
        reason="没有改动",
    )  # fmt: skip
    assert changed == []
    assert len(versions(Child, ChildCategory, Guardianship)) == before


def test_an_id_number_written_with_a_small_x_is_the_same_number(mine: Actor) -> None:
    number = next(n for n in (id_number() for _again in range(200)) if n.endswith("X"))
    child = make_child(XUXIAKE_VILLAGE, id_number=number)
    father = make_guardian(XUXIAKE_VILLAGE, id_number=number)
    for record in (child, father):
        assert change(record, values={"id_number": number.lower()}, by=mine, reason="重填") == []
        assert record.history.count() == 1


def test_a_removed_record_keeps_its_past_and_says_who_removed_it(supervisor: Any) -> None:
    by = Actor.of(supervisor, today=TODAY)
    child = make_child(
        XUXIAKE_VILLAGE, categories=("orphan",), guardian=make_guardian(XUXIAKE_VILLAGE)
    )
    delete_record(record=child, by=by, reason="重复登记")
    assert not Child.objects.exists()
    assert not ChildCategory.objects.exists()
    assert not Guardianship.objects.exists()
    gone = [v for v in versions(Child, ChildCategory, Guardianship) if v.history_type == "-"]
    assert len(gone) == 3
    assert {(v.history_user, v.history_change_reason) for v in gone} == {(supervisor, "重复登记")}
    assert len({v.history_date for v in gone}) == 1


def test_who_may_not_is_refused_and_nothing_is_written(
    mine: Actor, theirs: Actor, village_worker: Any, editor: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    worker, publicity = (Actor.of(user, today=TODAY) for user in (village_worker, editor))
    for actor in (theirs, publicity):
        with pytest.raises(NotPermitted):
            change(child, values={"school": "别处"}, by=actor, reason="越权")
        with pytest.raises(NotPermitted):
            new_child(actor)
    for actor in (theirs, publicity, worker, mine):
        with pytest.raises(NotPermitted):
            delete_record(record=child, by=actor, reason="越权")
    assert len(versions(Child)) == Child.objects.count() == 1


def test_a_role_that_may_not_remove_a_finding_can_not_do_so_through_the_child(
    mine: Actor, village_worker: Any
) -> None:
    worker = Actor.of(village_worker, today=TODAY)
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    link = child.category_links.get()
    change(
        child,
        values={},
        owned={"category_links": [{"id": link.pk, "evidence": "证明"}]},
        by=worker,
        reason="补充",
    )
    removal = {"category_links": [{"id": link.pk, "delete": True}]}
    with pytest.raises(NotPermitted):
        change(child, values={}, owned=removal, by=worker, reason="越权")
    assert child.category_links.exists()
    assert change(child, values={}, owned=removal, by=mine, reason="误认") == ["category_links"]


def test_a_record_can_neither_be_made_in_another_town_nor_moved_there(
    mine: Actor, theirs: Actor
) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(NotPermitted):
        change(child, values={"region": region(CHANGJING)}, by=mine, reason="迁出")
    with pytest.raises(NotPermitted):
        change(child, values={"region": region(XUXIAKE_VILLAGE)}, by=theirs, reason="抢来")
    with pytest.raises(NotPermitted):
        new_child(mine, region=region(CHANGJING))
    child.refresh_from_db()
    assert child.region == region(XUXIAKE_VILLAGE)
    assert len(versions(Child)) == 1
    assert change(child, values={"region": region(XUXIAKE)}, by=mine, reason="村未定") == ["region"]


def test_a_record_can_not_point_to_a_family_or_guardian_of_another_town(mine: Actor) -> None:
    foreign = make_guardian(CHANGJING)
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(ValidationError, match=OUT_OF_SIGHT):
        change(child, values={"family": foreign.family}, by=mine, reason="误")
    with pytest.raises(ValidationError, match=OUT_OF_SIGHT):
        change(
            child, values={}, owned={"guardianships": [{"guardian": foreign}]}, by=mine, reason="误"
        )
    with pytest.raises(ValidationError, match=OUT_OF_SIGHT):
        new_child(mine, family=foreign.family)
    with pytest.raises(ValidationError, match=OUT_OF_SIGHT):
        create(Guardian, values={"family": foreign.family, "name": "甲"}, by=mine, reason="误")
    assert len(versions(Child)) == 1
    change(child, values={"household_region": region(CHANGJING)}, by=mine, reason="户籍在外镇")


def test_a_foreign_family_that_is_recorded_already_does_not_block_other_changes(
    mine: Actor,
) -> None:
    child = make_child(XUXIAKE_VILLAGE, family=make_family(CHANGJING))
    assert change(child, values={"school": "新小学"}, by=mine, reason="转学") == ["school"]


def test_what_others_refer_to_is_not_removed_and_the_sentence_counts_them(system: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="王父")
    make_child(XUXIAKE_VILLAGE, guardian=father)
    make_child(XUXIAKE_VILLAGE, guardian=father)
    with pytest.raises(RecordInUse) as refusal:
        delete_record(record=father, by=system, reason="误")
    assert refusal.value.messages == ["“王父”还有相关记录，不能删除。"]
    assert {version.history_type for version in versions(Guardian, Family)} == {"+"}
    agency = Agency.objects.filter(assignments__isnull=False).first()
    with pytest.raises(RecordInUse):
        delete_record(record=agency, by=system, reason="误")


def test_owned_rows_are_added_changed_and_removed_in_one_act(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan", "poverty"))
    orphan, poverty = child.category_links.all()
    changed = change(
        child,
        values={},
        owned={
            "category_links": [
                {"category": category("left_behind")},
                {"id": orphan.pk, "evidence": "村委会证明"},
                {"id": poverty.pk, "delete": True},
            ]
        },
        by=mine,
        reason="复核",
    )
    assert changed == ["category_links"]
    links = {link.category.code: link.evidence for link in child.category_links.all()}
    assert links == {"orphan": "村委会证明", "left_behind": ""}
    act = [one for one in ChildCategory.history.all() if one.history_change_reason == "复核"]
    assert sorted(version.history_type for version in act) == ["+", "-", "~"]
    assert len({version.history_date for version in act}) == 1
    assert child.history.count() == 1


def test_a_new_principal_guardian_takes_over_in_one_act_whatever_the_order(mine: Actor) -> None:
    father, aunt = make_guardian(XUXIAKE_VILLAGE), make_guardian(XUXIAKE_VILLAGE, name="王姑")
    child = make_child(XUXIAKE_VILLAGE, guardian=father)
    former = child.guardianships.get()
    rows = [
        {"guardian": aunt, "relation": "aunt", "is_principal": True},
        {"id": former.pk, "is_principal": False},
    ]
    change(child, values={}, owned={"guardianships": rows}, by=mine, reason="变更监护人")
    assert child.guardianships.get(is_principal=True).guardian == aunt
    with pytest.raises(ValidationError, match="一个儿童只能有一个主要监护人。"):
        change(child, values={}, owned={"guardianships": [{"id": former.pk, "is_principal": True}]},
               by=mine, reason="误")  # fmt: skip


def test_a_refused_owned_row_takes_the_whole_act_back(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    with pytest.raises(ValidationError, match="同一类别不能重复认定。"):
        change(
            child, values={"school": "新小学"},
            owned={"category_links": [{"category": category("orphan")}]}, by=mine, reason="重复",
        )  # fmt: skip
    child.refresh_from_db()
    assert child.school == ""
    assert len(versions(Child, ChildCategory)) == 2


def test_whoever_saves_second_is_told_and_overwrites_nothing(mine: Actor, supervisor: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    seen = latest_version(child)
    change(child, values={"school": "甲校"}, by=Actor.of(supervisor, today=TODAY), reason="甲")
    with pytest.raises(RecordChangedMeanwhile, match="别人修改了这条记录"):
        change(child, values={"school": "乙校"}, by=mine, reason="乙", seen_version=seen)
    child.refresh_from_db()
    assert child.school == "甲校"
    change(
        child, values={"school": "乙校"}, by=mine, reason="乙", seen_version=latest_version(child)
    )


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda link, bond, aunt: {"category_links": [{"id": link.pk, "evidence": "证明"}]},
        lambda link, bond, aunt: {"category_links": [{"id": link.pk, "delete": True}]},
        lambda link, bond, aunt: {"category_links": [{"category": category("poverty")}]},
        lambda link, bond, aunt: {"guardianships": [{"id": bond.pk, "relation": "uncle"}]},
        lambda link, bond, aunt: {"guardianships": [{"id": bond.pk, "delete": True}]},
        lambda link, bond, aunt: {"guardianships": [{"guardian": aunt, "is_principal": False}]},
        lambda link, bond, aunt: {
            "category_links": [
                {"id": link.pk, "delete": True}, {"category": category("orphan")},
            ]
        },
    ],
)  # fmt: skip
def test_a_changed_owned_row_is_a_change_of_the_record_to_whoever_saves_second(
    mine: Actor, supervisor: Any, meanwhile: Any
) -> None:
    child = make_child(
        XUXIAKE_VILLAGE, categories=("orphan",), guardian=make_guardian(XUXIAKE_VILLAGE)
    )
    seen = latest_version(child)
    owned = meanwhile(
        child.category_links.get(), child.guardianships.get(), make_guardian(XUXIAKE_VILLAGE)
    )
    change(child, values={}, owned=owned, by=Actor.of(supervisor, today=TODAY), reason="先")
    assert seen != latest_version(child)
    with pytest.raises(RecordChangedMeanwhile):
        change(child, values={"school": "乙校"}, by=mine, reason="后", seen_version=seen)


def test_another_childs_change_is_no_change_of_this_one(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    seen = latest_version(child)
    make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    assert seen == latest_version(child)
    assert change(child, values={"school": "甲"}, by=mine, reason="改", seen_version=seen)


@pytest.mark.parametrize("reason", ["", None])
def test_an_act_without_a_reason_is_refused(mine: Actor, reason: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(ValueError, match="reason"):
        change(child, values={"school": "甲"}, by=mine, reason=reason)
    with pytest.raises(ValueError, match="reason"):
        delete_record(record=child, by=Actor.system(), reason=reason)


def test_the_database_itself_refuses_a_write_past_the_actions() -> None:
    child = make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    family = make_family(XUXIAKE_VILLAGE)
    for record in (Child.objects.get(), family, child.category_links.get(), Agency.objects.first(),
                   CategoryAlias.objects.first(), region(XUXIAKE)):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            type(record)._default_manager.get(pk=record.pk).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Family(region=region(XUXIAKE)).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        family.__class__.objects.get(pk=family.pk).delete()


def test_a_version_needs_its_reason_as_well_as_its_author(system: Actor) -> None:
    family = Family(region=region(XUXIAKE))
    family._history_user = system.user  # type: ignore[attr-defined]
    with pytest.raises(IntegrityError), transaction.atomic():
        family.save()
