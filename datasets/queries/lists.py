"""Long lists in a question: one parameter instead of 100,000, which both databases would choke on."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL


def among_texts(values: Iterable[str]) -> RawSQL:
    """For `field__in=`: the texts as a sub-query over one array."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::varchar[])", [list(values)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])


def among_keys(values: Iterable[int]) -> RawSQL:
    """For `field__in=`: the primary keys as a sub-query over one array."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(values)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(values))])


def with_keys(rows: QuerySet[Any], field: str, keys: Iterable[int]) -> QuerySet[Any]:
    """The rows whose `field`, a key, is one of some thousand: found by its index.

    For lists short beside the table. Of `among_keys` PostgreSQL supposes that half of the table matches,
    and reads all of it for each chunk of a long export.
    """
    if connection.vendor != "postgresql":
        return rows.filter(**{f"{field}__in": among_keys(keys)})
    meta = rows.model._meta
    column = f'"{meta.db_table}"."{meta.get_field(field).column}"'
    one_of = RawSQL(f"{column} = ANY(%s::bigint[])", [list(keys)], output_field=BooleanField())  # noqa: S611 - names of our own tables
    return rows.filter(one_of)
