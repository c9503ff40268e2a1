"""The form of a view: its look, what it shows, in which order and groups, for whom."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.access import Actor
from datasets.access.views import offices_of, user_can_share_with_everyone
from datasets.admin.showing import label_of
from datasets.choices import ViewKind, ViewScope
from datasets.custom.computing import computed_names
from datasets.models import Record, SavedView
from datasets.models.regions import TRAIL
from datasets.queries.conditions.kinds import kind_of
from datasets.queries.grouping import date_fields, ordering_fields, photo_fields, summable, ways_of

Choices = list[tuple[str, str]]


class ViewForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("样子"), choices=ViewKind.choices)
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("显示的列"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不选就用列表原来的列。图册里显示在照片下面。"),
    )
    order = forms.ChoiceField(label=gettext_lazy("排序"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("表格：按什么分组"),
        required=False,
        help_text=gettext_lazy("只有表格能选。不选就不分组。"),
    )
    rows = forms.ChoiceField(
        label=gettext_lazy("汇总：每行一个"),
        required=False,
        help_text=gettext_lazy("只有汇总要选。"),
    )
    across = forms.ChoiceField(label=gettext_lazy("汇总：每列一个"), required=False)
    sum = forms.ChoiceField(
        label=gettext_lazy("汇总：合计什么"),
        required=False,
        help_text=gettext_lazy("不选就数条数。"),
    )
    date = forms.ChoiceField(
        label=gettext_lazy("日历：按哪个日期"),
        required=False,
        help_text=gettext_lazy("只有日历要选。"),
    )
    photo = forms.ChoiceField(
        label=gettext_lazy("图册：用哪张照片"),
        required=False,
        help_text=gettext_lazy("只有图册能选。不选就用第一张照片字段。"),
    )
    scope = forms.ChoiceField(label=gettext_lazy("谁可以用"))
    region: Any = forms.ModelChoiceField(
        label=gettext_lazy("哪个地区的单位"), queryset=None, required=False
    )
    is_pinned = forms.BooleanField(label=gettext_lazy("条数显示在首页"), required=False)

    def __init__(self, *args: Any, model: type[Record], by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["columns"].choices = _columns(model, by)
        fields["order"].choices = _orders(model, by)
        ways = ways_of(model, by=by)
        grouped = [(code, way.label) for code, way in ways.items()]
        offered = {
            "by": [(code, label) for code, label in grouped if not ways[code].is_relative],
            "rows": grouped,
            "across": grouped,
            "sum": _named(model, summable(model, by=by)),
            "date": _named(model, date_fields(model, by=by)),
            "photo": _named(model, photo_fields(model, by=by)),
        }
        for name, choices in offered.items():
            fields[name].choices = [("", "—"), *choices]
        fields["scope"].choices = _scopes(by)
        fields["region"].queryset = offices_of(by).select_related(TRAIL).order_by("path")
        if by.is_unbound:
            # Whoever has no office of his own shares with everyone.
            del fields["region"]

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        parts = {"rows": told["rows"], "columns": told["across"], "sum": told["sum"]}
        groupings: dict[str, dict[str, str]] = {
            ViewKind.TABLE: {"by": told["by"]},
            ViewKind.SUMMARY: parts,
            ViewKind.CALENDAR: {"date": told["date"]},
            ViewKind.GALLERY: {"photo": told["photo"]},
        }
        grouping = groupings.get(told["kind"], {})
        return {
            **{
                name: told[name]
                for name in ("name", "kind", "columns", "order", "scope", "is_pinned")
            },
            "grouping": {part: name for part, name in grouping.items() if name},
            "region": told.get("region"),
        }

    def show_refusal(self, refusal: ValidationError | PermissionDenied) -> None:
        if isinstance(refusal, PermissionDenied) or not hasattr(refusal, "error_dict"):
            self.add_error(None, str(refusal) if isinstance(refusal, PermissionDenied) else refusal)
            return
        for name, errors in refusal.error_dict.items():
            known = {"grouping_columns": "across"}.get(name, name.removeprefix("grouping_"))
            self.add_error(known if known in self.fields else None, ValidationError(errors))


def _named(model: type[Record], names: Any) -> Choices:
    return [(name, label_of(model, name)) for name in names]


def _columns(model: type[Record], by: Actor) -> Choices:
    names = [
        field.name
        for field in model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and kind_of(field)
        and by.sees(model, field.name)
    ]
    names += [name for name in computed_names(model) if by.sees(model, name)]
    return _named(model, names)


def _orders(model: type[Record], by: Actor) -> Choices:
    named = _named(model, ordering_fields(model, by=by))
    down = [(f"-{name}", _("%(field)s（从大到小）") % {"field": label}) for name, label in named]
    return [
        ("", _("列表原来的次序")),
        *(pair for pairs in zip(named, down, strict=True) for pair in pairs),
    ]


def _scopes(by: Actor) -> Choices:
    allowed = {ViewScope.MINE}
    if not by.is_unbound:
        allowed.add(ViewScope.OFFICE)
    if user_can_share_with_everyone(by):
        allowed.add(ViewScope.EVERYONE)
    return [(value, str(label)) for value, label in ViewScope.choices if value in allowed]


def values_of(view: SavedView) -> dict[str, Any]:
    """What the form begins with, of a view that there is."""
    told = view.grouping
    return {
        "name": view.name,
        "kind": view.kind,
        "columns": view.columns,
        "order": view.order,
        "by": told.get("by", ""),
        "rows": told.get("rows", ""),
        "across": told.get("columns", ""),
        "sum": told.get("sum", ""),
        "date": told.get("date", ""),
        "photo": told.get("photo", ""),
        "scope": view.scope,
        "region": view.region_id,
        "is_pinned": view.is_pinned,
    }
