"""Layouts that somebody sends: each told by its lines and by the children that stand in it."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.factories import id_number
from tests.spreadsheets import csv_text, xls, xlsx

pytestmark = pytest.mark.django_db

HUTANG = "320281104210"
BORN = datetime.date(2015, 6, 1)
A, B, C = (id_number(BORN, "male", sequence) for sequence in (1, 2, 3))
ELDER = id_number(datetime.date(1955, 5, 5), "female", 7)
FATHER = id_number(datetime.date(1985, 5, 5), "male", 8)

TOWN = ["徐霞客镇困境儿童花名册（2026年11月）"]
PLACE = ["徐霞客镇徐霞客村困境儿童花名册"]
HEADER = ["序号", "村（社区）", "姓名", "性别", "身份证号", "困境类型"]
ONE = [1, "徐霞客村", "张伟", "男", A, "孤儿"]
TWO = [2, "湖塘村", "李雷", "男", B, "留守儿童"]
BARE = ["序号", "姓名", "性别", "身份证号"]

ZHANG = {"name": "张伟", "sex": "male", "id_number": A, "region": XUXIAKE_VILLAGE}
LI = {"name": "李雷", "sex": "male", "id_number": B, "region": HUTANG}
BOTH = [{**ZHANG, "categories": ["orphan"]}, {**LI, "categories": ["left_behind"]}]
PARENTS = {"father_name": "张三", "father_id_number": FATHER}
ELDERS = {"guardian_name": "王老五", "guardian_phone": "13812345678"}


def with_header(header: list[Any], *rows: list[Any]) -> list[list[Any]]:
    return [PLACE, header, *rows]


#: What is tried → its lines, and what is read of them.
LINES: dict[str, tuple[list[list[Any]], list[dict[str, Any]]]] = {
    "a header of marks, units and line breaks": (
        [TOWN, ["序\n号", "*村\n（社区）", "姓　名（必填）", "性别\n（男/女）", "身份证号*\n（18位）",
            "困境类型（可多选）"], ONE, TWO],
        BOTH,
    ),
    "a header below a hundred lines": ([*[[f"填表说明第{n}条"] for n in range(100)], TOWN, HEADER, ONE, TWO], BOTH),
    "a column of numbers that begins with 甲": ([TOWN, HEADER, ["甲", "乙", 1, 2, 3, 4], ONE, TWO], BOTH),
    "column letters": ([TOWN, HEADER, list("ABCDEF"), ONE, TWO], BOTH),
    "column numbers behind 栏次": ([TOWN, HEADER, ["栏次", *"12345"], ONE, TWO], BOTH),
    "a header printed again with its title": ([TOWN, HEADER, ONE, [], TOWN, HEADER, TWO], BOTH),
    "lines left empty": (
        [TOWN, HEADER, ONE, [3, "徐霞客村", "", "", "", ""], [4, "湖塘村", "无", "", "", ""], ["…"] * 6, TWO, ["5"]],
        BOTH,
    ),
    "signatures where names stand": ([TOWN, HEADER, ONE, TWO, ["", "", "填表人", "", "2026年11月10日"]], BOTH),
    "notes, totals and an empty line in the middle": (
        [TOWN, HEADER, ["合计", "", "2人"], ONE, ["小计", "", 1], ["备注：以下为新增"], [], TWO, ["注：一式两份"]],
        BOTH,
    ),
    "sections inside sections": (
        [["徐霞客镇"], BARE, ["一、徐霞客村"], ["（一）孤儿"], [1, "张伟", "男", A], ["二", "湖塘村"],
            ["（一）留守儿童"], [2, "李雷", "男", B]],
        BOTH,
    ),
    "a section of a village ends that of a category": (
        [["徐霞客镇"], BARE, ["徐霞客村"], ["孤儿"], [1, "张伟", "男", A], ["湖塘村"], [2, "李雷", "男", B]],
        [BOTH[0], LI],
    ),
    "two tables below each other": (
        [
            ["徐霞客镇"], ["一、孤儿"], ["序号", "村", "姓名", "性别", "身份证号"], [1, "徐霞客村", "张伟",
                "男", A], [],
            ["二、留守儿童"], ["序号", "村", "监护人", "姓名", "性别", "身份证号"], [1, "湖塘村", "王老五",
                "李雷", "男", B],
        ],
        [BOTH[0], {**BOTH[1], "guardian_name": "王老五"}],
    ),
    "two tables beside each other": (
        [PLACE, [*BARE, "", *BARE], [1, "张伟", "男", A, "", 2, "李雷", "男", B], [3, "韩梅", "男", C]],
        [ZHANG, {**ZHANG, "name": "韩梅", "id_number": C}, {**LI, "region": XUXIAKE_VILLAGE}],
    ),
    "the same heading for father, mother and guardian": (
        with_header(
            ["姓名", "性别", "身份证号", "父亲姓名", "身份证号", "联系电话", "母亲姓名", "联系电话",
                "监护人姓名", "联系电话"],
            ["张伟", "男", A, "张三", FATHER, "13900000001", "李四", "13900000002", "王老五", "13812345678"],
        ),
        [{**ZHANG, **ELDERS, **PARENTS, "father_phone": "13900000001", "mother_name": "李四", "mother_phone":
            "13900000002"}],
    ),
    "groups of father, mother and guardian": (
        with_header(
            ["姓名", "性别", "身份证号", "父亲", "", "监护人", "", ""],
            ["", "", "", "姓名", "身份证号", "姓名", "身份证号", "电话"],
            ["张伟", "男", A, "张三", FATHER, "王老五", ELDER, "13812345678"],
        ),
        [{**ZHANG, **ELDERS, **PARENTS, "guardian_id_number": ELDER}],
    ),
    "the household's head before the child": (
        with_header(["户主姓名", "身份证号", "儿童姓名", "性别", "身份证号"], ["张三", FATHER, "张伟", "男", A]),
        [{**ZHANG, "household_head": "张三"}],
    ),
    "the guardian before the child": (
        with_header(["监护人", "身份证号", "联系电话", "儿童姓名", "性别", "身份证号"], ["王老五", ELDER,
            "13812345678", "张伟", "男", A]),
        [{**ZHANG, **ELDERS, "guardian_id_number": ELDER}],
    ),
    "the grid worker's telephone": (
        with_header([*BARE, "监护人姓名", "网格员", "联系电话"], [1, "张伟", "男", A, "王老五", "李网格",
            "13900000000"]),
        [{**ZHANG, "guardian_name": "王老五"}],
    ),
    "the same as above, in all its spellings": (
        with_header(
            [*BARE, "学校", "户籍地址", "现居住地址"],
            [1, "张伟", "男", A, "实验小学", "湖滨路1号", "同左"],
            [2, "韩梅", "同 上", C, "——〃——", "同上。", "同户籍地址"],
        ),
        [
            {**ZHANG, "name": name, "id_number": number, "school": "实验小学"}
            | dict.fromkeys(("household_address", "residence_address"), "湖滨路1号")
            for name, number in (("张伟", A), ("韩梅", C))
        ],
    ),
    "a roster whose cells look like labels": (
        with_header(
            [*BARE, "监护人姓名", "监护人电话", "备注"],
            [1, "张伟", "男", A, "王老五", "电话：13812345678", ""],
            ["备注：以下为新增"],
            [2, "韩梅", "男", C, "王老五", "电话：13812345678", ""],
            ["审核人：李六", "", "", "联系电话：0510-86123456"],
        ),
        [{**ZHANG, **ELDERS}, {**ZHANG, **ELDERS, "name": "韩梅", "id_number": C}],
    ),
    "ticks under groups of categories, one of which sounds like a person": (
        with_header(
            [*BARE, "困境类型（在相应栏打√）", "", "", "", "备注"],
            ["", "", "", "", "监护缺失类", "", "特殊困难类", "其他", ""],
            ["", "", "", "", "事实无人抚养", "父母强戒", "重病", "", ""],
            [1, "张伟", "男", A, "√", "是", "×", "", "新增"],
            [2, "韩梅", "男", C, "否", "", "✓", "1", ""],
        ),
        [
            {**ZHANG, "categories": ["unattended", "parent_in_rehab"], "remark": "新增"},
            {**ZHANG, "name": "韩梅", "id_number": C, "categories": ["serious_illness", "other"]},
        ],
    ),
    "whether somebody is poor, beside the kind of difficulty": (
        with_header([*BARE, "困境类型", "是否享受低保"], [1, "张伟", "男", A, "困境重残儿童", "是"]),
        [{**ZHANG, "categories": ["disabled", "poverty"]}],
    ),
    "only somebody who stands in for the guardian": (
        with_header([*BARE, "委托监护人", "与留守儿童关系", "电话"], [1, "张伟", "男", A, "王老五", "奶奶",
            "0510—86123456/13812345678"]),
        [{**ZHANG, **ELDERS, "guardian_relation": "paternal_grandmother", "guardian_phone":
            "0510-86123456、13812345678"}],
    ),
    "parents as members of the family, kinds coarse and fine": (
        with_header(
            ["儿童信息", "", "", "", "", "家庭成员1（父亲）", "", ""],
            ["姓名", "性别", "身份证件号码", "困境类别（大类）", "困境类别（小类）", "姓名", "身份证件号码",
                "现状（健康、死亡、服刑、失联）"],
            ["张伟", "男", A, "特殊困难未成年人", "重病", "张三", FATHER, "死亡（2020年5月）"],
        ),
        [{**ZHANG, **PARENTS, "categories": ["serious_illness"], "father_condition": "deceased"}],
    ),
    "an amount under a word that could be any": (
        with_header([*BARE, "金额（元）"], [1, "张伟", "男", A, 800], ["合计", "", "", "", 800]),
        [{**ZHANG, "subsidy_amount": "800.00"}],
    ),
    "a tick that says more": (
        with_header([*BARE, "是否残疾", "重病"], [1, "张伟", "男", A, "是（肢体三级）", "无"]),
        [{**ZHANG, "categories": ["disabled"]}],
    ),
    "what is said of adults in brackets behind their names": (
        with_header([*BARE, "父亲姓名", "监护人（关系）"], [1, "张伟", "男", A, "张三（服刑）", "王老五（奶奶）"]),
        [{**ZHANG, "father_name": "张三", "father_condition": "in_prison", "guardian_name": "王老五",
            "guardian_relation": "paternal_grandmother"}],
    ),
    "a relation before the name, an institution": (
        with_header([*BARE, "监护人"], [1, "张伟", "男", A, "奶奶：王老五"], [2, "韩梅", "男", C, "福利院"]),
        [
            {**ZHANG, "guardian_name": "王老五", "guardian_relation": "paternal_grandmother"},
            {**ZHANG, "name": "韩梅", "id_number": C, "guardian_name": "福利院"},
        ],
    ),
    "a school with its grade, a village by another word": (
        [TOWN, ["序号", "所属村居", "姓名", "性别", "身份证号", "就读学校及年级", "家庭详细住址"],
            [1, "徐霞客村", "张伟", "男", A, "实验小学四（2）班", "湖滨路1号"]],
        [{**ZHANG, "school": "实验小学", "grade": "四（2）班", "residence_address": "湖滨路1号"}],
    ),
    "a form with a table of the family, and labels that we have no field for": (
        [
            ["困境儿童帮扶卡"], ["基本情况", "姓名", "张伟", "性别", "男", "照片"],
            ["", "身份证号", A, "政治面貌", "群众", ""], ["", "村（社区）", "徐霞客镇徐霞客村", "是否在校", "是", ""],
            ["", "困境类型", "孤儿（ √ ） 残疾（  ）", "", "", ""],
            ["家庭成员", "关系", "姓名", "年龄", "健康状况", "身份证号"], ["", "爷爷", "王老五", "70", "良好", ""],
            ["", "父亲", "张三", "45", "死亡", FATHER], ["", "哥哥", "张三丰", "20", "良好", ""],
            ["监护人情况", "姓名", "王老五", "联系电话", "13812345678", ""],
        ],
        [{**BOTH[0], **PARENTS, **ELDERS, "father_condition": "deceased"}],
    ),
    "a form whose lines hold several labels": (
        [
            ["困境儿童帮扶卡"], ["姓名：张伟    性别：男"], [f"身份证号：{A}"], ["村（社区）：徐霞客镇徐霞客村"],
            ["困境类型：□残疾  √孤儿"], ["监护人：王老五   联系电话：13812345678"],
            ["帮扶责任人：李六  电话：0510-86880000"],
        ],
        [{**BOTH[0], **ELDERS}],
    ),
    "cards below each other, a line of labels over a line of answers": (
        [
            ["困境儿童信息卡"], ["姓名", "性别", "身份证号", "村（社区）"], ["张伟", "男", A, "徐霞客镇徐霞客村"],
            ["监护人", "电话", "困境类别", ""], ["王老五", "13812345678", "孤儿", ""], [],
            ["困境儿童信息卡"], ["姓名", "性别", "身份证号", "村（社区）"], ["李雷", "男", B, "徐霞客镇湖塘村"],
            ["监护人", "电话", "困境类别", ""], ["王老五", "13812345678", "留守儿童", ""],
        ],
        [{**BOTH[0], **ELDERS}, {**BOTH[1], **ELDERS}],
    ),
    "a form with boxes for sex": (
        [
            ["困境儿童登记表"], ["姓名", "张伟", "性别", "☑男 □女"], ["身份证号", A],
                ["村（社区）", "徐霞客镇徐霞客村"],
            ["困境类型", "☑孤儿 □残疾"],
        ],
        [BOTH[0]],
    ),
    "a house behind the village": ([TOWN, HEADER, ONE, [2, "徐霞客镇湖塘村三组12号", *TWO[2:]]], BOTH),
    "a form of labels and values in one cell": (
        [
            ["困境儿童登记表"], ["姓名：张伟", "性别：男"], [f"身份证号：{A}"],
                ["镇（街道）：徐霞客镇　村（社区）：徐霞客村"],
            ["困境类型：孤儿"], ["监护人姓名：王老五", "联系电话：13812345678"],
        ],
        [{**BOTH[0], **ELDERS}],
    ),
    "a form whose groups stand at the left": (
        [
            ["困境儿童登记表"], ["儿童情况", "姓名", "张伟", "性别", "男"], ["", "身份证号", A, "村（社区）",
                "徐霞客镇徐霞客村"],
            ["", "困境类型", "☑孤儿 □残疾"], ["监护人情况", "姓名", "王老五", "身份证号", ELDER],
            ["", "联系电话", "13812345678"], ["父亲情况", "姓名", "张三", "身份证号", FATHER],
        ],
        [{**BOTH[0], **ELDERS, **PARENTS, "guardian_id_number": ELDER}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "xls", "csv"])
@pytest.mark.parametrize("tried", list(LINES))
def test_a_hard_layout_is_read_as_it_is_meant(tried: str, kind: str) -> None:
    lines, expected = LINES[tried]
    content = {
        "xlsx": lambda: xlsx(*lines),
        "xls": lambda: xls(*lines),
        "csv": lambda: csv_text(*lines).encode("gb18030"),
    }[kind]()
    by = Actor.system(today=TODAY)
    reading = read_ledger(
        content, f"台账.{kind}", collection="children", by=by, choices=LedgerChoices()
    )
    read = [{name: canonical(value) for name, value in row.values.items()} for row in reading.rows]
    assert read == expected
    assert [issue.code for row in reading.rows for issue in row.issues] == []
    assert [total for sheet in reading.upload.sheets for total in sheet["totals"]] == []
