"""保存期限规则: the list and the form, and what a rule would do today."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.retention.runs import look_ahead, propose_run
from datasets.admin.forms import RecordForm
from datasets.admin.layouts import Section
from datasets.admin.records import RecordAdmin
from datasets.admin.retention.pages import RetentionPage, crumbs
from datasets.choices import AccessVerb, RegionLevel, RetentionStep
from datasets.models import Region, RetentionRule, RetentionRun
from datasets.models.regions import TRAIL
from datasets.models.retention_conditions import conditions_to_choose

#: A run is proposed for a county, or for all above it that the rule holds for.
_LEVELS = (RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY)


class RuleForm(RecordForm):
    """From when on the years count is chosen among what is there now: cities define collections and dates."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = RetentionRule._meta.get_field("condition")
        stored = self.instance.condition
        offered = conditions_to_choose()
        if stored and all(stored != code for _of, choices in offered for code, _said in choices):
            offered.append((_("已经没有的"), [(stored, str(self.instance.counted_from))]))
        self.fields["condition"] = forms.ChoiceField(
            label=field.verbose_name,
            choices=[("", "---------"), *offered],
            help_text=_("自建数据集里，别的在用记录还指着的、所指儿童在转介或封存的，不会处理。"),
        )


class RetentionRuleAdmin(RecordAdmin):
    model = RetentionRule
    form_class = RuleForm
    menu_icon = "history"
    list_display = ("place", "counted", "archive_years", "anonymise_years", "is_enabled")
    list_select_related = (f"region__{TRAIL}",)
    ordering = ("region", "condition")
    sections = (
        Section(
            gettext_lazy("保存期限规则"),
            (
                "region",
                "condition",
                ("archive_years", "anonymise_years"),
                "is_enabled",
            ),
        ),
    )

    @display(description=gettext_lazy("适用地区"))
    def place(self, rule: RetentionRule) -> str:
        return rule.region.trail()

    @display(description=gettext_lazy("从什么时候算起"))
    def counted(self, rule: RetentionRule) -> str:
        return str(rule.counted_from)


class WhereForm(forms.Form):
    region = forms.ModelChoiceField(
        label=gettext_lazy("地区"), queryset=Region.objects.none(), empty_label=None
    )


class LookAhead(RetentionPage):
    """What a step would do today: figures, no names. From here it is proposed."""

    template_name = "datasets/retention/look_ahead.html"

    def get(self, request: Any, pk: int, step: str) -> HttpResponse:
        rule = self._rule(pk, step)
        form, region = self._where(rule, request.GET)
        told: dict[str, Any] = {"keys": [], "figures": [], "refusal": ""}
        if region is not None:
            try:
                keys, figures = look_ahead(rule=rule, step=step, region=region, by=self.actor)
                told = {"keys": keys, "figures": figures, "refusal": ""}
            except ValidationError as refusal:
                told["refusal"] = refusal.messages[0]
        request.visit.shows(AccessVerb.RETENTION, RetentionRule, [rule.pk], count=len(told["keys"]))
        return self.render_to_response(
            {
                **told,
                "rule": rule,
                "step": RetentionStep(step),
                "years": rule.years(step),
                "form": form,
                "region": region,
                "count": len(told["keys"]),
                "user_may_propose": self.actor.may("propose", RetentionRun),
                "breadcrumbs": crumbs(f"{rule} · {RetentionStep(step).label}"),
            }
        )

    def post(self, request: Any, pk: int, step: str) -> HttpResponse:
        rule = self._rule(pk, step)
        self.require("propose", RetentionRule, pk)
        _form, region = self._where(rule, request.POST)
        if region is None:
            raise Http404
        here = f"{reverse('retention_look', args=[pk, step])}?region={region.pk}"
        try:
            run = propose_run(rule=rule, step=step, region=region, by=self.actor)
        except ValidationError as refusal:
            request.visit.shows(AccessVerb.RETENTION, RetentionRule, [pk])
            messages.error(request, refusal.messages[0])
            return redirect(here)
        request.visit.shows(AccessVerb.RETENTION, RetentionRun, [run.pk])
        messages.success(request, _("已提出，等另一位有权限的同事批准。"))
        return redirect("retention_run", run.pk)

    def _rule(self, pk: int, step: str) -> RetentionRule:
        rules = self.actor.rows(RetentionRule).select_related(f"region__{TRAIL}")
        rule = rules.filter(pk=pk).first()
        if rule is None or step not in rule.steps:
            self.visit.refuses(AccessVerb.RETENTION, RetentionRule, [pk])
            raise Http404
        return rule

    def _where(self, rule: RetentionRule, asked: Any) -> tuple[WhereForm, Region | None]:
        """The regions offered, and the one asked for: by default all of the rule's that is the user's."""
        mine = self.actor.area("view", RetentionRun).regions()
        offered = mine.under(rule.region.path).filter(level__in=_LEVELS).order_by("path")
        first = offered.first() or mine.under(rule.region.path).order_by("path").first()
        form = WhereForm({"region": asked.get("region") or (first.pk if first else "")})
        field: Any = form.fields["region"]
        field.queryset = offered if offered.exists() else mine.under(rule.region.path)
        return form, form.cleaned_data["region"] if form.is_valid() else None
