"""The search box: what was typed tells by its shape what to look for."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from datasets.access import Territory
from datasets.access.territory import region_path_lookup
from datasets.models import Region
from datasets.models.regions import path_range
from datasets.standards.region_names import region_key
from datasets.standards.writing import half_width, one_line

#: More areas of one name than this are no help to anybody, and a long chain of ranges to the database.
_MOST_PLACES = 20
_ID_LENGTH = 18


@dataclass(frozen=True)
class Search:
    """Lookups by kind. A collection without any has no search box."""

    #: Matched by a part.
    names: tuple[str, ...] = ()
    #: Matched whole: identity numbers, household numbers, codes.
    numbers: tuple[str, ...] = ()
    #: Matched whole, unless an 18-character identity number was typed.
    phones: tuple[str, ...] = ()
    #: Whether the name of a village or township finds all that is recorded under it.
    places: bool = False
    hint: str | Promise = ""

    def narrow(self, rows: QuerySet[Any], typed: str, *, within: Territory) -> QuerySet[Any]:
        """The rows that match what was typed; all of them where nothing was."""
        text = one_line(half_width(typed).replace("\0", ""))
        if not text:
            return rows
        compact = text.replace(" ", "").upper()
        if compact.isascii() and any(character.isdigit() for character in compact):
            phones = () if len(compact) == _ID_LENGTH else self.phones
            return rows.filter(_any(rows, (*self.numbers, *phones), "exact", compact))
        condition = _any(rows, self.names, "icontains", text)
        if self.places:
            for path in _paths_named(text, within):
                condition |= Q(**path_range(region_path_lookup(rows.model), path))
        return rows.filter(condition)


def _any(rows: QuerySet[Any], lookups: tuple[str, ...], kind: str, value: str) -> Q:
    condition = Q(pk__in=())
    for lookup in lookups:
        match = Q(**{f"{lookup}__{kind}": value})
        if "__" in lookup:
            # By a sub-query: a join would list a child once for each guardian.
            match = Q(pk__in=rows.model._default_manager.filter(match).values("pk"))
        condition |= match
    return condition


def _paths_named(text: str, within: Territory) -> list[str]:
    key = region_key(text)
    named = Q(name_key=key) | Q(
        pk__in=Region.objects.filter(other_names__name_key=key).values("pk")
    )
    if not within.is_whole:
        named |= Q(name__contains=text)
    paths = within.regions().filter(named).order_by("path").values_list("path", flat=True)
    return list(paths[:_MOST_PLACES])
