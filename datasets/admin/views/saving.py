"""保存为视图: the form of a view, new or changed; and the way to be rid of it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.access import Actor
from datasets.access.views import (
    offices_of,
    user_can_change_view,
    user_can_share_with_everyone,
    views_in_sight,
)
from datasets.actions.records import NotPermitted
from datasets.actions.views import change_view, delete_view, save_view
from datasets.admin.pages import RecordPage
from datasets.admin.showing import label_of
from datasets.admin.views.asking import GROUPED, WHERE, Question
from datasets.choices import AccessVerb, ViewKind, ViewScope
from datasets.custom.computing import computed_names
from datasets.models import Record, SavedView
from datasets.models.regions import TRAIL
from datasets.queries.conditions import UnanswerableCondition, sentence_of
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


class ViewPage(RecordPage, WMABaseView):
    """For whoever may see the collection's list."""

    template_name = "datasets/views/form.html"
    here = gettext_lazy("视图")

    def check_action_permitted(self, user: Any) -> bool:
        is_permitted = self.actor.may("view", self.model)
        if not is_permitted:
            self.request.visit.refuses(AccessVerb.LIST, self.model)
        return is_permitted

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if not self.check_action_permitted(request.user):
            raise PermissionDenied
        if not self.model.collection_name:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> ViewForm:
        return ViewForm(data, model=self.model, by=self.actor, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}

    @property
    def condition(self) -> Any:
        raise NotImplementedError

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                view = self.write(form)
            except (ValidationError, NotPermitted) as refusal:
                form.show_refusal(refusal)
            else:
                messages.success(request, _("已保存视图“%(view)s”。") % {"view": view})
                return redirect(f"{self.index_url}?view={view.pk}")
        return self.render_to_response(self.get_context_data(form=form))

    def write(self, form: ViewForm) -> SavedView:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            sentence = sentence_of(self.model, self.condition, by=self.actor)
        except UnanswerableCondition as refusal:
            sentence = str(refusal)
        return super().get_context_data(
            sentence=sentence, where=self.request.GET.getlist(WHERE), icon="list-ul", **kwargs
        )


class AddViewPage(ViewPage):
    """Of what the list showed: its view and its conditions together."""

    here = gettext_lazy("保存为视图")

    @cached_property
    def question(self) -> Question:
        return Question(self.model, self.request.GET, self.actor)

    @property
    def condition(self) -> Any:
        told = self.question.conditions
        return {"all": told} if len(told) > 1 else (told[0] if told else {})

    def initial(self) -> dict[str, Any]:
        view = self.question.view
        asked = {"by": self.request.GET[GROUPED]} if GROUPED in self.request.GET else {}
        return {**(_initial(view) if view else {}), **asked}

    def write(self, form: ViewForm) -> SavedView:
        return save_view(
            collection=self.model.collection_name,
            values={**form.values(), "condition": self.condition},
            by=self.actor,
            reason=_("保存视图"),
        )


class ChangeViewPage(ViewPage):
    @cached_property
    def saved(self) -> SavedView:
        found = views_in_sight(self.actor).filter(collection=self.model.collection_name)
        view = found.filter(pk=self.kwargs["view_key"]).first()
        if view is None or not user_can_change_view(self.actor, view):
            raise Http404
        return view

    @property
    def condition(self) -> Any:
        return self.saved.condition

    def initial(self) -> dict[str, Any]:
        return _initial(self.saved)

    def write(self, form: ViewForm) -> SavedView:
        change_view(view=self.saved, values=form.values(), by=self.actor, reason=_("修改视图"))
        return self.saved

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "delete":
            return super().post(request, *args, **kwargs)
        name = str(self.saved)
        delete_view(view=self.saved, by=self.actor, reason=_("删除视图"))
        messages.success(request, _("已删除视图“%(view)s”。") % {"view": name})
        return redirect(self.index_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(saved=self.saved, **kwargs)


def _initial(view: SavedView) -> dict[str, Any]:
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
