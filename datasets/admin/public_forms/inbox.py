"""收到的表: what was sent in from the reader's areas, taken in as a record or not."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.access.field_groups import masked
from datasets.actions.public_forms import accept_answer, fields_to_ask, refuse_answer, values_of
from datasets.actions.records import NotPermitted
from datasets.admin.lists import CappedPaginator
from datasets.admin.own_pages import ROWS_A_PAGE, OwnPage
from datasets.admin.showing import NOTHING, linked, masked_on_page, said
from datasets.choices import AccessVerb, AnswerState
from datasets.custom.types.links import models_by_collection
from datasets.models import FormAnswer
from datasets.models.regions import TRAIL

_LONGEST_WHY = 200


def collections_to_take_in(actor: Any) -> list[str]:
    """Those whose records the actor may make: what was sent in for others is not theirs to read."""
    return [name for name, model in models_by_collection().items() if actor.may("add", model)]


def answers_for(actor: Any) -> QuerySet[FormAnswer]:
    mine = collections_to_take_in(actor)
    return actor.rows(FormAnswer).filter(form__collection__in=mine)


class InboxPage(OwnPage):
    model = FormAnswer
    logged_as = AccessVerb.LIST
    template_name = "datasets/public_forms/inbox.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        state = request.GET.get("state", AnswerState.WAITING)
        state = state if state in AnswerState.values else AnswerState.WAITING
        found = answers_for(self.actor).filter(state=state)
        rows = found.select_related("form", f"region__{TRAIL}").order_by("received_at", "pk")
        paginator = CappedPaginator(rows, ROWS_A_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        self.visit.shows(
            AccessVerb.LIST, FormAnswer, [one.pk for one in page], count=paginator.count
        )
        return self.render_to_response(
            {
                "answers": page,
                "page": page,
                "page_range": paginator.get_elided_page_range(page.number),
                "count": paginator.items_count_label,
                "states": AnswerState.choices,
                "state": state,
                "breadcrumbs": [{"url": "", "label": FormAnswer._meta.verbose_name_plural}],
            }
        )


@dataclass(frozen=True)
class ShownAnswer:
    label: str
    value: str


class AnswerPage(OwnPage):
    """One of them, its fields as far as the reader sees such fields of a record."""

    model = FormAnswer
    template_name = "datasets/public_forms/answer.html"

    @cached_property
    def answer(self) -> FormAnswer:
        row: FormAnswer = self.row(self.kwargs["pk"])
        if row.form.collection not in collections_to_take_in(self.actor):
            self.visit.refuses(AccessVerb.VIEW, FormAnswer, [row.pk])
            raise PermissionDenied
        return row

    def get(self, request: Any, pk: int) -> HttpResponse:
        return self._page()

    def post(self, request: Any, pk: int) -> HttpResponse:
        try:
            if "accept" in request.POST:
                record = accept_answer(answer=self.answer, by=self.actor)
                self.visit.shows(AccessVerb.CHANGE, type(record), [record.pk])
                messages.success(request, _("已登记“%(record)s”。") % {"record": record})
            else:
                why = request.POST.get("why", "")[:_LONGEST_WHY]
                refuse_answer(answer=self.answer, why=why, by=self.actor)
                messages.success(request, _("已记下，不登记这份表。"))
        except ValidationError as refusal:
            return self._page(refusal=self._by_label(refusal), status=422)
        except NotPermitted as refusal:
            return self._page(refusal=[str(refusal)], status=403)
        return redirect("form_inbox")

    def _page(self, *, refusal: list[str] | None = None, status: int = 200) -> HttpResponse:
        answer = self.answer
        crumbs = [
            {"url": reverse("form_inbox"), "label": FormAnswer._meta.verbose_name_plural},
            {"url": "", "label": answer.receipt},
        ]
        context = {
            "answer": answer,
            "shown": self._shown(answer),
            "record": self._record(answer),
            "may_decide": answer.state == AnswerState.WAITING
            and self.actor.may_on("change", answer),
            "refusal": refusal,
            "breadcrumbs": crumbs,
        }
        return self.render_to_response(context, status=status)

    def _shown(self, answer: FormAnswer) -> list[ShownAnswer]:
        model: Any = models_by_collection()[answer.form.collection]
        asked, values = fields_to_ask(answer.form.collection), values_of(answer)
        return [
            ShownAnswer(
                str(asked[code].verbose_name), self._value(model, asked[code], values.get(code))
            )
            for code in answer.answers
            if code in asked
        ]

    def _value(self, model: Any, field: Any, value: Any) -> str:
        if not self.actor.sees(model, field.name):
            return masked_on_page(masked(model, field.name, value))
        return NOTHING if value in (None, "", ()) else said(field, value)

    def _record(self, answer: FormAnswer) -> str:
        model: Any = models_by_collection().get(answer.form.collection)
        if not answer.record_key or model is None:
            return ""
        record = self.actor.rows(model).filter(pk=answer.record_key).first()
        return linked(record, to=self.actor) if record else ""

    def _by_label(self, refusal: ValidationError) -> list[str]:
        if not hasattr(refusal, "error_dict"):
            return list(refusal.messages)
        asked = fields_to_ask(self.answer.form.collection)
        return [
            f"{asked[name].verbose_name}：{message}" if name in asked else str(message)
            for name, errors in refusal.message_dict.items()
            for message in errors
        ]
