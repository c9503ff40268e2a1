"""Each reader against what clerks and Excel make of its cells."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from datasets.ledgers.adult_names import adult_name
from datasets.readers import Reader
from datasets.readers.dates import past_date
from datasets.readers.documents import other_number
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import monthly_amount, phones
from datasets.readers.text import person_name, plain_text
from datasets.readers.words import categories, ethnicity, relation, sex, word_key
from tests.factories import id_number as a_number

TODAY = datetime.date(2026, 11, 20)
NUMBER = "11010519491231002X"


def read(reader: Reader, cell: Any) -> tuple[Any, list[str]]:
    """The value, and the codes of what was noted ("!" before an error)."""
    notes: list[str] = []

    def note(code: str, *, severity: str = "error", **_params: Any) -> None:
        notes.append(("!" if severity == "error" else "") + code)

    return reader(cell, note), notes


@pytest.mark.parametrize(
    "cell",
    [
        NUMBER,
        NUMBER.lower(),
        f" {NUMBER} ",
        f"'{NUMBER}",
        "110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        f"\u200b{NUMBER}\n",
    ],
)
def test_an_id_number_in_any_writing_is_read(cell: str) -> None:
    assert read(id_number(today=TODAY), cell) == (NUMBER, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.10105194912310e17, "!digits_lost"),
        ("1.10105E+17", "!digits_lost"),
        ("110105194912310021", "!check_digit"),
        ("11010519491231", "!length"),
        ("身份证丢了", "!no_number"),
        ("110105194902310028", "!birth_date"),
        ("11010519491231O02X", "!characters"),
        (f"{NUMBER}、{NUMBER}", "!several_numbers"),
    ],
)
def test_a_broken_id_number_is_said_and_never_read(cell: Any, code: str) -> None:
    assert read(id_number(today=TODAY), cell) == (None, [code])


def test_a_number_of_fifteen_digits_is_upgraded_with_a_warning() -> None:
    assert read(id_number(today=TODAY), "110105491231002") == (NUMBER, ["upgraded"])


@pytest.mark.parametrize("cell", ["未落户", "正在办理", "无（未登记）", "不知道"])
def test_that_there_is_no_number_yet_keeps_no_row_out(cell: str) -> None:
    assert read(id_number(today=TODAY), cell) == (None, ["no_number"])


def test_words_beside_a_number_are_heard() -> None:
    of_child = id_number(today=TODAY, is_of_child=True)
    assert read(of_child, f"户口本：{NUMBER}（未领证）") == (NUMBER, [])
    assert read(of_child, f"{NUMBER}（已核）") == (NUMBER, [])
    assert read(of_child, f"{NUMBER}待核实") == (NUMBER, ["number_aside"])
    for words in ("母亲", "借用", "作废"):
        assert read(of_child, f"{words}{NUMBER}") == (None, ["!number_not_theirs"])
    assert read(id_number(today=TODAY), f"母亲{NUMBER}") == (NUMBER, [])


def test_the_number_of_another_document_has_one_form() -> None:
    for cell in ("护照：e1234 5678", "E12345678"):
        assert read(other_number, cell) == ("E12345678", [])
    assert read(other_number, "待办") == (None, [])
    assert read(other_number, "护照丢了") == (None, ["!document_unreadable"])


@pytest.mark.parametrize("cell", ["", "无", "不详", "—", None])
def test_no_id_number_is_no_fault(cell: Any) -> None:
    assert read(id_number(today=TODAY), cell) == (None, [])


@pytest.mark.parametrize(
    "cell",
    [
        datetime.date(2012, 3, 5),
        datetime.datetime(2012, 3, 5),
        "2012-03-05",
        "2012-3-5",
        "2012.3.5",
        "2012/3/5",
        "2012年3月5日",
        "2012 年 3 月 5 日",
        "20120305",
        20120305.0,
        "２０１２．３．５",
        "2012-03-05 00:00:00",
        "二〇一二年三月五日",
        40973.0,
        "40973",
        "出生于2012年3月5日",
        "公元2012年3月5日",
        "2012年3月5日（14岁）",
        "2012.3.5属龙",
        "2012年3月5日 星期一",
        "2012.3.5（双胞胎）",
        "二O一二年三月五日",
        "2012_3_5",
        "2012\\3\\5",
        "2012·3·5",
        "2012..3.5",
        "2012.0305",
    ],
)
def test_a_date_in_any_writing_is_read(cell: Any) -> None:
    assert read(past_date(today=TODAY), cell) == (datetime.date(2012, 3, 5), [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2012年3月", "date_incomplete"),
        ("2012.3", "date_incomplete"),
        (2012.0, "date_incomplete"),
        ("201203", "date_incomplete"),
        ("2012-13-05", "!date_unreadable"),
        ("2012年2月30日", "!date_unreadable"),
        ("前年", "!date_unreadable"),
        ("2036-01-01", "!date_range"),
    ],
)
def test_what_is_no_full_date_is_said(cell: Any, code: str) -> None:
    assert read(past_date(today=TODAY), cell) == (None, [code])


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("二〇一二年十月十五日", (2012, 10, 15)),
        ("二○一二年十二月二十日", (2012, 12, 20)),
        ("二零一二年一月三十一日", (2012, 1, 31)),
    ],
)
def test_dates_in_han_digits_are_read(cell: str, day: tuple[int, int, int]) -> None:
    assert read(past_date(today=TODAY), cell) == (datetime.date(*day), [])


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (300.0, "300.00"),
        ("300元/月", "300.00"),
        ("每月300元", "300.00"),
        ("1,200.00", "1200.00"),
        ("￥500", "500.00"),
        ("５００元", "500.00"),
        ("0", "0.00"),
        ("2200元（每月）", "2200.00"),
        (1234.5, "1234.50"),
    ],
)
def test_money_is_yuan_a_month(cell: Any, amount: str) -> None:
    assert read(monthly_amount, cell) == (Decimal(amount), [])


@pytest.mark.parametrize("cell", ["多少", "按低保", "-5", "3百", 1e12, "1.200"])
def test_words_are_no_money(cell: Any) -> None:
    assert read(monthly_amount, cell) == (None, ["!money_unreadable"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("13800000001", "13800000001"),
        (13800000001.0, "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("+86 13800000001", "13800000001"),
        ("0510-86123456", "0510-86123456"),
        ("13800000001/13900000002", "13800000001、13900000002"),
        ("13800000001\n0510-86123456", "13800000001、0510-86123456"),
        ("１３８０００００００１", "13800000001"),
        ("0510—86123456／138–0000–0001", "0510-86123456、13800000001"),
    ],
)
def test_phones_have_one_form(cell: Any, value: str) -> None:
    assert read(phones, cell) == (value, [])


def test_a_number_that_nobody_answers_is_kept_and_told() -> None:
    assert read(phones, "13800000001（停机）") == ("13800000001", ["phone_aside"])


def test_what_is_no_phone_is_a_warning() -> None:
    assert read(phones, "1380000")[1] in ([], ["phone_unreadable"])
    assert read(phones, "没有电话号码的") == (None, ["phone_unreadable"])
    assert read(phones, "138000000012") == (None, ["phone_unreadable"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [("爷爷", "paternal_grandfather"), ("外婆", "maternal_grandmother"), ("父亲", "father"),
     ("母女", "mother"), ("姨妈", "aunt"), (" 祖 母 ", "paternal_grandmother")],
)  # fmt: skip
def test_relations_are_known_by_their_many_names(cell: str, code: str) -> None:
    assert read(relation, cell) == (code, [])


def test_an_unknown_relation_is_a_warning_and_not_stored() -> None:
    assert read(relation, "干爹的同事") == (None, ["relation_unknown"])


def test_sex_and_nationality() -> None:
    assert read(sex, "男 ") == ("male", [])
    assert read(sex, "女童") == ("female", [])
    assert read(sex, "□男 ☑女") == ("female", [])
    assert read(sex, "？")[1] == ["sex_unreadable"]
    assert read(ethnicity, "汉") == ("汉族", [])
    assert read(ethnicity, "维吾尔族") == ("维吾尔族", [])
    for cell in ("03", "03 回族", "回族（3）", "3-回", "回民"):
        assert read(ethnicity, cell) == ("回族", [])
    for cell in ("1", "57", "03汉族", "汉族03"):
        assert read(ethnicity, cell) == (None, ["ethnicity_unknown"])
    for cell in ("长女", "2女", "2.女"):
        assert read(sex, cell) == ("female", [])


WORDS = {
    word_key(text): code
    for text, code in {
        "孤儿": "orphan", "散居孤儿": "orphan", "留守": "left_behind", "贫困": "poverty",
        "受艾滋病影响": "hiv_affected", "HIV": "hiv_affected", "残疾": "disabled",
    }.items()
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("孤儿", ["orphan"]),
        ("散居孤儿、留守儿童", ["orphan", "left_behind"]),
        ("孤儿/贫困家庭；残疾", ["orphan", "poverty", "disabled"]),
        ("孤儿 留守", ["orphan", "left_behind"]),
        ("孤儿\n贫困", ["orphan", "poverty"]),
        ("1.孤儿", ["orphan"]),
        ("hiv", ["hiv_affected"]),
        ("孤儿，散居孤儿", ["orphan"]),
        ("农村留守儿童、困境残疾儿童", ["left_behind", "disabled"]),
        ("残疾二级", ["disabled"]),
    ],
)
def test_categories_are_read_by_every_alias_and_separator(cell: str, codes: list[str]) -> None:
    assert read(categories(WORDS), cell) == (codes, [])


@pytest.mark.parametrize(
    "cell",
    ["残疾（无）", "残疾：无", "留守（否）", "孤儿（不是）", "孤儿（已收养）", "孤儿（已死亡）", "留守（父母已回）",
     "残疾（已康复）", "留守（已结束）", "孤儿（转为散居）", "贫困（不属实）", "孤儿（拟）", "孤儿（0）",
     "留守（至2025年）", "孤儿（2026年10月止）"],
)  # fmt: skip
def test_a_word_that_its_brackets_take_back_is_asked(cell: str) -> None:
    assert read(categories(WORDS, today=TODAY), cell) == (None, ["!category_unknown"])


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("孤儿（父母已死亡）", ["orphan"]),
        ("孤儿（原留守）", ["orphan"]),
        ("残疾（未办证）", ["disabled"]),
        ("留守（至2026年12月）", ["left_behind"]),
        ("孤儿（兼残疾）", ["orphan", "disabled"]),
        ("留守（残疾、贫困）", ["left_behind", "disabled", "poverty"]),
        ("留守（贫困、父在外）", ["left_behind"]),
    ],
)
def test_other_brackets_explain_or_add(cell: str, codes: list[str]) -> None:
    assert read(categories(WORDS, today=TODAY), cell) == (codes, [])


def test_a_relation_that_its_brackets_take_back_is_asked() -> None:
    assert read(relation, "奶奶（已故）") == (None, ["relation_unknown"])
    assert read(relation, "母亲（改嫁）") == ("mother", [])


def test_an_unknown_category_is_an_error_that_names_it() -> None:
    value, notes = read(categories(WORDS), "孤儿、外星人")
    assert notes == ["!category_unknown"]
    assert value == ["orphan"]


def test_names_and_texts() -> None:
    assert read(person_name, "张　伟") == ("张伟", [])
    assert read(person_name, "张伟123") == (None, ["!name_unreadable"])
    assert read(person_name, "审核：李某") == (None, ["!name_unreadable"])
    assert read(person_name, "戴三（曾用名：戴小三）") == ("戴三", ["name_aside"])
    assert read(person_name, "（张伟）。") == ("张伟", [])
    for nobody in (
        "张三（父）李四（母）", "父张三母李四", "张三夫妇", "张三兄妹", "张三等", "张三的孙子", "张三长子", "新增张三",
        "张三改名张四", "原张三现李四", "张三→李四", "张_三", "张三的父亲", "张三-李四", "XXX", "（已迁出）", "销户"
    ):  # fmt: skip
        assert read(person_name, nobody) == (None, ["!name_unreadable"])
    for told in ("已故", "父亲去世", "母亲改嫁"):
        assert read(adult_name, told) == (None, ["name_unreadable"])
    assert read(adult_name, "王健康") == ("王健康", [])
    assert read(adult_name, "  ") == (None, [])
    assert read(adult_name, "父亲") == (None, ["name_is_relation"])
    assert read(person_name, "龚四\n龚五") == (None, ["!name_unreadable"])
    assert read(person_name, "龚四 龚五") == ("龚四龚五", ["name_blank"])
    assert read(person_name, "张 小明") == ("张小明", [])
    assert read(person_name, "王五(已迁出)") == ("王五", ["name_aside"])
    for beside in ("王五 已转出", "王五，男", "王五 13岁"):
        assert read(person_name, beside) == ("王五", ["name_aside"])
    assert read(plain_text(5), "  一二三 ") == ("一二三", [])
    assert read(plain_text(2), "一二三") == (None, ["!too_long"])
    assert read(plain_text(9), "无") == (None, [])


def test_the_factory_makes_numbers_that_are_read() -> None:
    number = a_number(datetime.date(2015, 6, 1), "female")
    assert read(id_number(today=TODAY), number) == (number, [])
