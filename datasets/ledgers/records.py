"""The layout of a ledger whose row is one record: what its model tells need not be told twice."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.fields import LedgerField, LedgerLayout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Record
from datasets.readers import Reader
from datasets.readers.records import record_key

#: The columns that name a region: their headings in canonical sheets and in ledgers.
REGION = {
    "region.code": "地区代码 区划代码 行政区划代码",
    "region.county": "县（市、区） 县市区 县区 区县 县 区 市区 所属区县 所在县区",
    "region.township": "镇（街道） 镇街道 乡镇街道 乡镇 镇街 镇 街道 乡 所属乡镇 所在乡镇 所在镇街道 镇办",
    "region.village": "村（社区） 村社区 村居 社区村 村 社区 行政村 村居委会 村委会 居委会 所属村 所在村 所在村社区",
    "region.joined": "地区 所在地区 所属地区 适用地区 所属区域 区域 辖区 属地 所在地 镇村 所属镇村",
    "region.path": "地区名称",
}


_PART_LABELS = {
    "region.code": _("地区代码"),
    "region.county": _("县（市、区）"),
    "region.township": _("镇（街道）"),
    "region.village": _("村（社区）"),
    "region.joined": _("地区（镇、村写在一起）"),
    "region.path": _("地区全称"),
}


def fields(headings: Mapping[str, str]) -> tuple[LedgerField, ...]:
    """Slot → its headings, separated by blanks; 编号 is every collection's."""
    slots = {"id": "编号", **headings}
    return tuple(
        LedgerField(slot.partition(".")[0], tuple(words.split()), slot.partition(".")[2])
        for slot, words in slots.items()
    )


def labels(model: type[Record], names: Sequence[str], **others: Any) -> dict[str, Any]:
    """What a clerk calls each field: as the model calls it, unless said otherwise."""
    of_model: dict[str, Any] = {
        name: getattr(model._meta.get_field(name), "verbose_name", name)
        for name in names
        if name not in others
    }
    return {"id": _("编号"), **of_model, **others}


def record_layout(
    collection: str,
    model: type[Record],
    *,
    headings: Mapping[str, str],
    readers: Callable[[Vocabulary], dict[str, Reader]],
    names: Mapping[str, Any],
    essential: Sequence[str],
    naming: Sequence[str],
    no_table: Any,
    **options: Any,
) -> LedgerLayout:
    """A layout without persons, in which every group of headings speaks of the record."""
    return LedgerLayout(
        collection=collection,
        fields=fields(headings),
        labels=names,
        part_labels=_PART_LABELS | {f"{name}.name": _named(label) for name, label in names.items()},
        readers=lambda vocabulary: {"id": record_key, **readers(vocabulary)},
        check=_nothing_more,
        essential=frozenset(essential),
        naming=tuple(naming),
        no_table=no_table,
        reaches_beyond=model.is_public_knowledge,
        **options,
    )


def _named(label: Any) -> Any:
    return format_lazy(_("{label}（名称）"), label=label)


def _nothing_more(_row: ReadRow, *, today: datetime.date) -> None:
    """What contradicts itself is found when the row is planned: it may change a part of a record only."""
