"""家庭: the list, the form, the page, the chooser."""

from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import ChoiceFilter, RegionFilter
from datasets.admin.layouts import PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.admin.showing import village_and_township
from datasets.models import Family
from datasets.models.regions import TRAIL

SEARCH = Search(
    names=("head_name",),
    numbers=("household_number", "guardians__id_number"),
    phones=("guardians__phone",),
    places=True,
    hint=_("户主、户号、家人证件号码或电话、村或镇"),
    short_hint=_("户主、户号、村或镇"),
)


class FamilyAdmin(RecordAdmin):
    model = Family
    menu_icon = "home"
    list_display = ("head", "household_number", "village", "economic_situation", "dossier_type")
    list_filter = (
        RegionFilter,
        ChoiceFilter.of("dossier_type"),
    )
    list_select_related = ("region__parent",)
    ordering = ("-id",)
    search = SEARCH
    sections = (
        Section(
            _("家庭"),
            (
                ("head_name", "household_number"),
                ("region", "address"),
                ("economic_situation", "dossier_type"),
                "remark",
            ),
        ),
    )
    pointing = (
        PointingRows(
            "children",
            pgettext_lazy("plural", "儿童"),
            ("self", "sex", "birth_date", "school", "status"),
        ),
        PointingRows(
            "guardians", pgettext_lazy("plural", "监护人"), ("self", "phone", "condition")
        ),
    )

    @display(description=_("户主"))
    def head(self, family: Family) -> str:
        return family.head_name or str(_("未登记户主"))

    @display(description=_("所属地区"))
    def village(self, family: Family) -> str:
        return village_and_township(family.region)


class FamilyChooser(RecordChooser):
    model = Family
    icon = "home"
    choose_one_text = _("选择家庭")
    search = SEARCH
    select_related = (f"region__{TRAIL}",)
    title = _("户主")
    columns = (
        (_("户号"), lambda family: family.household_number or "—"),
        (_("所属地区"), lambda family: family.region.trail()),
        (_("家庭住址"), "address"),
    )

    def name_of(self, record: Any) -> str:
        return record.head_name or str(_("未登记户主"))

    def title_of(self, record: Any) -> str:
        return f"{record} · {record.region.trail()}"


family_chooser = FamilyChooser("choose_family")
