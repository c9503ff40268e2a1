"""A region in a condition: chosen from those of one's own territory, or typed by its name or its code."""

from itertools import accumulate
from typing import Any

from django.db.models import Count

from datasets.access import Actor
from datasets.choices import RegionLevel
from datasets.models import Record, Region
from datasets.models.regions import TRAIL

_MOST_OFFERED = 500


def offered_places(model: type[Record], *, by: Actor) -> list[tuple[str, str]]:
    """From the top of the territory down as many levels as a list can hold; what lies below is typed."""
    regions = by.area("view", model).regions().in_use()
    counts = dict(regions.order_by().values_list("level").annotate(Count("pk")))
    so_far = accumulate(counts.get(level, 0) for level in RegionLevel)
    levels = [
        level for level, count in zip(RegionLevel, so_far, strict=True) if count <= _MOST_OFFERED
    ]
    found = regions.filter(level__in=levels).select_related(TRAIL).order_by("path")
    return [(_typed(region), region.trail()) for region in found]


def place_said(told: Any, *, by: Actor) -> str:
    """A region that a condition names, as it is typed."""
    named = {"pk": told} if isinstance(told, int) else {"code": str(told)}
    region = by.rows(Region).filter(**named).first()
    return _typed(region) if region else str(told)


def place_named(text: str, *, by: Actor) -> int | str:
    """A region by what was typed: its code, alone or behind its name, or its name where just one bears it."""
    last = text.rsplit(maxsplit=1)[-1]
    key = last.removeprefix("#")
    if key.isascii() and key.isdecimal() and len(key) < 19:
        return key if key == last else int(key)
    named = list(by.rows(Region).filter(name=text).values_list("pk", flat=True)[:2])
    return named[0] if len(named) == 1 else text


def _typed(region: Region) -> str:
    """With its official code; with "#" and its key where it has none."""
    return f"{region.name} {region.code or f'#{region.pk}'}"
