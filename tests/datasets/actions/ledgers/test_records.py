"""Ledgers of agencies, families, assignments …: what a row does to the register."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.access.roles import DutyTableAdmin
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.undo import undo_batch
from datasets.history.provenance import field_sources
from datasets.ledgers.pipeline import LAYOUTS, preview, read_ledger
from datasets.models import Agency, Duty, DutyAssignment, Family, LedgerBatch, Region
from datasets.resources import COLLECTIONS, export_to_file
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_family, make_guardian
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

OTHERS = [name for name in LAYOUTS if name != "children"]


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def keeper(db: None) -> Actor:
    return Actor.of(someone("keeper", DutyTableAdmin, "320281"), today=TODAY)


def planned(collection: str, by: Actor, *rows: Any, **options: Any) -> Plan:
    reading = read_ledger(xlsx(*rows, **options), "表.xlsx", collection=collection, by=by)
    return preview(reading, by=by)


def applied(collection: str, by: Actor, *rows: Any, **options: Any) -> tuple[LedgerBatch, Plan]:
    reading = read_ledger(xlsx(*rows, **options), "表.xlsx", collection=collection, by=by)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=by)


def told(plan: Plan) -> list[tuple[int, str, list[str]]]:
    return [(row.read.row, row.action.value, [i.code for i in row.issues]) for row in plan.rows]


@pytest.mark.parametrize("collection", OTHERS)
def test_every_heading_of_the_canonical_sheet_is_known(collection: str, system: Actor) -> None:
    headings = [column.column_name for column in COLLECTIONS[collection](by=system).columns]
    slots = LAYOUTS[collection].slots_by_heading({})
    assert [heading for heading in headings if not slots.of(heading)] == []
    assert len({slots.of(heading) for heading in headings}) == len(headings)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("collection", OTHERS)
def test_every_row_of_ones_own_export_comes_back_unchanged(
    collection: str, ending: str, boss: Any, tmp_path: Path
) -> None:
    make_guardian(
        XUXIAKE_VILLAGE,
        family=make_family(XUXIAKE_VILLAGE, head_name="赵户主", household_number="001"),
        id_number=id_number(),
        phone="0510-86860000",
        remark="=1+1\n'-第二行 ",
    )
    make_family(Region.objects.get(name="郑东新区"), head_name="钱户主")  # a region without code
    by = Actor.of(boss)
    path = tmp_path / f"out.{ending}"
    count = export_to_file(collection, path, by=by)

    plan = preview(read_ledger(path.read_bytes(), path.name, collection=collection, by=by), by=by)

    odd = [row for row in plan.rows if row.action != "unchanged" or row.issues]
    assert [(r.read.row, r.action, r.changes, [i.message for i in r.issues]) for r in odd] == []
    assert len(plan.rows) == count > 0


# The collection, a heading of its sheet, what somebody writes there and the field that changes.
EDITS = {
    "families": ("家庭住址", "徐霞客村八组1号", "address"),
    "guardians": ("联系电话", "13800000000", "phone"),
    "agencies": ("对外电话", "0510-86860000、12345", "public_phone"),
    "duties": ("条款", "三（一）", "clause"),
    "assignments": ("经办人", "张科长", "officer"),
    "policies": ("标题", "新标题", "title"),
}


@pytest.mark.parametrize("collection", EDITS)
def test_an_edited_cell_of_ones_own_export_is_one_update_and_undoing_takes_it_back(
    collection: str, boss: Any, tmp_path: Path
) -> None:
    make_guardian(XUXIAKE_VILLAGE, family=make_family(XUXIAKE_VILLAGE, head_name="赵户主"))
    by = Actor.of(boss)
    heading, value, field = EDITS[collection]
    path = tmp_path / "out.xlsx"
    export_to_file(collection, path, by=by)
    workbook = load_workbook(path)
    sheet = workbook.active
    (header,) = [cell.row for cell in sheet["A"] if cell.value == "编号"]
    column = [cell.value for cell in sheet[header]].index(heading) + 1
    first = header + 1
    key = sheet.cell(first, 1).value
    sheet.cell(first, column).value = value
    workbook.save(path)

    reading = read_ledger(path.read_bytes(), path.name, collection=collection, by=by)
    batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)

    counts = plan.summary()
    assert (counts["update"], counts["create"], counts["park"], counts["error"]) == (1, 0, 0, 0)
    record = COLLECTIONS[collection](by=by).model.objects.get(pk=key)
    assert getattr(record, field) == value
    record.full_clean()
    version = record.history.first()
    assert (version.ledger_batch_id, version.ledger_row, version.history_user) == (
        batch.pk,
        first,
        by.user,
    )
    assert field_sources(record)[field].row == first
    result = undo_batch(batch=batch, by=by, reason="改错了")
    assert (result.batch.updated_count, result.kept) == (1, [])
    record.refresh_from_db()
    assert getattr(record, field) != value


AGENCY_LIST = (
    ["江阴市未成年人保护成员单位通讯录"],
    ["", "", "联系方式", ""],
    ["序号", "单位名称", "办公电话", "地址", "备注"],
    [1, "民政局", "0510-86861234，12349", "江阴市澄江中路9号", ""],
    [2, "江阴市数据局", "86860002.0", "无", "新成立"],
    [3, "教育局", "请拨总机", "", ""],
    ["小计", "3家"],
)


def test_a_list_of_agencies_finds_them_by_their_short_names(keeper: Actor) -> None:
    batch, plan = applied("agencies", keeper, *AGENCY_LIST)

    assert told(plan) == [
        (4, "update", []),
        (5, "create", ["level_assumed"]),
        (6, "unchanged", ["phone_unreadable"]),
    ]
    civil = Agency.objects.get(code="jiangyin-civil-affairs")
    assert (civil.public_phone, civil.name) == ("0510-86861234、12349", "江阴市民政局")
    new = Agency.objects.get(name="江阴市数据局")
    assert (new.code, new.level, new.region.code) == ("320281-1", "county", "320281")
    assert (new.note, new.public_phone) == ("新成立", "86860002")
    new.full_clean()
    undo_batch(batch=batch, by=keeper, reason="传错了")
    assert not Agency.objects.filter(name="江阴市数据局").exists()


def test_parents_may_stand_below_their_parts_and_go_with_them(keeper: Actor) -> None:
    header = ["标识", "名称", "级别", "所在地区", "上级机构标识"]
    batch, plan = applied(
        "agencies",
        keeper,
        header,
        ["jy-part", "下属中心", "县级", "320281", "jy-head"],
        ["jy-head", "总局", "县级", "320281", ""],
    )
    assert plan.summary()["create"] == 2
    part, head = Agency.objects.get(code="jy-part"), Agency.objects.get(code="jy-head")
    assert part.parent == head

    grandchild = create(
        Agency,
        values={"code": "jy-x", "name": "分中心", "level": "county", "region": head.region, "parent": part},
        by=Actor.system(),
        reason="新设",
    )  # fmt: skip
    result = undo_batch(batch=batch, by=keeper, reason="传错了")
    assert {(one["name"], one["why"]) for one in result.kept} == {
        ("下属中心", "in_use"),
        ("总局", "in_use"),
    }
    grandchild.refresh_from_db()


def test_circles_and_parents_that_are_no_agency_are_errors(keeper: Actor) -> None:
    header = ["标识", "名称", "级别", "所在地区", "上级机构标识"]
    plan = planned(
        "agencies",
        keeper,
        header,
        ["a", "甲局", "县级", "320281", "b"],
        ["b", "乙局", "县级", "320281", "a"],
        ["c", "丙局", "县级", "320281", "没有的局"],
        ["d", "丁局", "县级", "320281", "c"],
    )
    assert [row.action.value for row in plan.rows] == ["error"] * 4


def test_a_column_that_only_counts_rows_is_not_taken_for_keys(keeper: Actor) -> None:
    header = ["编号", "名称", "地区", "电话"]
    plan = planned("agencies", keeper, header, [1, "江阴市民政局", "江阴市", "12349"])
    (row,) = plan.rows
    assert (row.action.value, [i.code for i in row.issues]) == ("update", ["key_ignored"])
    assert row.record.fields["code"] == "jiangyin-civil-affairs"


def test_a_key_with_the_content_of_another_record_is_parked(boss: Any) -> None:
    one, other = Agency.objects.order_by("pk")[:2]
    third = Agency.objects.order_by("pk")[2]
    header = ["编号", "标识", "名称", "备注"]
    plan = planned(
        "agencies",
        Actor.of(boss),
        header,
        [one.pk, one.code, one.name, "甲"],
        [other.pk, other.code, other.name, "乙"],
        [third.pk, "new-code", "完全不同的单位", "丙"],
        [10**9, "x", "y", "丁"],
    )
    assert [row.action.value for row in plan.rows] == ["update", "update", "park", "error"]


def test_empty_cells_never_erase_and_codes_stay_unique(boss: Any) -> None:
    one, other = Agency.objects.order_by("pk")[:2]
    by = Actor.of(boss)
    change(one, values={"note": "原有备注"}, by=by, reason="补充")
    header = ["编号", "标识", "名称", "备注"]
    plan = planned(
        "agencies",
        by,
        header,
        [one.pk, one.code, one.name, ""],
        [other.pk, one.code, other.name, ""],
    )
    assert told(plan) == [(2, "unchanged", []), (3, "error", ["taken"])]


def test_an_agency_beyond_ones_area_is_read_but_not_changed(keeper: Actor) -> None:
    far = Agency.objects.get(code="zhengzhou-civil-affairs")
    header = ["标识", "名称", "所在地区", "备注"]
    same = planned("agencies", keeper, header, [far.code, far.name, "4101", far.note])
    other = planned("agencies", keeper, header, [far.code, far.name, "4101", "改"])
    new = planned("agencies", keeper, header, ["x-1", "郑州新局", "4101", ""])
    assert told(same) == [(2, "unchanged", [])]
    assert told(other) == [(2, "park", ["record_elsewhere"])]
    assert [code for _row, _action, codes in told(new) for code in codes][-1] == "outside_territory"


def test_assignments_name_duty_and_agency_by_code_or_name(keeper: Actor) -> None:
    duty = Duty.objects.get(code="jy-civil-affairs-15")
    header = ["职责编号", "职责", "机构", "地区", "分工", "开始日期", "结束日期"]
    batch, plan = applied(
        "assignments",
        keeper,
        ["职责分工一览表"],
        header,
        ["", duty.text, "市教育局", "江阴市", "配合单位", "2026年1月1日", ""],
        [duty.code, "", "市妇联", "", "牵头", "2026.1.1", "2025.1.1"],
        ["没有的", "", "市妇联", "江阴市", "牵头", "", ""],
    )
    assert told(plan) == [
        (3, "create", []),
        (4, "error", ["ends_before_start"]),
        (5, "error", ["reference_unknown"]),
    ]
    made = DutyAssignment.objects.get(duty=duty, agency__code="jiangyin-education")
    assert (made.part, str(made.since_date), made.region.code) == (
        "support",
        "2026-01-01",
        "320281",
    )
    undo_batch(batch=batch, by=keeper, reason="传错了")
    assert not DutyAssignment.objects.filter(pk=made.pk).exists()


FAMILY_LIST = (
    ["徐霞客镇徐霞客村困难家庭花名册"],
    ["序号", "户主姓名", "户号", "家庭住址", "家庭经济状况", "备注"],
    [1, "赵 大", "001", "八组1号", "低保户", "无"],
    [2, "钱二", "", "八组2号", "低边户", ""],
    [3, "钱二", "", "同上", "不详", ""],
    [4, "孙三", "002", "九组", "火星", ""],
    ["合计", "4户"],
)


def test_a_list_of_families_takes_its_village_from_the_title(mine: Actor) -> None:
    known = make_family(XUXIAKE_VILLAGE, head_name="赵大", household_number="001")
    batch, plan = applied("families", mine, *FAMILY_LIST)

    assert told(plan) == [
        (3, "update", []),
        (4, "create", []),
        (5, "park", ["record_conflict"]),
        (6, "create", ["choice_unknown"]),
    ]
    known.refresh_from_db()
    assert (known.address, known.economic_situation) == ("八组1号", "subsistence_allowance")
    new = Family.objects.get(head_name="钱二")
    assert (new.region.code, new.economic_situation) == (XUXIAKE_VILLAGE, "low_income")
    new.full_clean()
    again = planned("families", mine, *FAMILY_LIST)
    assert [row.action.value for row in again.rows] == [
        "unchanged",
        "unchanged",
        "park",
        "unchanged",
    ]
    undo_batch(batch=batch, by=mine, reason="传错了")
    assert [*Family.objects.values_list("head_name", "address")] == [("赵大", "")]


def test_a_family_of_the_same_head_without_number_or_address_is_left_to_a_human(
    mine: Actor,
) -> None:
    make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    header = ["村", "户主", "住址", "备注"]
    plan = planned("families", mine, header, ["徐霞客村", "赵大", "二组", ""])
    assert told(plan) == [(2, "park", ["record_alike"])]


def test_families_of_another_town_are_out_of_reach(mine: Actor) -> None:
    other = make_family(CHANGJING, head_name="周九", household_number="9")
    header = ["编号", "地区代码", "户号", "户主", "家庭住址"]
    plan = planned("families", mine, header, [other.pk, CHANGJING, "9", "周九", "改址"])
    assert plan.rows[0].action.value in ("park", "error")
    plan = planned("families", mine, header, ["", XUXIAKE, "9", "周九", "新址"])
    assert told(plan) == [(2, "create", [])]
