"""The defined fields of a collection on its screens: as columns, filters and sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.admin.filters import (
    ChoiceFilter,
    ComputedFilter,
    FieldFilter,
    NamedFilter,
    RowFilter,
    YesNoFilter,
)
from datasets.admin.layouts import Fields, Section
from datasets.admin.showing import fetched_along, shown
from datasets.choices import FieldGroup
from datasets.custom.building import MadeRecord, made_fields
from datasets.custom.computing import computed_fields
from datasets.custom.expressions.kinds import Kind
from datasets.custom.numbering import given_fields
from datasets.custom.specs import FieldSpec
from datasets.models import Record

_FILTERS: dict[str, type[FieldFilter]] = {
    "choice": ChoiceFilter,
    "yes_no": YesNoFilter,
    "choices": NamedFilter,
    "agency": RowFilter,
    "relation": RowFilter,
}
#: Types that take a line of their own in a form.
_WIDE = ("long_text", "choices", "file", "photo", "region", "agency", "relation")


@dataclass(frozen=True)
class MadeColumn:
    """A column of a list: a defined field, in the words of the record's page."""

    name: str
    short_description: str
    admin_order_field: str | None
    to: Actor

    @property
    def __name__(self) -> str:  # by which modeladmin calls the column
        return self.name

    def __str__(self) -> str:
        return self.name

    def __call__(self, record: Record) -> str:
        return shown(record, self.name, to=self.to)


def columns_of(model: type[Record], to: Actor) -> list[MadeColumn]:
    """Those of its defined fields that lists show; by its name a record of one's own is called already."""
    return [
        MadeColumn(
            spec.code, _label(model, spec), spec.code if _is_sortable(model, spec) else None, to
        )
        for spec in made_fields(model)
        if spec.in_list and spec.code != getattr(model, "title", "")
    ] + [
        MadeColumn(one.spec.code, one.spec.label, one.spec.code if one.is_askable else None, to)
        for one in computed_fields(model)
        if one.spec.in_list
    ]


def links_in(model: type[Record]) -> list[str]:
    """What select_related must fetch for those columns."""
    return fetched_along(model, [spec.code for spec in made_fields(model) if spec.in_list])


def filters_of(model: type[Record]) -> list[type[FieldFilter]]:
    return [
        _FILTERS[spec.kind].of(spec.code)
        for spec in made_fields(model)
        if spec.is_filterable and spec.kind in _FILTERS
    ] + [
        ComputedFilter.of(one.spec.code)
        for one in computed_fields(model)
        if one.spec.is_filterable and one.is_askable and one.kind == Kind.TRUTH
    ]


def sections_of(model: type[Record]) -> list[Section]:
    """Of one's own collection a section a group; of a built-in one, one behind its own."""
    given = [spec.code for spec in given_fields(model)]
    specs = [spec for spec in made_fields(model) if spec.code not in given]
    beside = [*given, *(one.spec.code for one in computed_fields(model))]
    if not issubclass(model, MadeRecord):
        is_needed = specs or beside
        return [Section(_("补充内容"), _in_pairs(specs), beside)] if is_needed else []
    found = []
    for group in FieldGroup:
        names: list[Any] = list(_in_pairs([spec for spec in specs if spec.group == group]))
        if group == FieldGroup.BASIC and model.region_lookup:
            names.insert(0, "region")
        if names:
            found.append(Section(group.label, names))
    if beside:
        found.append(Section(_("由系统给出"), (), beside))
    return found


def _in_pairs(specs: Sequence[FieldSpec]) -> Fields:
    """Short fields two in a row, wide ones alone."""
    return list(_paired(specs))


def _paired(specs: Sequence[FieldSpec]) -> Iterator[str | tuple[str, ...]]:
    waiting = ""
    for spec in specs:
        if spec.kind in _WIDE:
            if waiting:
                yield waiting
            waiting = ""
            yield spec.code
        elif waiting:
            yield (waiting, spec.code)
            waiting = ""
        else:
            waiting = spec.code
    if waiting:
        yield waiting


def _label(model: type[Record], spec: FieldSpec) -> str:
    field: Any = model._meta.get_field(spec.code)
    return str(field.verbose_name)


def _is_sortable(model: type[Record], spec: FieldSpec) -> bool:
    field: Any = model._meta.get_field(spec.code)
    return bool(field.made_type.is_sortable and not spec.is_encrypted)
