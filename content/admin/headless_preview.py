"""From the editor to the same draft on a front end of another host."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from datasets.public import preview_key


def preview_elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """To the front end with a key for a quarter of an hour. The draft is the one that was saved last."""
    if not settings.FRONT_END_PREVIEW:
        raise Http404
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    question = urlencode({"key": preview_key(page=page.pk, user=request.user)})
    joint = "&" if "?" in settings.FRONT_END_PREVIEW else "?"
    response = redirect(f"{settings.FRONT_END_PREVIEW}{joint}{question}")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def preview_urls() -> list[URLPattern]:
    return [path("preview-elsewhere/<int:pk>/", preview_elsewhere, name="preview_elsewhere")]


def preview_buttons(page: Page, user: Any, **_options: Any) -> Iterator[Button]:
    """Wagtail's hook: among what can be done with a page, where there is a front end."""
    if settings.FRONT_END_PREVIEW and page.pk and page.permissions_for_user(user).can_edit():
        yield Button(
            _("在前端网站预览草稿"),
            url=reverse("preview_elsewhere", args=[page.pk]),
            icon_name="view",
            attrs={"target": "_blank", "rel": "noopener"},
            priority=25,
        )
