"""What the database cannot compare, because it holds ciphertext or cannot work it out: read and compared here.

It costs a reading of every row that is left. So lists read only where the rest of the question and the reader's
territory leave few; the program itself reads all, once a night (actions/warnings).
"""

import datetime
import operator
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.models.encrypted import EncryptedField
from datasets.queries.conditions.fields import Asked
from datasets.queries.conditions.kinds import Kind, kind_of_plain
from datasets.queries.conditions.operators import Operator, operator_of, operators_of
from datasets.queries.conditions.refusing import UnanswerableCondition

#: Rows that a list reads: about a tenth of a second for each such field.
MOST_READ = 20_000
_CHUNK = 5_000
#: The lookups in which operators speak, of a value that is there.
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "in": lambda value, told: value in told,
    "names": lambda value, told: told in value,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "range": lambda value, told: told[0] <= value <= told[1],
    "icontains": lambda value, told: told.lower() in str(value).lower(),
    "istartswith": lambda value, told: str(value).lower().startswith(told.lower()),
}


def operators_for(asked: Asked) -> list[Operator]:
    """Those that people are offered: the words of an encrypted text nobody looks through."""
    known = operators_of(asked.kind)
    kind = _kind_to_read(asked)
    if kind in (None, Kind.TEXT):
        return known
    codes = {one.code for one in known}
    return [*(one for one in operators_of(kind) if one.code not in codes), *known]


def with_operator(asked: Asked, code: Any) -> tuple[Asked, Operator]:
    """The operator, and the field as it is asked: by the database, or read. Raises UnanswerableCondition."""
    is_known = any(one.code == code for one in operators_of(asked.kind))
    kind = None if is_known else _kind_to_read(asked)
    if kind is not None:
        return replace(asked, kind=kind, is_read=True), operator_of(kind, code)
    return asked, operator_of(asked.kind, code)


def _kind_to_read(asked: Asked) -> Kind | None:
    """As what an encrypted column can be asked once it is read; None for all others."""
    return kind_of_plain(asked.field) if isinstance(asked.field, EncryptedField) else None


def require_few(asked: Asked, rows: QuerySet[Any]) -> None:
    """Raises UnanswerableCondition where a list would read too much, or a text that is kept from being searched."""
    named = {"field": asked.field.verbose_name, "most": f"{MOST_READ:,}"}
    if asked.is_secret_text:
        raise UnanswerableCondition(
            _("“%(field)s”加密保存，列表里不能这样筛选，可以用来预警。") % named
        )
    if rows.order_by()[: MOST_READ + 1].count() > MOST_READ:
        raise UnanswerableCondition(
            _("按“%(field)s”筛选要逐条读取，最多 %(most)s 条。请先用别的条件或者地区缩小范围。")
            % named
        )


def keys_meeting(rows: QuerySet[Any], asked: Asked, told: Q, today: datetime.date) -> Iterator[int]:
    """The keys of those of the rows that meet the condition, which asks this field alone."""
    names = [one.name for one in asked.columns]
    rows = rows.order_by().select_related(None).prefetch_related(None)
    for key, *values in rows.values_list("pk", *names).iterator(_CHUNK):
        value = values[0]
        if asked.computed:
            value = asked.computed.of(dict(zip(names, values, strict=True)), today)
        if holds(told, value):
            yield key


def holds(told: Q, value: Any) -> bool:
    """Whether a value meets a condition on its field."""
    parts: list[Any] = told.children
    met = (
        holds(part, value) if isinstance(part, Q) else _compared(part[0], part[1], value)
        for part in parts
    )
    found = any(met) if told.connector == Q.OR else all(met)
    return found is not told.negated


def _compared(path: str, told: Any, value: Any) -> bool:
    _name, _mark, how = path.partition("__")
    if isinstance(value, datetime.datetime) and how.startswith("date__"):
        value = timezone.localtime(value).date()
    how = how.removeprefix("date__") or "exact"
    is_empty = value in (None, "", ())
    if how == "isnull":
        return is_empty is told
    if is_empty:
        return how == "exact" and told == ""
    return _COMPARED[how](value, told)
