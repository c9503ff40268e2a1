"""What the panel sends: a button that changes it, or the question itself."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.admin.pages import RecordPage
from datasets.admin.views.asking import DRAFT, WHERE, written
from datasets.admin.views.panel import edited, filled, panel_of, told_in
from datasets.choices import AccessVerb
from datasets.queries.conditions import UnanswerableCondition, condition_of


class AskView(RecordPage, WMABaseView):
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if not self.actor.may("view", self.model):
            request.visit.refuses(AccessVerb.LIST, self.model)
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.index_url)

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        do = request.POST.get("do", "ask")
        told = edited(told_in(self.model, request.POST, by=self.actor), do)
        if request.headers.get("X-Requested-With") == "fetch":
            panel = panel_of(self.model, told, by=self.actor)
            context = {"panel": panel, "group": panel.group}
            return TemplateResponse(request, "datasets/views/_lines.html", context)
        return redirect(self._address(told, do))

    def _address(self, told: Any, do: str) -> str:
        """Of the list, asked anew; or of the same list with an unfinished panel."""
        rest = QueryDict(self.request.POST.get("rest", ""), mutable=True)
        for name in (WHERE, DRAFT):
            rest.pop(name, None)
        question = filled(told)
        if do == "ask":
            try:
                condition_of(self.model, question or {}, by=self.actor, today=self.actor.today)
            except UnanswerableCondition as refusal:
                messages.error(self.request, str(refusal))
                do = "draft"
        if do != "ask":
            rest[DRAFT] = written(told)
            asked = self.request.POST.getlist("asked")
            rest.setlist(WHERE, asked)
        elif question:
            rest[WHERE] = written(question)
        return f"{self.index_url}?{rest.urlencode()}" + ("#ask" if do != "ask" else "")
