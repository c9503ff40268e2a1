"""From JSON to what the database is asked."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
    Range,
)
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.models import Record
from datasets.queries.conditions.fields import Asked, asked_of
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.operators import Operator, operator_of
from datasets.queries.conditions.refusing import UnanswerableCondition
from datasets.queries.conditions.scanning import read_condition, with_operator
from datasets.queries.conditions.values import value_of

DEEPEST = 3
MOST_LEAVES = 40

Told = Mapping[str, Any]
MeaningT = TypeVar("MeaningT")

_COUNTED: dict[str, Any] = {
    "=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual, "between": Range,
}  # fmt: skip


def condition_of(model: type[Record], told: Any, *, by: Actor, today: datetime.date) -> Q:
    """What the condition asks of the model's rows. `by` asks: nothing is answered of what that reader may not know.

    Raises UnanswerableCondition.
    """

    def meaning(leaf: Told) -> Q:
        asked = asked_of(model, leaf.get("field"), by=by)
        asked, operator = with_operator(asked, leaf.get("is"))
        _require_cheap(asked, by)
        value = value_of(asked, operator, leaf.get("value"), by=by)
        return _asked(asked, operator, value, by, today)

    if is_no_condition(told):
        return Q()
    return walked(told, meaning, _joined)


def require_may_ask(model: type[Record], told: Any, *, by: Actor) -> None:
    """Raises UnanswerableCondition where a leaf names what `by` may not know of."""
    for leaf in leaves_of(told):
        asked_of(model, leaf.get("field"), by=by)


def _require_cheap(asked: Asked, by: Actor) -> None:
    """Only the program itself has every ciphertext read."""
    if asked.is_read and not by.is_system:
        raise UnanswerableCondition(
            _("“%(field)s”加密保存，列表里不能这样筛选，可以用来预警。")
            % {"field": asked.field.verbose_name}
        )


def is_no_condition(told: Any) -> bool:
    return told in ({}, {"all": []}, {"any": []})


def leaves_of(told: Any) -> list[Told]:
    """Each leaf of a condition. Raises UnanswerableCondition where it is malformed."""
    found: list[Told] = []
    if not is_no_condition(told):
        walked(told, found.append, lambda _word, _parts: None)
    return found


def walked(
    told: Any,
    meaning: Callable[[Told], MeaningT],
    join: Callable[[str, list[MeaningT]], MeaningT],
) -> MeaningT:
    """The meanings of the leaves, joined as the groups ("all", "any") say. Raises UnanswerableCondition."""
    if sum(1 for _leaf in _leaves(told)) > MOST_LEAVES:
        raise UnanswerableCondition(_("条件太多了，最多 %(most)d 个。") % {"most": MOST_LEAVES})

    def at(node: Told) -> MeaningT:
        word, parts = _group(node)
        return meaning(node) if parts is None else join(word, [at(part) for part in parts])

    return at(told)


def _leaves(node: Any, depth: int = 0) -> Iterator[Told]:
    _word, parts = _group(node)
    if parts is None:
        yield node
        return
    if depth >= DEEPEST:
        raise UnanswerableCondition(_("条件最多套三层。"))
    if not parts:
        raise UnanswerableCondition(_("有一组条件是空的。"))
    for part in parts:
        yield from _leaves(part, depth + 1)


def _group(node: Any) -> tuple[str, list[Any] | None]:
    """The word and the parts of a group; no parts of a leaf. Raises UnanswerableCondition."""
    if isinstance(node, Mapping):
        if node.keys() <= {"field", "is", "value"} and {"field", "is"} <= node.keys():
            return "", None
        if len(node) == 1:
            ((word, parts),) = node.items()
            if word in ("all", "any") and isinstance(parts, list):
                return word, parts
    raise UnanswerableCondition(_("这个条件的写法不对。"))


def _joined(word: str, parts: list[Q]) -> Q:
    condition = parts[0]
    for part in parts[1:]:
        condition = condition & part if word == "all" else condition | part
    return condition


def _asked(asked: Asked, operator: Operator, value: Any, by: Actor, today: datetime.date) -> Q:
    if asked.rows is not None:
        rows = by.seen_rows(by.rows(asked.rows.model))
        current = rows.filter(asked.rows.model.current_rows).order_by()
        return _of_rows(asked, operator, value, current, by=by, today=today)
    return _of_record(asked, operator, value, by, today)


def _of_record(asked: Asked, operator: Operator, value: Any, by: Actor, today: datetime.date) -> Q:
    """Of its own field, or of one at the end of its link."""
    condition = operator.ask(asked.field, _path(asked), value, today)
    if asked.is_read:
        condition = read_condition(by.rows(asked.field.model), asked.field, condition)
    if asked.link is None:
        return condition
    # Of a record out of sight nothing is said, neither yes nor no.
    found = by.rows(asked.link.related_model).order_by().filter(condition)
    condition = Q(**{f"{asked.link.name}__in": found.values("pk")})
    if operator.contrary:
        condition |= Q(**{f"{asked.link.name}__isnull": True})
    return condition


def _of_rows(
    asked: Asked,
    operator: Operator,
    value: Any,
    rows: QuerySet[Any],
    *,
    by: Actor,
    today: datetime.date,
) -> Q:
    link = asked.rows.by.name if asked.rows else ""
    if asked.kind is Kind.ROWS:
        return _counted(rows, link, operator, value)
    if operator.contrary:
        contrary = operator_of(asked.kind, operator.contrary)
        return ~_some(rows, link, _of_record(asked, contrary, value, by, today))
    return _some(rows, link, _of_record(asked, operator, value, by, today))


def _some(rows: QuerySet[Any], link: str, condition: Q) -> Q:
    # NOT IN a list that holds NULL is never true.
    found = rows.filter(condition, **{f"{link}__isnull": False})
    return Q(pk__in=found.values(link))


def _counted(rows: QuerySet[Any], link: str, operator: Operator, value: Any) -> Q:
    theirs = rows.filter(**{link: OuterRef("pk")}).values(link)
    count = Subquery(
        theirs.annotate(count=Count("pk")).values("count"), output_field=IntegerField()
    )
    return Q(_COUNTED[operator.code](Coalesce(count, 0), value))


def _path(asked: Asked) -> str:
    """Of a moment its day is asked, in the country's time."""
    name = str(asked.field.name)
    return f"{name}__date" if asked.kind is Kind.MOMENT else name
