"""Rows that may be one of several recorded children: the candidates side by side, and the ways to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.actions.ledgers.choices import NEW, SKIP, LedgerChoices, row_key
from datasets.admin.ledgers.showing import ShownRow
from datasets.choices import RowAction
from datasets.ledgers.fields import LedgerLayout
from datasets.models import Child, LedgerBatch, LedgerRow
from datasets.models.regions import TRAIL

LATER = "later"

_EVIDENCE = {
    "same_id_number": gettext_lazy("证件号码相同"),
    "other_id_number": gettext_lazy("证件号码不同"),
    "same_name": gettext_lazy("姓名相同"),
    "similar_name": gettext_lazy("姓名相近"),
    "other_name": gettext_lazy("姓名不同"),
    "same_birth_date": gettext_lazy("出生日期相同"),
    "other_birth_date": gettext_lazy("出生日期不同"),
    "same_village": gettext_lazy("同一个村（社区）"),
    "other_village": gettext_lazy("不在同一个村（社区）"),
    "same_guardian_phone": gettext_lazy("监护人电话相同"),
    "same_guardian": gettext_lazy("监护人同名"),
    "closed": gettext_lazy("已结案"),
}
_COMPARED = ("name", "id_number", "birth_date", "sex", "region", "guardian_name", "guardian_phone")


@dataclass(frozen=True)
class ShownEvidence:
    text: str
    is_for: bool


@dataclass(frozen=True)
class ShownCandidate:
    child: Child
    evidence: list[ShownEvidence]
    values: dict[str, str]

    @property
    def may_be_chosen(self) -> bool:
        return self.child.status == "open"


@dataclass(frozen=True)
class ShownParking:
    """What can be decided of a row. `lines`: label, what the row says, what each candidate says."""

    row: LedgerRow
    candidates: list[ShownCandidate]
    lines: list[tuple[str, str, list[str]]]
    decision: str

    @property
    def is_decided(self) -> bool:
        return self.decision != LATER

    @property
    def name(self) -> str:
        return f"row {self.row.pk}"


def shown_parkings(
    shown: Iterable[ShownRow], layout: LedgerLayout, *, to: Actor
) -> dict[int, ShownParking]:
    """By row, those of one page; the children that they speak of are fetched once, as far as the reader sees them."""
    asked = [one for one in shown if one.row.action == RowAction.PARK or one.row.decision]
    keys = {each["id"] for one in asked for each in one.row.candidates}
    children = to.rows(Child).filter(pk__in=keys).select_related(f"region__{TRAIL}")
    found = {child.pk: child for child in children.prefetch_related("guardianships__guardian")}
    return {one.row.pk: _parking(one, layout, found) for one in asked}


def said_of_rows(batch: LedgerBatch, form: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Row (by key) → what a posted form decides of it; LATER for "not yet"."""
    keys = [name.removeprefix("row ") for name in form if name.startswith("row ")]
    rows = batch.rows.filter(pk__in=[key for key in keys if key.isdigit()])
    said: dict[str, str] = {}
    for row in rows:
        word = form[f"row {row.pk}"]
        known = {SKIP, LATER} | ({NEW} if not row.cannot_be_new else set())
        seen = by.rows(Child).filter(pk__in=[one["id"] for one in row.candidates], status="open")
        known |= {str(key) for key in seen.values_list("pk", flat=True)}
        if word in known:
            said[row_key(row.sheet, row.row)] = word
    return said


def with_decisions(before: LedgerChoices, said: Mapping[str, str]) -> dict[str, str]:
    """All rows' decisions, "not yet" taking back an earlier one."""
    return {key: word for key, word in {**before.rows, **said}.items() if word != LATER}


def _parking(shown: ShownRow, layout: LedgerLayout, children: Mapping[int, Child]) -> ShownParking:
    row = shown.row
    candidates = [
        ShownCandidate(
            children[one["id"]],
            [
                ShownEvidence(
                    str(_EVIDENCE[code]), not code.startswith("other") and code != "closed"
                )
                for code in one["evidence"]
            ],
            _values_of(children[one["id"]]),
        )
        for one in row.candidates
        if one["id"] in children
    ]
    said = {field.name: field.value for field in shown.fields}
    lines = [
        (layout.label_of(name), said.get(name, ""), [one.values[name] for one in candidates])
        for name in _COMPARED
        if said.get(name) or any(one.values[name] for one in candidates)
    ]
    return ShownParking(row, candidates, lines, row.decision or LATER)


def _values_of(child: Child) -> dict[str, str]:
    links: Any = sorted(child.guardianships.all(), key=lambda link: not link.is_principal)
    guardian = links[0].guardian if links else None
    return {
        "name": child.name,
        "id_number": child.id_number or "",
        "birth_date": str(child.birth_date or ""),
        "sex": child.get_sex_display() if child.sex else "",
        "region": child.region.trail(),
        "guardian_name": guardian.name if guardian else "",
        "guardian_phone": guardian.phone if guardian else "",
    }
