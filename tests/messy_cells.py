"""Each field as clerks write it, and as they write it wrong."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

CATEGORIES = {
    "orphan": ("孤儿", "散居孤儿"),
    "left_behind": ("留守", "留守儿童", "农村留守儿童"),
    "unattended": ("事实无人抚养", "事实无人抚养儿童", "事实孤儿"),
    "poverty": ("贫困", "贫困家庭"),
    "disabled": ("残疾", "残疾儿童"),
}
RELATIONS = {
    "father": ("父亲", "父子", "系其父亲"),
    "paternal_grandmother": ("奶奶", "祖母", "奶奶（监护人）"),
    "maternal_grandfather": ("外公", "姥爷", "外祖父"),
}
CONDITIONS = {
    "deceased": ("死亡", "已故", "因病去世"),
    "in_prison": ("服刑", "在某监狱服刑", "服刑（2024.3—2029.3）"),
    "out_of_contact": ("失联", "离家出走"),
    "working_away": ("外出务工", "在外打工，身体健康"),
}
#: Cells that say nothing.
Gap = ("", "无", "—", "/", "／", " ")
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_HAN = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Fault:
    """A cell that must not be stored, and the code of what is said of it."""

    field: str
    cell: Any
    code: str


def faulty(name: str, facts: dict[str, Any]) -> list[Fault]:
    """What may be put wrong into the field, so that nothing of it may be stored."""
    number = facts["id_number"]
    wrong = next(digit for digit in "0123456789X" if digit != number[-1])
    cells: dict[str, list[tuple[Any, str]]] = {
        "id_number": [
            (number[:17] + wrong, "check_digit"),
            (float(number[:17] + "0"), "digits_lost"),
            ("9.90000201E+17", "digits_lost"),
            (number[:16], "length"),
            ("同上", "length"),
            ("#REF!", "not_text"),
        ],
        "subsidy_amount": [("按文件执行", "money_unreadable"), ("300-500", "money_unreadable")],
        "birth_date": [
            ("2015年13月45日", "date_unreadable"),
            (_another_month(facts["birth_date"]), "birth_month_mismatch"),
            ("11岁", "date_is_age"),
            ("2035-01-01", "date_range"),
        ],
        "sex": [("不男不女", "sex_unreadable")],
        "categories": [("火星来客", "category_unknown")],
        "guardian_phone": [("1381234567", "phone_unreadable")],
        "guardian_relation": [("祖孙三代", "relation_unknown")],
    }
    return [Fault(name, cell, code) for cell, code in cells.get(name, [])]


def _another_month(day: str) -> str:
    year, month, _day = day.split("-")
    return f"{year}.{6 if month != '06' else 7}"


def _one_of(draw: st.DrawFn, *forms: Any) -> Any:
    return draw(st.sampled_from(forms))


def _name(draw: st.DrawFn, name: str) -> str:
    dotted = name.replace("·", _one_of(draw, "·", "•", "．", "‧", ".", " · "))
    return str(
        _one_of(
            draw, dotted, f" {dotted} ", f"{dotted[0]}　{dotted[1:]}", f"{dotted[0]} {dotted[1:]}"
        )
    )


def _number(draw: st.DrawFn, number: str) -> str:
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    wide = number.translate(_WIDE)
    return str(
        _one_of(
            draw,
            number,
            number.lower(),
            wide,
            spaced,
            f"'{number}",
            f"{number}\t",
            f"{number}（已核）",
        )
    )


def _day(draw: st.DrawFn, day: str) -> Any:
    y, m, d = (int(part) for part in day.split("-"))
    year = "".join(_HAN[int(digit)] for digit in str(y))
    return _one_of(
        draw,
        datetime.date(y, m, d),
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y}/{m}/{d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日出生",
        f"{year}年{_han(m)}月{_han(d)}日",
        (datetime.date(y, m, d) - datetime.date(1899, 12, 30)).days,
        f"{y}．{m}．{d}",
    )


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "")


def _words(draw: st.DrawFn, codes: list[str]) -> str:
    words = [_one_of(draw, *CATEGORIES[code]) for code in codes]
    others = [CATEGORIES[code][0] for code in CATEGORIES if code not in codes]
    return str(
        _one_of(
            draw,
            *(sign.join(words) for sign in "、，/；\n ｜&"),
            " ".join(f"{number}.{word}" for number, word in enumerate(words, 1)),
            "".join(f"☑{word} " for word in words) + "".join(f"□{word} " for word in others),
            "".join(f"{word}（√） " for word in words)
            + "".join(f"{word}（ ） " for word in others),
            "、".join(f"{word}（见材料）" for word in words),
        )
    )


def _phone(draw: st.DrawFn, phone: str) -> Any:
    dashed = f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    return _one_of(
        draw,
        phone,
        int(phone),
        float(phone),
        dashed,
        f"+86 {phone}",
        f"{phone}（本人）",
        f"电话：{phone}",
    )


def _money(draw: st.DrawFn, amount: str) -> Any:
    whole = int(float(amount))
    return _one_of(
        draw,
        amount,
        whole,
        float(whole),
        f"{whole}元/月",
        f"￥{whole}",
        f"每月{whole}元",
        f"{whole:,}",
    )


WRITERS: dict[str, Callable[[st.DrawFn, Any], Any]] = {
    "name": _name,
    "sex": lambda draw, sex: _one_of(
        draw, *{"male": ("男", "男性", "男 "), "female": ("女", "女 ", "女童")}[sex]
    ),
    "id_number": _number,
    "birth_date": _day,
    "categories": _words,
    "school": lambda _draw, text: text,
    "guardian_name": _name,
    "guardian_relation": lambda draw, code: _one_of(draw, *RELATIONS[code]),
    "guardian_id_number": _number,
    "guardian_phone": _phone,
    "father_name": _name,
    "father_id_number": _number,
    "father_phone": _phone,
    "father_condition": lambda draw, code: _one_of(draw, *CONDITIONS[code]),
    "subsidy_amount": _money,
    "remark": lambda _draw, text: text,
}
