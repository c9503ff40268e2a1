"""What stands outside the rows: titles, sheets' names, section lines; and ticks instead of words."""

from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.spreadsheets import _saved, xlsx

pytestmark = pytest.mark.django_db

BARE = ["序号", "姓名", "性别", "出生日期", "就读学校"]


@pytest.fixture
def by() -> Actor:
    return Actor.system(today=TODAY)


def rows_of(by: Actor, *rows: Any, **options: Any) -> list[ReadRow]:
    content = xlsx(*rows, **options)
    return read_ledger(content, "台账.xlsx", collection="children", by=by).rows


def place_of(row: ReadRow) -> str:
    return row.values["region"].code if "region" in row.values else ""


@pytest.mark.parametrize(
    "title",
    [
        "江阴市徐霞客镇徐霞客村困境儿童花名册（2026年11月）",
        "填报单位（盖章）：徐霞客镇徐霞客村村委会",
    ],
)
def test_the_village_may_stand_in_the_title_alone(by: Actor, title: str) -> None:
    (row,) = rows_of(by, [title], BARE, [1, "张伟", "男", "2015-01-01", "小学"])
    assert place_of(row) == XUXIAKE_VILLAGE
    assert not row.issues


def test_the_sheets_name_may_be_the_only_place_that_says_the_village(by: Actor) -> None:
    workbook = openpyxl.Workbook()
    for name in ("徐霞客村", "璜塘村"):
        sheet = workbook.create_sheet(name)
        for row in (
            ["徐霞客镇困境儿童台账"],
            BARE,
            [1, f"{name[0]}伟", "男", "2015-01-01", "小学"],
        ):
            sheet.append(row)
    del workbook["Sheet"]
    reading = read_ledger(_saved(workbook), "台账.xlsx", collection="children", by=by)
    assert [row.sheet for row in reading.rows] == ["徐霞客村", "璜塘村"]
    assert place_of(reading.rows[0]) == XUXIAKE_VILLAGE
    assert reading.rows[1].values["region"].name.startswith("璜塘")


def test_a_town_in_the_title_completes_a_village_in_the_row(by: Actor) -> None:
    header = [*BARE, "村（社区）"]
    (row,) = rows_of(
        by, ["徐霞客镇台账"], header, [1, "张伟", "男", "2015-01-01", "小学", "徐霞客村"]
    )
    assert place_of(row) == XUXIAKE_VILLAGE


def test_a_town_in_the_title_does_not_overrule_the_row(by: Actor) -> None:
    header = [*BARE, "镇（街道）", "村（社区）"]
    (row,) = rows_of(
        by, ["徐霞客镇台账"], header, [1, "张伟", "男", "2015-01-01", "小学", "长泾镇", "花园村"]
    )
    assert row.values["region"].name.startswith("花园")


def test_section_lines_name_the_village_of_the_rows_below(by: Actor) -> None:
    rows = rows_of(
        by,
        ["徐霞客镇困境儿童花名册"],
        BARE,
        ["徐霞客村"],
        [1, "张伟", "男", "2015-01-01", "小学"],
        ["", "璜塘村"],
        [2, "李雷", "男", "2015-01-01", "小学"],
    )
    assert [row.values["name"] for row in rows] == ["张伟", "李雷"]
    assert place_of(rows[0]) == XUXIAKE_VILLAGE
    assert rows[1].values["region"].name.startswith("璜塘")


@pytest.mark.parametrize(("sheet", "title"), [("散居孤儿", ""), ("Sheet1", "徐霞客村孤儿花名册")])
def test_the_category_may_stand_in_the_sheets_name_or_the_title(
    by: Actor, sheet: str, title: str
) -> None:
    rows = [[title or "徐霞客镇徐霞客村"], BARE, [1, "张伟", "男", "2015-01-01", "小学"]]
    (row,) = rows_of(by, *rows, sheet=sheet)
    assert row.values["categories"] == ["orphan"]


def test_a_title_of_two_categories_says_nothing_of_a_row(by: Actor) -> None:
    title = ["徐霞客村孤儿、留守儿童花名册"]
    (row,) = rows_of(by, title, BARE, [1, "张伟", "男", "2015-01-01", "小学"])
    assert "categories" not in row.values


def test_a_column_a_category_is_ticked(by: Actor) -> None:
    rows = rows_of(
        by,
        ["徐霞客镇徐霞客村"],
        ["姓名", "性别", "出生日期", "儿童类别（打√）", "", "", "备注"],
        ["", "", "", "孤儿", "留守儿童", "残疾", ""],
        ["甲", "男", "2015-01-01", "√", "", "×", ""],
        ["乙", "男", "2015-01-01", "", "是", "1", ""],
        ["丙", "男", "2015-01-01", "", "", "", ""],
        ["丁", "男", "2015-01-01", "可能", "☑", "否", ""],
        merged=["A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:G3"],
    )
    assert [row.values.get("categories") for row in rows[:3]] == [
        ["orphan"],
        ["left_behind", "disabled"],
        None,
    ]


def test_a_column_under_a_categorys_word_may_hold_words(by: Actor) -> None:
    rows = rows_of(
        by,
        ["徐霞客镇徐霞客村"],
        ["姓名", "性别", "出生日期", "残疾"],
        ["甲", "男", "2015-01-01", "肢体二级"],
    )
    assert rows[0].extra == {"D 残疾": "肢体二级"}


def test_boxes_ticked_inside_one_cell(by: Actor) -> None:
    header = [*BARE, "儿童类别"]
    (row,) = rows_of(
        by,
        ["徐霞客镇徐霞客村"],
        header,
        [1, "张伟", "男", "2015-01-01", "小学", "☑孤儿 □留守儿童 ☑残疾"],
    )
    assert row.values["categories"] == ["orphan", "disabled"]
