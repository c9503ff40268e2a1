"""What a ledger would overwrite: told, marked where the record may know better, and left alone where so chosen."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.access.roles import DutyTableAdmin
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import apply_batch, apply_upload
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.undo import undo_batch
from datasets.ledgers.pipeline import Reading, preview, read_ledger
from datasets.models import Agency, Child, Guardian, LedgerBatch
from tests.conftest import TODAY, XUXIAKE_VILLAGE, someone
from tests.factories import make_child, make_guardian
from tests.previews import keep_preview
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

BORN = "2015-06-01"


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def child() -> Child:
    guardian = make_guardian(XUXIAKE_VILLAGE, name="张国强", phone="13800000001、13800000002")
    return make_child(
        XUXIAKE_VILLAGE, name="乙", birth_date=BORN, school="江阴市实验小学", guardian=guardian
    )


def row(**cells: Any) -> list[Any]:
    return a_row(**{"姓名": "乙", "出生日期": BORN, "儿童类别": "", **cells})


def reading(by: Actor, *rows: Any, title: str = "", kept: frozenset[str] = frozenset()) -> Reading:
    above = [[title]] if title else []
    choices = LedgerChoices(kept=kept)
    content = xlsx(*above, HEADER, *rows)
    return read_ledger(content, "台账.xlsx", collection="children", by=by, choices=choices)


def marks(by: Actor, *rows: Any, title: str = "") -> list[tuple[str, str]]:
    plan = preview(reading(by, *rows, title=title), by=by)
    return [(issue.field, issue.code) for one in plan.rows for issue in one.issues]


def test_a_field_is_counted_once_for_all_rows_that_differ(mine: Actor, child: Child) -> None:
    make_child(XUXIAKE_VILLAGE, name="丙", birth_date=BORN, school="旧小学")
    batch = keep_preview(
        reading(
            mine,
            row(就读学校="实验小学", 监护人姓名="张国强", 监护人联系电话="13900000009"),
            row(姓名="丙", 就读学校="新小学", 儿童类别="孤儿", 备注="新的备注"),
            row(姓名="丁", 就读学校="新小学"),
        ),
        by=mine,
    )
    assert batch.overwritten == [
        {"field": "school", "rows": 2, "less": 1, "older": 0},
        {"field": "guardian_phone", "rows": 1, "less": 0, "older": 0},
    ]


def test_what_is_kept_stays_and_is_still_counted(mine: Actor, child: Child) -> None:
    read = reading(
        mine,
        row(就读学校="新小学", 监护人姓名="张国强", 监护人联系电话="13900000009", 备注="新的"),
        kept=frozenset({"school", "guardian_phone"}),
    )
    batch = keep_preview(read, by=mine)
    assert batch.overwritten == [
        {"field": name, "rows": 1, "less": 0, "older": 0} for name in ("guardian_phone", "school")
    ]
    assert batch.rows.get().kept == {
        "school": ["江阴市实验小学", "新小学"],
        "guardian_phone": ["13800000001、13800000002", "13900000009"],
    }
    apply_batch(batch=batch, rows=read.rows, by=mine)
    child.refresh_from_db()
    assert (child.school, child.remark) == ("江阴市实验小学", "新的")
    assert Guardian.objects.get().phone == "13800000001、13800000002"


def test_what_is_kept_where_nothing_is_recorded_is_filled_in_all_the_same(mine: Actor) -> None:
    make_child(XUXIAKE_VILLAGE, name="乙", birth_date=BORN)
    read = reading(mine, row(就读学校="新小学"), kept=frozenset({"school"}))
    apply_upload(upload=read.upload, rows=read.rows, by=mine)
    assert Child.objects.get().school == "新小学"


def test_another_guardian_can_be_kept_out(mine: Actor, child: Child) -> None:
    read = reading(mine, row(监护人姓名="李秀英"), kept=frozenset({"guardian_name"}))
    batch = keep_preview(read, by=mine)
    assert batch.rows.get().kept == {"guardian_name": ["张国强", "李秀英"]}
    assert batch.unchanged_count == 1


def test_a_cell_that_says_less_than_the_record_is_marked(mine: Actor, child: Child) -> None:
    said = row(就读学校="实验小学", 监护人姓名="张国强", 监护人联系电话="13800000002")
    assert marks(mine, said) == [
        ("school", "less_than_recorded"),
        ("guardian_phone", "less_than_recorded"),
    ]


def test_a_cell_that_says_something_else_or_more_is_not(mine: Actor, child: Child) -> None:
    said = row(就读学校="长泾小学", 监护人姓名="张国强", 监护人联系电话="13900000009")
    assert marks(mine, said) == []
    assert marks(mine, row(就读学校="江阴市实验小学（南校区）")) == []
    assert marks(mine, row(就读学校="", 备注="")) == []


def test_words_of_a_list_say_neither_more_nor_less(mine: Actor) -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE, name="张国强")
    make_child(
        XUXIAKE_VILLAGE, name="乙", birth_date=BORN, guardian=guardian, relation="stepfather"
    )
    assert marks(mine, row(监护人姓名="张国强", 与儿童关系="父亲")) == []  # father, in stepfather


def recorded_on(record: Any, *days: datetime.date) -> None:
    """As if its versions had been saved on these days."""
    for version, day in zip(record.history.order_by("history_id"), days, strict=True):
        noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        record.history.filter(pk=version.pk).update(history_date=noon)


def test_a_ledger_of_an_earlier_month_is_marked_where_the_record_was_changed_since(
    mine: Actor, child: Child
) -> None:
    change(child, values={"school": "新小学"}, by=mine, reason="转学")
    recorded_on(child, datetime.date(2026, 1, 5), datetime.date(2026, 4, 2))
    said = row(就读学校="旧小学", 备注="旧备注", 性别="男")
    assert marks(mine, said, title="2026年3月困境儿童台账") == [("school", "older_than_recorded")]
    assert marks(mine, said, title="2026年4月困境儿童台账") == []
    assert marks(mine, said, title="困境儿童台账") == []
    plan = preview(reading(mine, said, title="2026年3月困境儿童台账"), by=mine)
    [issue] = plan.rows[0].issues
    assert "台账说的是 2026-03-31 的情况，档案在 2026-04-02 更新过" in issue.message


def test_a_guardian_and_a_relation_have_days_of_their_own(mine: Actor, child: Child) -> None:
    guardian, link = child.guardianships.get().guardian, child.guardianships.get()
    for record in (child, link, guardian):
        recorded_on(record, datetime.date(2026, 1, 5))
    change(guardian, values={"phone": "13800000003"}, by=mine, reason="换号")
    recorded_on(guardian, datetime.date(2026, 1, 5), datetime.date(2026, 4, 2))
    said = row(监护人姓名="张国强", 与儿童关系="爷爷", 监护人联系电话="13800000001")
    title = "2026年3月台账"
    assert marks(mine, said, title=title) == [("guardian_phone", "older_than_recorded")]
    recorded_on(link, datetime.date(2026, 4, 9))
    assert ("guardian_relation", "older_than_recorded") in marks(mine, said, title=title)
    assert marks(mine, row(监护人姓名="李秀英"), title=title) == [
        ("guardian_name", "older_than_recorded")
    ]


def test_last_months_ledger_after_this_months_is_marked_and_the_reverse_is_not(
    mine: Actor, child: Child
) -> None:
    """Both are taken in on one day: what counts is the day of which they tell."""
    recorded_on(child, datetime.date(2026, 1, 5))
    march, april = "2026年3月台账", "2026年4月台账"
    for title, school in ((march, "三月小学"), (april, "四月小学")):
        read = reading(mine, row(就读学校=school), title=title)
        _batch, plan = apply_upload(upload=read.upload, rows=read.rows, by=mine)
        assert not plan.rows[0].issues
    assert marks(mine, row(就读学校="三月小学"), title=march) == [("school", "older_than_recorded")]
    undo_batch(batch=LedgerBatch.objects.latest("pk"), by=mine, reason="传错了")
    undone = LedgerBatch.objects.filter(undoes=None).latest("pk")
    assert undone.as_of == datetime.date(2026, 4, 30)
    assert marks(mine, row(就读学校="更正小学"), title=march) == []


def test_marks_are_stored_counted_and_do_not_hold_up_the_applying(
    mine: Actor, child: Child
) -> None:
    read = reading(mine, row(就读学校="实验小学"), row(姓名="丁"), title="2026年3月台账")
    batch = keep_preview(read, by=mine)
    assert batch.as_of == datetime.date(2026, 3, 31)
    assert batch.warned_count == 1
    assert [one.is_warned for one in batch.rows.order_by("id")] == [True, False]
    change(make_child(XUXIAKE_VILLAGE, name="别人"), values={"school": "x"}, by=mine, reason="改")
    apply_batch(batch=batch, rows=read.rows, by=mine)
    assert Child.objects.get(name="乙").school == "实验小学"


def test_nothing_of_a_record_beyond_ones_area_stands_on_the_row() -> None:
    keeper = Actor.of(someone("keeper", DutyTableAdmin, "320281"), today=TODAY)
    far = Agency.objects.get(code="zhengzhou-civil-affairs")
    change(far, values={"note": "只有他们知道"}, by=Actor.system(), reason="记下")
    read = read_ledger(
        xlsx(["标识", "名称", "所在地区", "备注"], [far.code, far.name, "4101", "别的"]),
        "机构.xlsx", collection="agencies", by=keeper, choices=LedgerChoices(kept=frozenset({"note"})),
    )  # fmt: skip
    batch = keep_preview(read, by=keeper)
    assert batch.overwritten == []
    assert "只有他们知道" not in str(batch.rows.get().content)


def test_records_of_other_collections_are_marked_and_kept_alike() -> None:
    keeper = Actor.of(someone("keeper", DutyTableAdmin, "320281"), today=TODAY)
    one = Agency.objects.filter(region__code="320281").first()
    assert one
    change(one, values={"note": "值班室在二楼，夜间打总机"}, by=keeper, reason="记下")

    def stored(kept: frozenset[str]) -> LedgerBatch:
        content = xlsx(
            ["2020年3月通讯录"], ["标识", "名称", "备注"], [one.code, one.name, "打总机"]
        )
        read = read_ledger(
            content, "机构.xlsx", collection="agencies", by=keeper, choices=LedgerChoices(kept=kept)
        )
        return keep_preview(read, by=keeper)

    [issue] = stored(frozenset()).rows.get().issues
    assert (issue["field"], issue["code"]) == ("note", "older_than_recorded")
    assert stored(frozenset({"note"})).rows.get().kept == {
        "note": ["值班室在二楼，夜间打总机", "打总机"]
    }
