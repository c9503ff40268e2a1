"""Columns that no field reads any more: of archived fields, of types that were given up. What stands there stays.

Whoever has to reach all that is kept of somebody, or all that is encrypted, reaches these too.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from datasets.custom.specs import FieldSpec
from datasets.custom.tables import columns_of
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition


def columns_left_behind(model: Any) -> dict[str, FieldSpec]:
    """Column → the definition that it was made by."""
    collection = getattr(model, "collection_name", "")
    versions = FieldDefinition.history.filter(collection=collection) if collection else ()
    read = {field.column for field in model._meta.concrete_fields}
    told = {one.column: FieldSpec.of(one) for one in versions if one.column not in read}
    there = columns_of(model) if told else set()
    return {column: spec for column, spec in told.items() if column in there}


def empty_left_behind(model: Any, keys: list[int]) -> None:
    """Take from these records, and from their histories, what stands in such columns."""
    columns = columns_left_behind(model)
    if not columns or not keys:
        return
    emptied = ", ".join(f"{connection.ops.quote_name(column)} = NULL" for column in columns)
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        for one in (model, model.history.model):
            table = connection.ops.quote_name(one._meta.db_table)
            cursor.execute(f"UPDATE {table} SET {emptied} WHERE id IN ({marks})", keys)  # noqa: S608 - names of columns


def encrypted_left_behind() -> Iterator[tuple[Any, list[Any]]]:
    """Table by table (a model, or its history): the fields that such encrypted columns had."""
    for model in models_by_collection().values():
        specs = [spec for spec in columns_left_behind(model).values() if _is_encrypted(spec)]
        for one in (model, model.history.model) if specs else ():
            yield one, [_field_of(one, spec) for spec in specs]


def _is_encrypted(spec: FieldSpec) -> bool:
    return spec.is_encrypted or spec.kind in ("id_number", "phone")


def _field_of(model: Any, spec: FieldSpec) -> Any:
    field: Any = TYPES[spec.kind].column(spec)
    field.set_attributes_from_name(spec.code)
    field.model = model
    return field
