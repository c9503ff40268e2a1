"""Forms that anybody may fill in, and the receipt by which one asks how far it is. Never kept by a cache."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from datasets.public import OpenForm, answer_form, open_form, send, state_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form_page(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.localtime()
    shown = open_form(code, today=now.date())
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _page(request, shown, answer_form(shown, at=now))
    filled = answer_form(shown, request.POST, at=now)
    if not filled.is_valid():
        return _page(request, shown, filled, status=422)
    try:
        receipt = send(filled, meta=request.META)
    except ValidationError as refusal:
        filled.add_error(None, refusal)
        return _page(request, shown, filled, status=429)
    return render(request, "home/form_sent.html", {"form": shown, "receipt": receipt})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt_page(request: HttpRequest) -> HttpResponse:
    """By post alone: a receipt in an address would be kept in logs."""
    asked = request.POST.get("receipt", "") if request.method == "POST" else ""
    context = {"asked": asked, "state": state_of(asked) if asked else None}
    return render(request, "home/form_receipt.html", context)


def _page(request: HttpRequest, shown: OpenForm, filled: Any, *, status: int = 200) -> HttpResponse:
    context = {"shown": shown, "filled": filled}
    return render(request, "home/form.html", context, status=status)
