"""Fields of a collection, of one's own or a built-in one."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.definitions.changing import change_of_definitions
from datasets.actions.definitions.checking import check_field, fault_of_label
from datasets.actions.definitions.conditions import with_retired
from datasets.actions.definitions.converting import retyping
from datasets.actions.definitions.dangling import empty_pointers_to_deleted
from datasets.actions.records import NotPermitted
from datasets.custom.expressions.parsing import renamed
from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.models import FieldDefinition


def define_field(
    *, collection: str, values: Mapping[str, Any], by: Actor, reason: str
) -> FieldDefinition:
    """A new field, with its column. Raises NotPermitted, ValidationError."""
    with change_of_definitions():
        (field,) = add_fields(collection, [values], by=by, reason=reason)
    return field


def change_field(
    *,
    field: FieldDefinition,
    values: Mapping[str, Any],
    by: Actor,
    reason: str,
    seen_version: str | None = None,
) -> list[str]:
    """All but its code; with another type its values are converted, and what cannot be is kept beside.

    Raises NotPermitted, RecordChangedMeanwhile, ValidationError.
    """
    if values.get("code", field.code) != field.code:
        raise ValidationError({"code": _("建好以后不能再改。")})
    kind = TYPES.get(values.get("kind", field.kind))
    if kind and "choices" in kind.options and "options" in values:
        values = {**values, "options": with_retired(field, dict(values["options"]))}
    # Where they lie follows from what they are: an earlier version brought back may name another column.
    values = {name: value for name, value in values.items() if name != "column"}
    check_field({**as_it_is(field), **values}, before=field)
    with change_of_definitions() as afterwards:
        stored = FieldDefinition.objects.get(pk=field.pk)
        whole = {**as_it_is(stored), **values}
        _require_sight(stored, whole["group"], by)
        change = retyping(stored, FieldSpec.of(FieldDefinition(**whole)))
        if change:
            if whole["archived_date"]:
                raise ValidationError({"kind": _("停用的字段不能改类型，请先恢复使用。")})
            values = {**values, "column": change.new.column}
            afterwards.append(change.run)
        if change or stored.archived_date:
            afterwards.append(partial(empty_pointers_to_deleted, field, by=by))
        if whole["label"] != stored.label:
            _rename_in_formulas(stored, whole["label"], by=by, reason=reason)
        return records.change_record(
            record=field, values=values, by=by, reason=reason, seen_version=seen_version
        )


def _require_sight(field: FieldDefinition, group: str, by: Actor) -> None:
    """Who may see what is recorded, only those decide who see it: else they would let themselves see it.

    Raises NotPermitted.
    """
    if group != field.group and field.group not in by.groups:
        raise NotPermitted(
            _("您看不到“%(field)s”的内容，不能改由谁看得到。") % {"field": field.label}
        )


def archive_field(*, field: FieldDefinition, by: Actor, reason: str) -> None:
    """Out of use; what stands in it stays, and comes back with it."""
    with change_of_definitions():
        records.change_record(
            record=field, values={"archived_date": by.today}, by=by, reason=reason
        )


def take_field_up(*, field: FieldDefinition, by: Actor, reason: str) -> None:
    """Into use again, with all that stood in it. Raises NotPermitted, ValidationError."""
    if fault := fault_of_label(as_it_is(field)):
        raise ValidationError({"label": fault})
    with change_of_definitions() as afterwards:
        records.change_record(record=field, values={"archived_date": None}, by=by, reason=reason)
        afterwards.append(partial(empty_pointers_to_deleted, field, by=by))


def move_field(*, field: FieldDefinition, up: bool, by: Actor, reason: str) -> None:
    """One place up or down among the fields in use; the first and the last stay where they are."""
    there = FieldDefinition.objects.filter(collection=field.collection, archived_date=None)
    order = list(there.order_by("position", "pk"))
    here = next(place for place, one in enumerate(order) if one.pk == field.pk)
    beside = here - 1 if up else here + 1
    if not 0 <= beside < len(order):
        return
    order[here], order[beside] = order[beside], order[here]
    with change_of_definitions():
        for position, one in enumerate(order, start=1):
            records.change_record(record=one, values={"position": position}, by=by, reason=reason)


def add_fields(
    collection: str, told: Sequence[Mapping[str, Any]], *, by: Actor, reason: str
) -> list[FieldDefinition]:
    """Within a change of definitions: the definitions, after those that are there."""
    there = FieldDefinition.objects.filter(collection=collection)
    first = max(there.values_list("position", flat=True), default=0) + 1
    made = []
    for position, values in enumerate(told, start=first):
        whole = {"position": position, **values, "collection": collection}
        whole["column"] = whole["code"]
        check_field(whole)
        made.append(
            records.create_record(model=FieldDefinition, values=whole, by=by, reason=reason)
        )
    return made


def _rename_in_formulas(field: FieldDefinition, label: str, *, by: Actor, reason: str) -> None:
    """Formulas call fields by their labels: those that reckon with this one go on doing so."""
    others = FieldDefinition.objects.filter(collection=field.collection).exclude(pk=field.pk)
    codes = {*others.values_list("code", flat=True)}
    if field.label in codes:  # so called, it is another one
        return
    name = field.code if label in codes else label
    for other in others.filter(kind="computed"):
        formula = str(other.options.get("formula", ""))
        told = {**other.options, "formula": renamed(formula, field.label, name)}
        records.change_record(record=other, values={"options": told}, by=by, reason=reason)


def as_it_is(field: FieldDefinition) -> dict[str, Any]:
    """All that its definition says."""
    return {
        one.name: getattr(field, one.name)
        for one in field._meta.concrete_fields
        if one.name != "id"
    }
