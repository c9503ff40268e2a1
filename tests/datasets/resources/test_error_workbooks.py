"""Rows with errors go back to the sender in the sender's own layout, and come in again corrected."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.actions.ledgers.batches import receive_upload
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.choosing import choose
from datasets.actions.records import NotPermitted
from datasets.choices import RowAction
from datasets.ledgers.pipeline import apply_previewed, preview, read_batch, read_ledger
from datasets.models import Child, LedgerBatch
from datasets.resources.error_workbooks import NothingRejected, write_errors
from tests.conftest import TODAY
from tests.factories import id_number
from tests.spreadsheets import _saved, csv_text, xls, xlsx

pytestmark = pytest.mark.django_db

GOOD = id_number(datetime.date(2015, 6, 1), "male", 1)
OTHER = id_number(datetime.date(2016, 6, 1), "male", 2)
THIRD = id_number(datetime.date(2017, 6, 1), "male", 3)
WRONG = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")  # its check digit
LOST = 3.20281201506e17


def book(**sheets: list[list[Any]]) -> bytes:
    workbook = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del workbook["Sheet"]
    return _saved(workbook)


def form(name: str, number: Any, phone: str = "13800000001") -> list[list[Any]]:
    return [
        ["困境儿童登记表"],
        ["姓名", name, "性别", "男", "出生日期", ""],
        ["身份证号", number, "", "", "民族", "汉族"],
        ["镇（街道）", "徐霞客镇", "村（社区）", "徐霞客村", "就读学校", ""],
        ["困境类型", "☑孤儿 □留守儿童 □残疾", "", "", "", ""],
        ["监护人情况", "姓名", "王老", "与儿童关系", "祖父", ""],
        ["", "身份证号", "", "联系电话", phone, ""],
    ]


ROSTER: list[list[Any]] = [
    ["徐霞客镇困境儿童花名册"],
    ["填报单位：徐霞客镇", "", "", "填报日期：2026.11.10"],
    ["序号", "村", "姓名", "身份证号", "出生日期", "类别", "补助标准", "网格员"],
    [1, "徐霞客村", "甲一", GOOD, "2015-06-01", "孤儿", 300, "李四"],
    [2, "徐霞客村", "乙二", WRONG, datetime.date(2016, 1, 1), "孤儿", "@1", "张三"],
    [3, "同上", "丙三", LOST, "", "不知道", "三百", ""],
    [4, "徐霞客村", "丁四", "", "2014-05-05", "孤儿", 300, ""],
    ["合计", "", "4人"],
    ["填表人：王五"],
]
THREE_LEVELS = [
    ["徐霞客镇儿童信息表"],
    ["序号", "村", "儿童基本信息", "", "", "监护人", "", "类别"],
    ["", "", "姓名", "身份信息", "", "姓名", "联系电话", ""],
    ["", "", "", "身份证号", "出生日期", "", "", ""],
    ["甲", "乙", "1", "2", "3", "4", "5", "6"],
    [1, "徐霞客村", "甲一", GOOD, "", "王某", "13800000001", "孤儿"],
    [2, "无此村", "乙二", OTHER, "", "赵某", "不知道", "孤儿"],
]
SECTIONS = [
    ["徐霞客镇困境儿童台账"],
    ["序号", "姓名", "出生日期", "身份证号"],
    ["一、徐霞客村（2人）"],
    ["（一）孤儿"],
    [1, "甲一", "2015-06-01", ""],
    ["（二）留守儿童"],
    [2, "乙二", "2015.13.1", ""],
    ["二、璜塘村（1人）"],
    [3, "丙三", "2015-06-03", ""],
    ["三、湖塘村（2人）"],
    ["（一）残疾"],
    [4, "丁四", "2015-06-04", WRONG],
    [5, "戊五", "2015-06-05", ""],
]
BARE = ["序号", "姓名", "性别", "出生日期", "就读学校"]
SHEETS = {
    "徐霞客村": [["徐霞客镇困境儿童台账"], BARE, [1, "甲一", "男", "2015-13-01", "小学"]],
    "璜塘村": [["徐霞客镇困境儿童台账"], BARE, [1, "乙二", "男", "2015-01-01", "小学"]],
    "湖塘村": [["徐霞客镇困境儿童台账"], BARE, [1, "丙三", "男", "去年", "小学"]],
    "说明": [["填表说明：一人一行"]],
}
HOUSEHOLDS = [
    ["村", "户主", "姓名", "身份证号", "出生日期"],
    ["徐霞客村", "王大", "甲一", GOOD, ""],
    ["", "", "乙二", WRONG, ""],
    ["", "", "丙三", "", "2018-01-01"],
    ["璜塘村", "李大", "丁四", "", "2018-01-01"],
    ["", "", "戊五", "123", ""],
]
TICKS = [
    ["村", "姓名", "身份证号", "孤儿", "残疾", "留守"],
    ["徐霞客村", "甲一", GOOD, "√", "肢体二级", ""],
    ["徐霞客村", "乙二", WRONG, "", "", "√"],
    ["徐霞客村", "丙三", OTHER, "√", "听力一级", ""],
    ["徐霞客村", "丁四", "12345", "待定", "视力一级", ""],
    ["徐霞客村", "戊五", THIRD, "√", "", ""],
]
BESIDE = [
    ["姓名", "身份证号", "村", "姓名", "身份证号", "村"],
    ["甲一", GOOD, "徐霞客村", "乙二", WRONG, "徐霞客村"],
    ["丙三", "12", "徐霞客村", "丁四", OTHER, "徐霞客村"],
    ["戊五", "13", "徐霞客村", "己六", "14", "徐霞客村"],
]
BELOW = [
    ["徐霞客镇台账"],
    ["一、徐霞客村孤儿"],
    ["姓名", "身份证号", "出生日期"],
    ["甲一", GOOD, ""],
    ["乙二", WRONG, "2013-05-01"],
    [],
    ["二、璜塘村留守儿童"],
    ["姓名", "性别", "身份证号"],
    ["丙三", "女", OTHER],
    ["丁四", "男", THIRD],
]
CARDS = [
    [*left, *[""] * (7 - len(left)), *right]
    for cards in (
        (form("甲一", GOOD), form("乙二", WRONG)),
        (form("丙三", OTHER), form("丁四", LOST)),
    )
    for left, right in zip(*cards, strict=True)
]
FORMS = [*form("甲一", GOOD), [], *form("乙二", WRONG), *form("丙三", OTHER, "不知道")]

LEDGERS: dict[str, tuple[bytes, str]] = {
    "roster": (xlsx(*ROSTER), "花名册.xlsx"),
    "three levels": (
        xlsx(
            *THREE_LEVELS,
            merged=["A1:H1", "A2:A4", "B2:B4", "C2:E2", "C3:C4", "D3:E3", "F2:G2", "F3:F4", "G3:G4", "H2:H4"],
        ),
        "三层.xlsx",
    ),
    "sections": (xlsx(*SECTIONS), "分村.xlsx"),
    "a sheet a village": (book(**SHEETS), "分表.xlsx"),
    "households": (
        xlsx(*HOUSEHOLDS, merged=["A2:A4", "B2:B4", "A5:A6", "B5:B6"]),
        "分户.xlsx",
    ),
    "ticks": (xlsx(*TICKS), "打勾.xlsx"),
    "beside": (xlsx(*BESIDE), "并排.xlsx"),
    "below": (xlsx(*BELOW), "上下.xlsx"),
    "csv": (csv_text(*ROSTER).encode("gb18030"), "十一月/徐霞客镇.csv"),
    "csv named by its village": (
        csv_text(BARE, [1, "甲一", "男", "x", "小学"]).encode(),
        "江阴市徐霞客镇徐霞客村困境儿童花名册（二〇二六年十一月上报稿，最终版）.csv",
    ),
    "xls": (xls(*ROSTER), "老表.xls"),
    "forms": (xlsx(*FORMS), "登记表.xlsx"),
    "cards beside each other": (xlsx(*CARDS), "信息卡.xlsx"),
    "a form a sheet": (book(甲=form("甲一", WRONG), 乙=form("乙二", OTHER)), "登记表.xlsx"),
}  # fmt: skip


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def previewed(content: bytes, name: str, *, by: Actor, collection: str = "children") -> LedgerBatch:
    batch = receive_upload(collection=collection, file_name=name, content=content, by=by)
    read_batch(batch, by=by)
    return batch


def given_back(batch: LedgerBatch, *, by: Actor, with_parked: bool = False) -> bytes:
    target = io.BytesIO()
    write_errors(batch, target, by=by, with_parked=with_parked)
    return target.getvalue()


def told(content: bytes, name: str, *, by: Actor, collection: str = "children") -> list[Any]:
    """Of each row: what becomes of it, what was read, what is wrong."""
    plan = preview(read_ledger(content, name, collection=collection, by=by), by=by)
    return [
        (
            row.action,
            {**row.read.values, "region": str(row.read.values.get("region"))},
            [(issue.field, issue.code, issue.severity, issue.params) for issue in row.issues],
        )
        for row in plan.rows
    ]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_handed_in_uncorrected_it_has_the_same_errors_and_nothing_else(
    ledger: str, mine: Actor
) -> None:
    content, name = LEDGERS[ledger]
    wrong = [row for row in told(content, name, by=mine) if row[0] == RowAction.ERROR]
    assert wrong
    batch = previewed(content, name, by=mine)

    again = given_back(batch, by=mine)

    assert told(again, "有错误的行.xlsx", by=mine) == wrong


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_column_of_problems_is_no_column_of_the_ledger(ledger: str, mine: Actor) -> None:
    content, name = LEDGERS[ledger]
    batch = previewed(content, name, by=mine)
    again = read_ledger(given_back(batch, by=mine), "a.xlsx", collection="children", by=mine)

    headings = {column["header"] for sheet in batch.sheets for column in sheet["columns"]}
    assert {
        column["header"] for sheet in again.upload.sheets for column in sheet["columns"]
    } == headings
    assert not any("问题" in heading for row in again.rows for heading in row.extra)
    assert [sheet["totals"] for sheet in again.upload.sheets if sheet["totals"]] == []


def corrected(content: bytes, change: Callable[[Any], None]) -> bytes:
    workbook = load_workbook(io.BytesIO(content))
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                change(cell)
    return _saved(workbook)


@pytest.mark.parametrize("ledger", [name for name in LEDGERS if name != "csv named by its village"])
def test_corrected_and_handed_in_again_it_applies_just_those(ledger: str, mine: Actor) -> None:
    content, name = LEDGERS[ledger]
    batch = previewed(content, name, by=mine)
    if batch.created_count:
        apply_previewed(batch, by=mine)
    before, errors = Child.objects.count(), batch.error_count

    def correct(cell: Any) -> None:
        text = str(cell.value or "")
        if "批，本列不读入" in text or "原表第" in text or cell.comment is None:
            return
        if "日期" in cell.comment.text:
            cell.value = "2013-01-01"
        elif "性别" in cell.comment.text:
            cell.value = "男"
        elif "地区" in cell.comment.text:
            cell.value = "徐霞客村"
        else:
            cell.value = None

    again = previewed(corrected(given_back(batch, by=mine), correct), "改好.xlsx", by=mine)

    assert [row.issues for row in again.rows.filter(action="error")] == []
    assert again.created_count == errors
    apply_previewed(again, by=mine)
    assert Child.objects.count() == before + errors


def sheet_of(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content)).worksheets[0]


def values_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_titles_header_and_cells_are_the_senders(mine: Actor) -> None:
    batch = previewed(*LEDGERS["roster"], by=mine)

    sheet = sheet_of(given_back(batch, by=mine))

    lines = values_of(sheet)
    assert lines[0][0] == "徐霞客镇困境儿童花名册"
    assert lines[1][:4] == ["填报单位：徐霞客镇", None, None, "填报日期：2026.11.10"]
    assert lines[2] == [*ROSTER[2], f"问题（第{batch.pk}批，本列不读入）"]
    assert lines[3][:8] == [2, "徐霞客村", "乙二", WRONG, "2016-01-01", "孤儿", "@1", "张三"]
    assert lines[4][:8] == [3, "徐霞客村", "丙三", LOST, None, "不知道", "三百", None]
    assert len(lines) == 5
    assert sheet.freeze_panes == "A4"
    assert sheet["D4"].number_format == "@"
    assert sheet["G4"].data_type == "s"  # no formula


def test_what_is_wrong_stands_beside_the_row_and_on_the_cell(mine: Actor) -> None:
    batch = previewed(*LEDGERS["roster"], by=mine)

    sheet = sheet_of(given_back(batch, by=mine))

    problems = sheet["I4"].value.splitlines()
    assert problems[0] == "原表第 5 行"
    assert "证件号码：身份证号的校验位不对，请对照证件核对。" in problems
    assert "校验位" in sheet["D4"].comment.text
    assert sheet["D4"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C4"].fill.fill_type is None
    assert sheet["C4"].comment is None


def test_a_header_of_three_levels_is_merged_as_it_was(mine: Actor) -> None:
    sheet = sheet_of(given_back(previewed(*LEDGERS["three levels"], by=mine), by=mine))

    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A1:H1", "A2:A4", "C2:E2", "C3:C4", "D3:E3", "F2:G2", "H2:H4"} <= merged
    assert sheet.freeze_panes == "A5"


def test_only_the_sections_of_the_rows_go_along(mine: Actor) -> None:
    sheet = sheet_of(given_back(previewed(*LEDGERS["sections"], by=mine), by=mine))

    assert [row[0] for row in values_of(sheet)][2:] == [
        "一、徐霞客村（2人）", "（二）留守儿童", 2, "三、湖塘村（2人）", "（一）残疾", 4,
    ]  # fmt: skip


def test_only_the_sheets_with_errors_go_along(mine: Actor) -> None:
    content = given_back(previewed(*LEDGERS["a sheet a village"], by=mine), by=mine)

    assert load_workbook(io.BytesIO(content)).sheetnames == ["徐霞客村", "湖塘村"]


def test_only_the_forms_with_errors_go_along_each_as_it_is(mine: Actor) -> None:
    sheet = sheet_of(given_back(previewed(*LEDGERS["forms"], by=mine), by=mine))

    names = [row[1].value for row in sheet.iter_rows() if row[0].value == "姓名"]
    assert names == ["乙二"]
    (number,) = [row[1] for row in sheet.iter_rows() if row[0].value == "身份证号"]
    assert (number.value, "校验位" in number.comment.text) == (WRONG, True)


def test_of_cards_beside_each_other_the_settled_ones_stay_out(mine: Actor) -> None:
    sheet = sheet_of(given_back(previewed(*LEDGERS["cards beside each other"], by=mine), by=mine))

    texts = {cell for row in values_of(sheet) for cell in row}
    assert {"乙二", "丁四"} <= texts
    assert not {"甲一", "丙三", GOOD, OTHER} & texts


def test_parked_rows_come_along_if_asked_for(mine: Actor) -> None:
    rows = ROSTER[:3]
    double = [[1, "徐霞客村", "甲一", GOOD, "2015-06-01", "孤儿", 300, ""],
              [2, "徐霞客村", "甲一", GOOD, "2015-06-01", "孤儿", 500, ""],
              [3, "徐霞客村", "乙二", WRONG, "", "孤儿", 500, ""]]  # fmt: skip
    batch = previewed(xlsx(*rows, *double), "花名册.xlsx", by=mine)
    assert (batch.parked_count, batch.error_count) == (1, 1)

    names = [row[0].value for row in sheet_of(given_back(batch, by=mine)).iter_rows(min_row=4)]
    both = sheet_of(given_back(batch, by=mine, with_parked=True))

    assert names == [3]
    assert [row[0].value for row in both.iter_rows(min_row=4)] == [2, 3]
    assert "与第 4 行是同一名儿童" in both["I4"].value


def test_what_was_decided_of_the_ledger_holds_for_its_corrected_rows(mine: Actor) -> None:
    heading = ["姓名", "身份证号", "村", "归类", "类别"]
    content = xlsx(
        heading,
        ["甲一", WRONG, "徐霞客村", "男", "苦孩子"],
        ["乙二", OTHER, "徐霞客村", "男", "苦孩子"],
    )
    batch = previewed(content, "a.xlsx", by=mine)
    choices = LedgerChoices(columns={"D 归类": "sex"}, words={"categories": {"苦孩子": "orphan"}})
    choose(batch=batch, choices=choices, by=mine)
    read_batch(batch, by=mine)

    again = previewed(given_back(batch, by=mine), "b.xlsx", by=mine)

    (row,) = again.rows.all()
    assert row.values["categories"] == ["orphan"]
    assert row.values["sex"] == "male"
    assert [issue["code"] for issue in row.issues] == ["check_digit"]


def test_decisions_on_a_ledger_out_of_sight_are_not_taken_over(
    mine: Actor, other_clerk: Any
) -> None:
    batch = previewed(*LEDGERS["ticks"], by=mine)
    content = given_back(batch, by=mine)
    theirs = Actor.of(other_clerk, today=TODAY)

    reading = read_ledger(content, "a.xlsx", collection="children", by=theirs)

    assert reading.upload.choices == LedgerChoices()
    assert not any("问题" in heading for row in reading.rows for heading in row.extra)


def test_a_senders_own_column_of_problems_is_the_senders(mine: Actor) -> None:
    content = xlsx(["姓名", "村", "出生日期", "问题"], ["甲一", "徐霞客村", "2015-1-1", "家里漏雨"])

    (row,) = read_ledger(content, "a.xlsx", collection="children", by=mine).rows

    assert row.extra == {"D 问题": "家里漏雨"}


def test_who_may_not_import_gets_nothing(mine: Actor, village_worker: Any) -> None:
    batch = previewed(*LEDGERS["roster"], by=mine)

    with pytest.raises(NotPermitted):
        given_back(batch, by=Actor.of(village_worker, today=TODAY))


def test_a_ledger_without_errors_is_told_so(mine: Actor) -> None:
    batch = previewed(xlsx(*ROSTER[:4]), "a.xlsx", by=mine)

    with pytest.raises(NothingRejected, match="没有要改的行"):
        given_back(batch, by=mine)


def test_rows_of_another_collection_come_back_too(boss: Any) -> None:
    by = Actor.of(boss, today=TODAY)
    content = xlsx(["机构通讯录"], ["机构名称", "标识", "地区", "电话"],
                   ["江阴市某局", "some-office", "江阴市", "0510-1"],
                   ["江阴市民政局", "有 空 格", "江阴市", ""])  # fmt: skip
    batch = previewed(content, "通讯录.xlsx", by=by, collection="agencies")
    wrong = [
        row for row in told(content, "a.xlsx", by=by, collection="agencies") if row[0] == "error"
    ]
    assert wrong

    again = given_back(batch, by=by)

    assert told(again, "b.xlsx", by=by, collection="agencies") == wrong
