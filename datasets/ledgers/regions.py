"""The list of regions (行政区划表): code, name, what each lies under."""

from django.utils.translation import gettext_lazy as _

from datasets.choices import RegionLevel
from datasets.custom.types import reader_of
from datasets.ledgers.agencies import LEVELS
from datasets.ledgers.records import labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Region
from datasets.readers import Note, Reader
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.region_codes import canonical_code
from datasets.standards.writing import half_width, one_line

_NAMES = (
    "code", "name", "level", "parent", "is_pilot", "pilot_phase", "retired_date", "successor",
)  # fmt: skip


def _code(cell: Cell, note: Note) -> str | None:
    text = "".join(half_width(text_of(cell)).split())
    if is_blank(text):
        return None
    if not canonical_code(text):
        note("region_code_unreadable", text=text[:30])
        return None
    return text


def _lines(cell: Cell, _note: Note) -> list[str] | None:
    """Several names, a line or a comma between them."""
    text = cell if isinstance(cell, str) else text_of(cell)
    for comma in "、，,；;":
        text = text.replace(comma, "\n")
    names = dict.fromkeys(one_line(line)[:100] for line in text.splitlines())
    return [name for name in names if not is_blank(name)] or None


def _readers(vocabulary: Vocabulary) -> dict[str, Reader]:
    plain = ("name", "is_pilot", "pilot_phase", "retired_date")
    another = vocabulary.regions.reader()
    return {
        **{name: reader_of(Region, name) for name in plain},
        "code": _code,
        "level": reader_of(Region, "level", words=LEVELS),
        "parent": another,
        "parent.name": another,
        "successor": another,
        "other_names": _lines,
    }


LAYOUT = record_layout(
    "regions",
    Region,
    headings={
        "code": "区划代码 代码 行政区划代码 地区代码 统计用区划代码 区划编码",
        "name": "名称 地区名称 区划名称 行政区划名称 地区 单位名称",
        "level": "级别 层级 行政级别 区划级别",
        "parent": "上级地区 上级 上级代码 上级区划代码 上级区划 父级代码 上级地区代码 隶属 隶属地区",
        "parent.name": "上级地区名称 上级名称 上级区划名称 所属上级",
        "is_pilot": "试点地区 是否试点 试点",
        "pilot_phase": "试点批次",
        "retired_date": "撤销日期 撤并日期",
        "successor": "并入 并入地区 划入",
        "other_names": "曾用名或别名 曾用名 别名 原名 又名",
    },
    readers=_readers,
    names=labels(Region, _NAMES, other_names=_("曾用名或别名")),
    essential=("name",),
    naming=("name", "code"),
    summary=("code", "level", "parent"),
    choices={"level": RegionLevel},
    no_table=_("没有找到区划表的表头：表头里至少要有名称，以及区划代码、上级等列名。"),
    places=frozenset({"parent", "successor"}),
    enough_fields=2,  # 统计用区划代码 | 名称
)
