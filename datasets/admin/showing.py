"""A field's value as a clerk reads it on a page."""

import datetime
from collections.abc import Container, Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, FileField, Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.access.field_groups import group_at, masked
from datasets.choices import FieldGroup
from datasets.custom.building import MadeRecord
from datasets.custom.computing import computed_field
from datasets.custom.expressions.operations import text_of
from datasets.models import Record, Region
from datasets.models.made_fields import SeveralChoicesField
from datasets.models.regions import TRAIL
from datasets.standards.masks import PROTECTED

NOTHING = "—"


def label_of(model: type[Model], path: str) -> str:
    """The label of the field at the end of a lookup path."""
    *steps, name = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    if computed := computed_field(model, name):
        return computed.spec.label
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def formula_of(model: type[Model], name: str) -> str:
    """How a computed field is worked out; "" for what is recorded."""
    computed = computed_field(model, name)
    return computed.formula if computed else ""


def shown(
    record: Model, path: str, *, to: Actor, revealed: Container[FieldGroup | None] = ()
) -> str:
    """The value at the end of a lookup path, masked where the reader does not see it.

    Another record is a link where the reader may see it. `revealed`: groups of the record's own fields that
    are shown all the same.
    """
    is_shown = to.sees(type(record), path) or group_at(type(record), path) in revealed
    model = type(record)
    *steps, name = path.split("__")
    for step in steps:
        record = getattr(record, step)
        if record is None:
            return NOTHING
    value = getattr(record, name)
    if not is_shown:
        return masked_on_page(masked(model, path, value))
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Model):
        return linked(value, to=to)
    try:
        return said(record._meta.get_field(name), value)
    except FieldDoesNotExist:
        return worked_out(value)


def said(field: Any, value: Any) -> str:
    """A value that is there, in the reader's words."""
    if isinstance(field, BooleanField):
        return _("是") if value else _("否")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, SeveralChoicesField):
        return field.shown(value) or NOTHING
    if isinstance(field, FileField):
        return _("有")
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def worked_out(value: Any) -> str:
    """What no field holds, in the reader's words."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    return text_of(value)


def masked_on_page(text: str) -> str:
    """What stands in place of a value, set apart from values and in the reader's language."""
    said = _("已保护") if text == PROTECTED else text
    return format_html('<span class="hutong-masked">{}</span>', said) if said else NOTHING


def linked(record: Model, *, to: Actor) -> str:
    """The record's name, linked to its page where it has one that the reader may open."""
    name = record.trail() if isinstance(record, Region) else str(record)
    if not isinstance(record, Record) or not _may_open(record, to):
        return name
    url = page_of(record)
    return format_html('<a href="{}">{}</a>', url, name) if url else name


def page_of(record: Record) -> str:
    """The address of a record's page; "" where its collection has none."""
    if record.is_out_of_use:
        return ""
    if isinstance(record, MadeRecord):
        return reverse("made", args=[f"{record.collection_name}/inspect/{record.pk}/"])
    try:
        return reverse(f"datasets_{record._meta.model_name}_modeladmin_inspect", args=[record.pk])
    except NoReverseMatch:
        return ""


def list_of(model: type[Record]) -> str:
    """The address of a collection's list; "" where it has none."""
    if issubclass(model, MadeRecord):
        return reverse("made", args=[f"{model.collection_name}/"])
    try:
        return reverse(f"datasets_{model._meta.model_name}_modeladmin_index")
    except NoReverseMatch:
        return ""


def fetched_along(model: type[Model], paths: Iterable[str]) -> list[str]:
    """What select_related must fetch for a table of these columns, lest each cell ask the database."""
    along = []
    for path in paths:
        *steps, name = path.split("__")
        target: Any = model
        for step in steps:
            target = target._meta.get_field(step).related_model
        if steps:
            along.append("__".join(steps))
        if name == "self" or computed_field(target, name):
            continue
        if linked_model := target._meta.get_field(name).related_model:
            along.append(f"{path}__{TRAIL}" if linked_model is Region else path)
    return along


def _may_open(record: Record, to: Actor) -> bool:
    if record.is_public_knowledge:
        return to.may("view", type(record))
    return to.may_on("view", record)


def village_and_township(region: Region) -> str:
    """ "徐霞客镇 · 徐霞客村": enough to tell villages of one name apart within a county."""
    return f"{region.parent.name} · {region.name}" if region.parent else region.name
