"""Making and changing a rule. Its condition comes from a list that was narrowed by it."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.records import NotPermitted, latest_version
from datasets.actions.warnings.rules import change_rule, make_rule
from datasets.admin.own_pages import OwnPage
from datasets.admin.views.asking import read
from datasets.choices import AccessVerb, Urgency
from datasets.custom.types.links import models_in_use
from datasets.models import WarningRule
from datasets.queries.conditions import UnanswerableCondition, condition_of, sentence_of


class RuleForm(forms.Form):
    sentence = forms.CharField(
        label=gettext_lazy("提醒的话"),
        max_length=100,
        help_text=gettext_lazy("一句话说清是什么事，例如“60 天内满 18 周岁”。不写病情和家庭隐私。"),
    )
    urgency = forms.ChoiceField(label=gettext_lazy("紧急程度"), choices=Urgency)
    told = forms.MultipleChoiceField(
        label=gettext_lazy("提醒谁"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("不选就提醒所有看得到这些记录的人。"),
    )
    is_enabled = forms.BooleanField(label=gettext_lazy("启用"), required=False, initial=True)
    collection = forms.CharField(widget=forms.HiddenInput)
    condition = forms.JSONField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("修改原因"), max_length=200, required=False)
    seen_version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: Any = self.fields["told"]
        reading = Group.objects.filter(permissions__content_type__app_label="datasets").distinct()
        told.choices = [
            (name, name) for name in reading.order_by("pk").values_list("name", flat=True)
        ]


class RulePage(OwnPage):
    """`pk` is None for a new rule."""

    model = WarningRule
    verb = "change"
    logged_as = AccessVerb.CHANGE
    template_name = "datasets/warnings/form.html"

    def dispatch(self, request: Any, *args: Any, pk: int | None = None) -> Any:
        self.verb = "change" if pk else "add"  # type: ignore[misc]
        return super().dispatch(request, *args, **({"pk": pk} if pk else {}))

    def get(self, request: Any, pk: int | None = None) -> HttpResponse:
        if pk is None:
            collection, told = request.GET.get("collection", ""), request.GET.get("condition", "")
            asked = {"collection": collection, "condition": read(told)}
            return self._page(RuleForm(initial=asked), None)
        rule = self.row(pk)
        names = ("sentence", "urgency", "told", "is_enabled", "collection", "condition")
        told = {name: getattr(rule, name) for name in names}
        return self._page(RuleForm(initial={**told, "seen_version": latest_version(rule)}), rule)

    def post(self, request: Any, pk: int | None = None) -> HttpResponse:
        rule = self.row(pk) if pk else None
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self._page(form, rule, status=422)
        values = {**form.cleaned_data}
        reason = values.pop("reason") or (_("修改预警规则") if rule else _("新建预警规则"))
        seen = values.pop("seen_version")
        try:
            if rule:
                change_rule(
                    rule=rule, values=values, by=self.actor, reason=reason, seen_version=seen
                )
            else:
                rule = make_rule(values=values, by=self.actor, reason=reason)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self._page(form, rule, status=422)
        except NotPermitted as refusal:
            raise PermissionDenied from refusal
        messages.success(request, _("已保存，找到的记录列在预警里。"))
        return redirect("warnings")

    def _page(self, form: RuleForm, rule: WarningRule | None, *, status: int = 200) -> HttpResponse:
        crumbs = [
            {"url": reverse("warnings"), "label": _("预警")},
            {"url": "", "label": rule.sentence if rule else _("新建预警规则")},
        ]
        context = {"form": form, "breadcrumbs": crumbs, "icon": "warning", "rule": rule}
        return self.render_to_response({**context, **self._meaning(form)}, status=status)

    def _meaning(self, form: RuleForm) -> dict[str, Any]:
        """What the condition says, and how many records meet it now, in the reader's sight."""
        model = models_in_use().get(str(form["collection"].value() or ""))
        told = form["condition"].value()
        condition = read(told) if isinstance(told, str) else told
        if model is None or not condition or not self.actor.may("view", model):
            return {"meaning": "", "meeting": None}
        try:
            sentence = sentence_of(model, condition, by=self.actor)
        except UnanswerableCondition as refusal:
            return {"meaning": str(refusal), "meeting": None}
        meaning = f"{model._meta.verbose_name}：{sentence}"
        try:
            meets = condition_of(model, condition, by=self.actor, today=self.actor.today)
        except UnanswerableCondition:  # too much to read one by one: the program does it, at night
            return {"meaning": meaning, "meeting": None}
        return {"meaning": meaning, "meeting": self.actor.rows(model).filter(meets).count()}
