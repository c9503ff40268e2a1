"""The form of a field: what every field has, and of the options those that its type takes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.definitions.checking import GROUPS
from datasets.admin.definitions.collection_form import ReasonField
from datasets.admin.definitions.options import kept, option_fields
from datasets.choices import FieldGroup
from datasets.custom.types import TYPES
from datasets.models import FieldDefinition
from datasets.queries.definitions import roles_that_see

#: What each type is for, in the words of whoever has to choose one.
KIND_NOTES = {
    "text": gettext_lazy("一行字：名称、编号、学校、班级。"),
    "long_text": gettext_lazy("好几行：经过、说明、备注。"),
    "integer": gettext_lazy("人数、件数、次数。"),
    "decimal": gettext_lazy("带小数和单位：时长、身高、面积。"),
    "money": gettext_lazy("以元计，台账里写“1.2万”也认得。"),
    "date": gettext_lazy("某一天。台账里怎么写日期都认得。"),
    "datetime": gettext_lazy("某一天的几点几分。"),
    "yes_no": gettext_lazy("是、否，或者还不知道。"),
    "choice": gettext_lazy("从几个选项里选一个。"),
    "choices": gettext_lazy("从几个选项里选几个。"),
    "person_name": gettext_lazy("一个人的姓名。"),
    "id_number": gettext_lazy("核对校验位，加密保存，只给有权的人看。"),
    "phone": gettext_lazy("手机或座机，加密保存，只给有权的人看。"),
    "address": gettext_lazy("住在哪里，加密保存，不能查找。"),
    "region": gettext_lazy("从行政区划里选。"),
    "agency": gettext_lazy("从职责分工里的机构选。"),
    "relation": gettext_lazy("指向另一个数据集的一条记录，例如结对的儿童。"),
    "file": gettext_lazy("一份文书、表格，加密保存。"),
    "photo": gettext_lazy("一张照片，加密保存。"),
    "auto_number": gettext_lazy("系统自己编，不重不漏：捐-2026-0001。"),
    "computed": gettext_lazy("用公式从别的字段算出来：年龄、合计、隔了几个月。"),
}
#: Who sees what is of this type, unless somebody says otherwise.
_USUAL_GROUPS = {
    "id_number": FieldGroup.IDENTITY,
    "photo": FieldGroup.IDENTITY,
    "phone": FieldGroup.CONTACT,
    "address": FieldGroup.CONTACT,
}
_NEVER_KEYS = ("long_text", "choices", "file", "photo", "auto_number", "computed")
#: Types whose values nobody types in.
_NEVER_ASKED = ("auto_number", "computed")
#: Types by whose values the form may ask for another field, or not.
_CONDITIONS = ("choice", "choices", "yes_no")
_SWITCHES = ("is_required", "in_list", "is_filterable", "is_unique", "is_key")
_NOT_OPTIONS = ("kind", "reason", "seen_version")


class FieldForm(forms.Form):
    """Of a type; `others` are the fields of the collection beside it. A new one may be given a code."""

    kind = forms.ChoiceField(label=gettext_lazy("类型"))
    label = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=40,
        help_text=gettext_lazy("表单、列表和台账表头里怎么叫它。"),
    )
    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "用在接口里，小写字母、数字和下划线，建好以后不能改。不填就按名称自动取。"
        ),
    )
    help_text = forms.CharField(
        label=gettext_lazy("填写说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("像这行字一样，显示在它下面，告诉填表的人怎么填。"),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("谁看得到"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "除“基本情况”外都加密保存，不能排序和筛选；看不到的人只看到遮盖的样子。"
        ),
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("必填"),
        required=False,
        help_text=gettext_lazy("已有的记录不受影响，下次修改时要补上。"),
    )
    is_unique = forms.BooleanField(
        label=gettext_lazy("不能重复"),
        required=False,
        help_text=gettext_lazy("两条记录不能填同样的内容，例如编号。"),
    )
    is_key = forms.BooleanField(
        label=gettext_lazy("用来认出同一条"),
        required=False,
        help_text=gettext_lazy("台账再来时，这些字段都相同的就是同一条记录，例如姓名加身份证号。"),
    )
    in_list = forms.BooleanField(label=gettext_lazy("列表里显示"), required=False, initial=True)
    is_filterable = forms.BooleanField(
        label=gettext_lazy("可以筛选"),
        required=False,
        help_text=gettext_lazy("列表上面多一个按它筛选的按钮。"),
    )
    aliases = forms.CharField(
        label=gettext_lazy("台账里的其他叫法"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("用空格分开，例如“联系电话 手机号”。台账表头这样写也认得。"),
    )
    shown_when = forms.MultipleChoiceField(
        label=gettext_lazy("什么时候填"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不勾就是一直要填；勾了，只在那个字段是这些内容时才问。"),
    )
    reason = ReasonField()
    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: str,
        others: Sequence[FieldDefinition],
        is_new: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.type_code = kind
        self.option_names = tuple(TYPES[kind].options)
        self.initial.setdefault("kind", kind)
        self.initial.setdefault("group", _USUAL_GROUPS.get(kind, FieldGroup.BASIC))
        self.fields.update(option_fields(kind))
        self._offer(others, is_new)
        self._leave_out_what_does_not_fit(is_new)
        #: Where a refusal of the options stands: beside the one that has to be filled in, else the first.
        needed = [name for name in self.option_names if self.fields[name].required]
        self.places = dict.fromkeys(["options"], next(iter(needed or self.option_names), ""))

    def _offer(self, others: Sequence[FieldDefinition], is_new: bool) -> None:
        fields: Any = self.fields
        fields["kind"].choices = [
            (code, one.label)
            for code, one in TYPES.items()
            if is_new or one.has_column == TYPES[self.type_code].has_column
        ]
        fields["group"].choices = [(group.value, _who_sees(group)) for group in GROUPS]
        conditions = [(one.label, _values_of(one)) for one in others if one.kind in _CONDITIONS]
        fields["shown_when"].choices = conditions
        if not conditions or self.type_code in _NEVER_ASKED:
            del fields["shown_when"]

    def _leave_out_what_does_not_fit(self, is_new: bool) -> None:
        kind = TYPES[self.type_code]
        fits = {
            "code": is_new,
            "is_required": self.type_code not in _NEVER_ASKED,
            "is_unique": kind.can_be_unique and self.type_code not in _NEVER_ASKED,
            "is_filterable": kind.is_filterable,
            "is_key": self.type_code not in _NEVER_KEYS,
            "group": kind.has_column,  # else whoever sees what it is worked out of
            "aliases": self.type_code not in _NEVER_ASKED,
        }
        for name in [name for name, is_fit in fits.items() if not is_fit]:
            del self.fields[name]

    @property
    def options_asked(self) -> list[forms.BoundField]:
        """Those of the type, in their order."""
        return [self[name] for name in self.option_names]

    @property
    def switches(self) -> list[forms.BoundField]:
        return [self[name] for name in _SWITCHES if name in self.fields]

    @property
    def has_further(self) -> bool:
        """Whether what is folded away says something that is not as usual, or is wrong."""
        usual = _USUAL_GROUPS.get(self.type_code, FieldGroup.BASIC)
        told = [self[name].value() for name in ("aliases", "shown_when") if name in self.fields]
        wrong = {"group", "aliases", "shown_when"} & self.errors.keys()
        group = self["group"].value() if "group" in self.fields else usual
        return bool(any(told) or wrong or group != usual or usual != "basic")

    def clean_shown_when(self) -> list[Any]:
        told = [value.split("=", 1) for value in self.cleaned_data["shown_when"]]
        codes = {code for code, _value in told}
        if len(codes) > 1:
            raise forms.ValidationError(_("只能看一个字段的内容来决定，请只勾同一个字段的。"))
        return [codes.pop(), [value for _code, value in told]] if told else []

    def clean_aliases(self) -> str:
        return " ".join(self.cleaned_data["aliases"].replace("、", " ").split())

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.type_code == "choice" and told.get("default"):
            told["default"] = self._choice_named(told["default"], told.get("choices") or ())
        return told

    def _choice_named(self, name: str, pairs: Any) -> str:
        found = [code for code, label in pairs if name in (code, label)]
        if not found:
            self.add_error("default", _("上面的选项里没有“%(text)s”。") % {"text": name})
            return ""
        return str(found[0])

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        told = self.cleaned_data
        options = {
            name: kept(told[name]) for name in self.option_names if told.get(name) not in ("", None)
        }
        left_out = (*_NOT_OPTIONS, *self.option_names)
        plain = {name: value for name, value in told.items() if name not in left_out}
        # What the type does not offer does not stay from one before.
        off = {name: False for name in _SWITCHES if name not in self.fields}
        return {**off, **plain, "kind": self.type_code, "options": options}


def told_of(field: FieldDefinition) -> dict[str, Any]:
    """A field as its form shows it at first."""
    names = (
        "kind", "label", "help_text", "group", "is_required", "is_unique", "is_key", "in_list",
        "is_filterable", "aliases",
    )  # fmt: skip
    code, values = field.shown_when or ("", ())
    return {
        **{name: getattr(field, name) for name in names},
        "shown_when": [f"{code}={value}" for value in values],
        **_in_words(field.options),
    }


def _in_words(options: Any) -> dict[str, Any]:
    words = {True: "true", False: "false"}
    default = options.get("default")
    return {**options, "default": words[default]} if isinstance(default, bool) else options


def _values_of(field: FieldDefinition) -> list[tuple[str, str]]:
    pairs = field.options.get("choices") or [("true", _("是")), ("false", _("否"))]
    return [(f"{field.code}={value}", str(label)) for value, label in pairs]


def _who_sees(group: FieldGroup) -> str:
    if group == FieldGroup.BASIC:
        return _("%(group)s（能看这个数据集的人都看得到）") % {"group": group.label}
    roles = "、".join(roles_that_see(group)) or _("没有哪个角色")
    return _("%(group)s（看得到的角色：%(roles)s）") % {"group": group.label, "roles": roles}
