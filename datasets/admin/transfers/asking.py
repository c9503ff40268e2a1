"""Asking for a child that another area keeps: nothing is told of it that was not typed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.transfers import ask_for_transfer
from datasets.admin.own_pages import OwnPage
from datasets.admin.regions import region_chooser
from datasets.choices import AccessVerb
from datasets.models import Child, LedgerBatch, LedgerRow, Region, TransferRequest
from datasets.queries.regions import places_by_key

_LONGEST_REASON = 300


class AskForm(forms.Form):
    id_number = forms.CharField(
        label=gettext_lazy("证件号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    to_region = forms.ModelChoiceField(
        label=gettext_lazy("转入地区"),
        queryset=Region.objects.none(),
        help_text=gettext_lazy("儿童现在居住的村（社区）。"),
        error_messages={
            "invalid_choice": gettext_lazy("没有找到所选的地区，或者它不在您负责的地区。")
        },
    )
    why = forms.CharField(
        label=gettext_lazy("申请理由"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "写给双方的上级看：从什么时候起、跟谁住在哪里。不写病情和家庭隐私。"
        ),
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region: Any = self.fields["to_region"]
        mine = by.area("add", TransferRequest).condition("path")
        region.queryset = Region.objects.filter(mine, retired_date=None)
        region.widget = region_chooser.widget_class()
        region.widget.choices = region.choices


@method_decorator(sensitive_post_parameters("id_number", "why"), name="dispatch")
class AskPage(OwnPage):
    """Filled in by hand, from the form of a child whose number was refused, or from a ledger's row.

    The number comes by POST alone: an address is kept in logs and histories.
    """

    model = TransferRequest
    verb = "add"
    logged_as = AccessVerb.TRANSFER
    template_name = "datasets/transfers/ask.html"

    def get(self, request: Any) -> HttpResponse:
        return self._page(AskForm(by=self.actor))

    def post(self, request: Any) -> HttpResponse:
        if "why" not in request.POST:
            return self._page(AskForm(initial=self._brought_along(), by=self.actor))
        form = AskForm(request.POST, by=self.actor)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            asked = ask_for_transfer(**form.cleaned_data, by=self.actor)
        except ValidationError as refusal:
            request.visit.refuses(AccessVerb.TRANSFER, Child)
            form.add_error(None, refusal)
            return self._page(form, status=422)
        except NotPermitted as refusal:
            request.visit.refuses(AccessVerb.TRANSFER, Child)
            raise PermissionDenied from refusal
        request.visit.shows(AccessVerb.TRANSFER, Child, [asked.child_id])
        messages.success(request, _("已提交转入申请，由儿童所在地区的上级决定。"))
        return redirect("transfer", pk=asked.pk)

    def _brought_along(self) -> dict[str, Any]:
        """What was typed elsewhere: the child's form, or the row of a ledger that the user may see."""
        posted = self.request.POST
        key = posted.get("row", "")
        if key.isdecimal():
            batches = self.actor.rows(LedgerBatch).values("pk")
            row = LedgerRow.objects.filter(pk=key, batch__in=batches).first()
            if row is None:
                return {}
            self.visit.shows(AccessVerb.LEDGER, LedgerBatch, [row.batch_id])
            key = row.values.get("region") or ""
            place = places_by_key([key]).get(key)
            return {
                "id_number": row.values.get("id_number", ""),
                "to_region": place.id if place else None,
            }
        return {
            "id_number": posted.get("id_number", ""),
            "to_region": posted.get("region") if posted.get("region", "").isdecimal() else None,
        }

    def _page(self, form: AskForm, *, status: int = 200) -> HttpResponse:
        crumbs = [
            {"url": reverse("transfers"), "label": TransferRequest._meta.verbose_name_plural},
            {"url": "", "label": _("申请转入")},
        ]
        context = {"form": form, "breadcrumbs": crumbs, "icon": "redirect"}
        return self.render_to_response(context, status=status)
