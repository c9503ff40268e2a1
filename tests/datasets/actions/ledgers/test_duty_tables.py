"""The duty table as offices keep it: one agency merged over many rows, the document in the title."""

import io
from typing import Any

import pytest

from datasets.access import Actor
from datasets.access.roles import DutyTableAdmin
from datasets.actions.ledgers.batches import apply_upload, receive_upload
from datasets.actions.ledgers.undo import undo_batch
from datasets.actions.records import NotPermitted
from datasets.ledgers.pipeline import preview, read_batch, read_ledger
from datasets.models import Duty, DutyAssignment
from datasets.resources import write_errors
from tests.conftest import TODAY, someone
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

RECORDED = "制定监护、风险和需求三项评估标准"
TABLE = (
    ["附件2"],
    ["江阴市困境未成年人社会保护职责分工表（澄政办发〔2015〕77号）"],
    ["填报单位（盖章）：江阴市民政局", "", "", "", "填报日期：2026年11月20日"],
    ["序号", "责任单位", "条款", "职责内容", "配合单位", "完成时限"],
    [1, "市民政局", "三（一）4", RECORDED, "", "长期"],
    [2, "", "三、（一）4", "组织评估员培训，每年不少于两次", "市教育局、市妇联", "每年"],
    [3, "教育局", "同上", "在学校开设心理辅导课", "", "同上"],
    ["合计", "", "", 3, "", ""],
    ["注：未尽事项由领导小组办公室研究确定。"],
    ["填表人：李四", "", "审核人：王五"],
)
MERGED = ("B5:B6",)


@pytest.fixture
def keeper(db: None) -> Actor:
    return Actor.of(someone("keeper", DutyTableAdmin, "320281"), today=TODAY)


def read(by: Actor, *rows: Any, merged: Any = ()) -> Any:
    return read_ledger(xlsx(*rows, merged=merged), "职责表.xlsx", collection="duties", by=by)


def applied(by: Actor, *rows: Any, merged: Any = ()) -> Any:
    reading = read(by, *rows, merged=merged)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=by)


def told(plan: Any) -> list[tuple[int, str, list[str]]]:
    return [(row.read.row, row.action.value, [i.code for i in row.issues]) for row in plan.rows]


def test_a_table_with_titles_merged_agencies_and_signatures_is_read_row_by_row(
    keeper: Actor,
) -> None:
    reading = read(keeper, *TABLE, merged=MERGED)
    plan = preview(reading, by=keeper)

    assert told(plan) == [(5, "unchanged", []), (6, "create", []), (7, "create", [])]
    assert plan.rows[1].values["policy"].key == "澄政办发〔2015〕77号"
    assert [one.key for one in plan.rows[1].values["agencies"]] == ["jiangyin-civil-affairs"]
    assert [one.name for one in plan.rows[1].values["supports"]] == [
        "江阴市教育局",
        "江阴市妇女联合会",
    ]
    assert plan.rows[2].values["clause"] == "三、（一）4"
    assert plan.rows[2].read.extra == {"A 序号": "3", "F 完成时限": "每年"}


def test_an_agency_written_once_over_cells_that_were_not_merged_is_asked_for(keeper: Actor) -> None:
    plan = preview(read(keeper, *TABLE), by=keeper)
    assert [codes for _row, _action, codes in told(plan)][1:] == [["agency_blank"], []]
    assert "agencies" not in plan.rows[1].values


def test_a_new_duty_is_laid_on_its_agencies_with_a_code_of_its_policy(keeper: Actor) -> None:
    batch, _plan = applied(keeper, *TABLE, merged=MERGED)

    duty = Duty.objects.get(text="组织评估员培训，每年不少于两次")
    assert (duty.code, duty.domain) == ("jiangyin-2015-77-1", "")
    laid = duty.assignments.order_by("agency__code").values_list(
        "agency__code", "part", "region__code"
    )
    assert list(laid) == [
        ("jiangyin-civil-affairs", "lead", "320281"),
        ("jiangyin-education", "support", "320281"),
        ("jiangyin-womens-federation", "support", "320281"),
    ]
    version = duty.history.get()
    assert (version.ledger_batch_id, version.ledger_row) == (batch.pk, 6)
    duty.full_clean()
    assert applied(keeper, *TABLE, merged=MERGED)[1].summary()["unchanged"] == 3


def test_two_agencies_of_one_duty_in_two_rows_make_one_duty(keeper: Actor) -> None:
    header = ["单位", "条款", "职责", "依据", "分工"]
    policy = "《市政府办公室关于做好困境未成年人社会保护工作的意见》"
    rows = [
        ["民政局", "五", "每季度通报一次", policy, "牵头"],
        ["财政局", "五", "每季度通报一次", policy, "配合"],
    ]
    _batch, plan = applied(keeper, header, *rows)

    assert told(plan) == [(2, "create", []), (3, "update", [])]
    duty = Duty.objects.get(text="每季度通报一次")
    assert set(duty.assignments.values_list("agency__code", "part")) == {
        ("jiangyin-civil-affairs", "lead"),
        ("jiangyin-finance", "support"),
    }


def test_an_agency_or_a_document_that_nobody_knows_is_an_error(keeper: Actor) -> None:
    header = ["单位", "条款", "职责", "依据"]
    rows = [
        ["市火星局", "五", "甲", "澄政办发〔2015〕77号"],
        ["民政局", "五", "乙", "火政办〔2099〕1号"],
    ]
    plan = preview(read(keeper, header, *rows), by=keeper)

    assert told(plan) == [(2, "error", ["reference_unknown"]), (3, "error", ["reference_unknown"])]
    assert "市火星局" in plan.rows[0].issues[0].message


def test_the_same_text_under_another_clause_is_left_to_a_human(keeper: Actor) -> None:
    header = ["单位", "条款", "职责", "依据"]
    row = ["民政局", "九九", RECORDED, "澄政办发〔2015〕77号"]
    plan = preview(read(keeper, header, row), by=keeper)
    assert told(plan) == [(2, "park", ["record_alike"])]


def test_a_duty_is_not_laid_on_an_agency_beyond_ones_own_area(keeper: Actor) -> None:
    header = ["单位", "条款", "职责", "依据"]
    row = ["郑州市民政局", "五", "甲", "澄政办发〔2015〕77号"]
    plan = preview(read(keeper, header, row), by=keeper)
    assert told(plan) == [(2, "error", ["outside_territory"])]


def test_undoing_takes_duties_and_bearers_back(keeper: Actor) -> None:
    before = (Duty.objects.count(), DutyAssignment.objects.count())
    batch, _plan = applied(keeper, *TABLE, merged=MERGED)
    result = undo_batch(batch=batch, by=keeper, reason="传错了")

    assert (result.batch.deleted_count, result.kept) == (2, [])
    assert (Duty.objects.count(), DutyAssignment.objects.count()) == before


def test_a_clerk_may_not_hand_in_duties(clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    with pytest.raises(NotPermitted):
        preview(read(by, *TABLE), by=by)


BY_AGENCY = (
    ["江阴市困境未成年人社会保护职责分工表（澄政办发〔2015〕77号）"],
    ["序号", "职责内容", "条款", "配合单位"],
    ["一、市民政局（牵头单位）"],
    ["（一）评估"],
    [1, "组织评估员培训，每年不少于两次", "三（一）4", "市妇联"],
    [2, "建立评估档案并每年更新", "三（一）4", ""],
    ["二、市教育局、市妇联："],
    [1, "在学校开设心理辅导课", "三（二）1", ""],
    ["三、保障措施"],
    [1, "把经费列入财政预算", "四（一）", ""],
    ["四、市没有这个局"],
    [1, "按月上报台账并抄送", "四（二）", ""],
)


def test_a_line_that_names_an_agency_lays_the_duties_below_it_on_that_agency(
    keeper: Actor,
) -> None:
    plan = preview(read(keeper, *BY_AGENCY), by=keeper)

    assert told(plan) == [
        (5, "create", []),
        (6, "create", []),
        (8, "create", []),
        (10, "create", []),
        (12, "error", ["reference_unknown"]),
    ]
    laid = [[one.name for one in row.values.get("agencies", ())] for row in plan.rows[:4]]
    assert laid == [["江阴市民政局"], ["江阴市民政局"], ["江阴市教育局", "江阴市妇女联合会"], []]
    assert [one.name for one in plan.rows[0].values["supports"]] == ["江阴市妇女联合会"]
    assert plan.rows[4].issues[0].message.startswith("找不到“市没有这个局”")


def test_a_row_that_names_its_own_agency_keeps_it_under_anothers_line(keeper: Actor) -> None:
    rows = [
        ["职责分工表（澄政办发〔2015〕77号）"],
        ["职责内容", "责任单位", "条款"],
        ["一、市民政局"],
        ["组织评估员培训，每年不少于两次", "市教育局", "三（一）4"],
        ["建立评估档案并每年更新", "", "三（一）4"],
    ]
    plan = preview(read(keeper, *rows), by=keeper)

    laid = [[one.name for one in row.values["agencies"]] for row in plan.rows]
    assert laid == [["江阴市教育局"], ["江阴市民政局"]]


def test_the_rows_to_correct_of_such_a_table_keep_their_agencys_line(keeper: Actor) -> None:
    batch = receive_upload(
        collection="duties", file_name="职责表.xlsx", content=xlsx(*BY_AGENCY), by=keeper
    )
    read_batch(batch, by=keeper)
    target = io.BytesIO()
    write_errors(batch, target, by=keeper, with_parked=False)

    reading = read_ledger(target.getvalue(), "改.xlsx", collection="duties", by=keeper)

    (row,) = preview(reading, by=keeper).rows
    assert row.read.values["agencies"] == "市没有这个局"
    assert [issue.code for issue in row.issues] == ["reference_unknown"]
