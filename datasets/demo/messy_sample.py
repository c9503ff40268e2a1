"""A township's ledger as it really comes: nothing in it is invented but the people."""

import datetime
from collections.abc import Callable
from typing import Any

from datasets.demo.people import People
from datasets.demo.sample_rows import SampleChild, new_children, recorded_children
from datasets.standards.id_numbers import CHECK_CHARACTERS

HEADERS = (
    "序\n号", "镇\n（街道）", "村\n（社区）", "儿童\n姓名", "性别", "公民身份\n号码 ", "出生日期\n（年月日）",
    "困境类型\n（可填多项）", "就读\n学校", "监护人\n姓名", "与儿童\n关系", "监护人\n身份证号",
    "监护人\n联系电话", "补助标准\n(元/月)", "网格员", "备注",
)  # fmt: skip
HEADER_ROW = 3
_FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "0123456789X"}
_DATE_FORMS: tuple[Callable[[datetime.date], Any], ...] = (
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: int(f"{day:%Y%m%d}"),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: day,
    lambda day: f"{day:%Y-%m-%d}",
)


def messy_sheet(book: Any) -> None:
    """One sheet: title, stamp line, blank row, header with line breaks, rows, total, notes, signatures."""
    sheet = book.add_worksheet("9月")
    last = len(HEADERS) - 1
    centred = book.add_format({"align": "center", "bold": True, "text_wrap": True})
    sheet.merge_range(0, 0, 0, last, "徐霞客镇困境未成年人摸底台账（2026年9月）", centred)
    sheet.write(1, 0, "填报单位（盖章）：徐霞客镇民政办　　填报日期：2026.9.12　　单位：元")
    sheet.write_row(HEADER_ROW, 0, HEADERS, centred)
    sheet.set_column(2, last, 14)
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    rows = _rows()
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate([number, *cells]):
            if isinstance(value, datetime.date):
                sheet.write_datetime(HEADER_ROW + number, column, value, day_format)
            else:
                sheet.write(HEADER_ROW + number, column, value)
    below = HEADER_ROW + len(rows) + 1
    sheet.write(below, 2, "合计")
    sheet.write(below, 3, f"{len(rows)}人")
    sheet.write(below + 2, 0, "注：1.同一儿童符合多种情形的，类型可填多项。2.本表每月15日前上报。")
    sheet.write(below + 3, 0, "填表人：　　　　　审核人：　　　　　联系电话：")


def _rows() -> list[list[Any]]:
    fresh = new_children(seed=78, count=14)
    fresh = [child for child in fresh if child["id_number"]]
    numbers = [child["id_number"] for child in fresh]
    numbers[1] = f"{numbers[1][:6]} {numbers[1][6:14]} {numbers[1][14:]}"
    numbers[2] = _ending_in_x(fresh[2]).lower()
    numbers[3] = numbers[3].translate(_FULL_WIDTH)
    numbers[4] = _with_wrong_check_digit(numbers[4])
    numbers[5] = float(
        numbers[5][:17] + "0"
    )  # typed into a cell that was not text: the end is lost
    rows = [
        _cells(child, number, _DATE_FORMS[place % len(_DATE_FORMS)](child["birth_date"]))
        for place, (child, number) in enumerate(zip(fresh, numbers, strict=True))
    ]
    rows[6][6] = "疑难待定"  # no category of any scheme
    rows[7][2] = "　".join(rows[7][2])  # 张　伟
    known, doubtful, *_ = recorded_children()
    moved = _cells(known, known["id_number"], known["birth_date"])
    moved[7] = "徐霞客实验学校"
    # Neither number nor birth date: it may or may not be the child on record.
    unsure = _cells(doubtful, "", "")
    return [*rows, moved, unsure]


def _cells(child: SampleChild, id_number: Any, born: Any) -> list[Any]:
    guardian = child.guardian
    return [
        child.village.town, child.village.name, child["name"], child.sex, id_number, born,
        child.categories.replace("、", "\n"), child["school"] or "无", guardian["name"], child.relation,
        guardian["id_number"] or "—", guardian["phone"] or "/", child["subsidy_amount"] or 0,
        "演示网格员", "虚构样例",
    ]  # fmt: skip


def _ending_in_x(child: SampleChild) -> str:
    people = People(seed=0)
    number = ""
    while not number.endswith("X"):
        number = people.id_number(child["birth_date"], child["sex"])
    return number


def _with_wrong_check_digit(number: str) -> str:
    return number[:17] + CHECK_CHARACTERS[CHECK_CHARACTERS.index(number[17]) - 1]
