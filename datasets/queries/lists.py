"""Long lists in a question: one parameter instead of 100,000, which both databases would choke on."""

import json
from collections.abc import Iterable

from django.db import connection
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
