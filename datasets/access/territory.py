"""属地管理: each keeps its own area and what lies under it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from datasets.models import Post, Region
from datasets.models.regions import PATH_STEP, RegionQuerySet, path_range


@dataclass(frozen=True)
class Territory:
    """Some areas of the tree of regions, by their paths; `paths=None` is the whole of it."""

    paths: tuple[str, ...] | None

    @classmethod
    def whole(cls) -> "Territory":
        return cls(paths=None)

    @classmethod
    def of_posts(cls, user: Any, *, today: datetime.date) -> "Territory":
        """The regions of the user's posts that run today; none without a post."""
        posts = Post.objects.filter(
            Q(since_date=None) | Q(since_date__lte=today),
            Q(until_date=None) | Q(until_date__gte=today),
            user=user,
        )
        return cls(paths=tuple(sorted(set(posts.values_list("region__path", flat=True)))))

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
