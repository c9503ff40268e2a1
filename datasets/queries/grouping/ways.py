"""The ways to put records into groups: by a field, of days by their month or year, of places by their level."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Case, CharField, DateField, F, IntegerField, OrderBy, Value, When
from django.db.models.functions import Left, NullIf, TruncMonth, TruncYear
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.choices import RegionLevel
from datasets.custom.building import MadeRecord
from datasets.models import Record, Region
from datasets.models.encrypted import EncryptedField
from datasets.queries.conditions.kinds import Kind, kind_of
from datasets.queries.grouping import headings
from datasets.queries.grouping.fields import fields_of
from datasets.queries.grouping.headings import Headings

_GROUPED = (
    Kind.CHOICE, Kind.YES_NO, Kind.TEXT, Kind.LINK, Kind.REGION, Kind.DATE, Kind.MOMENT,
)  # fmt: skip
_LEVELS = {
    RegionLevel.COUNTY: _("按县"),
    RegionLevel.TOWNSHIP: _("按镇街"),
    RegionLevel.VILLAGE: _("按村居"),
}


@dataclass(frozen=True)
class Way:
    """By the values of a field as they are; the ways below by something of them."""

    field: Any
    by: Actor
    #: Behind the field's name, where one field gives several ways.
    step: str = ""
    said: Any = ""
    #: Whether its groups are those of just the records that are asked of.
    is_relative = False

    @property
    def code(self) -> str:
        return f"{self.field.name}.{self.step}" if self.step else str(self.field.name)

    @property
    def label(self) -> str:
        name = str(self.field.verbose_name)
        return f"{name}（{self.said}）" if self.said else name

    def group(self) -> Any:
        """What tells the group of a row in the database; NULL where nothing is filled in."""
        return F(self.field.name)

    def order(self) -> list[OrderBy]:
        """What is not filled in stands last."""
        return [OrderBy(self.group(), nulls_last=True)]

    def named(self, values: Collection[Any]) -> Headings:
        """Value of a group → its heading."""
        filled = [value for value in values if value is not None]
        empty = headings.nothing(self.field.name)
        made = self._headings(filled)
        return {value: made.get(value, empty) for value in values}

    def _headings(self, values: Collection[Any]) -> Headings:
        raise NotImplementedError


class ByAnswer(Way):
    def order(self) -> list[OrderBy]:
        return [OrderBy(self.group(), descending=True, nulls_last=True)]

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_answers(self.field.name, values)


class ByText(Way):
    def group(self) -> Any:
        return NullIf(F(self.field.name), Value(""))

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_texts(self.field.name, values)


class ByChoice(ByText):
    """In the order of the choices."""

    def group(self) -> Any:
        is_text = isinstance(self.field, CharField)
        return super().group() if is_text else F(self.field.name)

    def order(self) -> list[OrderBy]:
        places = [
            When(**{self.field.name: code}, then=Value(place))
            for place, (code, _label) in enumerate(self.field.flatchoices)
            if code not in (None, "")
        ]
        if not places:
            return super().order()
        return [
            OrderBy(Case(*places, output_field=IntegerField()), nulls_last=True),
            *super().order(),  # choices that are no longer offered, then nothing
        ]

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_choices(self.field, values)


class ByLink(Way):
    """In the order in which those records are listed; one's own by their names."""

    def order(self) -> list[OrderBy]:
        target = self.field.related_model
        is_made = issubclass(target, MadeRecord) and target.title
        names = [target.title] if is_made else [*target._meta.ordering]
        plain = [name for name in names if isinstance(name, str) and self._is_plain(target, name)]
        return [
            *(
                OrderBy(
                    F(f"{self.field.name}__{name.removeprefix('-')}"),
                    descending=name.startswith("-"),
                    nulls_last=True,
                )
                for name in plain
            ),
            *super().order(),
        ]

    def _is_plain(self, target: Any, name: str) -> bool:
        first = name.removeprefix("-").partition("__")[0]
        field = next((one for one in target._meta.concrete_fields if one.name == first), None)
        if field is None or isinstance(field, EncryptedField):
            return False
        return field.primary_key or self.by.sees(target, name.removeprefix("-"))

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_links(self.field, values, self.by)


class ByMonth(Way):
    def group(self) -> Any:
        return TruncMonth(self.field.name, output_field=DateField())

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_months(self.field.name, values)


class ByYear(Way):
    def group(self) -> Any:
        return TruncYear(self.field.name, output_field=DateField())

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_years(self.field.name, values)


class ByLevel(Way):
    """By the county, township or village in which a place lies; what lies above stands for itself."""

    @cached_property
    def depth(self) -> int:
        """How long the path of such an area is."""
        first = Region.objects.filter(level=self.step).order_by("path").first()
        return len(first.path) if first else 0

    def group(self) -> Any:
        return Left(f"{self.field.name}__path", self.depth or 1)

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_areas(self.field.name, values, self.depth)


class BelowCommon(Way):
    """By the areas one level below what all the records have in common."""

    is_relative = True

    def group(self) -> Any:
        return F(f"{self.field.name}__path")

    def _headings(self, values: Collection[Any]) -> Headings:
        return headings.of_areas_below(self.field.name, values)


def ways_of(model: type[Record], *, by: Actor) -> dict[str, Way]:
    """Code → way, of what the reader sees."""
    found = [
        way for field in fields_of(model, _GROUPED, by=by).values() for way in _ways(field, by)
    ]
    return {way.code: way for way in found}


def way_of(model: type[Record], code: str, *, by: Actor) -> Way | None:
    """None for what this reader cannot group by."""
    return ways_of(model, by=by).get(code)


def _ways(field: Any, by: Actor) -> Iterator[Way]:
    kind = kind_of(field)
    if kind is Kind.CHOICE:
        yield ByChoice(field, by)
    elif kind is Kind.YES_NO:
        yield ByAnswer(field, by)
    elif kind is Kind.TEXT and isinstance(field, CharField):
        yield ByText(field, by)
    elif kind is Kind.LINK and by.may("view", field.related_model):
        yield ByLink(field, by)
    elif kind is Kind.REGION:
        yield BelowCommon(field, by)
        for level, said in _LEVELS.items():
            yield ByLevel(field, by, level, said)
    elif kind in (Kind.DATE, Kind.MOMENT):
        yield ByMonth(field, by, said=_("按月"))
        yield ByYear(field, by, "year", _("按年"))
