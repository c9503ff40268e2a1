"""Links within the site that lead nowhere."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from wagtail.blocks import PageChooserBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from content.guard.findings import Finding
from content.guard.passages import Passage

_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_WAGTAIL = "wagtail_serve"


class LinksWithin:
    """Asks for each address once, however many links lead there."""

    def __init__(self, page: Page, *, beside: Collection[Page] = ()) -> None:
        self.page = page
        self.going_live = {str(one.pk): one.get_url() for one in (page, *beside)}
        self.site = page.get_site() or Site.objects.filter(is_default_site=True).first()
        self.hosts = {
            "",
            "localhost",
            "127.0.0.1",
            *Site.objects.values_list("hostname", flat=True),
        }
        self.answers: dict[tuple[str, str], bool] = {}

    def dead(self, passage: Passage) -> Iterator[Finding]:
        for attributes, words in _ANCHOR.findall(passage.html):
            kind, target = _target(dict(_ATTRIBUTE.findall(attributes)))
            if kind and not self._leads_somewhere(kind, target):
                yield _finding(passage, re.sub(r"<[^>]*>", "", words))
        chosen = passage.value if isinstance(passage.block, PageChooserBlock) else None
        if chosen and not self._leads_somewhere("page", str(chosen.pk)):
            yield _finding(passage, chosen.title)

    def _leads_somewhere(self, kind: str, target: str) -> bool:
        asked = (kind, target)
        if asked not in self.answers:
            self.answers[asked] = self._ask(kind, target)
        return self.answers[asked]

    def _ask(self, kind: str, target: str) -> bool:
        if kind == "page":
            return target in self.going_live or Page.objects.live().filter(pk=target).exists()
        if kind == "document":
            return bool(get_document_model().objects.filter(pk=target).exists())
        address = urlsplit(unescape(target))
        if (
            address.scheme not in ("", "http", "https")
            or (address.hostname or "") not in self.hosts
        ):
            return True  # elsewhere: a closed network cannot ask
        return not address.path or self._is_served(unquote(address.path))

    def _is_served(self, path: str) -> bool:
        if path.startswith(("/static/", "/media/")):
            return True
        normal = path if path.endswith("/") else f"{path}/"
        if normal in self.going_live.values():
            return True
        return (
            self._resolves(normal)
            or Redirect.get_for_site(self.site)
            .filter(old_path=Redirect.normalise_path(path))
            .exists()
        )

    def _resolves(self, path: str) -> bool:
        try:
            match = resolve(path)
        except Resolver404:
            return False
        if match.url_name != _WAGTAIL:
            return True
        components = [part for part in path.split("/") if part]
        request = HttpRequest()
        request.path = path
        try:
            result: Any = self.site.root_page.specific.route(request, components)
        except Http404:
            return False
        return isinstance(result, RouteResult)


def _target(attributes: dict[str, str]) -> tuple[str, str]:
    """What kind of link, and to which key or address; ("", "") where there is nothing to ask."""
    kind = attributes.get("linktype", "")
    if kind in ("page", "document"):
        return kind, attributes.get("id", "")
    address = attributes.get("href", "")
    return ("address", address) if address and not address.startswith("#") else ("", "")


def _finding(passage: Passage, words: str) -> Finding:
    message = _("“%(words)s”的链接打不开：页面不存在，或者还没有发布。请改正或去掉链接。")
    return Finding.at(passage, code="dead_link", message=message % {"words": words.strip()[:40]})
