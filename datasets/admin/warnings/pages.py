"""What the rules have found: all of them at a glance, and the records of one."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.warnings.mailing import mail_is_set_up
from datasets.actions.warnings.muting import mute_warning
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE
from datasets.admin.showing import linked, village_and_township
from datasets.choices import AccessVerb
from datasets.models import OpenWarning, WarningMail, WarningMute, WarningRule
from datasets.models.posts import name_of_user
from datasets.queries.conditions import sentence_of
from datasets.queries.warnings import Found, found_for, may_be_told, warnings_for, why_paused

_MOST_REFUSED = 20


class WarningsPage(TemplateResponseMixin, View):
    """Whoever sees no record is told of none; whoever may view the rules finds them here."""

    http_method_names = ["get"]
    template_name = "datasets/warnings/overview.html"

    def get(self, request: Any) -> HttpResponse:
        actor = Actor.of(request.user)
        if not (may_be_told(actor) or actor.may("view", WarningRule)):
            request.visit.refuses(AccessVerb.LIST, WarningRule)
            raise PermissionDenied
        found = found_for(actor)
        keeps_rules = actor.may("view", WarningRule)
        return self.render_to_response(
            {
                "found": [(one.rule, one.model._meta.verbose_name, count) for one, count in found],
                "rules": _rules_with_pauses(actor) if keeps_rules else [],
                "refused_mails": _refused_mails() if keeps_rules else [],
                "mail_is_set_up": mail_is_set_up(),
                "user_can_add": actor.may("add", WarningRule),
                "breadcrumbs": [{"url": "", "label": _("预警")}],
            }
        )


def _refused_mails() -> list[tuple[WarningMail, str]]:
    mails = WarningMail.objects.exclude(fault="").select_related("user")[:_MOST_REFUSED]
    return [(mail, name_of_user(mail.user)) for mail in mails]


def _rules_with_pauses(actor: Actor) -> list[tuple[WarningRule, str]]:
    """Each rule, and why it stands still where it is in use and cannot be asked."""
    return [(rule, _why_it_stands_still(rule, actor)) for rule in WarningRule.objects.all()]


def _why_it_stands_still(rule: WarningRule, actor: Actor) -> str:
    if not rule.is_enabled:
        return ""
    return why_paused(rule, today=actor.today) or str(rule.get_fault_display())


@dataclass(frozen=True)
class ShownWarning:
    warning: OpenWarning
    record: str
    place: str
    may_mute: bool


class MuteForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("到哪天为止"), widget=forms.DateInput(attrs={"type": "date"})
    )
    why = forms.CharField(label=gettext_lazy("为什么不用提醒"), max_length=200)


class WarningPage(TemplateResponseMixin, View):
    """The records of one rule. Muting one is a post that names it."""

    http_method_names = ["get", "post"]
    template_name = "datasets/warnings/rule.html"

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def found(self, pk: int) -> Found:
        for one in warnings_for(self.actor):
            if one.rule.pk == pk:
                return one
        self.request.visit.refuses(AccessVerb.LIST, WarningRule, [pk])  # type: ignore[attr-defined]
        raise Http404

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self._page(self.found(pk), MuteForm())

    def post(self, request: Any, pk: int) -> HttpResponse:
        found, form = self.found(pk), MuteForm(request.POST)
        key = request.POST.get("warning", "")
        warning = found.warnings.filter(pk=key).first() if key.isdecimal() else None
        if warning is None:
            messages.info(request, _("这条提醒已经不在了。"))
            return redirect("warning_rule", pk)
        if not form.is_valid():
            return self._page(found, form, status=422, muting=warning.pk)
        try:
            mute_warning(warning=warning, **form.cleaned_data, by=self.actor)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self._page(found, form, status=422, muting=warning.pk)
        except NotPermitted as refusal:
            request.visit.refuses(AccessVerb.CHANGE, found.model, [warning.record_key])
            raise PermissionDenied from refusal
        request.visit.shows(AccessVerb.CHANGE, WarningMute, [warning.record_key])
        messages.success(request, _("已记下，到期以前不再提醒这条。"))
        return redirect("warning_rule", pk)

    def _page(
        self, found: Found, form: MuteForm, *, status: int = 200, muting: int | None = None
    ) -> HttpResponse:
        rule, model = found.rule, found.model
        paginator = CappedPaginator(found.warnings.order_by("since_date", "pk"), ROWS_A_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        keys = [one.record_key for one in page]
        rows = self.actor.rows(model).filter(pk__in=keys)
        records = {record.pk: record for record in rows.select_related(*_places(model))}
        changeable = {
            *self.actor.rows(model, "change").filter(pk__in=keys).values_list("pk", flat=True)
        }
        self.request.visit.shows(AccessVerb.LIST, model, keys, count=paginator.count)  # type: ignore[attr-defined]
        shown = [
            ShownWarning(
                one,
                linked(records[one.record_key], to=self.actor),
                _place_of(records[one.record_key]),
                one.record_key in changeable,
            )
            for one in page
            if one.record_key in records
        ]
        crumbs = [
            {"url": reverse("warnings"), "label": _("预警")},
            {"url": "", "label": rule.sentence},
        ]
        return self.render_to_response(
            {
                "rule": rule,
                "collection": model._meta.verbose_name,
                "meaning": sentence_of(model, rule.condition),
                "warnings": shown,
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "count": paginator.items_count_label,
                "form": form,
                "muting": muting,
                "user_can_change": self.actor.may("change", WarningRule),
                "breadcrumbs": crumbs,
            },
            status=status,
        )


def _places(model: Any) -> list[str]:
    lookup = model.region_lookup
    return [f"{lookup}__parent"] if lookup and lookup != "self" else []


def _place_of(record: Any) -> str:
    lookup = type(record).region_lookup
    if not lookup or lookup == "self":
        return ""
    place = record
    for step in lookup.split("__"):
        place = getattr(place, step)
    return village_and_township(place)
