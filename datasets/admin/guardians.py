"""监护人: the list, the form, the page, the chooser."""

from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _

from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import RegionFilter
from datasets.admin.layouts import PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.admin.showing import NOTHING, village_and_township
from datasets.models import Guardian
from datasets.models.regions import TRAIL
from datasets.standards.masks import masked_number, masked_phone

SEARCH = Search(
    names=("name",),
    numbers=("id_number",),
    phones=("phone",),
    places=True,
    hint=_("姓名、证件号码、电话、村或镇"),
    short_hint=_("姓名、村或镇"),
)


class GuardianAdmin(RecordAdmin):
    model = Guardian
    menu_icon = "group"
    list_display = ("name", "sex", "phone", "condition", "family", "village")
    list_filter = (RegionFilter,)
    list_select_related = ("family__region__parent",)
    ordering = ("-id",)
    sortable_by = ("name",)
    search = SEARCH
    sections = (
        Section(_("基本情况"), ("family", ("name", "sex"), ("id_type", "id_number"), "phone")),
        Section(_("状况"), (("condition", "condition_until_date"), "remark")),
    )
    pointing = (
        PointingRows("guardianships", _("监护的儿童"), ("child", "relation", "is_principal")),
    )

    @display(description=_("所属地区"))
    def village(self, guardian: Guardian) -> str:
        return village_and_township(guardian.family.region)


class GuardianChooser(RecordChooser):
    model = Guardian
    icon = "group"
    choose_one_text = _("选择监护人")
    search = SEARCH
    select_related = (f"family__region__{TRAIL}",)
    title = _("姓名")
    columns = (
        (_("证件号码"), lambda guardian: masked_number(guardian.id_number) or NOTHING),
        (_("联系电话"), lambda guardian: masked_phone(guardian.phone) or NOTHING),
        (_("所属地区"), lambda guardian: guardian.family.region.trail()),
    )

    def title_of(self, record: Any) -> str:
        return (
            f"{record} · {masked_phone(record.phone) or NOTHING} · {record.family.region.trail()}"
        )


guardian_chooser = GuardianChooser("choose_guardian")
