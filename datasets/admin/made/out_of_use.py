"""A form that was open while its collection was put out of use: what was typed is shown once more."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from datasets.access import Actor
from datasets.admin.stale import typed_into
from datasets.custom.loading import catalogue, made_model
from datasets.queries.definitions import fields_of


def not_saved(request: Any, code: str) -> HttpResponse:
    """Raises Http404 where there was no such collection, or no such form for this user."""
    spec = catalogue().archived.get(code)
    actor = Actor.of(request.user)
    if spec is None or not any(actor.may(verb, made_model(code)) for verb in ("add", "change")):
        raise Http404
    in_use, _archived = fields_of(code)
    seen = [field for field in in_use if actor.sees(made_model(code), field.code)]
    told = {"label": spec.label, "icon": spec.icon, "typed": typed_into(seen, request.POST, actor)}
    return render(request, "datasets/out_of_use.html", told, status=409)
