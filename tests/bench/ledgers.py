"""Synthetic ledgers of any length for measuring: 17 columns, siblings, guardians, real villages."""

import datetime
import random
from pathlib import Path

import xlsxwriter

from datasets.standards.id_numbers import check_character

HEADER = (
    "序号", "镇（街道）", "村（社区）", "姓名", "性别", "身份证号", "出生日期", "儿童类别", "就读学校", "身体状况",
    "户籍地址", "现居住地址", "监护人姓名", "与儿童关系", "监护人身份证号", "监护人联系电话", "补助标准（元/月）",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红梅建国志文博雨欣子涵梓轩一诺"
_CATEGORIES = ("孤儿", "留守儿童", "事实无人抚养儿童", "贫困", "残疾", "重病", "孤儿、残疾", "单亲")
_RELATIONS = ("父亲", "母亲", "祖父", "祖母", "外公", "外婆")
_AREA = "990000"  # given out to nobody


def write_ledger(path: Path, *, rows: int, villages: list[tuple[str, str]]) -> None:
    """An xlsx of `rows` children in `villages` (township, village), every third a sibling of the one before."""
    chance = random.Random(20261120)
    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = workbook.add_worksheet("花名册")
    sheet.write_row(0, 0, ("困境儿童花名册",))
    sheet.write_row(1, 0, HEADER)
    guardian: tuple[str, ...] = ()
    township = village = ""
    for number in range(rows):
        if number % 3 or not guardian:
            township, village = chance.choice(villages)
            guardian = (
                _name(chance),
                chance.choice(_RELATIONS),
                _id_number(datetime.date(1960, 1, 1), number),
                f"139{number:08d}",
            )
        born = datetime.date(2010, 1, 1) + datetime.timedelta(days=number % 5000)
        address = f"{township}{village}{number % 900 + 1}号"
        sheet.write_row(
            number + 2,
            0,
            (
                number + 1, township, village, _name(chance), "男" if number % 2 else "女",
                _id_number(born, number), born.isoformat(), chance.choice(_CATEGORIES),
                f"{township}中心小学", "健康", address, address, *guardian, 100 * (number % 12 + 3),
            ),
        )  # fmt: skip
    workbook.close()


def _name(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=3))


def _id_number(base: datetime.date, number: int) -> str:
    """Unique for each `number` up to 2,500,000; odd numbers are male. `base` sets the first birth date."""
    born = base + datetime.timedelta(days=0 if base.year >= 2000 else number // 500)
    sequence = number // 5000 * 2 if base.year >= 2000 else number % 500 * 2
    first = f"{_AREA}{born:%Y%m%d}{sequence + number % 2:03d}"
    return first + check_character(first)
