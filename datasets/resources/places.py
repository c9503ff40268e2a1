"""How a region stands in a sheet: its code, or where it has none the names from the province down."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.choices import RegionLevel
from datasets.models import Child, Region
from datasets.queries.lists import with_keys
from datasets.resources.columns import Column
from datasets.resources.widgets import Cell

SEPARATOR = "/"
#: A longer list of areas is no help to choose from.
_MOST_OPTIONS = 40


class Lineages:
    """Regions and the areas above them, fetched once each and kept for as long as an export or import runs."""

    def __init__(self) -> None:
        self._known: dict[int, Region] = {}

    def learn(self, keys: Iterable[int | None]) -> None:
        """Fetch what is not known yet of these regions and of the areas above them."""
        new = self._fetch({key for key in keys if key is not None})
        self._fetch({above for region in new for above in region.ancestor_ids()})

    def _fetch(self, keys: set[int]) -> list[Region]:
        missing = keys - self._known.keys()
        found = list(with_keys(Region.objects.all(), "id", missing)) if missing else []
        self._known.update((region.pk, region) for region in found)
        return found

    def of(self, key: int) -> list[Region]:
        """From the province down to the region itself."""
        if key not in self._known:
            self.learn([key])
        region = self._known[key]
        return [*(self._known[above] for above in region.ancestor_ids()), region]

    def full_name(self, key: int) -> str:
        return SEPARATOR.join(above.name for above in self.of(key))

    def name_at(self, level: str, key: int) -> str:
        return next((above.name for above in self.of(key) if above.level == level), "")

    def the_one(self, names: Iterable[str], regions: Iterable[Region]) -> Region:
        """The one of `regions` above which, in this order, the other names stand. Raises ValueError."""
        wanted = [name.strip() for name in names if name.strip()]
        found = [region for region in regions if self._lies_under(region, wanted[:-1])]
        shown = SEPARATOR.join(wanted)
        if not found:
            raise ValueError(_("没有找到地区“%(name)s”。") % {"name": shown})
        if len(found) > 1:
            raise ValueError(
                _("有几个地区都叫“%(name)s”，请填写区划代码或更完整的名称。") % {"name": shown}
            )
        return found[0]

    def _lies_under(self, region: Region, names: list[str]) -> bool:
        above = iter(self.of(region.pk)[:-1])
        return all(any(area.name == name for area in above) for name in names)


class Place(Cell):
    """A cell about a region; what is read is its key."""

    reads = "pk"

    def prepare(self, values: Iterable[int | None], **context: Any) -> None:
        context["lineages"].learn(values)

    def render(self, value: int | None, **context: Any) -> str:
        return self.text(value, context["lineages"]) if value else ""

    def text(self, key: int, lineages: Lineages) -> str:
        raise NotImplementedError


class CodeOrPath(Place):
    """320281104, or 河南省/郑州市/郑东新区 for an area without an official code."""

    def text(self, key: int, lineages: Lineages) -> str:
        return lineages.of(key)[-1].code or lineages.full_name(key)

    def clean(self, value: str, row: Any = None, **context: Any) -> Region | None:
        text = value.strip()
        if not text:
            return None
        names = text.split(SEPARATOR)
        regions = context["by"].rows(Region)
        coded = regions.filter(code=text).first()
        if coded is not None:
            return coded
        return context["lineages"].the_one(names, regions.in_use().filter(name=names[-1].strip()))


class FullName(Place):
    """The names from the province down, to read."""

    def text(self, key: int, lineages: Lineages) -> str:
        return lineages.full_name(key)


class Code(Place):
    """The code of the region where a person lives; a region without one is known by its names."""

    def text(self, key: int, lineages: Lineages) -> str:
        return lineages.of(key)[-1].code or ""

    def clean(self, value: str, row: Mapping[str, str], **context: Any) -> Region:
        text = value.strip()
        if not text:
            return named_in(row, by=context["by"], lineages=context["lineages"])
        region = context["by"].rows(Region).filter(code=text).first()
        if region is None:
            raise ValueError(_("没有区划代码“%(code)s”。") % {"code": text})
        return region


class NameAt(Place):
    """The name of the county, township or village: it decides only where no code does."""

    is_open = True

    def __init__(self, level: RegionLevel) -> None:
        super().__init__()
        self.level = level

    def text(self, key: int, lineages: Lineages) -> str:
        return lineages.name_at(self.level, key)

    def options(self, **context: Any) -> list[str]:
        """The names in the area of the rows, where they are few."""
        area: Region | None = context["area"]
        if area is None:
            return []
        there = Region.objects.under(area.path).in_use().filter(level=self.level)
        names = list(there.order_by("path").values_list("name", flat=True)[: _MOST_OPTIONS + 1])
        return names if len(names) <= _MOST_OPTIONS else []

    def clean(self, value: str, row: Mapping[str, str], **context: Any) -> Region | None:
        if row.get(CODE, "").strip():
            return None
        return named_in(row, by=context["by"], lineages=context["lineages"])


CODE = "地区代码"
LEVELS = {
    "县（市、区）": RegionLevel.COUNTY,
    "镇（街道）": RegionLevel.TOWNSHIP,
    "村（社区）": RegionLevel.VILLAGE,
}


def named_in(row: Mapping[str, str], *, by: Actor, lineages: Lineages) -> Region:
    """The region in the actor's territory that the row's names tell. Raises ValueError."""
    named = [(level, row.get(header, "").strip()) for header, level in LEVELS.items()]
    named = [(level, name) for level, name in named if name]
    if not named:
        raise ValueError(_("请填写地区代码。"))
    level, name = named[-1]
    regions = by.area("import", Child).regions().in_use().filter(level=level, name=name)
    return lineages.the_one([name for _level, name in named], regions)


def place_columns() -> tuple[Column, Column, Column, Column]:
    """Code, county, township and village of the field `region`."""
    county, township, village = (
        Column("region", header, NameAt(level), skips_none=True, width=14)
        for header, level in LEVELS.items()
    )
    return Column("region", CODE, Code(), width=15), county, township, village
