"""职责 and 职责分工: what is owed, and by whom."""

from typing import Any

from django.contrib.admin import display
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.admin.choosers import RecordChooser
from datasets.admin.filters import ChoiceFilter, RegionFilter, RowFilter
from datasets.admin.layouts import PointingRows, Section
from datasets.admin.records import RecordAdmin
from datasets.admin.searching import Search
from datasets.models import Duty, DutyAssignment
from datasets.models.regions import TRAIL

SEARCH = Search(names=("text", "clause"), numbers=("code",), hint=_("职责内容、条款、编号"))

ASSIGNMENT_SEARCH = Search(
    names=("duty__text", "agency__name", "officer"),
    places=True,
    hint=_("职责、机构、经办人、地区"),
)


class DutyAdmin(RecordAdmin):
    model = Duty
    menu_icon = "clipboard-list"
    list_display = ("text", "domain", "policy", "clause")
    list_filter = (ChoiceFilter.of("domain"), RowFilter.of("policy"))
    list_select_related = ("policy",)
    ordering = ("policy", "id")
    search = SEARCH
    sections = (Section(_("职责"), ("text", ("domain", "code"), ("policy", "clause"))),)
    pointing = (
        PointingRows(
            "assignments",
            pgettext_lazy("plural", "职责分工"),
            ("agency", "region", "part", "officer", "until_date"),
        ),
    )


class DutyChooser(RecordChooser):
    model = Duty
    icon = "clipboard-list"
    choose_one_text = _("选择职责")
    search = SEARCH
    select_related = ("policy",)
    title = _("职责")
    columns = (
        (_("保护领域"), lambda duty: duty.get_domain_display()),
        (_("依据"), lambda duty: f"{duty.policy} {duty.clause}"),
    )


class AssignmentChooser(RecordChooser):
    """For the fields of other collections that point to an assignment."""

    model = DutyAssignment
    icon = "tasks"
    search = ASSIGNMENT_SEARCH
    select_related = ("duty", "agency", f"region__{TRAIL}")
    title = _("职责分工")
    columns = ((_("地区"), lambda assignment: assignment.region.trail()),)


class DutyAssignmentAdmin(RecordAdmin):
    model = DutyAssignment
    menu_icon = "tasks"
    list_display = ("duty", "agency", "part", "area", "officer", "until_date")
    list_filter = (RegionFilter, ChoiceFilter.of("part"))
    list_select_related = ("duty", "agency", f"region__{TRAIL}")
    ordering = ("duty", "part", "id")
    search = ASSIGNMENT_SEARCH
    sections = (
        Section(_("职责分工"), ("duty", ("agency", "region"), ("part", "officer"))),
        Section(_("期限"), (("since_date", "until_date"),)),
    )

    @display(description=_("地区"))
    def area(self, assignment: Any) -> str:
        return assignment.region.trail()


duty_chooser = DutyChooser("choose_duty")
assignment_chooser = AssignmentChooser("choose_assignment")
