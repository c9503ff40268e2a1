"""The list and the form as they will be, before anything is made."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import formfield_for_dbfield

from datasets.admin.showing import NOTHING, said
from datasets.choices import FieldGroup
from datasets.ledgers.proposing.proposal import Proposal
from datasets.ledgers.proposing.rows import ReadAs, Rows, rows_as_records

_ROWS_SHOWN = 5


@dataclass(frozen=True)
class Preview:
    headings: list[str]
    rows: list[list[str]]
    #: Heading and form of each group of fields.
    sections: list[tuple[str, forms.Form]]
    counts: Rows
    left_out: list[tuple[str, str]]
    #: Whether there are more rows than were looked at.
    is_part: bool

    @property
    def taken(self) -> int:
        return self.counts.looked_at - self.counts.refused


def preview_of(proposal: Proposal) -> Preview:
    counts = rows_as_records(proposal, shown=_ROWS_SHOWN)
    listed = [one for one in proposal.fields if one.in_list and one.code != proposal.title]
    headings = [_("名称"), *([_("所属地区")] if proposal.has_region else [])]
    headings += [_label(counts.fields[one.code]) for one in listed]
    return Preview(
        headings=headings,
        rows=[_row(proposal, counts, row, [one.code for one in listed]) for row in counts.first],
        sections=list(_sections(proposal, counts)),
        counts=counts,
        left_out=[(one.raw.letter, one.raw.heading) for one in proposal.columns if not one.is_kept],
        is_part=counts.looked_at < proposal.found.row_count,
    )


def _row(proposal: Proposal, counts: Rows, row: ReadAs, codes: list[str]) -> list[str]:
    name = row.values.get(proposal.title) if proposal.title else None
    called = said(counts.fields[proposal.title], name) if name else f"{proposal.label} …"
    cells = [called, *([row.place] if proposal.has_region else [])]
    return [*cells, *(_shown(counts.fields[code], row.values[code]) for code in codes)]


def _shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    return str(value) if isinstance(field, ForeignKey) else said(field, value)


def _sections(proposal: Proposal, counts: Rows) -> Any:
    first = counts.first[0] if counts.first else None
    for group in FieldGroup:
        codes = [one.code for one in proposal.fields if one.group == group]
        fields: dict[str, forms.Field] = {}
        values: dict[str, Any] = {}
        if group == FieldGroup.BASIC and proposal.has_region:
            fields["region"] = forms.CharField(label=_("所属地区"))
            values["region"] = first.place if first else ""
        for code in codes:
            fields[code] = _form_field(counts.fields[code])
            values[code] = first.values[code] if first else None
        if fields:
            form = type("Sketch", (forms.Form,), fields)
            yield group.label, form(initial=values, prefix="sketch")


def _form_field(field: Any) -> forms.Field:
    if isinstance(field, ForeignKey):
        return forms.CharField(label=_label(field), required=not field.blank)
    found: forms.Field = formfield_for_dbfield(field)
    if isinstance(found.widget, forms.DateInput | forms.DateTimeInput):
        found.widget = forms.TextInput()  # a sketch is not filled in: it needs no calendar
    return found


def _label(field: Any) -> str:
    return str(field.verbose_name)
