"""Every public page with the time of its last change, for search engines."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpRequest
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from home.page_cache.marking import same_for_everybody


class PublicPages(Sitemap):
    """Under the host that was asked, as all links of the site: Wagtail's own sitemap trusts the one in its settings."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> Iterable[Page]:
        root = Site.find_for_request(self.request).root_page
        return root.get_descendants(inclusive=True).live().public().order_by("path")

    def location(self, item: Page) -> str:
        return str(item.get_url(self.request))

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


@require_safe
@same_for_everybody
def sitemap(request: HttpRequest) -> Any:
    return django_sitemap(request, {"pages": PublicPages(request)})
