"""Every public page with the time of its last change, for search engines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest
from django.views.decorators.http import require_safe
from wagtail.models import Site

from home.page_cache.marking import same_for_everybody

Address = dict[str, Any]


class PublicPages(Sitemap):
    """Each page names its own addresses. They are told under the host that was asked, as all links of the site."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> list[Address]:
        return list(self._addresses())

    def location(self, item: Address) -> str:
        return urlsplit(item["location"]).path

    def lastmod(self, item: Address) -> datetime | None:
        return item.get("lastmod")

    def _addresses(self) -> Iterable[Address]:
        root = Site.find_for_request(self.request).root_page
        pages = root.get_descendants(inclusive=True).live().public().order_by("path")
        for page in pages.defer_streamfields().specific():
            yield from page.get_sitemap_urls(self.request)


@require_safe
@same_for_everybody
def sitemap(request: HttpRequest) -> Any:
    return django_sitemap(request, {"pages": PublicPages(request)})
