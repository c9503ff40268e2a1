"""小计 and 合计 held against the rows: a difference is told, and nothing is told where the meaning is not plain."""

from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.ledgers.pipeline import Reading, read_ledger
from tests.conftest import TODAY
from tests.spreadsheets import _saved, xlsx

pytestmark = pytest.mark.django_db

TITLE = ["徐霞客镇徐霞客村困境儿童花名册"]
HEADER = ["序号", "姓名", "性别", "补助标准（元/月）", "备注"]
FOUR = [
    [1, "甲一", "男", 1200, ""],
    [2, "乙二", "女", "800.50", ""],
    [3, "丙三", "男", "", ""],
    [4, "丁四", "女", 500, ""],
]


def read(*rows: Any, header: Any = HEADER, title: Any = TITLE, **options: Any) -> Reading:
    by = Actor.system(today=TODAY)
    content = xlsx(title, header, *rows, **options)
    return read_ledger(content, "台账.xlsx", collection="children", by=by)


def told(*rows: Any, **options: Any) -> list[tuple[Any, ...]]:
    """(row, column, stated, found) of each total that differs."""
    (sheet,) = read(*rows, **options).upload.sheets
    return [(one["row"], one["column"], one["stated"], one["found"]) for one in sheet["totals"]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["合计", 5], [(7, "B", 5, 4)]),
        (["合计", "5人"], [(7, "B", 5, 4)]),
        (["合计：5人"], [(7, "A", 5, 4)]),
        (["总计", "共5名儿童"], [(7, "B", 5, 4)]),
        (["共计3户5人"], [(7, "A", 5, 4)]),
        (["", "共 5 人"], [(7, "B", 5, 4)]),
        (["以上共5人"], [(7, "A", 5, 4)]),
        (["合计", "", "", 2600], [(7, "D", 2600, "2500.50")]),
        (["合计", "", "", "2,600.00元"], [(7, "D", 2600, "2500.50")]),
        (["合计", 3, "", 2600], [(7, "B", 3, 4), (7, "D", 2600, "2500.50")]),
        (["徐霞客村合计", 5], [(7, "B", 5, 4)]),
        (["小 计", 5], [(7, "B", 5, 4)]),
    ],
)
def test_a_total_that_the_rows_do_not_add_up_to_is_told(line: Any, expected: Any) -> None:
    assert told(*FOUR, line) == expected


def test_a_part_without_amounts_hides_no_difference() -> None:
    poor = [[5, "戊五", "女", "", ""], [6, "己六", "男", "无", ""]]
    lines = [*FOUR, ["小计", 4, "", "2500.50"], *poor, ["合计", 6, "", 3000]]
    assert told(*lines) == [(10, "D", 3000, "2500.50")]


@pytest.mark.parametrize(
    "line",
    [
        ["合计", 4],
        ["合计", "4人"],
        ["合计", "", "", 2500.5],
        ["合计", "", "", "￥2,500.50元"],
        ["合计", "", "", 4],
        ["合计", "3户"],
        ["合计", "", 9, ""],
        ["合计", "", "男2女2"],
        ["合计", "", "", "", 77],
        ["合计", "人均625元"],
        ["本年累计", 31],
        ["合计", "", "", "每人1200"],
        ["注：本月走访9人次"],
        ["合计"],
    ],
)
def test_a_total_that_is_right_or_not_plain_says_nothing(line: Any) -> None:
    assert told(*FOUR, line) == []


def test_each_part_has_its_own_total_and_the_whole_another() -> None:
    rows = [
        *FOUR[:2],
        ["小计", 2, "", 2000.5],
        *FOUR[2:],
        ["小计", 3, "", 500],
        ["合计", 4, "", 2500.5],
    ]
    assert told(*rows) == [(8, "B", 3, 2)]


def test_a_total_above_its_rows_counts_them() -> None:
    assert told(["合计", 4, "", 2500.5], *FOUR) == []
    assert told(["合计", 7], *FOUR) == [(3, "B", 7, 4)]


def test_a_section_says_how_many_stand_below_it() -> None:
    sections = [["徐霞客村（2人）"], *FOUR[:2], ["璜塘村（共3人）"], *FOUR[2:]]
    assert told(*sections, title=["徐霞客镇"]) == [(6, "A", 3, 2)]


def test_a_sum_with_an_unreadable_amount_is_no_sum() -> None:
    assert told(*FOUR, [5, "戊五", "男", "按文件", ""], ["合计", 5, "", 9999]) == []


def test_ticks_are_counted_by_column() -> None:
    header = ["序号", "姓名", "性别", "孤儿", "留守儿童"]
    rows = [[1, "甲一", "男", "√", ""], [2, "乙二", "女", "", "√"], [3, "丙三", "男", "", "√"]]
    assert told(*rows, ["合计", 3, "", 1, 2], header=header) == []
    assert told(*rows, ["合计", 3, "", 2, 2], header=header) == [(6, "D", 2, 1)]


def test_the_last_sheet_may_count_the_whole_file() -> None:
    workbook = openpyxl.Workbook()
    for name, rows in (("徐霞客村", FOUR[:1]), ("璜塘村", [*FOUR[1:3], ["总计", 3]])):
        sheet = workbook.create_sheet(name)
        for row in (["徐霞客镇"], HEADER, *rows):
            sheet.append(row)
    del workbook["Sheet"]
    by = Actor.system(today=TODAY)
    reading = read_ledger(_saved(workbook), "台账.xlsx", collection="children", by=by)
    assert [sheet["totals"] for sheet in reading.upload.sheets] == [[], []]


def test_of_a_column_whose_every_total_differs_a_hundred_are_told() -> None:
    rows = [line for number in range(120) for line in ([number, "甲一", "男", 1, ""], ["小计", 9])]
    differing = told(*rows)
    assert len(differing) == 100
    assert differing[0] == (4, "B", 9, 1)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("徐霞客村困境儿童花名册（共5人）", [(1, 5, 4)]),
        ("徐霞客村困境儿童花名册（共计 5 名）", [(1, 5, 4)]),
        ("徐霞客村困境儿童花名册(5人)", [(1, 5, 4)]),
        ("徐霞客村困境儿童总人数：3人", [(1, 3, 4)]),
        ("徐霞客村困境未成年人花名册（共5人）", [(1, 5, 4)]),
        ("徐霞客村花名册（共3户5人）", [(1, 5, 4)]),
        ("徐霞客村花名册（共4人）", []),
        ("徐霞客村花名册（新增2人）", []),
        ("徐霞客村2026年花名册（累计31人）", []),
        ("徐霞客村花名册（共12户）", []),
    ],
)
def test_a_title_that_counts_its_rows_is_held_against_them(title: str, expected: Any) -> None:
    (sheet,) = read(*FOUR, title=[title]).upload.sheets
    assert [(one["row"], one["stated"], one["found"]) for one in sheet["totals"]] == expected


def test_a_title_that_counts_households_is_held_against_their_column() -> None:
    header = ["序号", "姓名", "性别", "户主"]
    rows = [[1, "甲一", "男", "王大"], [2, "乙二", "女", "王大"], [3, "丙三", "男", "李大"]]
    assert told(*rows, header=header, title=["徐霞客村花名册（共2户3人）"]) == []
    assert told(*rows, header=header, title=["徐霞客村花名册（共计3户）"]) == [(1, "A", 3, 2)]


def test_a_title_may_count_the_whole_file() -> None:
    workbook = openpyxl.Workbook()
    for name, rows in (("徐霞客村", FOUR[:1]), ("璜塘村", FOUR[1:])):
        sheet = workbook.create_sheet(name)
        for row in (["徐霞客镇花名册（共4人）"], HEADER, *rows):
            sheet.append(row)
    del workbook["Sheet"]
    by = Actor.system(today=TODAY)
    reading = read_ledger(_saved(workbook), "台账.xlsx", collection="children", by=by)
    assert [sheet["totals"] for sheet in reading.upload.sheets] == [[], []]


def test_a_title_over_families_counts_households_and_nobody() -> None:
    by = Actor.system(today=TODAY)
    header = ["户主", "村", "家庭住址"]
    rows = [["王大", "徐霞客村", "一组"], ["李大", "徐霞客村", "二组"]]
    for title, expected in (
        ("徐霞客镇家庭花名册（共2户7人）", []),
        ("徐霞客镇家庭花名册（共3户7人）", [(3, 2)]),
    ):
        content = xlsx([title], header, *rows)
        reading = read_ledger(content, "家庭.xlsx", collection="families", by=by)
        (sheet,) = reading.upload.sheets
        assert [(one["stated"], one["found"]) for one in sheet["totals"]] == expected
