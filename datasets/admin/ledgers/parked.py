"""Rows that may be one of several records: the candidates side by side, and the ways to decide."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.actions.ledgers.choices import NEW, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.kinds import KINDS
from datasets.actions.ledgers.plan import TAKEN
from datasets.admin.ledgers.showing import ShownRow
from datasets.admin.showing import page_of
from datasets.choices import RowAction
from datasets.ledgers.fields import LedgerLayout
from datasets.models import Child, LedgerBatch, LedgerRow, Record, Region
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
    TAKEN: gettext_lazy("这份台账的另一行已经是它"),
}
#: What is shown of children, whether it differs or not; of other records what differs.
_COMPARED = ("name", "id_number", "birth_date", "sex", "region", "guardian_name", "guardian_phone")


@dataclass(frozen=True)
class ShownEvidence:
    text: str
    is_for: bool


@dataclass(frozen=True)
class ShownCandidate:
    """A recorded one. `word` is what decides for it, and `choice` what that choice is called."""

    pk: int
    word: str
    title: str
    choice: str
    url: str
    evidence: list[ShownEvidence]
    values: Mapping[str, str]
    may_be_chosen: bool


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
    def has_evidence(self) -> bool:
        return any(one.evidence for one in self.candidates)

    @property
    def name(self) -> str:
        return f"row {self.row.pk}"


def shown_parkings(
    shown: Iterable[ShownRow], layout: LedgerLayout, *, to: Actor
) -> dict[int, ShownParking]:
    """By row, those of one page; the records that they speak of are fetched once, as far as the reader sees them."""
    asked = [one for one in shown if one.row.action == RowAction.PARK or one.row.decision]
    keys = {each["id"] for one in asked for each in one.row.candidates}
    model = KINDS[layout.collection].model
    records = _with_what_is_shown(to.rows(model).filter(pk__in=keys), layout)
    found = {record.pk: record for record in records}
    return {one.row.pk: _parking(one, layout, found) for one in asked}


def said_of_rows(batch: LedgerBatch, form: Mapping[str, str], *, by: Actor) -> dict[str, str]:
    """Row (by key) → what a posted form decides of it; LATER for "not yet"."""
    keys = [name.removeprefix("row ") for name in form if name.startswith("row ")]
    rows = list(batch.rows.filter(pk__in=[key for key in keys if key.isdigit()]))
    named = {one["id"] for row in rows for one in row.candidates}
    model = KINDS[batch.collection].model
    seen = {record.pk: record for record in by.rows(model).filter(pk__in=named)}
    said: dict[str, str] = {}
    for row in rows:
        word = form[f"row {row.pk}"]
        known = {SKIP, LATER} | ({NEW} if not row.cannot_be_new else set())
        known |= {
            str(one["id"])
            for one in row.candidates
            if one["id"] in seen and _may_be_chosen(seen[one["id"]], one["evidence"])
        }
        if word in known:
            said[row_key(row.sheet, row.row)] = word
    return said


def with_decisions(before: LedgerChoices, said: Mapping[str, str]) -> dict[str, str]:
    """All rows' decisions, "not yet" taking back an earlier one."""
    return {key: word for key, word in {**before.rows, **said}.items() if word != LATER}


def _may_be_chosen(record: Record, evidence: Iterable[str]) -> bool:
    """A closed file takes no row, nor does a record that is another row's already."""
    return TAKEN not in evidence and getattr(record, "status", "open") == "open"


def _parking(shown: ShownRow, layout: LedgerLayout, found: Mapping[int, Record]) -> ShownParking:
    row = shown.row
    listed = [one for one in row.candidates if one["id"] in found]
    candidates = [
        _candidate(found[one["id"]], one["evidence"], layout, n=n, of=len(listed))
        for n, one in enumerate(listed, start=1)
    ]
    said = {field.name: field.value for field in shown.fields}
    lines = [
        (layout.label_of(name), said.get(name, ""), [one.values[name] for one in candidates])
        for name in (candidates[0].values if candidates else ())
        if _is_telling(name, said.get(name, ""), candidates, layout)
    ]
    return ShownParking(row, candidates, lines, row.decision or LATER)


def _is_telling(
    name: str, said: str, candidates: Iterable[ShownCandidate], layout: LedgerLayout
) -> bool:
    told = {one.values[name] for one in candidates} | ({said} if said else set())
    if layout.collection == "children" or name in layout.naming:
        return told != {""}
    return len(told) > 1


def _candidate(
    record: Record, evidence: Iterable[str], layout: LedgerLayout, *, n: int, of: int
) -> ShownCandidate:
    told = {"called": record._meta.verbose_name, "n": n}
    return ShownCandidate(
        pk=record.pk,
        word=str(record.pk),
        title=_("已登记的%(called)s %(n)s") % told,
        choice=_("是%(called)s %(n)s") % told if of > 1 else _("就是已登记的这一条"),
        url=page_of(record),
        evidence=[
            ShownEvidence(str(_EVIDENCE[code]), not code.startswith("other") and code != "closed")
            for code in evidence
        ],
        values=_of_child(record) if isinstance(record, Child) else _of_record(record, layout),
        may_be_chosen=_may_be_chosen(record, evidence),
    )


def _with_what_is_shown(records: QuerySet[Any], layout: LedgerLayout) -> QuerySet[Any]:
    if records.model is Child:
        shown = records.select_related(f"region__{TRAIL}")
        return shown.prefetch_related("guardianships__guardian")
    pointing = [name for name in _columns(records.model, layout) if name in layout.points_to]
    places = [
        f"{name}__parent" for name in _columns(records.model, layout) if name in layout.places
    ]
    return records.select_related(*pointing, *places) if pointing or places else records


def _columns(model: type[Record], layout: LedgerLayout) -> list[str]:
    """The record's own fields among those of which its ledgers speak."""
    own = {field.name for field in model._meta.concrete_fields}
    return [name for name in layout.labels if name in own]


def _of_record(record: Record, layout: LedgerLayout) -> dict[str, str]:
    """By field, in the words in which the row's own values are shown."""
    return {name: _in_words(record, name, layout) for name in _columns(type(record), layout)}


def _in_words(record: Record, name: str, layout: LedgerLayout) -> str:
    value: Any = getattr(record, name)
    if value in (None, ""):
        return ""
    if isinstance(value, Region):
        return f"{value.parent.name} {value.name}" if value.parent else value.name
    if name in layout.points_to:
        return str(getattr(value, layout.points_to[name][2]))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    shown: Callable[[], str] | None = getattr(record, f"get_{name}_display", None)
    return str(shown() if shown else value)


def _of_child(child: Child) -> dict[str, str]:
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
