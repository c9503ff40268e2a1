"""Why somebody has what is masked shown: asked on the record's page, kept in the access log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from datasets.choices import FieldGroup, RevealPurpose

_LONGEST_PURPOSE = 100


class PurposeForm(forms.Form):
    """Which group, and why."""

    group = forms.ChoiceField(choices=FieldGroup)
    purpose = forms.ChoiceField(
        label=gettext_lazy("事由"),
        choices=[("", gettext_lazy("请选择")), *RevealPurpose.choices],
        error_messages={"required": gettext_lazy("请选择查看的事由。")},
    )
    detail = forms.CharField(
        label=gettext_lazy("说明（选“其他”时必填，不写姓名和隐私）"),
        required=False,
        max_length=_LONGEST_PURPOSE,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("purpose") == RevealPurpose.OTHER and not told.get("detail"):
            self.add_error("detail", gettext_lazy("请写明事由。"))
        return told

    @property
    def said(self) -> str:
        """The purpose as the log keeps it."""
        told = self.cleaned_data
        label = RevealPurpose(told["purpose"]).label
        return f"{label}：{told['detail']}" if told["detail"] else str(label)
