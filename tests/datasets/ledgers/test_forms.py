"""登记表: a child a sheet, as welfare offices print them."""

from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.ledgers.pipeline import Reading, read_ledger
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.factories import id_number
from tests.spreadsheets import _saved, xlsx

pytestmark = pytest.mark.django_db


def form(name: str, number: str) -> list[list[Any]]:
    return [
        ["困境儿童登记表"],
        ["填报单位：徐霞客镇", "", "", "", "填表日期：2026.11.1"],
        ["姓名", name, "性别", "男", "出生日期", "2015.6.1"],
        ["身份证号", number, "", "", "民族", "汉族"],
        ["镇（街道）", "徐霞客镇", "村（社区）", "徐霞客村", "就读学校", ""],
        ["困境类型", "☑孤儿 □留守儿童 □残疾", "", "", "", ""],
        ["父亲情况", "姓名", "王大", "身份证号", "无", ""],
        ["监护人情况", "姓名", "王老", "与儿童关系", "祖父", ""],
        ["", "身份证号", "", "联系电话", "13800000001", ""],
        ["备注", "需要心理辅导"],
    ]


def read(*rows: Any, **options: Any) -> Reading:
    by = Actor.system(today=TODAY)
    return read_ledger(xlsx(*rows, **options), "登记表.xlsx", collection="children", by=by)


def test_labels_left_of_their_cells_are_read() -> None:
    number = id_number()
    (row,) = read(*form("王小明", number), merged=["B4:D4", "B6:F6", "A8:A9"]).rows
    values = {**row.values, "region": row.values["region"].code}
    assert not row.issues
    assert (values["name"], values["id_number"], values["region"]) == (
        "王小明",
        number,
        XUXIAKE_VILLAGE,
    )
    assert values["birth_date"].isoformat() == "2015-06-01"
    assert values["categories"] == ["orphan"]
    assert (values["guardian_name"], values["guardian_relation"]) == (
        "王老",
        "paternal_grandfather",
    )
    assert values["guardian_phone"] == "13800000001"
    assert (values["father_name"], "father_id_number" in values) == ("王大", False)
    assert "guardian_id_number" not in values
    assert "school" not in values
    assert values["remark"] == "需要心理辅导"


def test_each_sheet_is_a_child() -> None:
    workbook = openpyxl.Workbook()
    for name in ("甲一", "乙二"):
        sheet = workbook.create_sheet(name)
        for row in form(name, ""):
            sheet.append(row)
    del workbook["Sheet"]
    by = Actor.system(today=TODAY)
    reading = read_ledger(_saved(workbook), "登记表.xlsx", collection="children", by=by)
    assert [(row.sheet, row.row, row.values["name"]) for row in reading.rows] == [
        ("甲一", 3, "甲一"),
        ("乙二", 3, "乙二"),
    ]


def test_forms_below_each_other_are_children_of_their_own() -> None:
    reading = read(*form("甲一", ""), [], *form("乙二", ""))
    assert [(row.row, row.values["name"]) for row in reading.rows] == [(3, "甲一"), (14, "乙二")]


def test_labels_above_their_cells_are_read() -> None:
    (row,) = read(
        ["徐霞客镇徐霞客村登记表"],
        ["姓名", "性别"],
        ["王小明", "男"],
        ["出生日期", "困境类型"],
        ["2015-06-01", "孤儿"],
        ["就读学校", "身体状况"],
        ["实验小学", "良好"],
        ["监护人姓名", "与儿童关系"],
        ["王大", "父亲"],
    ).rows
    assert row.values["name"] == "王小明"
    assert row.values["categories"] == ["orphan"]
    assert row.values["region"].code == XUXIAKE_VILLAGE
    assert (row.values["school"], row.values["guardian_relation"]) == ("实验小学", "father")


def test_what_answers_no_known_label_is_kept_and_told() -> None:
    rows = form("王小明", "")
    rows.insert(4, ["残疾证号", "乙1234", "曾用名", "毛毛", "", ""])
    reading = read(*rows)
    (row,) = reading.rows
    (rest,) = [column for column in reading.upload.sheets[0]["columns"] if not column["field"]]
    assert (rest["header"], rest["why"]) == ("其他内容", "unknown")
    kept = row.extra["A 其他内容"]
    assert kept == "残疾证号 乙1234 曾用名 毛毛"


def test_the_same_as_above_on_a_form_is_never_the_child_before() -> None:
    rows = [*form("甲一", ""), [], *form("乙二", "")]
    rows[3:3] = [["户籍地址", "徐霞客村1组", "", "", "现住址", "同上"]]
    rows[15:15] = [["户籍地址", "湖塘村2组", "", "", "现住址", "同上"]]
    first, second = read(*rows).rows
    assert first.values["residence_address"] == "徐霞客村1组"
    assert second.values["residence_address"] == "湖塘村2组"
