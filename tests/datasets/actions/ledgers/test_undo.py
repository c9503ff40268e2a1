"""Undoing a ledger: what it made goes, what it changed returns, what others did since is kept and listed."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload, discard_batch
from datasets.actions.ledgers.undo import Undone, UndoRefused, preview_undo, undo_batch
from datasets.actions.records import NotPermitted, delete_record
from datasets.choices import BatchStatus
from datasets.history.timeline import timeline
from datasets.ledgers.pipeline import read_ledger
from datasets.models import (
    Category,
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_guardian
from tests.previews import keep_preview
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

RECORDS = (Child, ChildCategory, Family, Guardian, Guardianship)
NUMBER = id_number(datetime.date(2015, 6, 1), "male", 1)
SIBLING = id_number(datetime.date(2017, 1, 1), "female", 2)
WHY = "传错了文件"
FULL = {
    "姓名": "张伟", "身份证号": NUMBER, "儿童类别": "孤儿、留守", "就读学校": "实验小学",
    "监护人姓名": "张国强", "与儿童关系": "爷爷", "监护人联系电话": "13800000001",
}  # fmt: skip


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def applied(by: Actor, *rows: Any, name: str = "台账.xlsx") -> LedgerBatch:
    read = read_ledger(xlsx(HEADER, *rows), name, collection="children", by=by)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[0]


def undone(batch: LedgerBatch, by: Actor) -> Undone:
    return undo_batch(batch=batch, by=by, reason=WHY)


def kept(result: Undone) -> set[tuple[str, str, str]]:
    return {(one["collection"], one["field"], one["why"]) for one in result.kept}


def everything() -> dict[Any, list[Any]]:
    return {model: list(model._default_manager.order_by("pk").values()) for model in RECORDS}


def recorded_child(**values: Any) -> Child:
    father = make_guardian(XUXIAKE_VILLAGE, name="张父", phone="13900000009")
    return make_child(
        XUXIAKE_VILLAGE,
        **{
            "name": "张伟", "id_number": NUMBER, "birth_date": datetime.date(2015, 6, 1), "sex": "male",
            "school": "旧小学", "guardian": father, "family": father.family, **values,
        },
    )  # fmt: skip


def test_what_the_batch_made_goes(mine: Actor) -> None:
    batch = applied(mine, a_row(**FULL), a_row(姓名="李雷"))
    result = undone(batch, mine)
    assert not any(everything().values())
    assert result.kept == []
    assert (result.batch.deleted_count, result.batch.updated_count) == (2, 0)


def test_what_the_batch_changed_returns(mine: Actor) -> None:
    recorded_child(categories=("poverty",))
    before = everything()
    batch = applied(mine, a_row(**FULL))
    assert everything() != before
    result = undone(batch, mine)
    assert everything() == before
    assert (result.batch.deleted_count, result.batch.updated_count) == (0, 1)


def test_a_guardian_replaced_by_the_batch_is_principal_again(mine: Actor) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张爷", 与儿童关系="爷爷"))
    assert child.guardianships.get(is_principal=True).guardian.name == "张爷"
    undone(batch, mine)
    link = child.guardianships.get()
    assert (link.guardian.name, link.is_principal) == ("张父", True)
    assert not Guardian.objects.filter(name="张爷").exists()


def test_two_guardians_who_changed_places_change_back(mine: Actor) -> None:
    child = recorded_child()
    swap = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张爷", 与儿童关系="爷爷"))
    back = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张父", 与儿童关系="父亲"))
    undone(back, mine)
    assert child.guardianships.get(is_principal=True).guardian.name == "张爷"
    undone(swap, mine)
    assert child.guardianships.get().guardian.name == "张父"


def test_the_history_of_everything_names_author_reason_and_the_undoing(mine: Actor) -> None:
    recorded_child()
    batch = applied(mine, a_row(**FULL), a_row(姓名="李雷"))
    result = undone(batch, mine)
    told = {
        (model, row.history_type)
        for model in RECORDS
        for row in model.history.filter(ledger_batch_id=result.batch.pk)
        if (row.history_user, row.history_change_reason) == (mine.user, WHY)
        and row.ledger_sheet == "花名册"
        and row.ledger_row in (2, 3)
    }
    assert told >= {(Child, "-"), (Child, "~"), (ChildCategory, "-"), (Guardianship, "~")}
    for model in RECORDS:
        for row in model.history.filter(ledger_batch_id=result.batch.pk):
            assert (row.history_user, row.history_change_reason) == (mine.user, WHY)
    gone = Child.history.get(history_type="-")
    assert (gone.name, gone.ledger_row) == ("李雷", 3)


def test_the_timeline_tells_what_went_back(mine: Actor) -> None:
    child = recorded_child()
    undone(applied(mine, a_row(**FULL)), mine)
    latest, ledger, _first = timeline(child, to=Actor.system())
    assert (latest.kind, latest.reason, latest.batch.undoes) == ("修改", WHY, ledger.batch)
    told = {(one.label, one.old, one.new) for one in latest.changes}
    assert ("就读学校", "实验小学", "旧小学") in told
    assert ("困境类别认定", "孤儿", "") in told


def test_a_field_that_a_form_changed_since_is_kept_and_listed(mine: Actor) -> None:
    child = recorded_child(grade="一年级")
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学", 备注="台账的备注"))
    child.refresh_from_db()
    change(child, values={"school": "第三小学"}, by=mine, reason="电话核实")
    result = undone(batch, mine)
    child.refresh_from_db()
    assert (child.school, child.remark) == ("第三小学", "")
    (one,) = result.kept
    assert one["name"] == "张伟"
    assert (one["field"], one["now"], one["before"]) == ("school", "第三小学", "旧小学")
    assert (one["why"], one["by"]) == ("changed", mine.user.pk)
    assert LedgerRow.objects.get(batch=result.batch).content["kept"] == one


def test_a_field_changed_away_and_back_by_a_form_is_kept(mine: Actor) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学", 儿童类别=""))
    for school in ("第三小学", "新小学"):
        change(child, values={"school": school}, by=mine, reason="电话核实")
    assert kept(undone(batch, mine)) == {("child", "school", "changed")}
    child.refresh_from_db()
    assert child.school == "新小学"


def test_a_field_that_a_form_set_back_already_is_nothing_to_list(mine: Actor) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学"))
    change(child, values={"school": "旧小学"}, by=mine, reason="更正")
    assert undone(batch, mine).kept == []


def test_a_child_of_the_batch_changed_since_stays_whole(mine: Actor) -> None:
    batch = applied(mine, a_row(**FULL), a_row(姓名="李雷"))
    child = Child.objects.get(name="张伟")
    change(child, values={"school": "第三小学"}, by=mine, reason="电话核实")
    result = undone(batch, mine)
    assert [one.name for one in Child.objects.all()] == ["张伟"]
    assert child.category_links.count() == 2
    assert child.guardianships.get().guardian.family == child.family
    assert kept(result) == {
        ("child", "", "changed"), ("guardian", "", "in_use"), ("family", "", "in_use"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        lambda link: [{"id": link.pk, "evidence": "村委会证明"}],
        lambda link: [{"id": link.pk, "delete": True}],
        lambda _link: [{"category": Category.objects.get(code="poverty")}],
    ],
    ids=["changed", "deleted", "added"],
)
def test_a_child_of_the_batch_whose_rows_were_changed_since_stays(mine: Actor, rows: Any) -> None:
    batch = applied(mine, a_row(姓名="张伟", 儿童类别="孤儿"))
    child = Child.objects.get()
    link = child.category_links.get()
    change(child, values={}, owned={"category_links": rows(link)}, by=mine, reason="核实")
    links = list(child.category_links.values())
    ((collection, _field, why),) = kept(undone(batch, mine))
    assert (collection, why) in {("child", "changed"), ("child", "in_use")}
    assert list(child.category_links.values()) == links


def test_a_category_added_to_a_recorded_child_goes_unless_changed_since(mine: Actor) -> None:
    child = recorded_child(categories=("poverty",))
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 儿童类别="孤儿、留守"))
    link = child.category_links.get(category__code="orphan")
    rows = [{"id": link.pk, "evidence": "村委会证明"}]
    change(child, values={}, owned={"category_links": rows}, by=mine, reason="核实")
    result = undone(batch, mine)
    assert {one.category.code for one in child.category_links.all()} == {"poverty", "orphan"}
    assert kept(result) == {("childcategory", "", "changed")}
    assert result.kept[0]["name"] == "张伟 · 孤儿"


def test_a_later_batch_keeps_what_it_set_and_can_be_undone_too(mine: Actor) -> None:
    child = recorded_child()
    first = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="甲校", 备注="第一份"))
    second = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="乙校"))
    assert kept(undone(first, mine)) == {("child", "school", "changed")}
    child.refresh_from_db()
    assert (child.school, child.remark) == ("乙校", "")
    undone(second, mine)
    child.refresh_from_db()
    assert child.school == "甲校", "its value before the second ledger"


def test_batches_undone_last_first_leave_nothing_behind(mine: Actor) -> None:
    first = applied(mine, a_row(**FULL))
    second = applied(mine, a_row(**{**FULL, "就读学校": "乙校", "监护人姓名": "张奶"}))
    assert kept(undone(second, mine)) == set()
    assert Child.objects.get().school == "实验小学"
    assert kept(undone(first, mine)) == set()
    assert not any(everything().values())


def test_siblings_share_their_guardian_and_both_go(mine: Actor) -> None:
    sister = a_row(**{**FULL, "姓名": "张丽", "身份证号": SIBLING})
    undone(applied(mine, a_row(**FULL), sister), mine)
    assert not any(everything().values())


def test_a_guardian_whom_a_later_batch_gave_a_sibling_stays(mine: Actor) -> None:
    first = applied(mine, a_row(**FULL))
    applied(mine, a_row(**{**FULL, "姓名": "张丽", "身份证号": SIBLING}))
    result = undone(first, mine)
    assert [child.name for child in Child.objects.all()] == ["张丽"]
    assert Guardianship.objects.get().guardian.name == "张国强"
    assert kept(result) == {("guardian", "", "in_use"), ("family", "", "in_use")}


def test_a_guardian_named_since_keeps_the_place(mine: Actor) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张爷", 与儿童关系="爷爷"))
    aunt = make_guardian(XUXIAKE_VILLAGE, name="张姑")
    now = child.guardianships.get(is_principal=True)
    rows = [
        {"id": now.pk, "is_principal": False},
        {"guardian": aunt, "relation": "aunt", "is_principal": True},
    ]
    change(child, values={}, owned={"guardianships": rows}, by=mine, reason="变更监护人")
    result = undone(batch, mine)
    assert child.guardianships.get(is_principal=True).guardian == aunt
    assert ("guardianship", "is_principal", "taken") in kept(result)
    assert ("guardianship", "", "changed") in kept(result)


def test_an_id_number_given_to_another_guardian_since_is_not_taken_back(mine: Actor) -> None:
    old, new = (id_number(datetime.date(1980, 1, 1), "male", 8 + n) for n in range(2))
    father = make_guardian(XUXIAKE_VILLAGE, name="张父", id_number=old)
    make_child(
        XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER, guardian=father, family=father.family
    )
    header = [*HEADER, "监护人身份证号"]
    row = [*a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张父"), new]
    read = read_ledger(xlsx(header, row), "台账.xlsx", collection="children", by=mine)
    batch, _plan = apply_upload(upload=read.upload, rows=read.rows, by=mine)
    other = {"family": father.family, "name": "张叔", "id_number": old}
    create(Guardian, values=other, by=mine, reason="登记")
    result = undone(batch, mine)
    father.refresh_from_db()
    assert father.id_number == new
    assert kept(result) == {("guardian", "id_number", "taken")}


def test_a_record_deleted_since_is_listed(mine: Actor, system: Actor) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学", 儿童类别=""))
    delete_record(record=child, by=system, reason="误录")
    assert kept(undone(batch, mine)) == {("child", "", "gone")}


def test_a_child_that_moved_away_is_left_alone_and_not_described(
    mine: Actor, system: Actor
) -> None:
    child = recorded_child()
    batch = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学", 儿童类别="孤儿"))
    change(child, values={"region": region(CHANGJING)}, by=system, reason="迁出")
    result = undone(batch, mine)
    child.refresh_from_db()
    assert child.school == "新小学"
    assert {(one["why"], one["name"]) for one in result.kept} == {("out_of_sight", "")}
    assert child.category_links.exists()


def test_the_same_file_again_makes_the_same_children(mine: Actor) -> None:
    rows = [a_row(**FULL), a_row(姓名="李雷"), a_row(姓名="")]
    first = applied(mine, *rows)
    undone(first, mine)
    again = applied(mine, *rows)
    assert (again.created_count, again.error_count) == (first.created_count, 1) == (2, 1)
    assert {child.name for child in Child.objects.all()} == {"张伟", "李雷"}


def test_undoing_is_a_batch_that_names_the_undone_one(mine: Actor) -> None:
    batch = applied(mine, a_row(**FULL))
    result = undone(batch, mine)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.UNDONE
    assert result.batch.undoes == batch
    assert (result.batch.status, result.batch.file.name) == (BatchStatus.APPLIED, "")
    assert (result.batch.applied_by, result.batch.region) == (mine.user, batch.region)


def test_a_batch_is_undone_once_and_an_undoing_never(mine: Actor) -> None:
    batch = applied(mine, a_row(**FULL))
    result = undone(batch, mine)
    for one in (batch, result.batch):
        with pytest.raises(UndoRefused) as refusal:
            undone(one, mine)
        assert str(refusal.value).count("。") == 1


def test_what_was_never_applied_is_refused(mine: Actor) -> None:
    read = read_ledger(xlsx(HEADER, a_row()), "台账.xlsx", collection="children", by=mine)
    batch = keep_preview(read, by=mine)
    with pytest.raises(UndoRefused):
        undone(batch, mine)
    discard_batch(batch=batch, by=mine)
    with pytest.raises(UndoRefused):
        undone(batch, mine)


def test_neighbours_and_village_workers_may_not(
    mine: Actor, other_clerk: Any, village_worker: Any, supervisor: Any
) -> None:
    batch = applied(mine, a_row(**FULL))
    for user in (other_clerk, village_worker):
        by = Actor.of(user, today=TODAY)
        with pytest.raises(NotPermitted):
            preview_undo(batch=batch, by=by)
        with pytest.raises(NotPermitted):
            undone(batch, by)
    undone(batch, Actor.of(supervisor, today=TODAY))
    assert not Child.objects.exists()


def test_a_preview_tells_the_same_and_changes_nothing(mine: Actor) -> None:
    recorded_child()
    batch = applied(mine, a_row(**FULL), a_row(姓名="李雷"), a_row(姓名="韩梅"))
    change(Child.objects.get(name="韩梅"), values={"school": "三小"}, by=mine, reason="核实")
    before = everything()
    plan = preview_undo(batch=batch, by=mine)
    assert everything() == before
    result = undone(batch, mine)
    assert (plan.deleted_count, plan.restored_count, len(plan.kept)) == (1, 1, 1)
    assert (result.batch.deleted_count, result.batch.updated_count, len(result.kept)) == (1, 1, 1)


@pytest.mark.parametrize("step", ["update_rows", "delete_rows", "load_rows"])
def test_an_error_in_the_middle_leaves_all_as_it_was(
    mine: Actor, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    recorded_child()
    batch = applied(mine, a_row(**FULL), a_row(姓名="李雷"))
    before, versions = everything(), {model: model.history.count() for model in RECORDS}

    def fail(model: Any, *_rest: Any, **_options: Any) -> None:
        if model is not ChildCategory:
            raise RuntimeError("the power goes")

    monkeypatch.setattr(f"datasets.actions.ledgers.undo.{step}", fail)
    with pytest.raises(RuntimeError):
        undone(batch, mine)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.APPLIED
    assert LedgerBatch.objects.count() == 1
    assert everything() == before
    assert versions == {model: model.history.count() for model in RECORDS}


def test_a_region_that_is_no_longer_the_actors_is_not_returned_to(
    supervisor: Any, clerk: Any
) -> None:
    county = Actor.of(supervisor, today=TODAY)
    child = make_child(CHANGJING, name="张伟", id_number=NUMBER)
    batch = applied(county, a_row(姓名="张伟", 身份证号=NUMBER, 儿童类别=""))
    child.refresh_from_db()
    assert child.region.code == XUXIAKE_VILLAGE
    town = Actor.of(clerk, today=TODAY)
    assert kept(undone(batch, town)) == {("child", "region", "lost")}


def test_a_guardian_who_went_is_still_named_in_the_childs_past(mine: Actor) -> None:
    child = recorded_child()
    undone(applied(mine, a_row(**FULL)), mine)
    _latest, ledger, _first = timeline(child, to=Actor.system())
    told = [one.new for one in ledger.changes if one.label == "监护关系"]
    assert any(new.startswith("张国强（已删除）") for new in told)
