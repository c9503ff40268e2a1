"""The tree of administrative divisions, and of areas that have no official code."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from datasets.choices import RegionLevel
from datasets.models.records import Record

#: Digits of one step of a path: the primary key, padded. Digits alone sort alike in every collation.
PATH_STEP = 8

#: What `Region.trail` climbs, for select_related: a village has four levels above it.
TRAIL = "parent__parent__parent__parent"


class RegionQuerySet(models.QuerySet["Region"]):
    def under(self, path: str) -> "RegionQuerySet":
        """The region of this path and all that lies under it, by a range that both databases index."""
        return self.filter(**path_range("path", path))

    def in_use(self) -> "RegionQuerySet":
        return self.filter(retired_date=None)


def path_range(lookup: str, path: str) -> dict[str, str]:
    """Filter arguments for "this path or one that starts with it".

    A range, not `startswith`: SQLite's LIKE … ESCAPE cannot use the index.
    """
    successor = str(int(path) + 1).zfill(len(path))
    return {f"{lookup}__gte": path, f"{lookup}__lt": successor}


def common_path(paths: Iterable[str]) -> str:
    """The path of the lowest region above all of these; "" for none."""
    found: str | None = None
    for path in set(paths):
        if found is None:
            found = path
        while not path.startswith(found):
            found = found[:-PATH_STEP]
    return found or ""


class Region(Record, ClusterableModel):
    """One area. It may be moved, renamed or retired; what was recorded under it stays."""

    collection_name = "regions"
    is_public_knowledge = True
    region_lookup = "self"
    owned_relations = ("other_names",)
    derived_fields = ("path", "name_key")
    published_fields = (
        "code", "name", "level", "parent", "is_pilot", "pilot_phase", "retired_date", "successor",
    )  # fmt: skip

    code = models.CharField(
        _("区划代码"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("国家统计局区划代码；开发区、新区等没有代码的留空。"),
        error_messages={"unique": _("这个区划代码已经有了。")},
    )
    name = models.CharField(_("名称"), max_length=100)
    level = models.CharField(_("级别"), max_length=10, choices=RegionLevel)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    is_pilot = models.BooleanField(_("试点地区"), default=False)
    pilot_phase = models.PositiveSmallIntegerField(
        _("试点批次"), null=True, blank=True, help_text=_("第几批开展试点。")
    )
    retired_date = models.DateField(
        _("撤销日期"), null=True, blank=True, help_text=_("撤并后填写；原有档案仍保留在这里。")
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        db_index=False,
    )
    # Kept by actions/regions.py: the keys from the root down to here.
    path = models.CharField(max_length=80, editable=False, unique=True)
    # The name as ledgers shorten it (湖塘村委会 → 湖塘), to find it by.
    name_key = models.CharField(max_length=100, editable=False, db_index=True)

    objects = RegionQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("地区")
        verbose_name_plural = pgettext_lazy("plural", "地区")
        ordering = ["path"]
        indexes = [
            # Deleting a region asks who was merged into it, once for each.
            models.Index(
                name="region_successor",
                fields=["successor"],
                condition=models.Q(successor__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="region_pilot_phase_of_pilot",
                condition=models.Q(pilot_phase=None) | models.Q(is_pilot=True),
                violation_error_message=_("填了试点批次的地区必须是试点地区。"),
            ),
            models.CheckConstraint(
                name="region_successor_of_retired",
                condition=models.Q(successor=None) | models.Q(retired_date__isnull=False),
                violation_error_message=_("并入其他地区时，请同时填写撤销日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ancestor_ids(self) -> list[int]:
        """The keys from the root down to the parent, read from the path."""
        steps = range(0, len(self.path) - PATH_STEP, PATH_STEP)
        return [int(self.path[start : start + PATH_STEP]) for start in steps]

    def trail(self) -> str:
        """江阴市 / 徐霞客镇 / 徐霞客村: from the county down; a county and what is above it from the root.

        One query a step unless the parents were fetched along (`select_related(TRAIL)`).
        """
        names, area = [self.name], self
        below_county = self.level in (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE)
        while area.parent is not None and not (below_county and area.level == RegionLevel.COUNTY):
            area = area.parent
            names.append(area.name)
        return " / ".join(reversed(names))

    def lies_within(self, other: "Region") -> bool:
        return self.path.startswith(other.path)


class RegionName(Record):
    """A former or other name, so that old ledgers still find the region."""

    is_public_knowledge = True
    region_lookup = "region"
    derived_fields = ("name_key",)

    region = ParentalKey(
        Region, verbose_name=_("地区"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("曾用名或别名"), max_length=100)
    name_key = models.CharField(max_length=100, editable=False, db_index=True)

    class Meta(Record.Meta):
        verbose_name = _("地区别名")
        verbose_name_plural = _("地区别名")
        constraints = [
            models.UniqueConstraint(
                name="region_name_once",
                fields=["region", "name"],
                violation_error_message=_("这个别名已经有了。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
