"""Children on the open list by area and by category group, each counted once.

A child in several groups of a scheme counts in the first of them, so that the groups add up to the
children and the areas to the whole: only a table that adds up can be protected (suppression.py).
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from datasets.choices import ChildStatus
from datasets.models import CategoryGroup, CategoryScheme, Child, ChildCategory, Region
from datasets.models.regions import PATH_STEP, path_range


@dataclass(frozen=True)
class ChildTable:
    """`counts` has a row for each of `areas` and a column for each of `groups`.

    None as the last area: recorded for the region but for none of its parts in use. None as the
    last group: in none of the scheme's groups.
    """

    areas: tuple[Region | None, ...]
    groups: tuple[CategoryGroup | None, ...]
    counts: tuple[tuple[int, ...], ...]


def published_schemes() -> list[tuple[CategoryScheme, Region]]:
    """One for a region, none whose region lies in another's: two tables of one area would give each other away."""
    schemes = CategoryScheme.objects.select_related("region").order_by("region__path", "code")
    chosen: list[tuple[CategoryScheme, Region]] = []
    for scheme in schemes:
        region = scheme.region
        if region and not (chosen and region.lies_within(chosen[-1][1])):
            chosen.append((scheme, region))
    return chosen


def count_children(*, scheme: CategoryScheme, region: Region, today: datetime.date) -> ChildTable:
    """The children of each part of the region, with all that lies beneath it."""
    groups: list[CategoryGroup | None] = [*_publishable_groups(scheme)]
    areas: list[Region | None] = [
        *region.children.filter(retired_date=None).order_by("code", "path")
    ]
    found = _found(region, [group for group in groups if group], today)
    paths = {area.path for area in areas if area}
    rows: dict[str, Counter[int | None]] = {path: Counter() for path in (*paths, "")}
    for (path, group), number in found.items():
        rows[path if path in paths else ""][group] += number
    if rows[""]:
        areas.append(None)
    if any(row[None] for row in rows.values()):
        groups.append(None)
    return ChildTable(
        areas=tuple(areas),
        groups=tuple(groups),
        counts=tuple(
            tuple(rows[area.path if area else ""][group.pk if group else None] for group in groups)
            for area in areas
        ),
    )


def _publishable_groups(scheme: CategoryScheme) -> list[CategoryGroup]:
    """A group that is one sensitive category under another name is no group: its children count among the others."""
    sensitive = Q(placements__category__is_sensitive=True)
    groups = scheme.groups.annotate(
        size=Count("placements"), sensitive=Count("placements", filter=sensitive)
    )
    return list(groups.exclude(size=1, sensitive=1).order_by("number"))


def _found(
    region: Region, groups: list[CategoryGroup], today: datetime.date
) -> dict[tuple[str, int | None], int]:
    """Children by the path of the region's part that they live in, and the key of their first group."""
    links = ChildCategory.objects.filter(
        Q(since_date=None) | Q(since_date__lte=today),
        Q(until_date=None) | Q(until_date__gte=today),
        child=OuterRef("pk"),
        category__placements__group__in=groups,
    ).order_by("category__placements__group__number")
    rows = (
        Child.objects.filter(**path_range("region__path", region.path), status=ChildStatus.OPEN)
        .order_by()
        .annotate(
            part=Substr("region__path", 1, len(region.path) + PATH_STEP),
            group=Subquery(links.values("category__placements__group")[:1]),
        )
        .values_list("part", "group")
        .annotate(number=Count("pk"))
    )
    return {(part, group): number for part, group, number in rows}
