"""Regions by the names that ledgers use."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from datasets.models import Region, RegionName
from datasets.queries.lists import among_texts


@dataclass(frozen=True, slots=True)
class Place:
    """A region as a row names it. `path` leads from the root to it (models/regions.py)."""

    id: int
    code: str | None
    name: str
    path: str
    level: str = ""

    @property
    def key(self) -> str:
        """How the place is written in results: its official code, or "#" and its key where it has none."""
        return self.code or f"#{self.id}"


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region of the register that a ledger may mean, under one of its names."""

    place: Place
    name: str
    level: str
    successor: Place | None = None
    #: What the region above is called.
    above: str = ""


def place_of(region: Region) -> Place:
    return Place(region.pk, region.code, region.name, region.path, region.level)


def places_by_key(keys: Collection[str]) -> dict[str, Place]:
    """The regions in use by how results write them (`Place.key`)."""
    numbers = [int(key[1:]) for key in keys if key.startswith("#") and key[1:].isdigit()]
    found = Region.objects.in_use().filter(Q(code__in=keys) | Q(pk__in=numbers))
    return {place.key: place for place in map(place_of, found)}


def regions_known_as(name_keys: set[str], codes: set[str]) -> list[KnownRegion]:
    """The regions whose name or other name has one of the short forms, or whose code is among `codes`."""
    named = Region.objects.filter(name_key__in=among_texts(name_keys))
    coded = Region.objects.filter(code__in=among_texts(codes))
    others = RegionName.objects.filter(name_key__in=among_texts(name_keys))
    found = [
        _known(region, region.name)
        for regions in (named, coded)
        for region in regions.select_related("successor", "parent")
    ]
    along = ("region__successor", "region__parent")
    found += [_known(other.region, other.name) for other in others.select_related(*along)]
    return found


def _known(region: Region, name: str) -> KnownRegion:
    return KnownRegion(
        place=place_of(region),
        name=name,
        level=region.level,
        successor=place_of(region.successor) if region.successor else None,
        above=region.parent.name if region.parent else "",
    )
