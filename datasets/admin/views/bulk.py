"""批量修改: a field, a value, what would change, a reason; then all of it or nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, FileField
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.bulk_changing import (
    BulkPlan,
    BulkRefused,
    ChangedMeanwhile,
    TooManyRecords,
    bulk_change,
    plan_bulk_change,
)
from datasets.actions.records import NotPermitted
from datasets.admin.forms import RecordForm
from datasets.admin.lists import RecordListView
from datasets.admin.showing import NOTHING, linked, said
from datasets.admin.views.changing import ForChangers
from datasets.choices import AccessVerb
from datasets.models import Record

_MOST_SHOWN = 50
_MOST_TICKED = 1_000


class BulkChangeView(ForChangers, RecordListView):
    """Of the records that the list shows under its address: those ticked (?pk=…), or all of them."""

    http_method_names = ["get", "head", "post"]
    here = gettext_lazy("批量修改")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()[:200]
        if self.field is None:
            return self._page()
        try:
            value = self._value()
            plan = self._plan(value)
            if "stamp" not in request.POST or request.POST.get("do") == "preview":
                return self._page(plan=plan, value=value)
            if not reason:
                return self._page(plan=plan, value=value, refusal=_("请写明修改原因。"))
            done = bulk_change(
                rows=self.ticked, name=self.field.name, value=value, by=self.actor,
                reason=reason, stamp=request.POST["stamp"],
            )  # fmt: skip
        except ValidationError as refusal:
            return self._page(refusal="；".join(refusal.messages))
        except BulkRefused as refusal:
            return self._page(
                plan=plan, value=value, refusal=str(refusal), refusals=refusal.refusals
            )
        except ChangedMeanwhile as refusal:
            return self._page(plan=plan, value=value, refusal=str(refusal))
        except (TooManyRecords, NotPermitted) as refusal:
            return self._page(refusal=str(refusal))
        undo = self.url_helper.get_action_url("bulk_change", done.pk)
        messages.success(
            request,
            _("已修改 %(count)d 条。") % {"count": done.count},
            buttons=[messages.button(undo, _("撤销这次批量修改"))],
        )
        return redirect(self.list_url)

    @cached_property
    def ticked(self) -> Any:
        keys = [key for key in self.request.GET.getlist("pk") if key.isdecimal() and len(key) < 19]
        if not keys:
            return self.queryset
        return self.queryset.filter(pk__in=[int(key) for key in keys[:_MOST_TICKED]])

    @property
    def list_url(self) -> str:
        """Back to the list as it was."""
        parameters = self.request.GET.copy()
        for own in ("pk", "field"):
            parameters.pop(own, None)
        return f"{self.index_url}?{parameters.urlencode()}"

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Of the form's: not the files, and not what tells two records apart."""
        names = [name for section in self.model_admin.all_sections() for name in section.asked()]
        found = {name: self.model._meta.get_field(name) for name in names}
        return {
            name: field
            for name, field in found.items()
            if not field.unique
            and not isinstance(field, FileField)
            and self.actor.sees(self.model, name)
        }

    @property
    def field(self) -> Any:
        return self.fields.get(self.request.POST.get("field") or self.request.GET.get("field"))

    @cached_property
    def form(self) -> RecordForm:
        """The record's form with this one field, which it takes in as there."""
        names = {"model": self.model, "fields": [self.field.name], "formsets": []}
        meta = type("Meta", (), names)
        kind: Any = type("OneFieldForm", (RecordForm,), {"Meta": meta})
        form: RecordForm = kind(self.request.POST or None, for_user=self.request.user)
        form.fields[self.field.name].required = not self.field.blank
        return form

    def _value(self) -> Any:
        """Raises ValidationError."""
        name = self.field.name
        asked: forms.Field = self.form.fields[name]
        value = asked.clean(asked.widget.value_from_datadict(self.request.POST, {}, name))
        return self.field.clean(value, None) if self.field.remote_field is None else value

    def _plan(self, value: Any) -> BulkPlan:
        return plan_bulk_change(rows=self.ticked, name=self.field.name, value=value, by=self.actor)

    def _page(
        self,
        *,
        plan: BulkPlan | None = None,
        value: Any = None,
        refusal: str = "",
        refusals: Any = (),
    ) -> HttpResponse:
        shown = plan.records[:_MOST_SHOWN] if plan else []
        keys = [record.pk for record in shown]
        self.request.visit.shows(AccessVerb.CHANGE, self.model, keys, filters=self.asked())
        found = self.ticked.order_by().count()
        context = {
            "view": self,
            "breadcrumbs": self.breadcrumbs,
            "fields": [(name, field.verbose_name) for name, field in self.fields.items()],
            "field": self.field,
            "bound": self.form[self.field.name] if self.field else None,
            "media": self.form.media if self.field else "",
            "plan": plan,
            "count": len(plan.records) if plan else 0,
            "lines": [self._line(record, value) for record in shown],
            "most": _MOST_SHOWN,
            "found": found,
            "left_out": found - len(plan.records) - plan.unchanged if plan else 0,
            "refusal": refusal,
            "refusals": [(linked(record, to=self.actor), why) for record, why in refusals],
            "keys": self.request.GET.getlist("pk"),
            "reason": self.request.POST.get("reason", ""),
            "posted": _posted(self.request.POST, self.field),
            "query": self.request.GET.urlencode(),
            "done_url": self.url_helper.get_action_url("bulk_done"),
        }
        return TemplateResponse(self.request, "datasets/views/bulk.html", context)

    def _line(self, record: Record, value: Any) -> tuple[Any, str, str]:
        before = getattr(record, self.field.name)
        return linked(record, to=self.actor), self._said(before), self._said(value)

    def _said(self, value: Any) -> str:
        is_nothing = value in (None, "", ()) and not isinstance(self.field, BooleanField)
        return NOTHING if is_nothing or value is None else said(self.field, value)


def _posted(data: Any, field: Any) -> list[tuple[str, str]]:
    """What was typed as the value, to be sent again with the confirmation."""
    if field is None:
        return []
    own = (field.name, f"{field.name}_")
    return [
        (name, value)
        for name in data
        if name == own[0] or name.startswith(own[1])
        for value in data.getlist(name)
    ]
