"""已归档: the children who were put away and can still be brought back."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.records import NotPermitted
from datasets.actions.retention.archiving import archived_in_sight, restore_archived
from datasets.admin.lists import CappedPaginator
from datasets.admin.retention.pages import RetentionPage, crumbs
from datasets.choices import AccessVerb
from datasets.models import Child
from datasets.models.regions import TRAIL

_A_PAGE = 50


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


class ArchivedList(RetentionPage):
    template_name = "datasets/retention/archived.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        self.require("restore", Child, 0)
        children = archived_in_sight(self.actor).select_related(f"region__{TRAIL}")
        paginator = CappedPaginator(children, _A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        request.visit.shows(
            AccessVerb.LIST, Child, [child.pk for child in page], count=paginator.count
        )
        return self.render_to_response(
            {
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "form": ReasonForm(),
                "breadcrumbs": crumbs(_("已归档的儿童")),
            }
        )


class RestoreArchived(RetentionPage):
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        self.require("restore", Child, pk)
        child = archived_in_sight(self.actor).filter(pk=pk).first()
        if child is None:
            request.visit.refuses(AccessVerb.RETENTION, Child, [pk])
            raise Http404
        request.visit.shows(AccessVerb.RETENTION, Child, [pk])
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("请写明为什么恢复。"))
            return redirect("retention_archived")
        try:
            restore_archived(child=child, by=self.actor, reason=form.cleaned_data["reason"])
        except NotPermitted as error:  # somebody else has just made it nameless
            raise Http404 from error
        messages.success(request, _("已恢复。它又在“困境儿童”的名单里了。"))
        return redirect("datasets_child_modeladmin_inspect", pk)
