"""Cells as clerks type them and Excel mangles them: each is read right, or said to be wrong; never stored wrong."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY
from tests.factories import id_number
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
NUMBER = id_number(BORN, "male", 1)
WITH_X = next(
    number
    for sequence in range(1, 60)
    if (number := id_number(BORN, "male", sequence)).endswith("X")
)
WRONG_CHECK = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")
SAFE = str.maketrans("0123456789", "０１２３４５６７８９")
HEADINGS = {
    "name": "姓名",
    "sex": "性别",
    "id_number": "身份证号",
    "birth_date": "出生日期",
    "ethnicity": "民族",
    "categories": "困境类型",
    "guardian_name": "监护人姓名",
    "guardian_relation": "与儿童关系",
    "guardian_phone": "监护人联系电话",
    "subsidy_amount": "补助标准（元/月）",
    "school": "就读学校",
}
PLAIN = {"name": "张伟", "guardian_name": "王老五"}

#: Field → (value, code of what is noted or "", the cells that are read so).
CELLS: dict[str, list[tuple[Any, str, list[Any]]]] = {
    "id_number": [
        (
            NUMBER,
            "",
            [
                NUMBER,
                f" {NUMBER} ",
                f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
                NUMBER.translate(SAFE),
                f"'{NUMBER}",
                f"‘{NUMBER}",
                f"`{NUMBER}",
                f"{NUMBER}\t",
                f"{NUMBER}\n",
                f"\u202d{NUMBER}\u202c",
                f"身份证：{NUMBER}",
                f"身份证号{NUMBER}",
                f"{NUMBER}（未办证）",
                f"　{NUMBER}",
                f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
            ],
        ),
        (
            WITH_X,
            "",
            [
                WITH_X,
                WITH_X.lower(),
                f"{WITH_X[:-1]}ｘ",
                f"{WITH_X[:-1]}×",
                f"{WITH_X[:-1]}\u0445",
                f"{WITH_X[:-1]}Ⅹ",
            ],
        ),
        (
            None,
            "digits_lost",
            [float(NUMBER), 3.20281e17, "3.20281E+17", "9.90000201506010E+17", "9.9E+17"],
        ),
        (None, "check_digit", [WRONG_CHECK]),
        (
            None,
            "length",
            [
                NUMBER[:16],
                f"{NUMBER}1",
                f"{NUMBER}*",
                "E12345678",
                "同上",
                True,
                f"{NUMBER[:6]}150601{NUMBER[14:17]}",
            ],
        ),
        (None, "several_numbers", [f"{NUMBER}/{WITH_X}"]),
        (None, "no_number", ["未上户口", "户口正在办理（已催）"]),
        (None, "characters", ["99OOOO201506010015"]),
        (None, "masked", ["99000020150601****", "990000********0039", "已保护"]),
        (None, "not_text", ["#N/A", "#REF!"]),
        (
            None,
            "",
            [
                "",
                "无",
                "待办",
                "未办理",
                "无户口",
                "未上户",
                "不详",
                "暂无",
                "—",
                "/",
                "／",
                "……",
                0,
                "0",
            ],
        ),
    ],
    "name": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        (
            "张伟",
            "",
            [
                "张 伟",
                "张\u3000伟",
                " 张伟",
                "张\n伟",
                "张伟*",
                "*张伟",
                "张伟 ",
                "张伟\u3000\u3000",
            ],
        ),
        (
            "买买提·艾力",
            "",
            [
                "买买提·艾力",
                "\u4e70\u4e70\u63d0\u2022\u827e\u529b",
                "买买提．艾力",
                "买买提.艾力",
                "\u4e70\u4e70\u63d0\u2027\u827e\u529b",
                "买买提・艾力",
                "买买提 · 艾力",
                "买买提●艾力",
            ],
        ),
        ("古丽娜尔", "", ["\u53e4\u4e3d\u200b\u5a1c\u5c14"]),
        ("𠮷田", "", ["𠮷田"]),
        ("张㛃", "", ["张㛃"]),
        ("王䶮", "", ["王䶮"]),
        ("欧阳静怡", "", ["欧阳 静怡"]),
        ("Maria Lopez", "", ["Maria Lopez"]),
        ("阿卜杜拉·买买提·艾力", "", ["阿卜杜拉·买买提·艾力"]),
        (
            None,
            "name_unreadable",
            [
                "张伟1",
                "？伟",
                "张?",
                "□伟",
                "张■",
                "张X",
                "张伟、李娜",
                "张伟/李娜",
                "12345",
                True,
                datetime.date(2020, 5, 1),
            ],
        ),
        ("王某某", "", ["王某某"]),
        ("张伟同学", "", ["张伟同学"]),
    ],
    "sex": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        ("male", "", ["男", "男 ", "男性", "1", 1, "M", "男孩", "男\u3000", "♂", "男生"]),
        (None, "", ["未知", "无", "\u2014", ""]),
        (None, "sex_unreadable", ["不男不女", "父", datetime.date(2020, 5, 1)]),
    ],
    "birth_date": [
        (
            "2015-06-01",
            "",
            [
                datetime.date(2015, 6, 1),
                datetime.datetime(2015, 6, 1),
                "2015.6.1",
                "2015.06.01",
                "2015/6/1",
                "2015-6-1",
                "20150601",
                "2015年6月1日",
                "2015年06月01日",
                "二〇一五年六月一日",
                "二零一五年六月一日",
                "二○一五年六月一日",
                "２０１５年６月１日",
                "2015 年 6 月 1 日",
                "2015年6月1日出生",
                "2015.6.1生",
                "2015、6、1",
                "2015。6。1",
                "2015,6,1",
                "2015-06-01 00:00:00",
                "2015/06/01 00:00",
                "42156",
                42156,
                42156.0,
                20150601,
                20150601.0,
                " 2015.6.1 ",
                "'2015-06-01",
                "2015－6－1",
                "2015\u20146\u20141",
                "2015\u20136\u20131",
                "2015．6．1",
                "公历2015年6月1日",
                "2015年6月1号",
                "2015.6.1.",
                "2015 6 1",
                "2015年六月一日",
            ],
        ),
        (
            None,
            "date_unreadable",
            [
                "15.6.1",
                "15年6月1日",
                "Jun 1, 2015",
                "6/1/2015",
                "2015.13.1",
                "2015.2.30",
                "20151301",
                "不是日期",
                "2015.6.1/2016.6.1",
                True,
                datetime.time(12, 30),
            ],
        ),
        (
            None,
            "date_lunar",
            ["农历2015年6月1日", "2015年6月1日（农历）", "2015年腊月初八", "三月廿三"],
        ),
        (
            None,
            "date_incomplete",
            [
                "2015年6月",
                "2015.6",
                "2015.06",
                "201506",
                "2015-06",
                "2015年",
                "2015",
                2015.6,
                2015,
                201506,
                "二〇一五年六月",
                "2015/6",
                "2015年6月份",
                "2015年六月",
                2015.06,
                2015.1,
            ],
        ),
        (None, "date_range", ["2035.6.1", "1815.6.1"]),
        ("2015-06-02", "", ["2015.6.2"]),
        (
            None,
            "date_is_age",
            ["10岁", "10", 11, "11周岁", "8岁半", "8周岁6个月", "0.5岁", "十一岁", "3个月"],
        ),
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        ("2015-10-01", "", ["2015.10.1"]),
    ],
    "ethnicity": [
        ("汉族", "", ["汉", "汉族"]),
        ("维吾尔族", "", ["维吾尔", "维族"]),
        ("回族", "", ["回"]),
        ("壮族", "", ["壮 族"]),
        ("土家族", "", ["土家"]),
        ("蒙古族", "", ["蒙古", "蒙"]),
        ("朝鲜族", "", ["朝鲜"]),
        ("哈萨克族", "", ["哈萨克族"]),
    ],
    "categories": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        (
            ["orphan", "left_behind"],
            "",
            [
                "孤儿、留守",
                "孤儿/留守儿童",
                "孤儿；留守儿童",
                "孤儿 留守儿童",
                "孤儿\n留守儿童",
                "孤儿,留守儿童",
                "孤儿，留守儿童",
                "孤儿｜留守儿童",
                "孤儿+留守儿童",
                "孤儿&留守儿童",
                "孤儿和留守儿童",
                "孤儿及留守儿童",
                "孤儿与留守儿童",
                "孤儿.留守儿童",
                "孤儿·留守儿童",
                "孤儿。留守儿童",
                "孤儿-留守儿童",
                "\u5b64\u513f\u2014\u7559\u5b88\u513f\u7ae5",
                "1.孤儿 2.留守儿童",
                "①孤儿②留守儿童",
                "（1）孤儿（2）留守儿童",
                "1、孤儿；2、留守儿童",
                "☑孤儿 ☐残疾 ☑留守儿童",
                "√孤儿\u3000□残疾\u3000√留守",
                "孤儿√ 残疾□ 留守√",
                "■孤儿□残疾■留守儿童",
                "[√]孤儿 [ ]残疾 [√]留守",
                "(√)孤儿 ( )残疾 (√)留守",
                "孤儿(√) 残疾( ) 留守(√)",
            ],
        ),
        (None, "", ["□孤儿 □残疾", "无", "\u2014", "/", ""]),
        (
            ["orphan"],
            "",
            [
                "散居孤儿",
                "孤儿（散居）",
                "孤儿(社会散居)",
                "孤  儿",
                "孤儿、孤儿",
                "孤儿类",
                "困境儿童（孤儿）",
            ],
        ),
        (["unattended"], "", ["事实孤儿", "事无", "事实无人抚养儿童（父死母失联）"]),
        (["parent_in_prison"], "", ["父母服刑", "服刑人员子女"]),
        (["domestic_violence"], "", ["家庭暴力"]),
        (["hiv_affected"], "", ["艾滋病影响儿童"]),
        (["serious_illness"], "", ["大病"]),
        (["left_behind"], "", ["留守儿童（父母均外出）"]),
        (["serious_illness", "disabled"], "", ["重病重残"]),
        (["disabled", "serious_illness"], "", ["残疾、重病"]),
        (["disabled"], "", ["重残儿童"]),
        (["single_parent"], "", ["单亲家庭"]),
        (["poverty"], "", ["困难家庭儿童", "低保家庭儿童"]),
        (["street"], "", ["流浪乞讨"]),
        (["parent_in_rehab"], "", ["父母强制戒毒"]),
        (["guardian_absent"], "", ["监护缺失"]),
        (["orphan"], "category_unknown", ["孤儿、火星来客"]),
        (None, "category_unknown", ["①", "2", "A"]),
    ],
    "guardian_name": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
    ],
    "guardian_relation": [
        ("father", "", ["父亲", "父子", "之父", "系其父亲", "父亲。"]),
        ("paternal_grandfather", "", ["爷孙", "是其爷爷", "爷爷（监护人）"]),
        (
            None,
            "relation_unknown",
            ["祖孙", "父亲/母亲", "爷爷、奶奶", "本人", "父（母）", "父亲（母亲）", "儿子"],
        ),
        (
            "paternal_grandmother",
            "",
            ["监护人系其奶奶", "孩子奶奶", "系儿童的奶奶", "系奶奶", "奶奶（祖母）"],
        ),
        ("mother", "", ["母"]),
        ("maternal_grandfather", "", ["外公"]),
        ("maternal_grandmother", "", ["姥姥"]),
        ("uncle", "", ["伯父"]),
        ("aunt", "", ["姑妈"]),
    ],
    "guardian_phone": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        (
            "13812345678",
            "",
            [
                "13812345678",
                13812345678,
                13812345678.0,
                "138-1234-5678",
                "138 1234 5678",
                "+8613812345678",
                "+86 13812345678",
                "+86-138-1234-5678",
                "8613812345678",
                "0086 13812345678",
                "１３８１２３４５６７８",
                "13812345678 ",
                "'13812345678",
                "1.3812345678E+10",
                "(+86)13812345678",
                "（86）13812345678",
                "电话：13812345678",
                "13812345678（父亲）",
                "13812345678(爷爷)",
                "王某13812345678",
                "13812345678王某",
                "手机13812345678",
                "13812345678。",
            ],
        ),
        (
            "13812345678、13912345678",
            "",
            [
                "13812345678/13912345678",
                "13812345678、13912345678",
                "13812345678\n13912345678",
                "13812345678 13912345678",
                "13812345678；13912345678",
                "13812345678,13912345678",
                "1381234567813912345678",
                "13812345678（父）13912345678（母）",
                "父13812345678 母13912345678",
                "13812345678或13912345678",
                "13812345678 / 13912345678",
                "13812345678-13912345678",
                "13812345678、139-1234-5678",
            ],
        ),
        (
            None,
            "phone_unreadable",
            [
                "1381234567 813912345678",
                "1381234567",
                "138123456789",
                "无电话",
                "待查电话",
                datetime.date(2020, 5, 1),
            ],
        ),
        (
            "0510-86123456",
            "",
            [
                "0510-86123456",
                "(0510)86123456",
                "（0510）86123456",
                "0510－86123456",
                "0510 86123456",
            ],
        ),
        ("051086123456", "", ["051086123456"]),
        ("86123456", "", ["86123456"]),
        ("0510-86123456-801", "", ["0510-86123456-801", "0510-86123456转801"]),
        ("86123456、13812345678", "", ["86123456、13812345678"]),
        (None, "", ["无", "\u2014", 0]),
    ],
    "subsidy_amount": [
        (None, "not_text", ["#N/A", "#REF!", "#VALUE!"]),
        (
            "300.00",
            "",
            [
                "300",
                300,
                300.0,
                "300元/月",
                "每月300元",
                "300元",
                "300元/人/月",
                "月300元",
                "300.00元/月·人",
                "300 元",
                "300/月",
                "每人每月300元",
                "300元每月",
                "人民币300元",
                "300块",
                "300元／月",
                "300（元）",
            ],
        ),
        ("1200.00", "", ["1,200.00", "1，200", "１２００", "1200元整", "1200.0", "1 200"]),
        ("500.00", "", ["￥500"]),
        ("500.50", "", ["¥500.5"]),
        ("0.00", "", ["0", 0, "0元"]),
        (
            None,
            "money_unreadable",
            [
                "1.2千",
                "0.12万元",
                "$300",
                "300元/年",
                "每季度900元",
                "900元/季",
                "按标准",
                "300-500",
                "300/500",
                "300+200",
                "-300",
                "三百",
                "三百元",
                "三百元/月",
                "约300",
                "12,34",
                "1.200,00",
                "300元（含价补20元）",
                "3000元/年",
                "300元/学期",
                "一次性10000元",
                "300元/天",
                True,
                datetime.date(1900, 10, 26),
                datetime.date(2020, 5, 1),
            ],
        ),
        ("1234.57", "", [1234.567]),
        (None, "", ["无", "\u2014", "/", "", "-", "\u2014\u2014", "／", "\\", "暂无"]),
    ],
    "school": [
        ("2020-05-01", "", [datetime.date(2020, 5, 1)]),
        ("3", "", [3, 3.0]),
    ],
}


def test_each_cell_gives_its_value_or_says_what_is_wrong() -> None:
    by = Actor.system(today=TODAY)
    asked = [
        (field, value, code, cell)
        for field, outcomes in CELLS.items()
        for value, code, cells in outcomes
        for cell in cells
    ]
    lines = [
        [{**PLAIN, field: cell}.get(name, "") for name in HEADINGS] for field, _v, _c, cell in asked
    ]
    content = xlsx(
        ["徐霞客镇徐霞客村花名册"], [*HEADINGS.values(), "序号"], *([*line, 1] for line in lines)
    )
    rows = read_ledger(content, "台账.xlsx", collection="children", by=by).rows
    read = {row.row: row for row in rows}
    wrong = []
    for number, (field, value, code, cell) in enumerate(asked, 3):
        row = read[number]
        found = canonical(row.values.get(field))
        noted = {issue.code for issue in row.issues if issue.field == field} - {"missing", "of_age"}
        if found != value or noted != ({code} if code else set()):
            wrong.append(f"{field} {cell!r}: {found!r} {noted}, not {value!r} {code}")
    assert not wrong, "\n".join(wrong)


def noted_beside_number(cell: Any) -> list[str]:
    content = xlsx(["徐霞客镇徐霞客村"], ["姓名", "身份证号", "出生年月"], ["张伟", NUMBER, cell])
    by = Actor.system(today=TODAY)
    (row,) = read_ledger(content, "台账.xlsx", collection="children", by=by).rows
    assert "birth_date" not in row.values
    return [issue.code for issue in row.issues]


@pytest.mark.parametrize(
    "cell", ["2015.6", "2015年6月", "201506", "二〇一五年六月", 2015.06, "2015"]
)
def test_a_month_of_birth_beside_the_number_that_completes_it_needs_no_word(cell: Any) -> None:
    assert noted_beside_number(cell) == []


@pytest.mark.parametrize("cell", ["2015.7", "2014年6月", "2014"])
def test_another_month_of_birth_than_the_numbers_is_told(cell: Any) -> None:
    assert noted_beside_number(cell) == ["birth_month_mismatch"]
