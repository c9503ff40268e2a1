"""What the database cannot compare, because it holds ciphertext: read and compared here.

It costs a reading of all that is there, so that only the program itself asks so, once a night (actions/warnings).
"""

import datetime
import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from datasets.models.encrypted import EncryptedField
from datasets.queries.conditions.fields import Asked
from datasets.queries.conditions.kinds import kind_of_plain
from datasets.queries.conditions.operators import Operator, operator_of, operators_of
from datasets.queries.lists import among_keys

_CHUNK = 5_000
#: The lookups in which operators speak, of a value that is there.
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, told: value in told,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "range": lambda value, told: told[0] <= value <= told[1],
    "icontains": lambda value, told: told.lower() in str(value).lower(),
    "istartswith": lambda value, told: str(value).lower().startswith(told.lower()),
}


def with_operator(asked: Asked, code: Any) -> tuple[Asked, Operator]:
    """The operator, and the field as it is asked: by the database, or read. Raises UnanswerableCondition."""
    field = asked.field
    is_known = any(one.code == code for one in operators_of(asked.kind))
    if not is_known and isinstance(field, EncryptedField):
        kind = kind_of_plain(field)
        if kind is not None:
            return replace(asked, kind=kind, is_read=True), operator_of(kind, code)
    return asked, operator_of(asked.kind, code)


def read_condition(rows: QuerySet[Any], field: Any, told: Q) -> Q:
    """The same condition by the keys of the rows that meet it. `told` asks the field alone."""
    return Q(pk__in=among_keys(_meeting(rows, field, told)))


def _meeting(rows: QuerySet[Any], field: Any, told: Q) -> Iterator[int]:
    read = rows.order_by().values_list("pk", field.name).iterator(_CHUNK)
    return (key for key, value in read if holds(told, value))


def holds(told: Q, value: Any) -> bool:
    """Whether a value meets a condition on its field."""
    parts: list[Any] = told.children
    met = (
        holds(part, value) if isinstance(part, Q) else _compared(part[0], part[1], value)
        for part in parts
    )
    found = any(met) if told.connector == Q.OR else all(met)
    return found is not told.negated


def _compared(lookup: str, told: Any, value: Any) -> bool:
    _name, _mark, how = lookup.partition("__")
    is_empty = value in (None, "")
    if how == "isnull":
        return is_empty is told
    if is_empty:
        return how in ("", "exact") and told == ""
    if isinstance(value, datetime.date) and how.startswith("date__"):
        how = how.removeprefix("date__")
    return _COMPARED[how or "exact"](value, told)
