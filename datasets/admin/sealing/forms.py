"""What is asked before a record is sealed, and before one is opened again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access.sealing import SEAL_CLAUSES, UNSEALING_CLAUSES
from datasets.choices import SealGround, UnsealingGround
from datasets.models.seals import MOST_DAYS
from datasets.standards.writing import half_width, one_line

_LONGEST_TEXT = 500
_TEXT = forms.Textarea(attrs={"rows": 3})


def _with_clause(value: str, label: Any, clauses: Mapping[str, str]) -> tuple[str, Any]:
    clause = clauses.get(value, "")
    return value, _("%(ground)s（%(clause)s）") % {
        "ground": label,
        "clause": clause,
    } if clause else label


class SealForm(forms.Form):
    """`parts`: what may be sealed of the record."""

    part = forms.ChoiceField(
        label=gettext_lazy("封存什么"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择要封存的内容。")},
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("封存依据"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择封存依据。")},
    )
    note = forms.CharField(
        label=gettext_lazy("备注（只有您自己看得到，如法律文书的文号）"),
        required=False,
        max_length=_LONGEST_TEXT,
        widget=_TEXT,
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("我已核对：封存以后谁都看不到，包括我和系统管理员"),
        error_messages={"required": gettext_lazy("请先勾选确认。")},
    )

    def __init__(self, *args: Any, parts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        part.choices = list(parts.items())
        ground: Any = self.fields["ground"]
        ground.choices = [_with_clause(*one, SEAL_CLAUSES) for one in SealGround.choices]


class RequestForm(forms.Form):
    """For a person whose number is known, or (`is_own`) for a seal of one's own."""

    name = forms.CharField(
        label=gettext_lazy("姓名"), max_length=60, help_text=gettext_lazy("照法律文书填写。")
    )
    id_number = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=30,
        help_text=gettext_lazy("只按证件号码查找，不能按姓名查找。"),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("法定事由"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择法定事由。")},
    )
    document = forms.CharField(
        label=gettext_lazy("法律文书的名称和文号"),
        max_length=200,
        help_text=gettext_lazy("如调取证据通知书、查询函、解除封存决定书，写明出具的单位。"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("查阅的目的和范围"), max_length=_LONGEST_TEXT, widget=_TEXT
    )
    days = forms.IntegerField(
        label=gettext_lazy("查阅天数"),
        initial=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        help_text=gettext_lazy("从同意的当天算起，最多7天，到期自动关闭。"),
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_own:
            del self.fields["name"], self.fields["id_number"]
        ground: Any = self.fields["ground"]
        ground.choices = [_with_clause(*one, UNSEALING_CLAUSES) for one in UnsealingGround.choices]

    def clean_id_number(self) -> str:
        return one_line(half_width(self.cleaned_data["id_number"]))
