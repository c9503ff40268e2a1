"""Whoever may see children's records first promises to keep them."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from datasets.actions.accounts import accept_conduct
from datasets.admin.gates.pages import GatePage


class ConductForm(forms.Form):
    accepted = forms.BooleanField(
        label=gettext_lazy("我已阅读，并保证遵守"),
        error_messages={"required": gettext_lazy("请先勾选，再继续。")},
    )


class Conduct(GatePage):
    template_name = "datasets/gates/conduct.html"
    title = gettext_lazy("工作守则")
    form_class = ConductForm

    def passed(self, form: Any) -> None:
        accept_conduct(user=self.request.user, at=timezone.now())
