"""A table whose rows stand in groups."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from datasets.queries.grouping.fields import with_places
from datasets.queries.grouping.headings import Heading
from datasets.queries.grouping.ways import Way

#: What each row is told of its group; no field's code begins so.
GROUP = "_group"


@dataclass(frozen=True)
class Group:
    heading: Heading
    count: int
    #: Name of a field → its sum; without those of which nothing is filled in.
    sums: Mapping[str, Decimal | int]


def grouped(rows: QuerySet[Any], way: Way) -> QuerySet[Any]:
    """The rows, each told its group. In which order they stand, `way.order` says."""
    told: QuerySet[Any] = rows.annotate(**{GROUP: way.group()})
    return told


def groups_of(
    rows: QuerySet[Any], values: Collection[Any], *, way: Way, sums: Sequence[str] = ()
) -> dict[Any, Group]:
    """Those of the groups of `rows` that have these values, whole, by one question."""
    told = Q(**{f"{GROUP}__in": [value for value in values if value is not None]})
    if None in values:
        told |= Q(**{f"{GROUP}__isnull": True})
    figures = {f"_sum_{place}": Sum(name) for place, name in enumerate(sums)}
    lines = rows.order_by().filter(told).values(GROUP).annotate(_figure=Count("pk"), **figures)
    found = {line[GROUP]: line for line in lines}
    named = way.named(found.keys())
    return {
        value: Group(
            named[value],
            line["_figure"],
            {
                name: with_places(rows.model, name, line[f"_sum_{place}"])
                for place, name in enumerate(sums)
                if line[f"_sum_{place}"] is not None
            },
        )
        for value, line in found.items()
    }
