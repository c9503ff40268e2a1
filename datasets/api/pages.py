"""Wagtail's API v3 for the public pages, their images and documents: read only, with our tokens, drafts included.

Its writing half stays shut: pages go through review and the publish guard, which stand in the admin. So do its
doors to snippets, sites and redirects, which no front end needs.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail.api.v3.schemas.pages import BASE_PAGE_READ_FIELDS
from wagtail.api.v3.urls import api

from datasets.api.doors import Door
from datasets.api.page_lists import with_cards
from datasets.api.problems import Problem, wrong_parameters
from datasets.choices import AccessVerb
from datasets.models import AccessToken
from datasets.resources.scopes import PAGES

NAMESPACE = "wagtailapi_v3"
ROOT = "/api/v3/"
#: Wagtail's names of the addresses that are open → the address.
SERVED = {
    "list_pages": "pages/",
    "find_page": "pages/find/",
    "detail_page": "pages/{page_id}/",
    "list_images": "images/",
    "detail_image": "images/{image_id}/",
    "list_documents": "documents/",
    "detail_document": "documents/{document_id}/",
}
#: By what each list may be narrowed beside what Wagtail's description names.
_OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "list_pages": tuple(BASE_PAGE_READ_FIELDS),
    "list_images": ("id", "title", "width", "height"),
    "list_documents": ("id", "title"),
}
_MOST_DIGITS = 18


class PageDoor(Door):
    """One of Wagtail's views, behind our door. Without a token: what is published. With one: what its user edits."""

    is_open = True
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]  # type: ignore[misc]
    name: str = ""
    wagtails: Any = None

    def get(self, request: Any, **kwargs: Any) -> HttpResponse:
        if not self.caller.is_public and not self.caller.allows(PAGES, "read"):
            request.visit.refuses(AccessVerb.VIEW, AccessToken)
            raise Problem(
                "not-permitted", _("这个令牌不能读取网页的草稿。不带令牌可以读已发布的网页。")
            )
        self._refuse_unknown(request.GET)
        if any(_is_too_long(value) for value in kwargs.values()):
            raise Problem("not-found", _("没有这个编号。"))
        asked_with, request.method = request.method, "GET"
        response: HttpResponse = self.wagtails(request, **kwargs)
        request.method = asked_with
        is_list = self.name == "list_pages" and response.status_code == 200
        return with_cards(response, request) if is_list else response

    def _refuse_unknown(self, asked: Any) -> None:
        """Wagtail drops in silence what it does not know, and answers with everything."""
        allowed = [*parameters_of(self.name), *_OWN_FIELDS.get(self.name, ())]
        if self.name == "list_pages":
            allowed += _fields_of(asked.get("type", ""))
        wrong = [(name, _("不认识这个参数。")) for name in asked if name not in allowed]
        wrong += [
            (name, _("写法不对。"))
            for name, values in asked.lists()
            if any("\0" in value or _is_too_long(value) for value in values)
        ]
        if wrong:
            raise wrong_parameters(wrong, list(dict.fromkeys(allowed)))


def page_patterns() -> Iterator[URLPattern]:
    patterns, _app_name, _namespace = api.urls
    for found in patterns:
        if found.name in SERVED:
            door = PageDoor.as_view(name=found.name, wagtails=found.callback)
            yield URLPattern(found.pattern, door, name=found.name)


@cache
def description() -> Mapping[str, Any]:
    """Wagtail's own OpenAPI document, whole."""
    schema: Mapping[str, Any] = api.get_openapi_schema(path_prefix=ROOT)
    return schema


@cache
def parameters_of(name: str) -> tuple[str, ...]:
    told = description()["paths"][ROOT + SERVED[name]]["get"].get("parameters", ())
    return tuple(one["name"] for one in told if one["in"] == "query")


def _fields_of(label: str) -> list[str]:
    """What a type of page offers of its own."""
    try:
        model: Any = apps.get_model(label)
    except (LookupError, ValueError):
        return []
    return [getattr(one, "name", one) for one in getattr(model, "api_fields", ())]


def _is_too_long(value: Any) -> bool:
    """A number that no column holds would be an error of the database."""
    text = str(value)
    return text.lstrip("-+").isdigit() and len(text) > _MOST_DIGITS
