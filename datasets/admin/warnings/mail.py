"""The account page, 通知: whether the user is told of warnings by mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from datasets.access import Actor
from datasets.actions.accounts import want_warning_mail
from datasets.actions.warnings.mailing import mail_is_set_up
from datasets.models import StaffAccount
from datasets.queries.warnings import may_be_told


class WarningMailForm(forms.Form):
    is_wanted = forms.BooleanField(
        label=gettext_lazy("有新的预警就发邮件给我"),
        required=False,
        help_text=gettext_lazy("每天夜里最多一封，只写是什么事、有几条，不写任何人的姓名。"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["is_wanted"]
        field.initial = StaffAccount.objects.filter(user=user, wants_warning_mail=True).exists()
        if not mail_is_set_up():
            field.help_text = _("系统还没有设置发邮件，现在不会发。请联系系统管理员。")
        elif not user.email:
            field.help_text = _("您还没有填邮箱，请先在“个人资料”里填写，否则收不到。")

    def save(self) -> None:
        if self.has_changed():
            want_warning_mail(user=self.user, is_wanted=self.cleaned_data["is_wanted"])


class WarningMailPanel(BaseSettingsPanel):
    name = "warning_mail"
    title = gettext_lazy("预警邮件")
    tab = notifications_tab
    order = 200

    def is_active(self) -> bool:
        return may_be_told(Actor.of(self.user))

    def get_form(self) -> WarningMailForm:
        told = self.request.POST if self.request.method == "POST" else None
        return WarningMailForm(told, user=self.user, prefix=self.name)
