"""地区: the tree, and the chooser that tells one 新村 from another."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import ChoiceFilter, RegionFilter, YesNoFilter
from datasets.admin.layouts import OwnedRows, PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Region
from datasets.models.regions import TRAIL

SEARCH = Search(names=("name",), numbers=("code",), places=True, hint=_("地区名称、区划代码"))


class RegionAdmin(RecordAdmin):
    model = Region
    menu_icon = "globe"
    list_display = ("name", "level", "above", "code", "pilot", "retired_date")
    list_filter = (RegionFilter, ChoiceFilter.of("level"), YesNoFilter.of("is_pilot"))
    list_select_related = (TRAIL,)
    ordering = ("path",)
    search = SEARCH
    sections = (
        Section(_("地区"), (("name", "level"), ("parent", "code"))),
        Section(_("试点"), (("is_pilot", "pilot_phase"),)),
        Section(_("撤并"), (("retired_date", "successor"),)),
    )
    owned = (OwnedRows("other_names", _("曾用名或别名"), ("name",)),)
    pointing = (PointingRows("children", _("下级地区"), ("self", "level", "code")),)

    @display(description=_("上级地区"))
    def above(self, region: Region) -> str:
        return region.parent.trail() if region.parent else ""

    @display(description=_("试点"))
    def pilot(self, region: Region) -> str:
        if region.pilot_phase:
            return str(_("第%d批") % region.pilot_phase)
        return str(_("是")) if region.is_pilot else ""


class RegionChooser(RecordChooser):
    model = Region
    icon = "globe"
    choose_one_text = _("选择地区")
    search = SEARCH
    select_related = (TRAIL,)
    columns = (
        (_("级别"), lambda region: region.get_level_display()),
        (_("所在地"), lambda region: region.trail()),
        (_("区划代码"), lambda region: region.code or "—"),
    )

    def rows(self, actor: Actor) -> QuerySet[Region]:
        """Areas in use, one's own first: of forty called 新村 a clerk means the one next door."""
        rows = super().rows(actor).filter(retired_date=None)
        if actor.territory.is_whole:
            return rows.order_by("path")
        own = Case(When(actor.territory.condition("path"), then=0), default=1)
        return rows.order_by(own, "path")

    def unsearched(self, rows: QuerySet[Region], actor: Actor) -> QuerySet[Region]:
        return rows.filter(actor.territory.condition("path"))

    def title_of(self, record: Any) -> str:
        return record.trail()


region_chooser = RegionChooser("choose_region")
