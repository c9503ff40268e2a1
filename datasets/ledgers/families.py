"""The list of families (家庭花名册)."""

from django.utils.translation import gettext_lazy as _

from datasets.choices import DossierType, EconomicSituation
from datasets.custom.types import reader_of
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Family
from datasets.readers import Note, Reader
from datasets.readers.text import person_name, text_of
from datasets.standards.cells import Cell

_SITUATIONS = {
    "低保户": "subsistence_allowance", "低保家庭": "subsistence_allowance",
    "享受低保": "subsistence_allowance", "最低生活保障": "subsistence_allowance", "特困": "destitute",
    "特困户": "destitute", "特困人员": "destitute", "五保": "destitute", "五保户": "destitute",
    "低收入家庭": "low_income", "低边": "low_income", "低边户": "low_income", "低保边缘": "low_income",
    "低保边缘户": "low_income", "支出型困难": "illness_expenses", "因病致贫": "illness_expenses",
    "因病支出型困难家庭": "illness_expenses", "因灾致贫": "disaster", "一般家庭": "ordinary", "一般户": "ordinary",
    "普通": "ordinary", "正常": "ordinary",
}  # fmt: skip

#: What stands under 户主 where no name does.
_NOBODY = frozenset({"户主", "本人", "自己", "户主本人", "同户主"})

_NAMES = (
    "region", "household_number", "head_name", "address", "economic_situation", "dossier_type", "remark",
)  # fmt: skip


def _head_name(cell: Cell, note: Note) -> str | None:
    text = text_of(cell)
    if text in _NOBODY:
        note("name_unreadable", text=text)
        return None
    return person_name(cell, note)


def _readers(_vocabulary: Vocabulary) -> dict[str, Reader]:
    return {
        **{name: reader_of(Family, name) for name in _NAMES if name not in ("region", "head_name")},
        "head_name": _head_name,
        "economic_situation": reader_of(Family, "economic_situation", words=_SITUATIONS),
    }


LAYOUT = record_layout(
    "families",
    Family,
    headings={
        **REGION,
        "household_number": "户号 户口簿号 户口本号 户编号 家庭户号",
        "head_name": "户主 户主姓名 家庭户主 户主名字",
        "address": (
            "家庭住址 家庭地址 住址 地址 居住地址 现居住地 现居住地址 现住址 详细地址 详细住址 家庭详细地址 "
            "家庭详细住址 户籍地址"
        ),
        "economic_situation": "家庭经济状况 经济状况 家庭经济情况 经济情况 家庭类型 困难类型 贫困类型 保障类型",
        "dossier_type": "档案类型 档案种类 档案类别",
        "remark": "备注 说明 备注说明",
    },
    readers=_readers,
    names=labels(Family, _NAMES),
    essential=("head_name", "household_number"),
    naming=("head_name", "household_number", "address"),
    summary=("household_number", "region", "address", "economic_situation"),
    choices={"economic_situation": EconomicSituation, "dossier_type": DossierType},
    no_table=_("没有找到家庭表的表头：表头里至少要有户主或户号，以及村（社区）、住址等列名。"),
)
