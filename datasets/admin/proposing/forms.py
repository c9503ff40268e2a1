"""What is asked of each column, and of the collection as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.access.roles import CityDesk, CountyDesk, TownshipClerk, VillageWorker
from datasets.actions.definitions.checking import CODE, GROUPS, reserved_codes
from datasets.choices import FieldGroup
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.ledgers.proposing.correcting import Correction, corrected
from datasets.ledgers.proposing.proposal import KINDS, PLACE, Proposal, ProposedColumn

_CODE_FAULT = gettext_lazy("代码只能用小写字母、数字和下划线，以字母开头。")
_KEEPERS = ("view", "add", "change", "delete", "export", "import")


def kinds_offered() -> list[tuple[str, Any]]:
    return [
        (PLACE, gettext_lazy("所属地区（镇、村）")),
        *((kind, TYPES[kind].label) for kind in KINDS),
    ]


class ColumnForm(forms.Form):
    is_kept = forms.BooleanField(label=gettext_lazy("保留"), required=False)
    label = forms.CharField(label=gettext_lazy("名称"), max_length=40, required=False)
    code = forms.CharField(label=gettext_lazy("代码"), max_length=40, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"))
    group = forms.ChoiceField(
        label=gettext_lazy("谁看得到"),
        choices=[(group.value, group.label) for group in GROUPS],
    )
    unit = forms.CharField(label=gettext_lazy("单位"), max_length=10, required=False)
    words = forms.CharField(
        label=gettext_lazy("选项（每行一个）"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(label=gettext_lazy("必填"), required=False)
    is_key = forms.BooleanField(label=gettext_lazy("认出同一条"), required=False)

    def __init__(self, column: ProposedColumn, data: Any, *, prefix: str) -> None:
        super().__init__(data, prefix=prefix, initial=_told_of(column))
        self.column = column
        kind: Any = self.fields["kind"]
        kind.choices = kinds_offered()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("is_kept") and told.get("kind") != PLACE:
            if not told.get("label"):
                self.add_error("label", _("请写名称。"))
            if not CODE.fullmatch(told.get("code", "")):
                self.add_error("code", str(_CODE_FAULT))
            elif told["code"] in reserved_codes():
                self.add_error("code", _("这个代码有别的用处，请换一个。"))
        return told

    def correction(self) -> Correction:
        told = self.cleaned_data
        return Correction(
            is_kept=told["is_kept"],
            label=told["label"],
            code=told["code"],
            kind=told["kind"],
            group=FieldGroup(told["group"]),
            unit=told["unit"].strip(),
            words=list(dict.fromkeys(filter(None, map(str.strip, told["words"].splitlines())))),
            is_required=told["is_required"],
            is_key=told["is_key"],
        )


class CollectionForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("数据集名称"), max_length=40)
    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=30,
        help_text=gettext_lazy("用在网址和接口里，以后不能改。"),
    )
    title = forms.ChoiceField(label=gettext_lazy("用哪一列称呼一条记录"), required=False)
    has_region = forms.BooleanField(
        label=gettext_lazy("按地区管理：每条记录属于一个地区，各地只看自己的"), required=False
    )
    keepers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("谁来登记、修改和导入"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    viewers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("谁只能看"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, proposal: Proposal, by: Actor, data: Any, *, prefix: str) -> None:
        told = {
            "label": proposal.label,
            "code": proposal.code,
            "title": _place_of_title(proposal),
            "has_region": proposal.has_region,
            "keepers": _groups_named(_usual_keepers(by)),
            "viewers": _groups_named([VillageWorker.name, CityDesk.name]).exclude(
                name__in=_usual_keepers(by)
            ),
        }
        super().__init__(data, prefix=prefix, initial=told)
        title: Any = self.fields["title"]
        title.choices = [
            ("", _("不选，用编号")),
            *(
                (str(place), one.label)
                for place, one in enumerate(proposal.columns)
                if one.is_field
            ),
        ]
        for name in ("keepers", "viewers"):
            field: Any = self.fields[name]
            field.queryset = Group.objects.order_by("pk")

    @property
    def keepers_told(self) -> str:
        keys = [getattr(one, "pk", one) for one in self["keepers"].value() or ()]
        return "、".join(
            Group.objects.filter(pk__in=keys).order_by("pk").values_list("name", flat=True)
        )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise ValidationError(str(_CODE_FAULT))
        if code in models_by_collection():
            raise ValidationError(_("已经有代码相同的数据集。"))
        return code

    def grants(self) -> dict[str, list[str]]:
        viewing = {group.name: ["view"] for group in self.cleaned_data["viewers"]}
        return viewing | {group.name: list(_KEEPERS) for group in self.cleaned_data["keepers"]}


class ProposalForm:
    """The whole: one form of the collection, one of each column."""

    def __init__(
        self, proposal: Proposal, by: Actor, data: Mapping[str, Any] | None = None
    ) -> None:
        self.proposal, self.by = proposal, by
        self.collection = CollectionForm(proposal, by, data, prefix="of")
        self.columns = [
            ColumnForm(column, data, prefix=f"c{place}")
            for place, column in enumerate(proposal.columns)
        ]

    def is_valid(self) -> bool:
        all_valid = all([self.collection.is_valid(), *(one.is_valid() for one in self.columns)])
        return all_valid and self._fit_together()

    @property
    def grants(self) -> dict[str, list[str]]:
        return self.collection.grants()

    def corrected(self) -> Proposal:
        told = self.collection.cleaned_data
        columns = [one.correction() for one in self.columns]
        title = columns[int(told["title"])] if told["title"] else None
        is_title = title is not None and title.is_kept and title.kind != PLACE
        return corrected(
            self.proposal,
            columns,
            label=told["label"],
            code=told["code"],
            title=title.code if title is not None and is_title else "",
            has_region=told["has_region"],
        )

    def _fit_together(self) -> bool:
        kept = [one for one in self.columns if one.cleaned_data["is_kept"]]
        fields = [one for one in kept if one.cleaned_data["kind"] != PLACE]
        if not fields:
            self.collection.add_error(None, _("至少要保留一列。"))
        for name, fault in (
            ("code", _("两列的代码不能相同。")),
            ("label", _("两列的名称不能相同。")),
        ):
            _refuse_repeated(fields, name, fault)
        places = [one for one in kept if one.cleaned_data["kind"] == PLACE]
        if places and not self.collection.cleaned_data["has_region"]:
            self.collection.add_error(
                "has_region",
                _("有“所属地区”的列，就要按地区管理；不按地区管理，请把这些列改成“文字”。"),
            )
        slots = [one.column.place_slot for one in places]
        for one in places:
            if slots.count(one.column.place_slot) > 1:
                one.add_error("kind", _("两列说的是同一级地区，请把其中一列改成“文字”。"))
        return not (self.collection.errors or any(one.errors for one in self.columns))


def _refuse_repeated(among: Sequence[ColumnForm], name: str, fault: str) -> None:
    seen: set[str] = set()
    for one in among:
        said = one.cleaned_data[name]
        if said in seen:
            one.add_error(name, fault)
        seen.add(said)


def _told_of(column: ProposedColumn) -> dict[str, Any]:
    return {
        "is_kept": column.is_kept,
        "label": column.label,
        "code": column.code,
        "kind": column.kind,
        "group": column.group,
        "unit": column.options.get("unit", ""),
        "words": "\n".join(label for _code, label in column.options.get("choices", ())),
        "is_required": column.is_required,
        "is_key": column.is_key,
    }


def _place_of_title(proposal: Proposal) -> str:
    codes = [one.code if one.is_field else "" for one in proposal.columns]
    return str(codes.index(proposal.title)) if proposal.title in codes and proposal.title else ""


def _usual_keepers(by: Actor) -> list[str]:
    """Who keeps records anyway, and whoever defines this one, if by a role that keeps records."""
    own = Group.objects.filter(
        pk__in=[post.role_id for post in by.posts if "datasets.view_child" in post.permissions]
    )
    return list(
        dict.fromkeys([TownshipClerk.name, CountyDesk.name, *own.values_list("name", flat=True)])
    )


def _groups_named(names: Sequence[str]) -> Any:
    return Group.objects.filter(name__in=names).order_by("pk")
