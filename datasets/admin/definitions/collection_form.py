"""The form of a collection of one's own: its words, its icon, and which role may do what with its records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access.roles import ROLES
from datasets.actions.definitions.grants import VERBS, granted, usual_grants
from datasets.admin.definitions.icons import ICONS
from datasets.choices import FieldGroup
from datasets.custom.specs import CollectionSpec
from datasets.models import CollectionDefinition, FieldDefinition, Post

VERB_WORDS = {
    "view": gettext_lazy("查看"),
    "add": gettext_lazy("新增"),
    "change": gettext_lazy("修改"),
    "delete": gettext_lazy("删除"),
    "export": gettext_lazy("导出"),
    "import": gettext_lazy("导入台账"),
}
_LONGEST_REASON = 200
_CALLING = (
    ("text", gettext_lazy("文字（如活动、地点、物资的名称）")),
    ("person_name", gettext_lazy("人的姓名")),
)


class ReasonField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        told = {
            "label": gettext_lazy("为什么"),
            "required": False,
            "max_length": _LONGEST_REASON,
            "help_text": gettext_lazy("可不填。会写进历史，例如“妇联要求”。"),
        }
        super().__init__(**{**told, **options})


class CollectionForm(forms.Form):
    """Of one that is there; its code and whether it lies in regions stay as they are."""

    label = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=40,
        help_text=gettext_lazy("菜单里怎么叫它，例如“志愿者”。"),
    )
    icon = forms.ChoiceField(
        label=gettext_lazy("图标"), choices=ICONS, widget=forms.RadioSelect, initial="list-ul"
    )
    description = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("登记什么、谁来登记，给同事看。"),
    )
    title = forms.ChoiceField(
        label=gettext_lazy("用哪个字段称呼一条记录"),
        required=False,
        help_text=gettext_lazy("列表的第一列和选择框里显示它，所以只能选“基本情况”里的字段。"),
    )
    grants = forms.MultipleChoiceField(
        label=gettext_lazy("谁可以做什么"),
        required=False,
        help_text=gettext_lazy(
            "各人只能处理自己任职地区的记录。勾了后面任何一项，就一定可以查看。"
        ),
    )
    reason = ReasonField()
    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        fields: Sequence[FieldDefinition] = (),
        holders: Iterable[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.groups = roles_in_order({*holders})
        grants: Any = self.fields["grants"]
        grants.choices = [
            (f"{group.pk}-{verb}", f"{group.name} {VERB_WORDS[verb]}")
            for group in self.groups
            for verb in VERBS
        ]
        if "title" in self.fields:
            title: Any = self.fields["title"]
            seen_by_all = [one for one in fields if one.group == FieldGroup.BASIC]
            title.choices = [("", _("编号")), *((one.code, one.label) for one in seen_by_all)]

    def rows(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The matrix: of each role its verbs as (value, word, whether it is ticked)."""
        ticked = set(self["grants"].value() or ())
        return [
            (
                group.name,
                [
                    (f"{group.pk}-{verb}", str(VERB_WORDS[verb]), f"{group.pk}-{verb}" in ticked)
                    for verb in VERBS
                ],
            )
            for group in self.groups
        ]

    def clean_grants(self) -> dict[str, list[str]]:
        names = {str(group.pk): group.name for group in self.groups}
        told: dict[str, set[str]] = defaultdict(set)
        for value in self.cleaned_data["grants"]:
            key, _dash, verb = value.partition("-")
            told[names[key]] |= {"view", verb}
        return {name: [verb for verb in VERBS if verb in verbs] for name, verbs in told.items()}

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        left_out = ("reason", "seen_version", "first_label", "first_kind")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class NewCollectionForm(CollectionForm):
    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=30,
        required=False,
        help_text=gettext_lazy(
            "用在网址和接口里，小写字母、数字和下划线，建好以后不能改。不填就按名称自动取。"
        ),
    )
    has_region = forms.BooleanField(
        label=gettext_lazy("按地区管理"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "每条记录属于一个地区，各地只看自己的。不勾就是各地共用一份，建好以后不能改。"
        ),
    )
    first_label = forms.CharField(
        label=gettext_lazy("用什么称呼一条记录"),
        max_length=40,
        initial=gettext_lazy("名称"),
        help_text=gettext_lazy("这是第一个字段，例如“姓名”“活动主题”。其他字段下一步再加。"),
    )
    first_kind = forms.ChoiceField(
        label=gettext_lazy("它是"), choices=_CALLING, initial="text", widget=forms.RadioSelect
    )
    field_order = (
        "label", "code", "icon", "description", "has_region", "first_label", "first_kind", "grants",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["title"]


def roles_in_order(holders: Set[str]) -> list[Group]:
    """The roles that have to do with records, in the order in which they are written; behind them those of a city's
    own, which somebody holds, and any that may do something already.
    """
    order = {role.name: place for place, role in enumerate(ROLES) if role.grants}
    held = Post.objects.exclude(role__name__in=[role.name for role in ROLES]).values("role")
    groups = Group.objects.filter(Q(name__in={*order, *holders}) | Q(pk__in=held))
    return sorted(groups, key=lambda group: (order.get(group.name, len(order)), group.pk))


def ticked(grants: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Grants as the matrix holds them; by default the usual ones."""
    told = usual_grants() if grants is None else grants
    keys = dict(Group.objects.filter(name__in=told).values_list("name", "pk"))
    return [
        f"{keys[name]}-{verb}" for name, verbs in told.items() if name in keys for verb in verbs
    ]


def told_of(definition: CollectionDefinition) -> dict[str, Any]:
    """A collection as its form shows it at first."""
    names = ("label", "icon", "description", "title")
    return {
        **{name: getattr(definition, name) for name in names},
        "grants": ticked(granted(CollectionSpec.of(definition))),
    }
