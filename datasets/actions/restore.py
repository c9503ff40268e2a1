"""Bring back an earlier version, as a new change: nothing of the history is lost."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import FileField
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.records import owned_rows
from datasets.models import Record


@transaction.atomic
def restore_version(*, record: Record, at: datetime.datetime, by: Actor) -> list[str]:
    """Set the record and the rows it owns back to what they were at `at`; returns what changed.

    What the actor does not see stays as it is.

    Raises NotPermitted, and ValidationError where what it pointed to is gone or its ID number taken.
    """
    version = (
        record.history.filter(history_date__lte=at)
        .exclude(history_type="-")
        .order_by("-history_date", "-history_id")
        .first()
    )
    if version is None:
        raise ValidationError(_("那个时间还没有这条记录。"), code="no_version")
    moment = timezone.localtime(at)
    return change(
        record,
        values=_values_of(version, type(record), by),
        owned={
            relation: _owned_as_of(record, relation, at, by) for relation in record.owned_relations
        },
        by=by,
        reason=_("恢复到 %(moment)s 的内容") % {"moment": f"{moment:%Y-%m-%d %H:%M:%S}"},
    )


def _values_of(version: Any, model: type[Record], by: Actor) -> dict[str, Any]:
    values = {}
    for tracked in version.tracked_fields:
        field: Any = model._meta.get_field(tracked.name)
        if field.primary_key or not by.sees(model, field.name):
            continue
        value = getattr(version, field.attname)
        if field.is_relation and value is not None:
            value = still_there(field, value)
        elif isinstance(field, FileField):
            value = value or ""
        values[field.name] = value
    return values


def still_there(field: Any, key: int) -> Record:
    """What the field pointed to. Raises ValidationError."""
    found: Record | None = field.related_model._default_manager.filter(pk=key).first()
    if found is None:
        raise ValidationError(
            _("“%(field)s”原来指向的记录已经删除，不能恢复到这个版本。")
            % {"field": field.verbose_name},
            code="target_gone",
        )
    return found


def _owned_as_of(
    record: Record, relation: str, at: datetime.datetime, by: Actor
) -> list[Mapping[str, Any]]:
    link = getattr(type(record), relation).rel
    model, key = link.related_model, link.field.name
    present = {row.pk for row in owned_rows(record, relation) if by.sees_row(row)}
    others = set(owned_rows(record, relation).values_list("pk", flat=True)) - present
    latest: dict[int, Any] = {}
    versions = model.history.filter(**{key: record.pk}, history_date__lte=at)
    for version in versions.order_by("history_date", "history_id"):
        latest[version.id] = version
    rows: list[Mapping[str, Any]] = []
    for row_key, version in latest.items():
        if version.history_type == "-" or row_key in others or not by.sees_row(version.instance):
            continue
        values = _values_of(version, model, by)
        del values[key]
        rows.append({**values, "id": row_key} if row_key in present else values)
    kept = {row.get("id") for row in rows}
    rows += [{"id": row_key, "delete": True} for row_key in present - kept]
    return rows
