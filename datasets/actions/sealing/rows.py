"""Rows taken out of their tables, with all that points to them and their histories, and put back as they were.

Nothing is said by signals and no history is written: after a seal was lifted nobody shall read in a record
that there was one.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from datasets.models import Record
from datasets.queries.pointing import rows_pointing_to

#: As Django's serializer makes it: model, pk, fields.
Document = list[dict[str, Any]]


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds; by their moments acts of one history belong together."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


def with_all_that_points_to(roots: Iterable[Record]) -> list[Model]:
    """The rows, those that point to them, those that point to these, and every version of each; owners first."""
    found: dict[tuple[type[Model], int], Model] = {}
    waiting: list[Model] = list(roots)
    while waiting:
        new = [row for row in waiting if (type(row), row.pk) not in found]
        found |= {(type(row), row.pk): row for row in new}
        by_model: dict[type[Model], list[int]] = defaultdict(list)
        for row in new:
            by_model[type(row)].append(row.pk)
        waiting = [
            row
            for model, keys in by_model.items()
            for rows in _pointing_to(model, keys)
            for row in rows
        ]
    return list(found.values())


def _pointing_to(model: type[Model], keys: list[int]) -> Iterator[QuerySet[Any]]:
    """Of every model, those to come included: what names a sealed child is sealed with it."""
    for other, field in rows_pointing_to(model):
        yield other._base_manager.filter(**{f"{field}__in": keys})
    if issubclass(model, Record):
        yield model.history.filter(id__in=keys)


def written(rows: Iterable[Model], *, fields: Iterable[str] | None = None) -> Document:
    """The rows as a document, encrypted columns in clear: it is the document that is encrypted."""
    text = serializers.serialize("json", rows, fields=fields, cls=_ToTheMicrosecond)
    document: Document = json.loads(text)
    return document


def remove(rows: Iterable[Model]) -> None:
    """Delete just these rows. Foreign keys are checked at the commit: whoever still points here is refused."""
    by_model: dict[type[Model], list[int]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    for model, keys in reversed(by_model.items()):
        chosen: Any = model._base_manager.filter(pk__in=keys).order_by()
        # Past Django's cascade, whose signals would write that they were deleted.
        chosen._raw_delete(connection.alias)


def read(document: Document) -> list[Any]:
    """The rows of a document, not saved; columns that the register has given up since are left out."""
    return list(serializers.deserialize("python", document, ignorenonexistent=True))


def gone_of(document: Document) -> Document:
    """Of the rows of a document those that stand in their tables no longer."""
    return [
        told
        for told, row in zip(document, read(document), strict=True)
        if not type(row.object)._base_manager.filter(pk=row.object.pk).exists()
    ]


def put_back(document: Document) -> None:
    """Insert the rows under their old keys. Raises ValidationError where what they must point to has gone."""
    rows = read(document)
    there = {(type(row.object), row.object.pk) for row in rows}
    for row in rows:
        fields: Any = row.object._meta.concrete_fields
        for field in fields:
            if field.is_relation and field.db_constraint:
                _mend(row.object, field, there)
    for row in rows:
        row.save(force_insert=True)


def _mend(row: Model, field: Any, there: set[tuple[type[Model], int]]) -> None:
    """Let go of what has been deleted meanwhile; where the row can't be without it, say so."""
    key = getattr(row, field.attname)
    target = field.related_model
    if key is None or (target, key) in there or target._base_manager.filter(pk=key).exists():
        return
    if not field.null:
        raise ValidationError(
            _("“%(kind)s”所指的“%(field)s”已经删除，不能恢复。请联系系统管理员。")
            % {"kind": row._meta.verbose_name, "field": field.verbose_name},
            code="target_gone",
        )
    setattr(row, field.attname, None)
