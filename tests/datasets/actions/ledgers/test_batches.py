"""From a file to the register and back to the file: what a township relies on."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import (
    BatchNotWaiting,
    apply_upload,
    discard_batch,
)
from datasets.actions.ledgers.choices import NEW, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.planning import RegisterMovedOn
from datasets.actions.records import NotPermitted
from datasets.choices import BatchStatus, ChildStatus, RowAction
from datasets.ledgers.pipeline import (
    Reading,
    apply_previewed,
    preview,
    read_ledger,
)
from datasets.models import (
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


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def reading(by: Actor, *rows: Any) -> Reading:
    return read_ledger(xlsx(HEADER, *rows), "台账.xlsx", collection="children", by=by)


def planned(by: Actor, *rows: Any) -> Plan:
    return preview(reading(by, *rows), by=by)


def applied(by: Actor, *rows: Any) -> Plan:
    read = reading(by, *rows)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[1]


def actions(plan: Plan) -> list[str]:
    return [row.action.value for row in plan.rows]


def codes(plan: Plan) -> list[str]:
    return [issue.code for row in plan.rows for issue in row.issues]


NUMBER = id_number(datetime.date(2015, 6, 1), "male", 1)
FULL = {
    "姓名": "张　伟",
    "性别": "男", "身份证号": NUMBER.lower(), "出生日期": "2015.6.1", "儿童类别": "散居孤儿、留守儿童",
    "就读学校": "实验小学", "监护人姓名": "张国强", "与儿童关系": "爷爷", "监护人联系电话": 13800000001,
    "补助标准": "1,200元/月", "备注": "无",
}  # fmt: skip


def test_who_leaves_and_is_not_recorded_waits_for_a_word(mine: Actor) -> None:
    """What a list of those who go says of a child nobody knows is no reason to open a file for it."""
    header, one = [*HEADER, "变动情况"], a_row(姓名="张伟", 身份证号=NUMBER)
    read = read_ledger(xlsx(header, [*one, "减少"]), "增减表.xlsx", collection="children", by=mine)
    plan = preview(read, by=mine)
    assert (actions(plan), codes(plan)) == (["park"], ["leaving", "leaving_unrecorded"])
    key = row_key(read.rows[0].sheet, read.rows[0].row)
    for word, action in ((NEW, "create"), (SKIP, "unchanged")):
        upload = replace(read.upload, choices=LedgerChoices(rows={key: word}))
        assert actions(preview(replace(read, upload=upload), by=mine)) == [action]
    applied(mine, one)
    assert actions(preview(read, by=mine)) == ["unchanged"], (
        "one that is recorded is the clerk's to close"
    )


def test_a_preview_changes_nothing(mine: Actor) -> None:
    assert actions(planned(mine, a_row(**FULL))) == ["create"]
    assert not Child.objects.exists()
    assert not LedgerBatch.objects.exists()


def test_a_new_row_makes_child_guardian_and_family(mine: Actor) -> None:
    applied(mine, a_row(**FULL))
    child = Child.objects.get()
    assert (child.name, child.sex, child.id_number) == ("张伟", "male", NUMBER)
    assert child.birth_date == datetime.date(2015, 6, 1)
    assert child.region.code == XUXIAKE_VILLAGE
    assert child.subsidy_amount == Decimal("1200.00")
    assert {link.category.code for link in child.category_links.all()} == {"orphan", "left_behind"}
    link = child.guardianships.get()
    assert (link.relation, link.is_principal) == ("paternal_grandfather", True)
    assert (link.guardian.name, link.guardian.phone) == ("张国强", "13800000001")
    assert child.family == link.guardian.family
    assert child.family.region == child.region


def test_every_record_of_the_batch_has_one_history_row_that_names_author_file_sheet_and_row(
    mine: Actor,
) -> None:
    applied(mine, a_row(**FULL))
    batch = LedgerBatch.objects.get()
    for model in (Child, ChildCategory, Family, Guardian, Guardianship):
        rows = model.history.all()
        assert len(rows) == model.objects.count() > 0
        for row in rows:
            assert row.history_user == mine.user
            assert row.history_type == "+"
            assert "台账.xlsx" in row.history_change_reason
            assert (row.ledger_batch_id, row.ledger_sheet, row.ledger_row) == (
                batch.pk,
                "花名册",
                2,
            )
    child = Child.objects.get()
    assert child.history.get().instance.name == child.name


def test_the_batch_keeps_the_file_who_when_and_what(mine: Actor) -> None:
    read = reading(mine, a_row(**FULL), a_row(姓名=""))
    batch, _plan = apply_upload(upload=read.upload, rows=read.rows, by=mine)
    batch.refresh_from_db()
    with batch.file.open("rb") as file:
        assert file.read() == read.upload.content
    assert batch.status == BatchStatus.APPLIED
    assert batch.applied_by == batch.uploaded_by == mine.user
    assert (batch.created_count, batch.error_count) == (1, 1)
    assert batch.region.code == XUXIAKE_VILLAGE
    assert len(batch.file_sha256) == 64
    assert "台账" not in batch.file.name
    rows = list(LedgerRow.objects.filter(batch=batch))
    assert [row.record_id for row in rows] == [Child.objects.get().pk, None]
    assert rows[0].values["birth_date"] == "2015-06-01"
    assert rows[0].cells["guardian_relation"] == "爷爷"


def test_the_same_file_again_changes_nothing(mine: Actor) -> None:
    rows = [
        a_row(**FULL),
        a_row(姓名="李雷", 出生日期="2016-01-01", 监护人姓名="李父"),
        a_row(姓名="没证件"),
        a_row(姓名="韩梅", 监护人姓名="张国强", 监护人联系电话="13800000001", 与儿童关系="外公"),
    ]
    applied(mine, *rows)
    before = {model: model.history.count() for model in (Child, Family, Guardian, Guardianship)}
    again = applied(mine, *rows)
    assert actions(again) == ["unchanged"] * 4
    assert before == {model: model.history.count() for model in before}


def test_siblings_share_their_guardian_and_family(mine: Actor) -> None:
    other = id_number(datetime.date(2017, 1, 1), "female", 2)
    applied(
        mine,
        a_row(**FULL),
        a_row(
            **{
                **FULL,
                "姓名": "张丽",
                "性别": "女",
                "身份证号": other,
                "出生日期": "",
                "与儿童关系": "祖父",
            }
        ),
    )
    assert Guardian.objects.count() == Family.objects.count() == 1
    assert Child.objects.filter(family=Family.objects.get()).count() == 2
    assert Child.objects.get(name="张丽").birth_date == datetime.date(2017, 1, 1)


def test_an_update_sets_what_the_row_says_and_leaves_the_rest(mine: Actor) -> None:
    child = make_child(
        XUXIAKE_VILLAGE,
        name="张伟",
        id_number=NUMBER,
        school="旧小学",
        health="健康",
        categories=("poverty",),
    )
    plan = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="新小学", 儿童类别="孤儿"))
    assert actions(plan) == ["update"]
    assert plan.rows[0].changes["school"] == ["旧小学", "新小学"]
    assert plan.rows[0].changes["categories"] == [["poverty"], ["poverty", "orphan"]]
    child.refresh_from_db()
    assert (child.school, child.health) == ("新小学", "健康")
    assert child.birth_date == datetime.date(2015, 6, 1), "the number tells it"
    latest = child.history.first()
    assert (latest.history_type, latest.school, latest.ledger_row) == ("~", "新小学", 2)


def test_empty_cells_never_erase(mine: Actor) -> None:
    child = make_child(
        XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER, school="旧小学", remark="要紧"
    )
    applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 就读学校="", 备注="无"))
    child.refresh_from_db()
    assert (child.school, child.remark) == ("旧小学", "要紧")


def test_a_child_without_number_is_found_by_name_birth_date_and_village(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张伟", birth_date=datetime.date(2015, 6, 1))
    plan = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 儿童类别=""))
    assert actions(plan) == ["update"]
    child.refresh_from_db()
    assert child.id_number == NUMBER
    assert Child.objects.count() == 1


def test_two_candidates_are_parked_never_guessed(mine: Actor) -> None:
    for _twice in range(2):
        make_child(XUXIAKE_VILLAGE, name="张伟", birth_date=datetime.date(2015, 6, 1))
    plan = applied(mine, a_row(姓名="张伟", 出生日期="2015-06-01"))
    assert actions(plan) == ["park"]
    assert codes(plan) == ["several_candidates"]
    assert Child.objects.count() == 2


@pytest.mark.parametrize(
    ("recorded", "row", "code"),
    [
        ({"id_number": NUMBER, "name": "李四海"}, {"身份证号": NUMBER}, "name_differs"),
        (
            {"id_number": id_number(datetime.date(2015, 6, 1), "male", 7), "birth_date": datetime.date(2015, 6, 1)},
            {"身份证号": NUMBER},
            "id_number_differs",
        ),
        ({}, {"身份证号": NUMBER}, "doubtful_namesake"),
        ({"birth_date": datetime.date(2015, 6, 1)}, {}, "doubtful_namesake"),
        (
            {
                "id_number": NUMBER, "status": ChildStatus.CLOSED,
                "closing_reason": "moved_away", "closed_date": TODAY,
            },
            {"身份证号": NUMBER},
            "record_closed",
        ),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_parked(
    mine: Actor, recorded: dict[str, Any], row: dict[str, Any], code: str
) -> None:
    make_child(XUXIAKE_VILLAGE, **{"name": "张伟", **recorded})
    plan = applied(mine, a_row(**{"姓名": "张伟", **row}))
    assert actions(plan) == ["park"]
    assert codes(plan) == [code]
    assert Child.objects.count() == 1


def test_one_changed_character_of_the_name_is_a_correction(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张炜", id_number=NUMBER)
    assert actions(applied(mine, a_row(姓名="张伟", 身份证号=NUMBER))) == ["update"]
    child.refresh_from_db()
    assert child.name == "张伟"


def test_a_child_recorded_elsewhere_is_parked_and_not_described(mine: Actor) -> None:
    make_child(CHANGJING, name="张伟", id_number=NUMBER, school="长泾中学")
    plan = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER))
    assert actions(plan) == ["park"]
    assert codes(plan) == ["recorded_elsewhere"]
    assert plan.rows[0].child is None
    assert LedgerRow.objects.get().record_id is None
    assert "长泾" not in str(plan.rows[0].issues[0].message)


def test_a_row_for_another_town_is_an_error(mine: Actor) -> None:
    plan = applied(mine, a_row(镇="长泾镇", 村="花园村"))
    assert actions(plan) == ["error"]
    assert codes(plan) == ["outside_territory"]


def test_a_row_twice_in_the_file_makes_one_child(mine: Actor) -> None:
    plan = applied(mine, a_row(**FULL), a_row(**FULL), a_row(**{**FULL, "就读学校": "别的小学"}))
    assert actions(plan) == ["create", "unchanged", "park"]
    assert codes(plan) == ["twice_in_file", "conflict_in_file"]
    assert Child.objects.count() == 1


def test_errors_keep_their_row_out_and_no_other(mine: Actor) -> None:
    plan = applied(
        mine,
        a_row(姓名=""),
        a_row(姓名="甲", 身份证号=NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")),
        a_row(姓名="乙", 身份证号=float(NUMBER[:17] + "0")),
        a_row(姓名="丙", 性别="女", 身份证号=NUMBER),
        a_row(姓名="丁", 身份证号=NUMBER, 出生日期="2015-06-02"),
        a_row(姓名="戊", 儿童类别="外星人"),
        a_row(姓名="己", 村="无此村"),
        a_row(姓名="庚", 补助标准="很多"),
        a_row(姓名="辛", 镇="", 村=""),
        a_row(姓名="好"),
    )
    assert actions(plan) == ["error"] * 9 + ["create"]
    assert codes(plan) == [
        "missing", "check_digit", "digits_lost", "sex_mismatch", "birth_mismatch",
        "category_unknown", "region_unknown", "money_unreadable", "region_missing",
    ]  # fmt: skip
    assert [child.name for child in Child.objects.all()] == ["好"]
    for row in plan.rows:
        for issue in row.issues:
            assert issue.message
            assert issue.field


def test_a_new_guardian_takes_the_place_of_the_old_one_who_stays_recorded(mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="张父")
    child = make_child(
        XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER, guardian=father, family=father.family
    )
    plan = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张爷", 与儿童关系="爷爷"))
    assert plan.rows[0].changes["guardian_name"] == ["张父", "张爷"]
    principal, former = child.guardianships.order_by("-is_principal")
    assert (principal.guardian.name, principal.guardian.family) == ("张爷", father.family)
    assert (former.guardian, former.is_principal) == (father, False)
    back = applied(mine, a_row(姓名="张伟", 身份证号=NUMBER, 监护人姓名="张父", 与儿童关系="父亲"))
    assert actions(back) == ["update"]
    assert child.guardianships.get(is_principal=True).guardian == father
    assert Guardian.objects.count() == 2


def test_siblings_rows_that_contradict_each_other_do_not_flip_the_guardian(mine: Actor) -> None:
    number = id_number(datetime.date(1980, 1, 1), "male", 9)
    header = [*HEADER, "监护人身份证号"]
    rows = [
        [*a_row(姓名="甲", 监护人姓名="张父", 监护人联系电话="13800000001"), number],
        [*a_row(姓名="乙", 监护人姓名="张父", 监护人联系电话="13900000002"), number],
    ]
    for _twice in range(2):
        read = read_ledger(xlsx(header, *rows), "台账.xlsx", collection="children", by=mine)
        _batch, plan = apply_upload(upload=read.upload, rows=read.rows, by=mine)
    assert actions(plan) == ["unchanged", "unchanged"]
    assert codes(plan) == ["guardian_conflict"]
    assert Guardian.objects.get().phone == "13800000001"


def test_a_preview_is_applied_as_it_was_shown(mine: Actor) -> None:
    batch = keep_preview(reading(mine, a_row(**FULL)), by=mine)
    assert batch.status == BatchStatus.PREVIEWED
    assert not Child.objects.exists()
    apply_previewed(batch, by=mine)
    assert Child.objects.count() == 1
    assert LedgerBatch.objects.get().status == BatchStatus.APPLIED
    with pytest.raises(BatchNotWaiting):
        apply_previewed(batch, by=mine)


def test_a_preview_that_time_has_overtaken_is_shown_again(mine: Actor) -> None:
    batch = keep_preview(reading(mine, a_row(**FULL)), by=mine)
    make_child(XUXIAKE_VILLAGE, name="张伟", id_number=NUMBER)
    with pytest.raises(RegisterMovedOn):
        apply_previewed(batch, by=mine)
    batch.refresh_from_db()
    assert (batch.status, batch.created_count, batch.updated_count) == ("previewed", 0, 1)
    assert LedgerRow.objects.get().action == RowAction.UPDATE


def test_a_preview_given_up_writes_nothing(mine: Actor) -> None:
    batch = keep_preview(reading(mine, a_row(**FULL)), by=mine)
    discard_batch(batch=batch, by=mine)
    with pytest.raises(BatchNotWaiting):
        apply_previewed(batch, by=mine)
    assert not Child.objects.exists()


def test_an_error_in_the_middle_leaves_nothing(
    mine: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Any) -> None:
        raise RuntimeError("the power goes")

    monkeypatch.setattr("datasets.actions.ledgers.children.writing._Writer.guardianships", fail)
    read = reading(mine, a_row(**FULL))
    with pytest.raises(RuntimeError):
        apply_upload(upload=read.upload, rows=read.rows, by=mine)
    for model in (Child, Family, Guardian, LedgerBatch, Child.history.model):
        assert not model.objects.exists()


def test_who_may_not_import_can_not(village_worker: Any) -> None:
    by = Actor.of(village_worker, today=TODAY)
    read = reading(by, a_row(**FULL))
    with pytest.raises(NotPermitted):
        preview(read, by=by)
    with pytest.raises(NotPermitted):
        apply_upload(upload=read.upload, rows=read.rows, by=by)


def test_a_form_change_and_a_ledger_stand_in_one_history(mine: Actor) -> None:
    applied(mine, a_row(**FULL))
    child = Child.objects.get()
    change(child, values={"school": "第三小学"}, by=mine, reason="电话核实")
    assert [row.ledger_row for row in child.history.all()] == [None, 2]


def test_a_village_renamed_or_merged_is_still_found(mine: Actor, system: Actor) -> None:
    village = region(XUXIAKE_VILLAGE)
    change(village, values={"name": "霞客新村"}, by=system, reason="更名")
    assert (
        actions(planned(mine, a_row(村="徐霞客村"), a_row(姓名="乙", 村="霞客新村")))
        == ["create"] * 2
    )
