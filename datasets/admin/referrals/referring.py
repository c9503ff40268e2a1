"""Telling an agency of a child: what is asked for, what it may see, until when."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.referrals import LONGEST, groups_to_show, refer_child
from datasets.admin.agencies import agency_chooser
from datasets.admin.own_pages import OwnPage
from datasets.choices import AccessVerb, FieldGroup
from datasets.models import Agency, Child, Referral

_USUALLY = datetime.timedelta(days=30)
_MOST_TEXT = 500


class ReferForm(forms.Form):
    agency = forms.ModelChoiceField(label=gettext_lazy("转给机构"), queryset=Agency.objects.none())
    asked_for = forms.CharField(
        label=gettext_lazy("请求事项"),
        max_length=_MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("请对方办什么。对方的联络员会看到这些文字。"),
    )
    shown_groups = forms.MultipleChoiceField(
        label=gettext_lazy("给对方看的内容"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("基本情况总是看得到。其余的只勾办这件事用得着的。"),
    )
    until_date = forms.DateField(
        label=gettext_lazy("截止日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("过了这一天，对方就看不到这名儿童；可以提前结束。"),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = by.rows(Agency)
        agency.widget = agency_chooser.widget_class()
        agency.widget.choices = agency.choices
        groups: Any = self.fields["shown_groups"]
        offered = groups_to_show(by)
        groups.choices = [(one.value, one.label) for one in FieldGroup if one in offered]
        if not offered:
            del self.fields["shown_groups"]
        self.fields["until_date"].widget.attrs |= {
            "min": by.today.isoformat(),
            "max": (by.today + LONGEST).isoformat(),
        }


@method_decorator(sensitive_post_parameters("asked_for"), name="dispatch")
class ReferPage(OwnPage):
    model = Referral
    verb = "add"
    template_name = "datasets/referrals/refer.html"

    def get(self, request: Any, child: int) -> HttpResponse:
        form = ReferForm(initial={"until_date": self.actor.today + _USUALLY}, by=self.actor)
        return self._page(form, self._child(child))

    def post(self, request: Any, child: int) -> HttpResponse:
        record = self._child(child)
        form = ReferForm(request.POST, by=self.actor)
        if not form.is_valid():
            return self._page(form, record, status=422)
        told = {"shown_groups": [], **form.cleaned_data}
        told["shown_groups"] = [FieldGroup(group) for group in told["shown_groups"]]
        try:
            referral = refer_child(child=record, **told, by=self.actor)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(form, record, status=422)
        except NotPermitted as refusal:
            request.visit.refuses(AccessVerb.CHANGE, Referral)
            raise PermissionDenied(str(refusal)) from refusal
        messages.success(request, _("已转给%(agency)s。") % {"agency": referral.agency})
        return redirect("referral", pk=referral.pk)

    def _child(self, pk: int) -> Child:
        child = self.actor.rows(Child).filter(pk=pk).first()
        if child is None:
            self.visit.refuses(AccessVerb.CHANGE, Child, [pk])
            raise Http404
        self.visit.shows(AccessVerb.CHANGE, Child, [pk])
        return child

    def _page(self, form: ReferForm, child: Child, *, status: int = 200) -> HttpResponse:
        address = reverse("datasets_child_modeladmin_inspect", args=[child.pk])
        crumbs = [
            {"url": address, "label": str(child)},
            {"url": "", "label": _("转介")},
        ]
        context = {"form": form, "child": child, "icon": "resubmit", "breadcrumbs": crumbs}
        return self.render_to_response(context, status=status)
