"""What is masked on a record's page is shown once, in the answer to a stated purpose, and logged."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from datasets.admin.inspecting import RecordInspectView
from datasets.admin.purposes import PurposeForm
from datasets.choices import AccessVerb, FieldGroup


class RevealView(RecordInspectView):
    """The record's page with one group shown. Only a POST reveals, and only in its own answer."""

    http_method_names = ["post"]
    logs_itself = True

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PurposeForm(request.POST)
        if not form.is_valid():
            request.visit.shows(AccessVerb.VIEW, self.model, [self.instance.pk])
            context = self.get_context_data(reveal_form=form)
            return self.render_to_response(context, status=422)
        group = FieldGroup(form.cleaned_data["group"])
        if not self.actor.may_reveal(group):
            request.visit.refuses(AccessVerb.REVEAL, self.model, [self.instance.pk])
            raise PermissionDenied
        request.visit.shows(
            AccessVerb.REVEAL,
            self.model,
            [self.instance.pk],
            filters={"group": group.value},
            purpose=form.said,
        )
        self.revealed = frozenset({group})
        context = self.get_context_data(revealed=[group.label], reveal_form=form)
        response = self.render_to_response(context)
        response["Cache-Control"] = "private, no-store"
        return response
