from typing import Any

import pytest

from datasets.access import Actor
from datasets.ledgers.children import LAYOUT
from datasets.ledgers.columns import column_letter
from datasets.ledgers.files import read_sheets
from datasets.ledgers.pipeline import read_ledger
from datasets.ledgers.tables import Table, find_tables
from tests.conftest import TODAY
from tests.spreadsheets import HEADER, a_row, xlsx

WORDS = {"孤儿": "orphan", "留守儿童": "left_behind", "残疾": "disabled"}


def table_of(*rows: Any, **options: Any) -> Table:
    (sheet,) = read_sheets(xlsx(*rows, **options), "a.xlsx")
    (table,) = find_tables(sheet, LAYOUT, WORDS)
    return table


def fields_of(table: Table) -> dict[str, str | None]:
    return {column.heading: column.field for column in table.columns}


def test_title_rows_above_the_header_are_skipped() -> None:
    table = table_of(
        ["附件1"],
        ["徐霞客镇困境儿童花名册（2026年11月）"],
        ["填报单位（盖章）：徐霞客镇", "", "", "填报日期：2026.11.10"],
        [],
        HEADER,
        a_row(),
    )
    assert table.header_rows == [5]
    assert [number for number, _cells in table.rows] == [6]


def test_every_heading_of_the_header_finds_its_field() -> None:
    fields = fields_of(table_of(HEADER, a_row()))
    assert fields == {
        "序号": None,
        "镇（街道）": "region",
        "村（社区）": "region",
        "姓名": "name",
        "性别": "sex",
        "身份证号": "id_number",
        "出生日期": "birth_date",
        "儿童类别": "categories",
        "就读学校": "school",
        "监护人姓名": "guardian_name",
        "与儿童关系": "guardian_relation",
        "监护人联系电话": "guardian_phone",
        "补助标准（元/月）": "subsidy_amount",
        "备注": "remark",
    }


def test_headings_with_breaks_blanks_notes_and_units_are_recognised() -> None:
    fields = fields_of(
        table_of(
            [
                "姓 名*",
                "身份证号/\n证件号码",
                "困境类型（可多选）",
                "补贴标准\n（元/月）",
                "网格员",
            ],
            ["张", "", "", "", ""],
        )
    )
    assert list(fields.values()) == ["name", "id_number", "categories", "subsidy_amount", None]


def test_the_same_heading_twice_belongs_to_the_guardian_named_before_it() -> None:
    table = table_of(
        ["姓名", "身份证号", "监护人", "身份证号", "联系电话"], ["张伟", "", "张父", "", ""]
    )
    assert [column.field for column in table.columns] == [
        "name",
        "id_number",
        "guardian_name",
        "guardian_id_number",
        "guardian_phone",
    ]


def test_groups_tell_the_child_from_the_guardian_and_the_father() -> None:
    table = table_of(
        ["序号", "儿童基本情况", "", "", "监护人情况", "", "父亲情况", ""],
        ["", "姓名", "身份证号", "村", "姓名", "电话", "姓名", "身份证号"],
        ["1", "张伟", "", "徐霞客村", "李四", "", "张三", ""],
        merged=["A1:A2", "B1:D1", "E1:F1", "G1:H1"],
    )
    assert table.header_rows == [1, 2]
    assert [column.field for column in table.columns] == [
        None,
        "name",
        "id_number",
        "region",
        "guardian_name",
        "guardian_phone",
        "father_name",
        "father_id_number",
    ]


def test_totals_notes_signatures_and_column_numbers_are_no_children() -> None:
    table = table_of(
        HEADER,
        [str(number) for number in range(1, len(HEADER) + 1)],
        a_row(序号=1),
        ["小计", "", "", 1],
        HEADER,
        a_row(序号=2, 姓名="李雷"),
        [],
        ["", "", "", "合计", 2],
        ["注：本表一式两份"],
        ["填表人：王某", "", "", "审核：李某"],
    )
    assert [number for number, _cells in table.rows] == [3, 6]
    assert table.left_out == {
        2: "numbering",
        4: "total",
        5: "header",
        8: "total",
        9: "note",
        10: "note",
    }


@pytest.mark.parametrize(
    "rows",
    [
        [["会议通知"], ["各村：请于周五前上报"]],
        [["日期", "金额", "摘要"], ["2026-01-01", 5, "购书"]],
        [["学校", "年级", "村"], ["一小", "三", "徐霞客村"]],
    ],
)
def test_a_sheet_without_names_holds_no_ledger(rows: Any) -> None:
    (sheet,) = read_sheets(xlsx(*rows), "a.xlsx")
    assert find_tables(sheet, LAYOUT, WORDS) == []


def test_columns_are_lettered_as_in_excel() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


@pytest.mark.django_db
def test_a_value_that_says_what_its_heading_says_makes_no_header_of_its_row() -> None:
    content = xlsx(
        ["户主", "村", "家庭住址"], ["王大", "徐霞客村", "一组"], ["户主", "徐霞客村", "二组"],
        ["户主", "村", "家庭住址"], ["李大", "徐霞客村", "三组"],
    )  # fmt: skip
    reading = read_ledger(content, "a.xlsx", collection="families", by=Actor.system(today=TODAY))
    assert [(row.row, row.values.get("head_name")) for row in reading.rows] == [
        (2, "王大"), (3, None), (5, "李大"),
    ]  # fmt: skip
    assert [(one.field, one.code) for one in reading.rows[1].issues] == [
        ("head_name", "name_unreadable")
    ]
    assert reading.upload.sheets[0]["left_out"] == [{"row": 4, "why": "header"}]
