"""Forms as village workers fill them in: nobody gets another one's number, nobody is made up, nobody is lost."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.ledgers.pipeline import Reading, read_ledger
from datasets.ledgers.sheets import UnreadableLedger
from tests.conftest import TODAY
from tests.factories import id_number
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

A, B, C = (id_number(sequence=number) for number in (301, 302, 303))
FATHER, MOTHER, ELDER = (id_number(sequence=number) for number in (311, 312, 313))
VILLAGE, HUTANG = "320281104208", "320281104210"
TITLE = ["徐霞客镇徐霞客村困境儿童登记表"]
CHILD = {"name": "张伟", "sex": "male", "id_number": A, "categories": ["orphan"], "region": VILLAGE}
ELDERS = {"guardian_name": "王老五", "guardian_relation": "paternal_grandfather"}
FORM: list[list[Any]] = [
    TITLE, ["姓名", "张伟", "性别", "男"], ["身份证号", A, "困境类型", "孤儿"],
    ["监护人姓名", "王老五", "与儿童关系", "祖父"],
]  # fmt: skip


def read(*rows: list[Any], merged: tuple[str, ...] = ()) -> Reading:
    by = Actor.system(today=TODAY)
    return read_ledger(xlsx(*rows, merged=merged), "登记表.xlsx", collection="children", by=by)


def told(reading: Reading) -> list[dict[str, Any]]:
    return [{name: canonical(value) for name, value in row.values.items()} for row in reading.rows]


def codes(reading: Reading) -> list[str]:
    return [issue.code for row in reading.rows for issue in row.issues]


def card(
    name: str, number: str = "", village: str = "徐霞客村", phone: str = ""
) -> list[list[Any]]:
    return [
        ["困境儿童信息卡", "", "", ""], ["姓名", name, "性别", "男"], ["身份证号", number, "类别", "孤儿"],
        ["镇（街道）", "徐霞客镇", "村（社区）", village], ["监护人姓名", f"{name}监", "联系电话", phone],
    ]  # fmt: skip


def beside(*cards: list[list[Any]], gap: int = 1) -> list[list[Any]]:
    rows = zip(*cards, strict=True)
    return [[cell for part in row for cell in [*part, *[""] * gap]] for row in rows]


ONE = {**CHILD, "guardian_name": "张伟监"}
TWO = {**CHILD, "name": "李雷", "id_number": B, "guardian_name": "李雷监", "region": HUTANG}


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_cards_beside_each_other_are_read_each_by_itself(gap: int) -> None:
    reading = read(*beside(card("张伟", A), card("李雷", B, "湖塘村"), gap=gap))
    assert told(reading) == [ONE, TWO]
    assert len({row.row for row in reading.rows}) == 2, "each card is known by a line of its own"


def test_a_card_beside_another_does_not_get_the_number_that_it_lacks() -> None:
    _one, two = told(read(*beside(card("张伟", A), card("李雷"))))
    assert "id_number" not in two


def test_cards_beside_and_below_each_other_and_one_left_empty() -> None:
    rows = [*beside(card("张伟", A), card("李雷", B)), [], *beside(card("韩梅", C), card(""))]
    rows[-1][6] = ""
    assert [one["name"] for one in told(read(*rows))] == ["张伟", "韩梅", "李雷"]


def test_what_is_asked_of_the_child_and_beside_it_of_the_guardian_are_no_two_cards() -> None:
    reading = read(
        TITLE,
        ["儿童信息", "姓名", "张伟", "监护人信息", "姓名", "王老五"],
        ["", "性别", "男", "", "性别", "男"],
        ["", "身份证号", A, "", "身份证号", ELDER],
        ["", "困境类型", "孤儿", "", "联系电话", "13812345678"],
    )
    guardian = {"guardian_id_number": ELDER, "guardian_phone": "13812345678"}
    assert told(reading) == [{**CHILD, "guardian_name": "王老五", **guardian}]


def test_a_card_without_a_name_gives_nothing_to_the_one_above_it() -> None:
    reading = read(*card("张伟", A), [], *card("", B, "湖塘村", "13812345678"))
    one, other = told(reading)
    assert one == ONE
    assert (other["id_number"], "name" in other) == (B, False)
    assert codes(reading) == ["missing"]


def test_a_form_that_nobody_filled_in_is_nobody() -> None:
    blank = [
        ["困境儿童登记表"], ["姓名", "", "性别", "男□ 女□"], ["出生日期", "    年  月  日", "民族", "汉"],
        ["身份证号", "□□□□□□", "困境类型", "□孤儿 □留守"], ["监护人姓名", "______", "联系电话", ""],
    ]  # fmt: skip
    with pytest.raises(UnreadableLedger, match="还没有填写"):
        read(*blank)
    assert [one["name"] for one in told(read(*FORM, [], *blank))] == ["张伟"]


def test_a_title_above_a_later_form_says_where_its_child_lives() -> None:
    rows = [row for row in card("张伟", A) if row[0] != "镇（街道）"]
    others = [row for row in card("李雷", B) if row[0] != "镇（街道）"]
    reading = read(TITLE, *rows[1:], [], ["徐霞客镇湖塘村困境儿童登记表"], *others[1:])
    assert [one["region"] for one in told(reading)] == [VILLAGE, HUTANG]


#: What stands on a form → what is told besides of the child and its guardian.
LINES: dict[str, tuple[list[list[Any]], dict[str, Any]]] = {
    "the family without a column of relations": (
        [["家庭成员", "姓名", "年龄", "身体状况"], ["", "张三", "40", "健康"], ["", "李四", "39", "重病"]], {},
    ),
    "brothers and sisters with their numbers": (
        [["兄弟姐妹", "姓名", "性别", "身份证号", "学校"], ["", "张红", "女", C, "实验小学"]], {},
    ),
    "relations by another word": (
        [["家庭成员", "姓名", "关系", "电话"], ["", "张三", "父子", "13811111111"], ["", "李四", "兄妹", ""]],
        {"father_name": "张三", "father_phone": "13811111111"},
    ),
    "parents in the place of a label": (
        [["父亲", "张三", "身份证号", FATHER, "电话", "13811111111"], ["家庭住址", "徐霞客村3组"],
         ["母亲", "李梅", "身份证号", MOTHER, "状况", "失联"]],
        {"father_name": "张三", "father_id_number": FATHER, "father_phone": "13811111111", "mother_name": "李梅",
         "mother_id_number": MOTHER, "mother_condition": "out_of_contact", "residence_address": "徐霞客村3组"},
    ),
    "groups for each parent": (
        [["父亲", "姓名", "张三", "身份证号", FATHER], ["", "状况", "服刑", "联系电话", "13811111111"],
         ["母亲", "姓名", "李梅", "联系电话", "13811111112"]],
        {"father_name": "张三", "father_id_number": FATHER, "father_phone": "13811111111",
         "father_condition": "in_prison", "mother_name": "李梅", "mother_phone": "13811111112"},
    ),
    "a telephone behind each person": (
        [["父亲姓名", "张三", "联系电话", "13811111111"], ["监护人", "王老五", "联系电话", "13811111113"]],
        {"father_name": "张三", "father_phone": "13811111111", "guardian_phone": "13811111113"},
    ),
    "telephones of those who visit, sign and report": (
        [["走访人", "赵干部", "联系电话", "13900000000"], ["网格员", "孙网", "电话", "13900000001"],
         ["村委会意见", "情况属实。签字：王主任  联系电话：0510-86880000"], ["填表人", "周填", "电话", "13900000002"]],
        {},
    ),
    "a second page of the same child, a signature": (
        [["姓名", "张伟", "走访日期", "2026-10-02"], ["走访情况", "无人", "", ""], ["姓名", "（签字）", "日期", ""]],
        {},
    ),
    "an answer that is left empty before a label that we do not know": (
        [["学校", "", "班主任", "李老师"], ["现居住地址", "", "曾用名", "毛毛"]], {},
    ),
    "answers that could be labels": ([["身体状况", "健康", "备注", "其他"]], {"health": "健康", "remark": "其他"}),
    "a date over several cells": (
        [["出生日期", "2015", "年", "6", "月", "1", "日"]], {"birth_date": "2015-06-01"},
    ),
    "a date that is not filled in": ([["出生日期", "", "年", "", "月", "", "日"]], {}),
    "a number with a digit a cell": (
        [["监护人身份证号", *ELDER]], {"guardian_id_number": ELDER},
    ),
    "a blank guardian's telephone, then the child's health": (
        [["委托监护人姓名", "", "联系电话", ""], ["身体状况", "良好", "民族", "汉"]],
        {"health": "良好", "ethnicity": "汉族"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("tried", list(LINES))
def test_a_line_of_a_form_is_read_as_it_is_meant(tried: str) -> None:
    lines, more = LINES[tried]
    reading = read(*FORM, *lines)
    assert told(reading) == [{**CHILD, **ELDERS, **more}]
    assert codes(reading) == []


def test_groups_merged_downwards_are_no_names() -> None:
    reading = read(
        TITLE,
        ["儿童", "姓名", "张伟", "性别", "男"],
        ["", "身份证号", A, "类别", "孤儿"],
        ["父亲", "姓名", "张三", "身份证号", FATHER],
        ["", "状况", "服刑", "", ""],
        merged=("A2:A3", "A4:A5"),
    )
    father = {"father_name": "张三", "father_id_number": FATHER, "father_condition": "in_prison"}
    assert told(reading) == [{**CHILD, **father}]


def test_a_guardian_at_the_end_of_a_form_does_not_swallow_the_next_child() -> None:
    title = ["困境儿童登记表", "", "编号：1"]
    one = [title, ["姓名", "张伟", "性别", "男"], ["身份证号", A, "类别", "孤儿"], ["村（社区）", "徐霞客镇徐霞客村"],
           ["监护人情况", "姓名", "王老五", "电话"]]  # fmt: skip
    other = [[{"张伟": "李雷", A: B}.get(cell, cell) for cell in row] for row in one]
    assert [row["name"] for row in told(read(*one, *other))] == ["张伟", "李雷"]


@pytest.mark.parametrize(
    "cells", [["男", "", "女", "√"], ["", "男", "√", "女"], ["□", "男", "☑", "女"]]
)
def test_words_and_their_boxes_in_cells_of_their_own(cells: list[str]) -> None:
    rows = [
        TITLE,
        ["姓名", "王红", "民族", "汉"],
        ["性别", *cells],
        ["类别", "□", "孤儿", "☑", "留守"],
    ]
    (one,) = told(read(*rows, ["监护人姓名", "王老五"]))
    assert (one["sex"], one["categories"]) == ("female", ["left_behind"])


def test_boxes_on_lines_below_each_other() -> None:
    lines = [["困境类型", "□孤儿"], ["", "☑留守"], ["", "□残疾"]]
    (one,) = told(read(TITLE, *FORM[1:2], ["身份证号", A], *lines, *FORM[3:]))
    assert one["categories"] == ["left_behind"]


def test_a_second_guardian_gives_nothing_to_the_first() -> None:
    lines = [
        ["监护人1", "王老五"],
        ["监护人2", "李桂英", "与儿童关系", "祖母", "电话", "13812345678"],
    ]
    (one,) = told(read(*FORM[:3], *lines))
    assert one == {**CHILD, "guardian_name": "王老五"}


def test_labels_in_two_languages() -> None:
    rows = [TITLE, ["姓名 Name", "张伟", "性别 Sex", "男"], ["身份证号 ID No.", A, "类别", "孤儿"]]
    assert told(read(*rows)) == [CHILD]


@pytest.mark.parametrize("label", ["姓名：", "姓 名：", "姓　　名:  "])
def test_labels_with_blanks_and_several_in_one_cell(label: str) -> None:
    reading = read(
        TITLE,
        [f"{label}张伟　　性别：男"],
        [f"身份证号：{A} 困境类型：孤儿"],
        ["监护人：__王老五__   与儿童关系：祖父"],
    )
    assert told(reading) == [{**CHILD, **ELDERS}]


def test_a_line_a_child() -> None:
    reading = read(
        ["徐霞客镇徐霞客村名单"],
        [f"姓名：张伟，性别：男，身份证号：{A}，困境类型：孤儿"],
        [f"姓名：李雷，性别：男，身份证号：{B}，困境类型：孤儿"],
    )
    assert told(reading) == [CHILD, {**CHILD, "name": "李雷", "id_number": B}]


def test_small_cards_are_no_roster_of_their_labels() -> None:
    small = [["姓名", "张伟", "性别", "男"], ["身份证号", A, "类别", "孤儿"]]
    assert told(read(TITLE, *small)) == [CHILD]
    cards = [[], ["姓名", "李雷", "性别", "男"], ["身份证号", B, "类别", "孤儿"]] * 300
    assert len(read(TITLE, *small, *cards).rows) == 301


def test_a_child_a_column_is_refused_before_the_second_one_is_lost() -> None:
    with pytest.raises(UnreadableLedger, match="一列一名儿童"):
        read(
            TITLE, ["姓名", "张伟", "李雷"], ["性别", "男", "男"], ["身份证号", A, B],
            ["类别", "孤儿", "孤儿"], ["监护人姓名", "王老五", "王老五"],
        )  # fmt: skip
