"""Three ledgers to download and try: a clean one, a messy one, and what an old system puts out."""

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datasets.demo.messy_sample import messy_sheet
from datasets.demo.sample_rows import SampleChild, new_children

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = (
    "序号", "姓名", "性别", "身份证号", "出生日期", "镇(街道)", "村(社区)", "儿童类别", "就读学校",
    "身体状况", "户籍地址", "现居住地址", "监护人姓名", "与儿童关系", "监护人身份证号",
    "监护人联系电话", "补助标准(元/月)", "备注",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """A file to offer: its Chinese name, one sentence on it, and what builds it."""

    name: str
    description: str | Promise
    content_type: str
    content: Callable[[], bytes]


def sample_ledgers() -> tuple[Sample, ...]:
    return (
        Sample("规范样表.xlsx", _("30名儿童，表头规范，可以直接入库。"), XLSX, _clean),
        Sample(
            "杂乱台账.xlsx",
            _("标题、盖章行、各种写法的日期和身份证号，还有几处错误。"),
            XLSX,
            _messy,
        ),
        Sample("旧系统导出.csv", _("GB18030 编码的文本表格。"), "text/csv", _old_system),
    )


def _clean() -> bytes:
    children = new_children(seed=77, count=30)

    def fill(book: Any) -> None:
        sheet = book.add_worksheet("困境儿童")
        sheet.write_row(0, 0, HEADERS, book.add_format({"bold": True, "border": 1}))
        sheet.set_column(1, len(HEADERS) - 1, 16)
        sheet.freeze_panes(1, 2)
        for row, child in enumerate(children, start=1):
            sheet.write_row(row, 0, _cells(row, child))

    return workbook(fill)


def _messy() -> bytes:
    return workbook(messy_sheet)


def _old_system() -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADERS)
    for row, child in enumerate(new_children(seed=79, count=12), start=1):
        writer.writerow(_cells(row, child))
    return text.getvalue().encode("gb18030")


def _cells(number: int, child: SampleChild) -> Sequence[Any]:
    guardian = child.guardian
    return [
        number, child["name"], child.sex, child["id_number"] or "", f"{child['birth_date']:%Y-%m-%d}",
        child.village.town, child.village.name, child.categories, child["school"],
        child["health"], child["household_address"], child["residence_address"],
        guardian["name"], child.relation, guardian["id_number"] or "", guardian["phone"],
        child["subsidy_amount"] or "", "虚构样例",
    ]  # fmt: skip


def workbook(fill: Callable[[Any], None]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        # The same bytes at every download, so that a second upload is known for what it is.
        book.set_properties({"created": datetime.datetime(2026, 9, 1)})  # noqa: DTZ001
        fill(book)
    return target.getvalue()
