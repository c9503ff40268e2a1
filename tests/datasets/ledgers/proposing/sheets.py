"""Spreadsheets that no layout knows, as townships keep them. All people are made up."""

import datetime
from typing import Any

from tests.factories import id_number
from tests.spreadsheets import xlsx

_SURNAMES = "王李张刘陈杨赵黄周吴"
_GIVEN = ("爱心", "暖心", "建国", "秀英", "桂兰", "海燕", "志强", "玉梅", "文静")
_DAYS: tuple[Any, ...] = (
    "2024.3.5",
    "2024年3月6日",
    datetime.datetime(2024, 3, 7),
    45359,
    "2024-03-09",
)
_SKILLS = ("音乐、数学", "音乐", "数学、书法", "书法、音乐、心理疏导", "心理疏导")
_GOODS = ("书包", "棉被", "图书", "奶粉")
_KINDS = ("爱心妈妈", "五老志愿者", "大学生志愿者")


def name(number: int) -> str:
    return _SURNAMES[number % 10] + _GIVEN[number // 10 % 9]


def _id_number(number: int) -> str:
    born = datetime.date(1960, 1, 1) + datetime.timedelta(days=37 * number)
    return id_number(born, "female" if number % 2 else "male", number)


def phone(number: int) -> str:
    return f"138{number:08d}"


def volunteers(count: int = 90) -> list[list[Any]]:
    """Of 90 days three are none; telephones as Excel makes them numbers; a total and a signature below."""
    rows: list[list[Any]] = [
        ["徐霞客镇爱心志愿者花名册（2024年度）"],
        ["填报单位：徐霞客镇", "", "", "", "", "", "填报日期：2024年12月"],
        ["序号", "村（社区）", "姓名", "性别", "身份证号码", "联系电话", "志愿者类别", "特长", "加入日期",
         "服务时长（小时）", "是否党员", "备注"],
    ]  # fmt: skip
    for number in range(count):
        day = _DAYS[number % 5] if number % 30 != 17 else "长期"
        rows.append(
            [number + 1, ("徐霞客村", "湖塘村")[number % 2], name(number), "男女"[number % 2],
             _id_number(number), float(phone(number)), _KINDS[number % 3], _SKILLS[number % 5], day,
             number % 7 + 0.5, "是" if number % 2 else "否", ""]
        )  # fmt: skip
    rows += [["合计", "", f"{count}人"], ["填表人：张三", "", "", "审核人：李四"]]
    return rows


def houses() -> list[list[Any]]:
    """儿童之家 under a header of two levels."""
    rows: list[list[Any]] = [
        ["徐霞客镇儿童之家基本情况统计表"],
        [
            "序号",
            "村（社区）",
            "儿童之家名称",
            "建成日期",
            "面积（平方米）",
            "负责人",
            "",
            "每周开放天数",
            "详细地址",
        ],
        ["", "", "", "", "", "姓名", "联系电话", "", ""],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    ]
    for number, village in enumerate(
        ("徐霞客村", "湖塘村", "璜塘村", "马镇村", "峭岐村", "任九房村")
    ):
        rows.append(
            [number + 1, village, f"{village}儿童之家", f"20{18 + number}年6月1日", 60 + number * 10,
             name(number * 7), phone(number), 5, f"{village}{number + 1}号"]
        )  # fmt: skip
    return rows


def trainings() -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["2024年儿童主任培训记录"],
        ["培训主题", "培训时间", "培训地点", "主讲人", "参训人数", "培训方式", "培训内容"],
    ]
    long = "围绕困境未成年人的发现、报告、走访和建档，讲解政策依据、办理流程和常见问题，并分组讨论案例。"
    return rows + [
        [f"第{number + 1}期业务培训", f"2024-{number + 1:02d}-15 14:30", ("镇政府会议室", "社区活动室")[number % 2],
         name(number * 3), f"{20 + number}人", ("集中授课", "线上")[number % 2], long]
        for number in range(12)
    ]  # fmt: skip


def goods() -> list[list[Any]]:
    rows: list[list[Any]] = [
        ["捐赠物资登记台账"],
        ["物资编号", "物资名称", "数量", "单价（元）", "捐赠日期", "捐赠单位", "签收"],
    ]
    rows += [
        [f"{number + 1:03d}", f"{_GOODS[number % 4]}（第{number // 4 + 1}批）", number % 9 + 1,
         f"{number * 10 + 5.5:,.2f}元", f"2024{number % 12 + 1:02d}08", f"第{number % 5 + 1}爱心企业",
         "√" if number % 3 else ""]
        for number in range(20)
    ]  # fmt: skip
    return [*rows, ["合计", "", 96, "", "", "", ""]]


def file_of(rows: list[list[Any]], *, sheet: str = "Sheet1", merged: tuple[str, ...] = ()) -> bytes:
    return xlsx(*rows, sheet=sheet, merged=merged)
