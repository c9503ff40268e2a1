"""Loading divisions: 4,000 or all 660,000 of the country, in a few statements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.records import Act
from datasets.actions.regions import create_region, path_under
from datasets.actions.seeding.missing import origin_of
from datasets.history.bulk import Write, insert_rows, new_keys
from datasets.models import Region
from datasets.seeds.regions import RANKS, RegionRow, fault_at
from datasets.seeds.tables import Row
from datasets.standards.region_names import region_key

_CHUNK = 5_000


class Place(NamedTuple):
    """Where a region stands in the tree."""

    id: int
    path: str
    level: str


@transaction.atomic
def add_missing_regions(
    *, rows: Sequence[RegionRow], pilots: Sequence[Row], by: Actor, reason: str
) -> int:
    """Add the divisions whose code is new, parents before children; returns how many.

    `pilots` names those to mark as they are added. Raises RegionsFileError for a parent that is
    neither in the file nor stored, or does not stand above the child.
    """
    act = Act.now(by, reason)
    places = known_places({row.code for row in rows} | {row.parent for row in rows if row.parent})
    new = [row for row in rows if row.code not in places]
    phases = {pilot["code"]: int(pilot["phase"]) for pilot in pilots if pilot["code"]}
    columns = ("code", "name", "level", "parent_id", "is_pilot", "pilot_phase", "path", "name_key")
    # The keys are fetched before COPY begins: the connection answers no query while it runs.
    keyed = zip(new_keys(Region, len(new)), new, strict=True)
    return insert_rows(Region, columns, _writes(keyed, places, phases), origin=origin_of(act))


@transaction.atomic
def add_missing_pilots(*, pilots: Sequence[Row], by: Actor, reason: str) -> int:
    """Add the pilot areas that have no code of their own; returns how many."""
    added = 0
    for pilot in pilots:
        if pilot["code"]:
            continue
        parent = Region.objects.filter(code=pilot["parent"]).first()
        known = Region.history.filter(parent_id=parent, name=pilot["name"])
        if parent and not known.exists():
            values = {
                "name": pilot["name"],
                "level": pilot["level"],
                "parent": parent,
                "is_pilot": True,
                "pilot_phase": int(pilot["phase"]),
            }
            create_region(values=values, by=by, reason=reason)
            added += 1
    return added


def known_places(codes: Iterable[str]) -> dict[str, Place]:
    """The regions that bear one of the codes, or once bore it."""
    codes = set(codes)
    places: dict[str, Place] = {}
    for some in _chunks(codes):
        found = Region.objects.filter(code__in=some).values_list("code", "id", "path", "level")
        for code, key, path, level in found:
            places[str(code)] = Place(key, path, level)
    # The history has no index on codes; where it is long, few codes are left to look for.
    for some in _chunks(codes - places.keys()):
        former = dict(Region.history.filter(code__in=some).values_list("code", "id"))
        regions = Region.objects.in_bulk(former.values())
        for code, key in former.items():
            if key in regions:
                places[code] = Place(key, regions[key].path, regions[key].level)
    return places


def _writes(
    rows: Iterable[tuple[int, RegionRow]], places: dict[str, Place], phases: Mapping[str, int]
) -> Iterator[Write]:
    for key, row in rows:
        above = places.get(row.parent) if row.parent else None
        if row.parent and above is None:
            raise fault_at(row.line, _("没有上级地区 %(code)s。") % {"code": row.parent})
        if above and RANKS[above.level] >= RANKS[row.level]:
            message = _("上级地区 %(code)s 的级别不高于它。")
            raise fault_at(row.line, message % {"code": row.parent})
        path = path_under(above.path if above else "", key)
        places[row.code] = Place(key, path, row.level)
        phase = phases.get(row.code)
        values = (
            row.code, row.name, row.level, above.id if above else None,
            phase is not None, phase, path, region_key(row.name),
        )  # fmt: skip
        yield Write(key, values)


def _chunks(codes: set[str]) -> Iterator[list[str]]:
    iterator = iter(sorted(codes))
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
