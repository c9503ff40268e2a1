"""The columns of a waiting ledger: which field each holds, why, and what it may hold instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.ledgers.choices import column_key
from datasets.actions.ledgers.choosing import refuse_two_of_a_field
from datasets.ledgers.columns import Why
from datasets.ledgers.fields import TICK, LedgerLayout
from datasets.ledgers.pipeline import LAYOUTS
from datasets.models import Category, LedgerBatch, LedgerRow

#: In the form: not to be brought in, as against a column that nobody decided on.
LEAVE_OUT = "-"
_ROWS_FOR_EXAMPLES = 20
#: A column without a field that nobody need look at.
_SETTLED = (Why.CHOSEN, Why.REMEMBERED, Why.ROW_NUMBER)

_REASONS = {
    Why.HEADING: gettext_lazy("表头就是这个意思"),
    Why.GROUP: gettext_lazy("按上一级表头"),
    Why.NEIGHBOUR: gettext_lazy("表头重复，按左边一列说的人"),
    Why.TICKS: gettext_lazy("表头是类别名称，格子里打勾"),
    Why.CHOSEN: gettext_lazy("您选的"),
    Why.REMEMBERED: gettext_lazy("上次选的"),
    Why.TAKEN: gettext_lazy("前面已有一列是同一个字段"),
    Why.ANOTHER: gettext_lazy("是同一行里的另一名儿童，请另写一行"),
    Why.SOMEBODY_ELSE: gettext_lazy("说的是别人，档案里没有这个字段"),
    Why.NO_TICKS: gettext_lazy("表头像类别，格子里却不是打勾"),
    Why.OTHERWISE: gettext_lazy("和档案里的字段不是一回事（不是按月的、是农历等），没有当作它"),
    Why.ROW_NUMBER: gettext_lazy("只是行的序号"),
    Why.UNKNOWN: gettext_lazy("没有认出这个表头"),
}


#: Groups of (slot, label).
Groups = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class ShownColumn:
    key: str
    letter: str
    heading: str
    slot: str
    reason: str
    is_open: bool
    example: str
    #: What it may hold: groups of (slot, label), the same for all columns.
    groups: "Groups"

    @property
    def options(self) -> SafeString:
        """The groups as HTML: a template takes ten times as long over twenty columns of fifty options."""
        return format_html_join(
            "",
            '<optgroup label="{}">{}</optgroup>',
            ((label, self._options_of(slots)) for label, slots in self.groups),
        )

    def _options_of(self, slots: Iterable[tuple[str, str]]) -> SafeString:
        selected = SafeString(" selected")
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((slot, selected if slot == self.slot else "", label) for slot, label in slots),
        )

    @property
    def chosen(self) -> str:
        """The option that stands selected."""
        return self.slot or ("" if self.is_open else LEAVE_OUT)


@dataclass
class ShownHeader:
    """The columns of one header, and the sheets that have it."""

    sheets: list[str]
    rows: list[int]
    columns: list[ShownColumn]

    @property
    def open(self) -> list[ShownColumn]:
        """Those that nobody has decided on."""
        return [column for column in self.columns if column.is_open]


def shown_headers(batch: LedgerBatch) -> list[ShownHeader]:
    """The headers of the ledger, each once however many sheets repeat it."""
    layout, groups, examples = LAYOUTS[batch.collection], options(batch), _examples(batch)
    headers: dict[tuple[str, ...], ShownHeader] = {}
    for sheet in batch.sheets:
        if not sheet["used"]:
            continue
        columns = [_shown(column, layout, groups, examples) for column in sheet["columns"]]
        one = headers.setdefault(
            tuple(column.key for column in columns), ShownHeader([], sheet["header_rows"], columns)
        )
        one.sheets.append(sheet["name"])
    return list(headers.values())


def said_of_columns(batch: LedgerBatch, form: Mapping[str, str]) -> dict[str, str]:
    """Column (by key) → slot, where a posted form says something else than stands there. Raises ChoiceRefused."""
    labels = dict(pair for _group, slots in options(batch) for pair in slots)
    said: dict[str, str] = {}
    for header in shown_headers(batch):
        for column in header.columns:
            slot = form.get(f"column {column.key}", column.chosen)
            if slot != column.chosen and slot in {*labels, LEAVE_OUT}:
                said[column.key] = "" if slot == LEAVE_OUT else slot
        held = [(one.letter, said.get(one.key, one.slot)) for one in header.columns]
        refuse_two_of_a_field((letter, labels.get(slot, "")) for letter, slot in held)
    return said


def options(batch: LedgerBatch) -> Groups:
    """What a column may hold."""
    layout = LAYOUTS[batch.collection]
    fields = [(slot, layout.label_of(slot)) for slot in layout.slots]
    groups = [(_("字段"), fields)]
    if layout.has_categories:
        categories = Category.objects.values_list("code", "label")
        ticks = [(f"{TICK}.{code}", label) for code, label in categories]
        groups.append((_("打勾就是属于"), ticks))
    return groups


def _shown(
    column: Mapping[str, Any],
    layout: LedgerLayout,
    groups: Groups,
    examples: Mapping[str, str],
) -> ShownColumn:
    slot, why = column["slot"], Why(column["why"])
    key = column_key(column["column"], column["header"])
    return ShownColumn(
        key=key,
        letter=column["column"],
        heading=column["header"],
        slot=slot,
        reason=str(_REASONS[why]),
        is_open=not slot and why not in _SETTLED,
        example=examples.get(f"{column['column']} {column['header']}", ""),
        groups=groups,
    )


def _examples(batch: LedgerBatch) -> dict[str, str]:
    """The first text under each column without a field."""
    rows = LedgerRow.objects.filter(batch=batch).order_by("id")[:_ROWS_FOR_EXAMPLES]
    found: dict[str, str] = {}
    for row in rows:
        for key, text in row.extra.items():
            found.setdefault(key, text)
    return found
