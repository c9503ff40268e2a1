"""Ledgers as messy as life, made from a known truth: every form of the mess combined at random."""

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.factories import id_number
from tests.spreadsheets import csv_text, xls, xlsx

TOWN = "徐霞客镇"
VILLAGES = {"徐霞客村": "320281104208"}
HEADINGS = {
    "name": ("姓名", "儿童姓名", "姓 名", "困境儿童\n姓名", "姓名*"),
    "sex": ("性别", "性 别", "性别（男/女）"),
    "id_number": ("身份证号", "公民身份号码", "身份证号码\n（18位）", "儿童身份证号", "证件号码"),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "生日"),
    "categories": ("儿童类别", "困境类型", "保障类别（可多选）", "困境类别"),
    "school": ("就读学校", "学校", "所在学校"),
    "guardian_name": ("监护人姓名", "监护人", "法定监护人"),
    "guardian_relation": ("与儿童关系", "监护关系", "与监护人关系"),
    "guardian_phone": ("监护人联系电话", "联系电话", "联系方式"),
    "subsidy_amount": ("补助标准（元/月）", "补贴标准", "发放标准\n(元)"),
    "remark": ("备注", "说 明"),
}
CATEGORIES = {
    "orphan": ("孤儿", "散居孤儿"),
    "left_behind": ("留守", "留守儿童", "农村留守儿童"),
    "unattended": ("事实无人抚养", "事实无人抚养儿童", "事实孤儿"),
    "poverty": ("贫困", "贫困家庭"),
    "disabled": ("残疾", "残疾儿童"),
}
RELATIONS = {
    "father": ("父亲", "父子"),
    "paternal_grandmother": ("奶奶", "祖母"),
    "maternal_grandfather": ("外公", "姥爷", "外祖父"),
}
_SURNAMES = "王李张刘陈杨赵黄周吴"
_GIVEN = "伟芳娜敏静磊洋艳勇军杰娟涛明超霞平刚"


@dataclass
class Truth:
    """One row: its canonical values, or the code of the fault that was put into it."""

    values: dict[str, Any]
    fault: str = ""
    row: int = 0


@dataclass
class MessyLedger:
    content: bytes
    name: str
    truths: list[Truth] = field(default_factory=list)


def messy_ledger(seed: int, *, rows: int = 12) -> MessyLedger:
    """A ledger of `rows` children; about one in six has a fault that must be caught."""
    chance = random.Random(seed)
    columns = list(HEADINGS)
    chance.shuffle(columns)
    columns = [c for c in columns if c in ("name", "id_number") or chance.random() < 0.85]
    lines: list[list[Any]] = [["附件1"], [f"江阴市{TOWN}困境未成年人花名册（2026年11月）"]]
    lines += [["填报单位（盖章）", "", "填报日期：2026.11.10"]] * chance.randint(0, 1)
    lines += [[]] * chance.randint(0, 2)
    heading = ["序号", "村（社区）", *(chance.choice(HEADINGS[c]) for c in columns), "网格员"]
    lines.append(heading)
    if chance.random() < 0.4:
        lines.append([str(number) for number in range(1, len(heading) + 1)])
    truths = []
    for number in range(1, rows + 1):
        truth, cells = _row(chance, columns, fault=chance.random() < 0.17)
        if chance.random() < 0.15:
            lines.append([])
        if chance.random() < 0.08:
            lines.append(["小计", "", number])
        village = chance.choice(("徐霞客村", "徐霞客村村委会", "徐霞客 村", f"{TOWN}徐霞客村"))
        lines.append([number, village, *cells, "李网格"])
        truth.row = len(lines)
        truths.append(truth)
    lines += [
        ["合计", "", rows],
        ["注：本表每月10日前报送。"],
        ["填表人：王某", "", "审核人：李某"],
    ]
    return _file(chance, lines, truths)


def _file(chance: random.Random, lines: list[list[Any]], truths: list[Truth]) -> MessyLedger:
    kind = chance.choice(("xlsx", "xlsx", "xls", "csv", "csv_gb", "page"))
    if kind == "xlsx":
        return MessyLedger(xlsx(*lines), "台账.xlsx", truths)
    if kind == "xls":
        plain = [
            [_as_text(c) if isinstance(c, datetime.date) else c for c in line] for line in lines
        ]
        return MessyLedger(xls(*plain), "台账.xls", truths)
    texts = [[_as_text(cell).replace("\n", "") for cell in line] for line in lines]
    if kind == "page":
        body = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in texts
        )
        page = f'<html><meta charset="gb2312"><table>{body}</table></html>'
        return MessyLedger(page.encode("gb18030"), "台账.xls", truths)
    encoding = "gb18030" if kind == "csv_gb" else "utf-8-sig"
    return MessyLedger(csv_text(*texts).encode(encoding), "台账.csv", truths)


def _as_text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def _row(chance: random.Random, columns: list[str], *, fault: bool) -> tuple[Truth, list[Any]]:
    born = datetime.date(2010, 1, 1) + datetime.timedelta(days=chance.randrange(5500))
    sex = chance.choice(("male", "female"))
    values: dict[str, Any] = {}
    cells: dict[str, Any] = {}
    facts = {
        "name": chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=2)),
        "sex": sex,
        "id_number": id_number(born, sex, chance.randrange(500)),
        "birth_date": born,
        "categories": chance.sample(list(CATEGORIES), k=chance.randint(1, 3)),
        "school": chance.choice(("徐霞客小学", "实验中学", "江阴市特殊教育中心校")),
        "guardian_name": chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        "guardian_relation": chance.choice(list(RELATIONS)),
        "guardian_phone": f"138{chance.randrange(10**8):08d}",
        "subsidy_amount": f"{chance.randrange(1, 30) * 100}.00",
        "remark": "需要走访",
    }
    for column in columns:
        if column != "name" and chance.random() < 0.15:
            cells[column] = chance.choice(("", "无", "—", "/"))
        else:
            values[column] = facts[column]
            cells[column] = WRITERS[column](chance, facts[column])
    truth = Truth(values)
    if fault:
        _spoil(chance, truth, cells, facts)
    return truth, [cells[column] for column in columns]


def _spoil(
    chance: random.Random, truth: Truth, cells: dict[str, Any], facts: dict[str, Any]
) -> None:
    number = facts["id_number"]
    wrong = "0123456789X".replace(number[-1], "")
    faults: dict[str, tuple[str, Any]] = {
        "check_digit": ("id_number", number[:17] + chance.choice(wrong)),
        "digits_lost": (
            "id_number",
            chance.choice((f"{float(number[:17] + '0'):.5E}", "9.90000201E+17")),
        ),
        "length": ("id_number", number[:16]),
    }
    if "categories" in cells:
        faults["category_unknown"] = ("categories", "孤儿、火星来客")
    if "subsidy_amount" in cells:
        faults["money_unreadable"] = ("subsidy_amount", "按文件执行")
    if "birth_date" in cells:
        faults["date_unreadable"] = ("birth_date", "2015年13月45日")
    truth.fault = chance.choice(list(faults))
    column, cell = faults[truth.fault]
    cells[column] = cell
    truth.values.pop(column, None)


def _name(chance: random.Random, name: str) -> str:
    return chance.choice((name, f" {name} ", f"{name[0]}　{name[1:]}", f"{name[0]} {name[1:]}"))


def _number(chance: random.Random, number: str) -> str:
    wide = number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    return chance.choice((number, number.lower(), wide, spaced, f"'{number}", f"{number}\t"))


def _day(chance: random.Random, day: datetime.date) -> Any:
    y, m, d = day.year, day.month, day.day
    forms = (
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y}/{m}/{d}",
        f"{y}-{m:02d}-{d:02d}",
        f"{y}{m:02d}{d:02d}",
    )
    return chance.choice((day, *forms))


def _words(chance: random.Random, codes: list[str]) -> str:
    return chance.choice("、，/；").join(chance.choice(CATEGORIES[code]) for code in codes)


WRITERS: dict[str, Callable[[random.Random, Any], Any]] = {
    "name": _name,
    "sex": lambda chance, sex: chance.choice(
        {"male": ("男", "男性", "男 "), "female": ("女", "女 ", "女童")}[sex]
    ),
    "id_number": _number,
    "birth_date": _day,
    "categories": _words,
    "school": lambda _chance, text: text,
    "guardian_name": _name,
    "guardian_relation": lambda chance, code: chance.choice(RELATIONS[code]),
    "guardian_phone": lambda chance, phone: chance.choice(
        (phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"+86 {phone}", f"{phone} ")
    ),
    "subsidy_amount": lambda chance, amount: chance.choice(
        (
            amount,
            f"{amount[:-3]}元/月",
            f"￥{amount[:-3]}",
            f"每月{amount[:-3]}元",
            f"{int(amount[:-3]):,}",
        )
    ),
    "remark": lambda _chance, text: text,
}
