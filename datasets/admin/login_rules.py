"""登录规则: how those of a role log in."""

from django.utils.translation import gettext_lazy as _

from datasets.admin.layouts import Section
from datasets.admin.records import RecordAdmin
from datasets.models import LoginRule


class LoginRuleAdmin(RecordAdmin):
    model = LoginRule
    menu_icon = "lock"
    list_display = ("group", "needs_second_factor", "idle_minutes", "session_hours")
    list_select_related = ("group",)
    ordering = ("group__name",)
    sections = (
        Section(_("登录规则"), ("group", "needs_second_factor", ("idle_minutes", "session_hours"))),
    )
