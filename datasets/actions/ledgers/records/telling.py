"""The record that a cell tells in words: by its 编号, a number of its own, or its name with whatever else tells it.

李爱心 · 李爱心（徐霞客村） · 李爱心 13800001234 · 990000…: each word must be said of the record, or it is another one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Q

from datasets.access import Actor
from datasets.access.territory import region_path_lookup
from datasets.actions.ledgers.records.rules import plain_key
from datasets.choices import RegionLevel
from datasets.custom.building import MadeRecord, made_fields
from datasets.custom.types import type_of
from datasets.models import Child, Family, Guardian, Record, Region
from datasets.models.encrypted import EncryptedField, FindableCharField
from datasets.models.regions import PATH_STEP
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.records import Target
from datasets.queries.regions import Place, place_of
from datasets.standards.region_names import region_key
from datasets.standards.writing import half_width, name_of_person

_SIGNS = re.compile(r"[/／、，,；;|｜（）()【】]")
_LONGEST_KEY = 15
_TOLD_BY: dict[type[Record], tuple[str, ...]] = {
    Child: ("name", "id_number", "birth_date"),
    Guardian: ("name", "id_number"),
    Family: ("head_name",),
    Region: ("name", "code"),
}


def name_field(model: type[Record]) -> str:
    """The field by which a record is called; its key where none does."""
    title = getattr(model, "title", "")
    names = {field.name for field in model._meta.concrete_fields}
    return next((one for one in (title, "name", "label", "head_name") if one in names), "id")


def can_be_asked(model: type[Record], name: str) -> bool:
    """Whether the database finds records by texts in the field."""
    field: Any = model._meta.get_field(name)
    is_clear = isinstance(field, FindableCharField) or not isinstance(field, EncryptedField)
    return isinstance(field, CharField) and is_clear


def with_texts(model: type[Record], name: str, texts: set[str]) -> Q:
    """The records that have one of the texts in a field that can be asked."""
    is_encrypted = isinstance(model._meta.get_field(name), EncryptedField)
    return Q(**{f"{name}__in": texts if is_encrypted else among_texts(texts)})


def records_told(model: type[Record], texts: set[str], by: Actor) -> "ToldFinder":
    """Records in sight. What the actor does not see of them tells none: else it could be guessed, cell by cell."""
    names = [name for name in _told_by(model) if by.sees(model, name)]
    words = {form for text in texts for form in _spellings(text)}
    which = Q(pk__in=among_keys({int(word) for word in words if _is_key(word)}))
    asked = [name for name in names if can_be_asked(model, name)]
    for name in asked:
        which |= with_texts(model, name, words)
    path = region_path_lookup(model)
    columns = ["pk", *([path] if path else []), *names]
    rows = list(by.rows(model).filter(which).values_list(*columns))
    regions = _regions_on({row[1] for row in rows if row[1]}) if path else {}
    finder = ToldFinder(holds_in_region=issubclass(model, MadeRecord))
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    for row in rows:
        said = {
            one.name: type_of(one).said(value, one)
            for one, value in zip(fields, row[len(columns) - len(names) :], strict=True)
        }
        trail = [regions[key] for key in _keys_on(row[1])] if path and row[1] else []
        place = place_of(trail[-1]) if trail else None
        called = said.get(name_field(model)) or str(row[0])
        finder.add(
            Target(row[0], str(row[0]), called, place=place),
            telling=[str(row[0]), *(said[name] for name in asked)],
            beside=[*said.values(), *_ways_to_say(trail)],
        )
    return finder


@dataclass
class ToldFinder:
    """`holds_in_region`: one name is one record in each region, so that of several the row's own region decides."""

    holds_in_region: bool
    _telling: dict[str, dict[int, Target]] = field(default_factory=lambda: defaultdict(dict))
    _words: dict[int, set[str]] = field(default_factory=dict)

    def add(self, target: Target, *, telling: Iterable[str], beside: Iterable[str]) -> None:
        """`telling`: texts of which one is needed; `beside`: what else a cell may say of the record."""
        own = set(filter(None, map(plain_key, telling)))
        for word in own:
            self._telling[word][target.id] = target
        self._words[target.id] = own | set(map(plain_key, beside))

    def find(self, text: str, *, near: Place | None) -> Sequence[Target]:
        for words in _readings(text):
            said = set(filter(None, map(plain_key, words)))
            meant = {key: one for word in said for key, one in self._telling.get(word, {}).items()}
            found = [one for key, one in meant.items() if said <= self._words[key]]
            if found:
                return self._nearest(found, near)
        return []

    def _nearest(self, found: list[Target], near: Place | None) -> list[Target]:
        if not (self.holds_in_region and near):
            return found
        here = [one for one in found if one.place and one.place.path == near.path]
        return here or found


def _told_by(model: type[Record]) -> list[str]:
    """The fields that identify a record."""
    name = name_field(model)
    called = [name] if name != "id" else []
    made = [one.code for one in made_fields(model) if one.is_key or one.is_unique]
    return list(dict.fromkeys([*called, *_TOLD_BY.get(model, ()), *made]))


def _readings(text: str) -> list[list[str]]:
    """The words of a text, the fewest first: a name may have blanks and brackets in it."""
    return [[text], _SIGNS.split(text), re.split(rf"\s+|{_SIGNS.pattern}", text)]


def _spellings(text: str) -> Iterator[str]:
    """The text and its words, as records may have them written."""
    for word in {word for words in _readings(text) for word in words if word}:
        plain = half_width(word)
        yield from (word, plain, plain.upper(), name_of_person(word))


def _is_key(word: str) -> bool:
    return word.isdecimal() and len(word) <= _LONGEST_KEY


def _keys_on(path: str) -> list[int]:
    """The regions on a path, from the root down."""
    return [int(path[start : start + PATH_STEP]) for start in range(0, len(path), PATH_STEP)]


def _regions_on(paths: set[str]) -> dict[int, Region]:
    keys = {key for path in paths for key in _keys_on(path)}
    return {one.pk: one for one in Region.objects.filter(pk__in=among_keys(keys))}


def _ways_to_say(trail: list[Region]) -> Iterator[str]:
    """Each region, and those below each other written as one: 徐霞客镇金凤村."""
    for end, region in enumerate(trail):
        for start in range(end + 1):
            above = "".join(one.name for one in trail[start:end])
            yield from (above + name for name in _names_of(region))


def _names_of(region: Region) -> list[str]:
    """As ledgers write it: 金凤村村委会, 金凤村, 金凤."""
    short = region_key(region.name)
    kinds = ("村", "社区") if region.level == RegionLevel.VILLAGE else ()
    return [region.name, short, *(short + kind for kind in kinds)]
