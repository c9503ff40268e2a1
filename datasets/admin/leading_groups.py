"""领导小组 and who sits in them."""

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.admin.filters import RegionFilter
from datasets.admin.layouts import OwnedRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import LeadingGroup
from datasets.models.regions import TRAIL


class LeadingGroupAdmin(RecordAdmin):
    model = LeadingGroup
    menu_icon = "group"
    list_display = ("name", "area", "office", "policy")
    list_filter = (RegionFilter,)
    list_select_related = (f"region__{TRAIL}", "office", "policy")
    ordering = ("code",)
    search = Search(names=("name",), numbers=("code",), places=True, hint=_("名称、地区"))
    sections = (Section(_("领导小组"), (("name", "code"), ("region", "office"), "policy", "task")),)
    owned = (OwnedRows("members", pgettext_lazy("plural", "成员"), (("position", "part"), "post")),)

    @display(description=_("地区"))
    def area(self, group: LeadingGroup) -> str:
        return group.region.trail()
