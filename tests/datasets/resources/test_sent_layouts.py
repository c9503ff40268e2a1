"""Type once, produce every table: children in the layouts of ledgers that were handed in before."""

import datetime
import io
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.actions.children import close_child
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.choices import ClosingReason, RowAction
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.ledgers.sent import NoLayout, layout_of, recent_ledgers
from datasets.models import Category, Child, LedgerBatch, Region
from datasets.resources import export, export_to_file, in_layout
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_guardian
from tests.spreadsheets import csv_text, xlsx

pytestmark = pytest.mark.django_db

CHANGJING_VILLAGE = "320281110201"
WHO = {"name": "首报儿童", "number": id_number(datetime.date(2016, 3, 4), "female", 400)}
NAME, NUMBER = WHO["name"], WHO["number"]

ROSTER = [
    ["困境儿童花名册"],
    ["填报单位：徐霞客镇民政办", "", "", "填报日期：2026.11.10"],
    ["序号", "所属镇村", "姓名", "性别", "身份证号", "出生日期", "民族", "儿童类别", "就读学校", "年级",
     "户籍地址", "监护人姓名", "与儿童关系", "监护人身份证号", "监护人联系电话", "补助标准（元/月）", "网格员", "备注"],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18"],
    [1, "徐霞客镇徐霞客村", NAME, "女", NUMBER, "2016-03-04", "", "孤儿"],
]  # fmt: skip
TICKS = [
    ["江阴市困境未成年人分类统计表"],
    ["序号", "镇（街道）", "村（社区）", "姓名", "身份证号", "困境类别", "", "", "", "备注"],
    [
        "序号",
        "镇（街道）",
        "村（社区）",
        "姓名",
        "身份证号",
        "孤儿",
        "留守",
        "贫困",
        "残疾",
        "备注",
    ],
    [1, "徐霞客镇", "徐霞客村", NAME, NUMBER, "√", "", "", ""],
]
TWO_LEVELS = [
    ["儿童及监护人信息表"],
    [],
    ["县区", "镇", "村", "儿童", "", "", "监护人", "", "", "", "类别"],
    ["", "", "", "姓名", "性别", "身份证号", "姓名", "身份证号", "联系电话", "与儿童关系", ""],
    ["江阴市", "徐霞客镇", "徐霞客村", NAME, "女", NUMBER, "", "", "", "", "孤儿"],
]
TITLE_TELLS = [
    ["江阴市徐霞客镇孤儿名单"],
    ["序号", "村（社区）", "姓名", "身份证号", "监护人", "联系电话"],
    [1, "徐霞客村", NAME, NUMBER, "", ""],
]
NO_NUMBER = [
    ["序号", "姓名", "性别", "出生年月", "村", "类别", "住址"],
    [1, NAME, "女", "2016-03-04", "徐霞客村", "孤儿", ""],
]
BARE = [["姓名", "身份证号", "村"], [NAME, NUMBER, "徐霞客村"]]
LAYOUTS = {
    "roster": (xlsx(*ROSTER), "花名册.xlsx"),
    "ticks": (xlsx(*TICKS, merged=["F2:I2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3"]), "分类.xlsx"),
    "two levels": (xlsx(*TWO_LEVELS), "信息表.xlsx"),
    "title tells": (xlsx(*TITLE_TELLS), "孤儿.xlsx"),
    "no number": (xlsx(*NO_NUMBER), "出生.xlsx"),
    "bare": (csv_text(*BARE).encode("gb18030"), "名单.csv"),
}  # fmt: skip


@pytest.fixture
def desk(supervisor: Any) -> Actor:
    """江阴市: several townships in one table."""
    return Actor.of(supervisor, today=TODAY)


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def handed_in(layout: str, *, by: Actor) -> LedgerBatch:
    content, name = LAYOUTS[layout]
    reading = read_ledger(content, name, collection="children", by=by)
    batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    assert plan.summary()["create"] + plan.summary()["unchanged"] == 1
    return batch


@pytest.fixture
def children(db: None) -> None:
    """Children as forms and ledgers record them: with every gap, and more than a table can say."""
    mother = make_guardian(
        XUXIAKE_VILLAGE, name="李母", id_number=id_number(datetime.date(1985, 1, 1), "female", 7),
        phone="13800000001",
    )  # fmt: skip
    household = {"family": mother.family, "guardian": mother, "relation": "mother"}
    for place, sex in enumerate(("male", "female")):  # brother and sister
        born = datetime.date(2014 + place, 5, 6)
        make_child(
            XUXIAKE_VILLAGE, name=f"李{'子女'[place]}", sex=sex, birth_date=born,
            id_number=id_number(born, sex, 11 + place), categories=("orphan", "poverty"),
            school="徐霞客中心小学", grade="003", health="健康", aid="低保、孤儿津贴", subsidy_amount="1200.50",
            household_address="徐霞客村八组1号", ethnicity="汉族", remark="=1+1", **household,
        )  # fmt: skip
    grandmother = make_guardian(XUXIAKE_VILLAGE, name="赵奶奶", phone="0510-86860000")
    relation = {"guardian": grandmother, "relation": "paternal_grandmother"}
    make_child(
        XUXIAKE_VILLAGE, name="无证件无生日", family=grandmother.family, **relation
    )  # fmt: skip
    make_child(XUXIAKE_VILLAGE, name="买买提·艾力", birth_date="2015-06-01", ethnicity="维吾尔族")
    make_child(XUXIAKE_VILLAGE, name="同名", birth_date="2015-06-01", remark="第一行\n第二行")
    dashed = make_guardian(XUXIAKE_VILLAGE, name="钱 父", phone="138-0000-0002")
    make_child(
        XUXIAKE_VILLAGE,
        name="钱 子",
        birth_date="2014-06-01",
        family=dashed.family,
        guardian=dashed,
    )
    make_child(XUXIAKE_VILLAGE, name="同名", birth_date="2016-06-01", disability="无")
    make_child(XUXIAKE, name="只知道镇", birth_date="2015-07-01", categories=("disabled",))
    make_child(
        XUXIAKE_VILLAGE, name="外籍", sex="male", birth_date="2015-08-01",
        id_type="passport", id_number="E12345678", categories=("street",),
    )  # fmt: skip
    make_child(XUXIAKE_VILLAGE, name="什么都没有")
    _with_categories_that_end()
    _with_a_guardian_who_is_not_the_principal()
    closed = make_child(XUXIAKE_VILLAGE, name="已结案")
    close_child(
        child=closed, closing_reason=ClosingReason.OF_AGE, closed_date=TODAY,
        by=Actor.system(), reason="测试",
    )  # fmt: skip


def _with_categories_that_end() -> None:
    child = make_child(XUXIAKE_VILLAGE, name="类别有期", birth_date="2015-09-01")
    links = [
        {"category": Category.objects.get(code=code), "until_date": until}
        for code, until in (("orphan", "2020-01-01"), ("poverty", "2030-01-01"), ("disabled", None))
    ]
    change(child, values={}, owned={"category_links": links}, by=Actor.system(), reason="测试")


def _with_a_guardian_who_is_not_the_principal() -> None:
    uncle = make_guardian(XUXIAKE_VILLAGE, name="孙叔")
    child = make_child(XUXIAKE_VILLAGE, name="孙侄", birth_date="2015-10-01", family=uncle.family)
    link = {"guardian": uncle, "relation": "uncle", "is_principal": False}
    change(child, values={}, owned={"guardianships": [link]}, by=Actor.system(), reason="测试")


@pytest.fixture
def elsewhere(db: None) -> None:
    """Children of another township, and of a new village without an official code."""
    make_child(
        CHANGJING_VILLAGE, name="长泾儿童", birth_date="2015-06-02", categories=("left_behind",)
    )
    make_child(CHANGJING, name="长泾镇上", birth_date="2015-06-03")
    village = create(
        Region,
        values={"name": "新村", "level": "village", "parent": region(CHANGJING)},
        by=Actor.system(), reason="测试",
    )  # fmt: skip
    make_child(village, name="新村儿童", birth_date="2015-06-04")


def exported(batch: LedgerBatch, folder: Path, *, by: Actor) -> Path:
    path = folder / "out.xlsx"
    export_to_file("children", path, by=by, shape=partial(in_layout, layout_of(batch)))
    return path


def cells_of(path: Path) -> list[list[Any]]:
    return [list(row) for row in load_workbook(path).active.iter_rows(values_only=True)]


def assert_unchanged(path: Path, *, by: Actor) -> None:
    reading = read_ledger(path.read_bytes(), path.name, collection="children", by=by)
    plan = preview(reading, by=by)
    told = [
        (row.read.values.get("name"), row.action, row.changes, [one.code for one in row.issues])
        for row in plan.rows
        if row.action != RowAction.UNCHANGED
    ]
    assert told == []
    recorded = by.rows(Child).filter(status="open")
    names = sorted(row.read.values["name"] for row in plan.rows)
    assert names == sorted(recorded.values_list("name", flat=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_township_exports_comes_back_unchanged(
    layout: str, mine: Actor, children: None, tmp_path: Path
) -> None:
    batch = handed_in(layout, by=mine)

    assert_unchanged(exported(batch, tmp_path, by=mine), by=mine)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_county_exports_in_a_townships_layout_comes_back_unchanged(
    layout: str, mine: Actor, desk: Actor, children: None, elsewhere: None, tmp_path: Path
) -> None:
    batch = handed_in(layout, by=mine)

    assert_unchanged(exported(batch, tmp_path, by=desk), by=desk)


def test_titles_headings_and_order_are_the_senders(mine: Actor, tmp_path: Path) -> None:
    lines = cells_of(exported(handed_in("roster", by=mine), tmp_path, by=mine))

    assert lines[0][0] == "困境儿童花名册"
    assert [text for text in lines[1] if text] == [
        "填报单位：徐霞客镇民政办",
        "填报日期：2026.11.10",
    ]
    assert lines[2] == ROSTER[2]
    assert lines[3] == ROSTER[3]
    assert lines[4][:8] == [
        1,
        "徐霞客镇徐霞客村村委会",
        NAME,
        "女",
        NUMBER,
        "2016-03-04",
        None,
        "孤儿",
    ]
    assert len(lines) == 5


def test_a_header_of_two_levels_is_merged_as_it_was(mine: Actor, tmp_path: Path) -> None:
    path = exported(handed_in("ticks", by=mine), tmp_path, by=mine)

    sheet = load_workbook(path).active
    assert {str(one) for one in sheet.merged_cells.ranges} == {
        "A1:J1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:I2", "J2:J3",
    }  # fmt: skip
    assert [cell.value for cell in sheet[4]][3:8] == [NAME, NUMBER, "√", None, None]


def test_columns_are_added_only_where_the_rows_need_them(
    mine: Actor, desk: Actor, tmp_path: Path
) -> None:
    batch = handed_in("title tells", by=mine)
    assert cells_of(exported(batch, tmp_path, by=mine))[1] == TITLE_TELLS[1]

    make_child(CHANGJING_VILLAGE, name="长泾儿童", birth_date="2015-06-02")
    assert cells_of(exported(batch, tmp_path, by=desk))[1] == [
        *TITLE_TELLS[1], "出生日期", "困境类别",
    ]  # fmt: skip

    # Another village of the name: what the title leaves unsaid would lead to the wrong one.
    namesake = {"name": "徐霞客村村委会", "level": "village", "parent": region(CHANGJING)}
    village = create(Region, values=namesake, by=Actor.system(), reason="测试")
    make_child(village, name="长泾儿童", birth_date="2015-06-03")
    assert cells_of(exported(batch, tmp_path, by=desk))[1] == [
        *TITLE_TELLS[1], "出生日期", "镇（街道）", "困境类别",
    ]  # fmt: skip


def test_of_two_tables_beside_each_other_one_is_filled(mine: Actor, tmp_path: Path) -> None:
    heading = ["姓名", "身份证号", "村"]
    other = ["第二儿童", id_number(datetime.date(2016, 3, 5), "male", 401), "徐霞客村"]
    content = xlsx([*heading, *heading], [NAME, NUMBER, "徐霞客村", *other])
    reading = read_ledger(content, "并排.xlsx", collection="children", by=mine)
    batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=mine)
    assert plan.summary()["create"] == 2

    lines = cells_of(exported(batch, tmp_path, by=mine))

    assert lines[0] == heading
    assert sorted(line[0] for line in lines[1:]) == sorted([NAME, "第二儿童"])


def test_the_latest_layouts_are_offered_once_each(mine: Actor, other_clerk: Any) -> None:
    for layout in ("roster", "ticks", "roster"):
        batch = handed_in(layout, by=mine)

    offered = recent_ledgers(collection="children", by=mine)

    assert [one.file_name for one in offered] == ["花名册.xlsx", "分类.xlsx"]
    assert offered[0] == batch
    assert recent_ledgers(collection="children", by=Actor.of(other_clerk, today=TODAY)) == []


def test_a_form_has_no_layout_to_fill(mine: Actor) -> None:
    form = xlsx(
        ["困境儿童登记表"],
        ["姓名", NAME, "性别", "女"],
        ["身份证号", NUMBER, "民族", "汉族"],
        ["所属镇村", "徐霞客镇徐霞客村", "困境类别", "孤儿"],
        ["就读学校", "小学", "年级", "一"],
        ["监护人姓名", "李某", "联系电话", "13800000009"],
    )
    reading = read_ledger(form, "登记表.xlsx", collection="children", by=mine)
    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=mine)

    assert recent_ledgers(collection="children", by=mine) == []
    with pytest.raises(NoLayout):
        layout_of(batch)


def test_nobody_to_export_is_an_empty_table(mine: Actor, tmp_path: Path) -> None:
    batch = handed_in("roster", by=mine)
    shape = partial(in_layout, layout_of(batch))

    count = export("children", io.BytesIO(), shape=shape, by=mine, rows=Child.objects.none())

    assert count == 0
