"""What a group is called, and the condition that its records meet."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.models import Region
from datasets.models.regions import PATH_STEP
from datasets.queries.conditions.dates import this_month, this_year
from datasets.queries.conditions.values import LONGEST_TEXT

_NOTHING = "~"


@dataclass(frozen=True)
class Heading:
    """Of a group in a table, of a row or a column in a summary. Summaries stand in the order of the keys."""

    key: str
    label: str
    #: The condition that its records meet (queries/conditions); {} where the reader cannot ask so.
    leaf: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rank(self) -> tuple[bool, str]:
        """What says nothing stands last."""
        return self.key == _NOTHING, self.key


Headings = dict[Any, Heading]


def nothing(name: str) -> Heading:
    return Heading(_NOTHING, _("没有填写"), {"field": name, "is": "empty"})


def of_choices(one: Any, codes: Iterable[Any]) -> Headings:
    places = {code: (place, str(label)) for place, (code, label) in enumerate(one.flatchoices)}
    return {
        code: Heading(
            f"{place:04}{code}", label, {"field": one.name, "is": "any_of", "value": [code]}
        )
        for code in codes
        for place, label in [places.get(code, (9999, str(code)))]
    }


def of_answers(name: str, values: Iterable[bool]) -> Headings:
    yes = Heading("0", _("是"), {"field": name, "is": "yes"})
    no = Heading("1", _("否"), {"field": name, "is": "no"})
    return {value: yes if value else no for value in values}


def of_texts(name: str, texts: Iterable[str]) -> Headings:
    return {
        text: Heading(text, text, {"field": name, "is": "is", "value": text} if can_ask else {})
        for text in texts
        for can_ask in [len(text) <= LONGEST_TEXT and text == text.strip()]
    }


def of_links(one: Any, keys: Iterable[int], by: Actor) -> Headings:
    """A record out of sight is not named, nor can it be asked for."""
    seen = {row.pk: str(row) for row in by.rows(one.related_model).filter(pk__in=[*keys])}
    return {
        key: Heading(
            f"{label}{key:020}",
            label,
            {"field": one.name, "is": "is", "value": key} if key in seen else {},
        )
        for key in keys
        for label in [seen.get(key, _("第 %(key)d 号") % {"key": key})]
    }


def of_months(name: str, firsts: Iterable[datetime.date]) -> Headings:
    return {first: _span(name, f"{first:%Y-%m}", *month_of(first)) for first in firsts}


def of_years(name: str, firsts: Iterable[datetime.date]) -> Headings:
    return {
        first: _span(name, str(first.year), *(day or first for day in this_year(None, first)))
        for first in firsts
    }


def _span(name: str, label: str, first: datetime.date, last: datetime.date) -> Heading:
    days = [first.isoformat(), last.isoformat()]
    return Heading(first.isoformat(), label, {"field": name, "is": "between", "value": days})


def month_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Its first and its last day."""
    first, last = this_month(None, day)
    return first or day, last or day


def of_areas(name: str, paths: Iterable[str], depth: int) -> Headings:
    """Areas by their paths, which were cut at this depth: a shorter one is the area itself, without those below."""
    named = {one.path: one for one in Region.objects.filter(path__in={*paths})}
    return {
        path: Heading(path, region.name, {"field": name, "is": operator, "value": region.pk})
        for path, region in named.items()
        for operator in ["under" if len(path) == depth else "is"]
    }


def of_areas_below(name: str, paths: Iterable[str]) -> Headings:
    """Areas by whole paths, one level below what all of them have in common."""
    paths = sorted(paths)
    common = _common(paths)
    level = {path: path[: len(common) + PATH_STEP] for path in paths}
    # What lies in the common area itself lies in none of those below; of one single area all is asked.
    depth = len(common) + PATH_STEP if len({*level.values()}) > 1 else len(common)
    areas = of_areas(name, level.values(), depth)
    return {path: areas[shortened] for path, shortened in level.items()}


def _common(paths: list[str]) -> str:
    """The path of the lowest area in which all of them lie; "" for none. Of sorted paths the ends tell."""
    if not paths:
        return ""
    first, last = paths[0], paths[-1]
    ends = range(PATH_STEP, len(first) + 1, PATH_STEP)
    shared = [end for end in ends if first[:end] == last[:end]]
    return first[: max(shared, default=0)]
