"""One leaf as the database is asked: of the record's own field, at the end of a link, among rows that belong to it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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

from datasets.access import Actor
from datasets.models import Record
from datasets.queries.conditions.fields import Asked, asked_of
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.operators import Operator, operator_of
from datasets.queries.conditions.scanning import keys_meeting, require_few, with_operator
from datasets.queries.conditions.values import value_of
from datasets.queries.lists import among_keys

_COUNTED: dict[str, Any] = {
    "=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual, "between": Range,
}  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    asked: Asked
    operator: Operator
    #: As `values.value_of` read it.
    value: Any


def leaf_of(model: type[Record], told: Mapping[str, Any], *, by: Actor | None) -> Leaf:
    """Raises UnanswerableCondition."""
    asked = asked_of(model, told.get("field"), by=by)
    asked, operator = with_operator(asked, told.get("is"))
    return Leaf(asked, operator, value_of(asked, operator, told.get("value"), by=by))


@dataclass(frozen=True)
class Asking:
    """Who asks, on which day; and of which rows, as far as what is read one by one is concerned."""

    by: Actor
    today: datetime.date
    among: QuerySet[Any]

    def meaning(self, leaf: Leaf) -> Q:
        """Raises UnanswerableCondition."""
        if leaf.asked.rows is not None:
            return self._among_rows(leaf)
        if leaf.asked.link is not None:
            return self._behind_link(leaf)
        if leaf.asked.is_read or leaf.asked.computed:
            return Q(pk__in=self._meeting(leaf, self.among.model._default_manager.all()))
        return self._told(leaf)

    def _behind_link(self, leaf: Leaf) -> Q:
        """Of a record out of sight nothing is said, neither yes nor no."""
        link = leaf.asked.link
        condition = Q(**{f"{link.name}__in": self._meeting(leaf, self.by.rows(link.related_model))})
        if leaf.operator.contrary:
            condition |= Q(**{f"{link.name}__isnull": True})
        return condition

    def _among_rows(self, leaf: Leaf) -> Q:
        model: Any = leaf.asked.rows.model if leaf.asked.rows else None
        link: str = leaf.asked.rows.by.name if leaf.asked.rows else ""
        rows = self.by.seen_rows(self.by.rows(model)).filter(model.current_rows).order_by()
        if leaf.asked.kind is Kind.ROWS:
            return _counted(rows, link, leaf)
        if leaf.operator.contrary:
            contrary = operator_of(leaf.asked.kind, leaf.operator.contrary)
            return ~self._some(Leaf(leaf.asked, contrary, leaf.value), rows, link)
        return self._some(leaf, rows, link)

    def _some(self, leaf: Leaf, rows: QuerySet[Any], link: str) -> Q:
        if leaf.asked.link is not None:
            meeting = self._behind_link(leaf)
        elif _is_apart(leaf):
            meeting = Q(pk__in=self._meeting(leaf, rows))
        else:
            meeting = self._told(leaf)
        # NOT IN a list that holds NULL is never true.
        found = rows.filter(meeting, **{f"{link}__isnull": False})
        return Q(pk__in=found.values(link))

    def _meeting(self, leaf: Leaf, rows: QuerySet[Any]) -> Any:
        """The keys of those of the rows of the leaf's own model that meet it."""
        asked, told = leaf.asked, self._told(leaf)
        if asked.is_read:
            read = self._narrowed(asked, rows)
            if not self.by.is_system:
                require_few(asked, read)
            return among_keys(keys_meeting(read, asked, told, self.today))
        if asked.computed:
            name = asked.field.name
            rows = rows.annotate(**{name: asked.computed.question(self.today)})
        return rows.order_by().filter(told).values("pk")

    def _narrowed(self, asked: Asked, rows: QuerySet[Any]) -> QuerySet[Any]:
        """To what has to do with the rows that the whole question is about."""
        among = self.among.order_by()
        if asked.rows is not None:
            belonging = {f"{asked.rows.by.name}__in": among.values("pk")}
            if asked.link is None:
                return rows.filter(**belonging)
            among = asked.rows.model._default_manager.filter(**belonging)
        if asked.link is not None:
            return rows.filter(pk__in=among.values(asked.link.name))
        return among

    def _told(self, leaf: Leaf) -> Q:
        return leaf.operator.ask(leaf.asked.field, _path(leaf.asked), leaf.value, self.today)


def _is_apart(leaf: Leaf) -> bool:
    """Whether no column of its own can be asked in the midst of another question."""
    return leaf.asked.is_read or leaf.asked.computed is not None


def _counted(rows: QuerySet[Any], link: str, leaf: Leaf) -> Q:
    theirs = rows.filter(**{link: OuterRef("pk")}).values(link)
    count = Subquery(
        theirs.annotate(_count=Count("pk")).values("_count"), output_field=IntegerField()
    )
    return Q(_COUNTED[leaf.operator.code](Coalesce(count, 0), leaf.value))


def _path(asked: Asked) -> str:
    """Of a moment its day is asked, in the country's time."""
    name = str(asked.field.name)
    return f"{name}__date" if asked.kind is Kind.MOMENT else name
