"""The search box: what was typed tells by its shape what to look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from datasets.access import Actor, Territory
from datasets.access.territory import region_path_lookup
from datasets.admin.sight import reach
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
    #: For whom numbers and phones are masked.
    short_hint: str | Promise = ""

    def narrow(self, rows: QuerySet[Any], typed: str, *, by: Actor) -> QuerySet[Any]:
        """The rows that match what was typed; all of them where nothing was.

        By what the actor does not see nothing is found: that a number is somebody's is knowledge too.
        """
        text = _plain(typed)
        if not text:
            return rows
        if number := _number_in(text):
            found = [one for one in self._lookups_of(number) if by.sees(rows.model, one)]
            return rows.filter(_any(rows, found, "exact", number))
        names = [one for one in self.names if by.sees(rows.model, one)]
        condition = _any(rows, names, "icontains", text)
        if self.places:
            for path in _paths_named(text, reach(by.user, rows.model)):
                condition |= Q(**path_range(region_path_lookup(rows.model), path))
        return rows.filter(condition)

    def hint_for(self, actor: Actor, model: type[Model]) -> str | Promise:
        """What to type, in the box."""
        return self.hint if self._sees_all(actor, model) else self.short_hint

    def refusal(self, typed: str, actor: Actor, model: type[Model]) -> str:
        """Why nothing was looked for, where a number was typed that the actor may not search by."""
        number = _number_in(_plain(typed))
        if not number or all(actor.sees(model, one) for one in self._lookups_of(number)):
            return ""
        return _("您看不到证件号码或电话，不能按它查找。请按姓名或村查找。")

    def _lookups_of(self, number: str) -> tuple[str, ...]:
        return self.numbers if len(number) == _ID_LENGTH else (*self.numbers, *self.phones)

    def _sees_all(self, actor: Actor, model: type[Model]) -> bool:
        lookups = (*self.names, *self.numbers, *self.phones)
        return not self.short_hint or all(actor.sees(model, one) for one in lookups)


def _plain(typed: str) -> str:
    return one_line(half_width(typed).replace("\0", ""))


def _number_in(text: str) -> str:
    """The text as a number or code, where it looks like one."""
    compact = text.replace(" ", "").upper()
    return compact if compact.isascii() and any(map(str.isdigit, compact)) else ""


def _any(rows: QuerySet[Any], lookups: Sequence[str], kind: str, value: str) -> Q:
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
