"""The record that a cell names: by what is its own, else by its name where only one bears it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from datasets.access import Actor
from datasets.models import Agency, Duty, Family, Policy, Region
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.records import Target
from datasets.queries.regions import Place, place_of
from datasets.standards.agency_names import agency_keys
from datasets.standards.writing import half_width


class Finder(Protocol):
    """Finds records by what a cell says."""

    def find(self, text: str, *, near: Place | None) -> Sequence[Target | Place]:
        """Those that `text` may mean; the nearest to a region where several bear the name."""
        ...


def _plain(text: str) -> set[str]:
    return {"".join(sign for sign in half_width(text).upper() if sign.isalnum())}


@dataclass
class NamedFinder:
    """Finds among candidates given with their own texts, their names and the path of their region."""

    forms: Callable[[str], set[str]] = _plain
    #: Of several of one name those in the reader's own areas are meant.
    is_home: Callable[[str], bool] = lambda _path: False
    _own: dict[str, Target] = field(default_factory=dict)
    _named: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))

    def add(self, target: Target, *, own: Iterable[str], names: Iterable[str]) -> None:
        """`own`: texts that are this record's alone; `names`: forms of names that others may share."""
        self._own.update(dict.fromkeys(filter(None, own), target))
        for name in filter(None, names):
            self._named[name].append(target)

    def find(self, text: str, *, near: Place | None) -> list[Target]:
        if text in self._own:
            return [self._own[text]]
        named = {one.id: one for form in self.forms(text) for one in self._named.get(form, ())}
        found = _nearest(list(named.values()), near)
        at_home = [one for one in found if one.place and self.is_home(one.place.path)]
        return at_home if len(found) > 1 and at_home else found


def _nearest(found: list[Target], near: Place | None) -> list[Target]:
    """Those in the region itself, else those above or below it, else all."""
    if near is None or len(found) < 2:
        return found
    placed = [(one, one.place.path) for one in found if one.place]
    here = [one for one, path in placed if path == near.path]
    in_line = [
        one for one, path in placed if near.path.startswith(path) or path.startswith(near.path)
    ]
    return here or in_line or found


def agencies_named(_texts: set[str], by: Actor) -> Finder:
    """Agencies by code, else by name, with or without the name of their region."""
    finder = NamedFinder(agency_keys, by.area("import", Agency).covers)
    for agency in Agency.objects.select_related("region"):
        target = Target(agency.pk, agency.code, agency.name, agency.code, place_of(agency.region))
        names = agency_keys(agency.name, agency.region.name)
        finder.add(target, own=[agency.code], names=names)
    return finder


def duties_named(_texts: set[str], _by: Actor) -> Finder:
    """Duties by code, else by their text."""
    finder = NamedFinder()
    for key, code, text in Duty.objects.values_list("id", "code", "text"):
        finder.add(Target(key, code, text), own=[code], names=_plain(text))
    return finder


def policies_named(_texts: set[str], _by: Actor) -> Finder:
    """Policies by code or number, however its brackets are written, else by title."""
    finder = NamedFinder()
    for policy in Policy.objects.select_related("region"):
        place = place_of(policy.region) if policy.region else None
        target = Target(policy.pk, policy.number, policy.title, policy.code, place)
        names = _plain(policy.number) | _plain(policy.title)
        finder.add(target, own=[policy.code, policy.number], names=names)
    return finder


def regions_coded(texts: set[str], _by: Actor) -> Finder:
    """Regions by their code; by their names they were found as the row was read."""
    return _Regions({text for text in texts if text.isdecimal()})


class _Regions:
    def __init__(self, codes: set[str]) -> None:
        rows = Region.objects.filter(code__in=among_texts(codes))
        self._by_code = {region.code: place_of(region) for region in rows}

    def find(self, text: str, *, near: Place | None) -> list[Place]:
        return [self._by_code[text]] if text in self._by_code else []


def families_keyed(texts: set[str], by: Actor) -> Finder:
    """Families of one's own area by their 编号."""
    finder = NamedFinder()
    keys = {int(text) for text in texts if text.isdecimal()}
    for key, head in by.rows(Family).filter(pk__in=among_keys(keys)).values_list("id", "head_name"):
        finder.add(Target(key, str(key), head), own=[str(key)], names=())
    return finder
