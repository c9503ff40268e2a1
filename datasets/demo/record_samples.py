"""A small sheet of each of the other collections to download and try, under headings that offices use."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.demo.people import People
from datasets.demo.samples import XLSX, Sample, workbook
from datasets.demo.villages import XUXIAKE, demo_villages
from datasets.models import Family

Rows = Sequence[Sequence[Any]]

_REMARK = "虚构样例"


def record_samples(by: Actor) -> dict[str, Sample]:
    """By collection. Guardians stand in families that the reader sees: without any there is no such sample."""
    samples = {
        "families": _sample("家庭花名册样表.xlsx", _("四户家庭，按村登记。"), _families),
        "guardians": _sample(
            "监护人样表.xlsx", _("写明家庭编号（取自您辖区内的家庭）。"), partial(_guardians, by)
        ),
        "agencies": _sample("机构通讯录样表.xlsx", _("单位、上级、电话和地址。"), _agencies),
        "duties": _sample(
            "职责表样表.xlsx", _("文号在标题里，责任单位单独占一行，下面是它的职责。"), _duties
        ),
        "assignments": _sample(
            "职责分工样表.xlsx", _("哪个单位从哪天起承担哪项职责。"), _assignments
        ),
        "policies": _sample("政策文件样表.xlsx", _("文号、标题、发文机关和日期。"), _policies),
        "regions": _sample("行政区划样表.xlsx", _("新设一个村，写明上级。"), _regions),
    }
    if not by.rows(Family).exists():
        del samples["guardians"]
    return samples


def _sample(name: str, description: Any, rows: Callable[[], Rows]) -> Sample:
    return Sample(name, description, XLSX, lambda: _sheet(name.partition("样表")[0], rows()))


def _sheet(title: str, rows: Rows) -> bytes:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet(title)
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(rows[1]) - 1, 20, text)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row, text)

    return workbook(fill)


def _families() -> Rows:
    people = People(seed=81)
    villages = [village for village in demo_villages() if village.code.startswith(XUXIAKE)][:4]
    situations = ("低保", "一般", "低收入", "一般")
    return [
        ["徐霞客镇困境儿童家庭花名册"],
        ["户号", "户主", "镇（街道）", "村（社区）", "家庭住址", "家庭经济状况", "备注"],
        *(
            [
                f"样-{number}", people.name("male", elder=True), village.town, village.name,
                f"{village.address}{number}号", situation, _REMARK,
            ]
            for number, (village, situation) in enumerate(zip(villages, situations, strict=True), 1)
        ),
    ]  # fmt: skip


def _guardians(by: Actor) -> Rows:
    people = People(seed=82)
    families = by.rows(Family).order_by("pk").values_list("pk", flat=True)[:3]
    born = datetime.date(1985, 5, 6)
    return [
        ["监护人花名册"],
        ["家庭编号", "姓名", "性别", "身份证号", "联系电话", "备注"],
        *(
            [
                key, people.name("female", elder=True), "女", people.id_number(born, "female"),
                people.phone(), _REMARK,
            ]
            for key in families
        ),
    ]  # fmt: skip


def _agencies() -> Rows:
    return [
        ["江阴市未成年人保护成员单位通讯录"],
        ["序号", "单位名称", "级别", "地区", "上级单位", "联系电话", "地址", "备注"],
        [1, "样例未成年人保护工作站", "镇级", "江阴市徐霞客镇", "江阴市民政局", "000-80000001", "样例路1号", _REMARK],
        [2, "样例儿童之家", "镇级", "江阴市徐霞客镇", "江阴市民政局", "000-80000002", "样例路2号", _REMARK],
    ]  # fmt: skip


def _duties() -> Rows:
    return [
        ["江阴市困境未成年人社会保护职责分工表（澄政办发〔2015〕77号）"],
        ["序号", "职责内容", "条款", "配合单位"],
        ["一、市民政局"],
        [1, "虚构：每季度汇总各镇街台账并通报", "三（一）", "市教育局、市妇联"],
        ["二、市教育局"],
        [1, "虚构：每学期核对一次困境学生名单", "三（二）", ""],
    ]


def _assignments() -> Rows:
    return [
        ["职责编号", "机构标识", "分工", "开始日期"],
        ["zz-leading-group-1", "zhengzhou-civil-affairs", "配合", "2026-01-01"],
        ["zz-leading-group-2", "zhengzhou-civil-affairs", "配合", "2026-01-01"],
    ]


def _policies() -> Rows:
    return [
        ["标识", "文号", "标题", "发文机关", "地区", "印发日期"],
        [
            "sample-2026-1",
            "样例〔2026〕1号",
            "关于样例的通知",
            "江阴市民政局",
            "江阴市",
            "2026-01-05",
        ],
    ]


def _regions() -> Rows:
    return [
        ["名称", "级别", "上级地区", "曾用名"],
        ["样例新村", "村", "江苏省/无锡市/江阴市/徐霞客镇", "样例老村"],
    ]
