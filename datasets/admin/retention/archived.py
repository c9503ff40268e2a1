"""已归档: the records of a collection that were put away and can still be brought back."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.actions.retention.archiving import archived_in_sight, restore_archived
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE
from datasets.admin.retention.pages import RetentionPage, crumbs
from datasets.admin.showing import page_of, shown
from datasets.choices import AccessVerb
from datasets.custom.building import MadeRecord
from datasets.custom.types.links import models_by_collection
from datasets.models import Child
from datasets.models.regions import TRAIL


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200)


def archived_collections(actor: Actor) -> list[tuple[str, str, int]]:
    """Code, name, how many: of the collections of which the actor may bring back any."""
    counted = [(model, archived_in_sight(actor, model).count()) for model in _models()]
    return [
        (model.collection_name, str(model._meta.verbose_name_plural), count)
        for model, count in counted
        if count or model is Child
    ]


def _models() -> list[Any]:
    made = [one for one in models_by_collection().values() if issubclass(one, MadeRecord)]
    return [Child, *made]


class ArchivedPage(RetentionPage):
    def model(self, collection: str) -> Any:
        """Raises Http404, PermissionDenied."""
        found = [one for one in _models() if one.collection_name == collection]
        if not found:
            raise Http404
        self.require("restore", found[0], 0)
        return found[0]


class ArchivedList(ArchivedPage):
    template_name = "datasets/retention/archived.html"
    http_method_names = ["get"]

    def get(self, request: Any, collection: str) -> HttpResponse:
        model = self.model(collection)
        along = [f"region__{TRAIL}"] if model.region_lookup else []
        rows = archived_in_sight(self.actor, model).select_related(*along)
        paginator = CappedPaginator(rows, ROWS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        request.visit.shows(AccessVerb.LIST, model, [one.pk for one in page], count=paginator.count)
        label = model._meta.verbose_name_plural
        return self.render_to_response(
            {
                "collection": collection,
                "title": _("已归档：%(label)s") % {"label": label},
                "archived": [(one, self._name(one), self._place(one)) for one in page],
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "form": ReasonForm(),
                "breadcrumbs": crumbs(_("已归档")),
            }
        )

    def _name(self, record: Any) -> str:
        """Masked, where the reader does not see the field by which records are called."""
        title = "name" if isinstance(record, Child) else record.title
        fields = {field.name for field in record._meta.concrete_fields}
        return shown(record, title, to=self.actor) if title in fields else str(record)

    def _place(self, record: Any) -> str:
        return record.region.trail() if record.region_lookup else ""


class RestoreArchived(ArchivedPage):
    http_method_names = ["post"]

    def post(self, request: Any, collection: str, pk: int) -> HttpResponse:
        model = self.model(collection)
        record = archived_in_sight(self.actor, model).filter(pk=pk).first()
        if record is None:
            request.visit.refuses(AccessVerb.RETENTION, model, [pk])
            raise Http404
        request.visit.shows(AccessVerb.RETENTION, model, [pk])
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("请写明为什么恢复。"))
            return redirect("retention_archived", collection)
        try:
            restore_archived(record=record, by=self.actor, reason=form.cleaned_data["reason"])
        except NotPermitted as error:  # somebody else has just made it nameless
            raise Http404 from error
        messages.success(request, _("已恢复，它又在名单里了。"))
        if model.is_out_of_use:
            return redirect("retention_archived", collection)
        return redirect(page_of(record))
