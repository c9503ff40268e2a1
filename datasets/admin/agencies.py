"""机构: the list, the form, the page, the chooser."""

from typing import Any

from django.contrib.admin import display
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from datasets.access import Actor
from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import ChoiceFilter, RegionFilter
from datasets.admin.layouts import PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Agency
from datasets.models.regions import TRAIL

SEARCH = Search(
    names=("name", "kind"), numbers=("code",), places=True, hint=_("机构名称、系统、地区")
)


class AgencyAdmin(RecordAdmin):
    model = Agency
    menu_icon = "site"
    list_display = ("name", "level", "area", "parent", "public_phone")
    list_filter = (RegionFilter, ChoiceFilter.of("level"))
    list_select_related = (f"region__{TRAIL}", "parent")
    ordering = ("region__path", "id")
    search = SEARCH
    sections = (
        Section(_("机构"), (("name", "level"), ("region", "parent"), ("code", "kind"))),
        Section(_("联系方式"), (("public_phone", "public_address"), "note")),
    )
    pointing = (
        PointingRows("assignments", _("承担的职责"), ("duty", "part", "region", "until_date")),
        PointingRows("parts", _("下级机构"), ("self", "level", "public_phone")),
    )

    @display(description=_("所在地区"))
    def area(self, agency: Agency) -> str:
        return agency.region.trail()


class AgencyChooser(RecordChooser):
    model = Agency
    icon = "site"
    choose_one_text = _("选择机构")
    search = SEARCH
    select_related = (f"region__{TRAIL}",)
    columns = (
        (_("级别"), lambda agency: agency.get_level_display()),
        (_("所在地区"), lambda agency: agency.region.trail()),
    )

    def unsearched(self, rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
        """Those of the user's own area, and of all that it lies in, stand before the others'."""
        territory = actor.territory
        own = territory.condition("region__path") | Q(region__path__in=territory.above())
        return rows.order_by(Case(When(own, then=0), default=1), *AgencyAdmin.ordering)

    def title_of(self, record: Any) -> str:
        return f"{record} · {record.region.trail()}"


agency_chooser = AgencyChooser("choose_agency")
