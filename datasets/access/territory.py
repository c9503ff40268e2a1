"""属地管理: each keeps its own area and what lies under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Q

from datasets.models import Region
from datasets.models.regions import PATH_STEP, RegionQuerySet, path_range


@dataclass(frozen=True)
class Territory:
    """Some areas of the tree of regions, by their paths; `paths=None` is the whole of it."""

    paths: tuple[str, ...] | None

    @classmethod
    def whole(cls) -> "Territory":
        return cls(paths=None)

    @classmethod
    def of(cls, paths: Iterable[str]) -> "Territory":
        """The areas under these paths; none without one."""
        return cls(paths=tuple(sorted(set(paths))))

    @property
    def is_whole(self) -> bool:
        return self.paths is None

    def covers(self, path: str) -> bool:
        return self.paths is None or path.startswith(self.paths)

    def above(self) -> set[str]:
        """The paths of all that the areas lie in, from the roots down."""
        return {
            path[:end]
            for path in self.paths or ()
            for end in range(PATH_STEP, len(path), PATH_STEP)
        }

    def regions(self) -> RegionQuerySet:
        """Every region in it, the areas' own roots included."""
        return Region.objects.filter(self.condition("path"))

    def only_region(self) -> Region | None:
        """The one region that it consists of, as a village does; None where there are several."""
        first_two = list(self.regions()[:2])
        return first_two[0] if len(first_two) == 1 else None

    def condition(self, path_lookup: str) -> Q:
        """The rows whose region path, found by `path_lookup`, lies in the territory."""
        if self.paths is None:
            return Q()
        if not self.paths:
            return Q(pk__in=())
        condition = Q()
        for path in self.paths:
            condition |= Q(**path_range(path_lookup, path))
        return condition


def region_path_lookup(model: type[Model]) -> str:
    """The lookup from a row of `model` to the path of its region; "" where it has none."""
    region_lookup: str = getattr(model, "region_lookup", "")
    if region_lookup == "self":
        return "path"
    return f"{region_lookup}__path" if region_lookup else ""
