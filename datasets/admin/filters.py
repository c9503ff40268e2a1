"""The filters of the lists. What a filter does not know it ignores: an address is no place to ask questions."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.filters import ListFilter, SimpleListFilter
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.access.field_groups import group_at
from datasets.access.territory import region_path_lookup
from datasets.admin.showing import label_of
from datasets.admin.sight import reach
from datasets.choices import FieldGroup
from datasets.models import Region
from datasets.models.regions import path_range

#: Links of one step of the drill-down; the search box finds the rest.
_MOST_LINKS = 80
_LONGEST_KEY = 18


class OneOf(SimpleListFilter):
    """One of a few values; anything else in the address is as good as nothing."""

    #: The field whose values it tells apart; only who sees the field is offered the filter.
    field_name = ""
    template = "datasets/filters/one_of.html"

    def is_private(self) -> bool:
        """Whether the chosen value says of those listed what not everybody may know."""
        return False

    def value(self) -> str | None:
        value = super().value()
        return value if value in {str(known) for known, _label in self.lookup_choices} else None

    def choices(self, changelist: Any) -> Iterator[Any]:
        everything, *others = super().choices(changelist)
        yield {**everything, "display": _("全部")}
        yield from others


class FieldFilter(OneOf):
    """By one field of the model: its choices, yes or no, or the rows it may point to."""

    @classmethod
    def of(cls, field_name: str) -> type["FieldFilter"]:
        names = {"field_name": field_name, "parameter_name": field_name}
        return type(f"{cls.__name__}Of{field_name}", (cls,), names)

    def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
        self.field = model._meta.get_field(self.field_name)
        self.title = self.field.verbose_name
        super().__init__(request, params, model, model_admin)

    def is_private(self) -> bool:
        return group_at(self.field.model, self.field_name) != FieldGroup.BASIC

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        return queryset.filter(**{self.field_name: self.value()}) if self.value() else None


class ChoiceFilter(FieldFilter):
    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, label) for value, label in self.field.flatchoices if value]


class NamedFilter(FieldFilter):
    """By one of several choices that a record names."""

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(self.field.words.items())

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        value = self.value()
        return queryset.filter(**{f"{self.field_name}__names": value}) if value else None


class YesNoFilter(FieldFilter):
    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("True", _("是")), ("False", _("否"))]


class ComputedFilter(YesNoFilter):
    """By what is worked out, with which the list's rows are annotated."""

    def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
        self.model = model
        self.title = label_of(model, self.field_name)
        OneOf.__init__(self, request, params, model, model_admin)

    def is_private(self) -> bool:
        return group_at(self.model, self.field_name) != FieldGroup.BASIC


class RowFilter(FieldFilter):
    """By a small collection, such as policies; never by one with thousands of rows."""

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        rows = Actor.of(request.user).rows(self.field.related_model)
        return [(str(row.pk), row) for row in rows[:_MOST_LINKS]]


class RegionFilter(ListFilter):
    """A way down the tree of regions from one's own areas, and up again: one level of links at a time."""

    title = _("地区")
    template = "datasets/filters/region.html"
    field_name = ""
    parameter_name = "region"

    def __init__(self, request: Any, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.path_lookup = region_path_lookup(model)
        self.territory = reach(request.user, model)
        self.region = self._chosen(params.pop(self.parameter_name, [""])[-1])

    def _chosen(self, key: str) -> Region | None:
        if not key.isdecimal() or len(key) > _LONGEST_KEY:
            return None
        region = Region.objects.filter(pk=int(key)).first()
        return region if region and self.territory.covers(region.path) else None

    def is_private(self) -> bool:
        return False

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.region is None:
            return None
        return queryset.filter(**path_range(self.path_lookup, self.region.path))

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        yield self._choice(changelist, None, kind="up")
        if self.region:
            above = Region.objects.filter(pk__in=self.region.ancestor_ids()).order_by("path")
            for region in above:
                if self.territory.covers(region.path):
                    yield self._choice(changelist, region, kind="up")
            yield self._choice(changelist, self.region, kind="here")
        for region in self._next_level()[:_MOST_LINKS]:
            yield self._choice(changelist, region, kind="down")

    def _next_level(self) -> QuerySet[Region]:
        if self.region:
            return Region.objects.filter(parent=self.region).order_by("path")
        if self.territory.is_whole:
            return Region.objects.filter(parent=None).order_by("path")
        return Region.objects.filter(path__in=self.territory.paths or ()).order_by("path")

    def _choice(self, changelist: Any, region: Region | None, *, kind: str) -> dict[str, Any]:
        key = str(region.pk) if region else None
        return {
            "display": region.name if region else _("全部"),
            "query_string": changelist.get_query_string({self.parameter_name: key}),
            "selected": region == self.region,
            "kind": kind,
        }
