"""Boxes in a cell: what is ticked is said, what is not ticked is not, and what leaves doubts stays as it is."""

from typing import Any

import pytest

from datasets.readers.boxes import ticked_words
from datasets.readers.conditions import condition_of
from datasets.readers.text import text_or_boxes
from datasets.readers.words import categories, sex, tick_in
from tests.conftest import TODAY

WORDS = {"孤儿": "orphan", "留守": "left_behind", "残疾": "disabled", "其他": "other"}


@pytest.mark.parametrize(
    ("text", "ticked"),
    [
        ("☑孤儿 □留守", "孤儿"), ("孤儿（√）、留守（）", "孤儿"), ("孤儿□留守☑", "留守"), ("□ 孤儿\n☑ 留守", "留守"),
        # Only what is marked is meant, where the others have no box at all.
        ("√孤儿 留守 残疾", "孤儿"), ("孤儿 留守√ 残疾", "留守"), ("√孤儿、留守", "孤儿"), ("①孤儿√②留守③残疾", "孤儿"),
        ("男√ 女", "男"), ("男　女√", "女"), ("√ 孤儿", "孤儿"), ("√孤儿√残疾", "孤儿、残疾"),
        # A tick typed beside the box, before or behind the word.
        ("√□孤儿 □留守", "孤儿"), ("□孤儿√ □留守", "孤儿"), ("孤儿□√ 留守□", "孤儿"), ("孤儿□ √留守□", "留守"),
        # Word's own boxes, a letter for a tick, the letters of a lost font.
        ("☐孤儿 ☒留守", "留守"), ("☑孤儿 ☒留守", "孤儿"), ("( )孤儿 (V)留守", "留守"), ("£孤儿 R留守", "留守"),
        ("⊙男 ○女", "男"), ("☑️孤儿 □留守", "孤儿"),
        # Nothing is ticked.
        ("□孤儿 □留守", ""), ("（ ）孤儿（ ）留守", ""),
        # It cannot be told which, or whether.
        ("孤儿 √ 留守", "孤儿 √ 留守"), ("□孤儿 √ □留守", "□孤儿 √ □留守"), ("□孤儿 [x]留守", "□孤儿 [x]留守"),
        ("二○一五年享受低保", "二○一五年享受低保"), ("孤儿、留守", "孤儿、留守"),
    ],
)  # fmt: skip
def test_the_ticked_words_are_told(text: str, ticked: str) -> None:
    assert ticked_words(text) == ticked


def read(reader: Any, cell: Any) -> tuple[Any, list[str]]:
    noted: list[str] = []
    return reader(cell, lambda code, **_params: noted.append(code)), noted


def test_a_category_without_a_tick_is_not_taken() -> None:
    assert read(categories(WORDS), "√孤儿 留守 残疾") == (["orphan"], [])
    assert read(categories(WORDS), "□孤儿 ☑其他：父母离异") == (["other"], [])
    assert read(categories(WORDS), "□孤儿 [x]留守")[1] == ["category_unknown"] * 2


def test_a_choice_that_nobody_made_is_none() -> None:
    assert read(sex, "男□ 女□") == (None, [])
    assert read(sex, "√男  女") == ("male", [])
    assert (tick_in("☑是 □否"), tick_in("□是 ☑否"), tick_in("□是 □否")) == (True, False, False)


def test_a_parent_is_as_the_ticked_word_says() -> None:
    condition = condition_of("father", today=TODAY)
    assert read(condition, "死亡□ 健康☑") == ("healthy", [])
    assert read(condition, "□死亡 □服刑 □健康") == (None, [])


def test_a_text_of_boxes_is_what_is_ticked() -> None:
    health = text_or_boxes(200)
    assert read(health, "健康□ 残疾□ 重病☑") == ("重病", [])
    assert read(health, "□健康 □残疾") == (None, [])
    assert read(health, "□型糖尿病") == ("□型糖尿病", []), (
        "one box may be a character that was lost"
    )


@pytest.mark.parametrize("cell", ["√（已退出）", "是（疑似）", "√(停发)"])
def test_a_tick_that_its_brackets_take_back_is_neither(cell: str) -> None:
    assert tick_in(cell) is None
