"""What is new, for whoever follows the site with a reader: all of it, or one section."""

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import F
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from home.search.kinds import kinds

_LENGTH = 30


class NewPages(Feed):
    """Atom (RFC 4287), the newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, section: str = "") -> dict[str, Any]:
        site = Site.find_for_request(request)
        return {"request": request, "site": site, "below": site.root_page}

    def title(self, obj: dict[str, Any]) -> str:
        return _("%(site)s：最新内容") % {"site": obj["site"].site_name}

    def link(self, obj: dict[str, Any]) -> str:
        return str(obj["below"].get_url(obj["request"]))

    def feed_url(self, obj: dict[str, Any]) -> str:
        return reverse("feed")

    def items(self, obj: dict[str, Any]) -> list[Page]:
        """Pages that say something, not those that list them."""
        shown = [kind.model for kind in kinds()]
        pages = obj["below"].get_descendants(inclusive=True).live().public().type(*shown)
        newest = pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
        for page in (found := list(newest[:_LENGTH].specific())):
            page.address = page.get_url(obj["request"])
        return found

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(getattr(item, "summary", "") or item.search_description)

    def item_link(self, item: Any) -> str:
        return str(item.address)

    def item_pubdate(self, item: Any) -> datetime:
        """A page that a command made was published without a time: its own date stands for it."""
        at = datetime.combine(
            item.shown_date or timezone.localdate(), time(), timezone.get_current_timezone()
        )
        return item.first_published_at or at

    def item_updateddate(self, item: Any) -> datetime:
        return item.last_published_at or self.item_pubdate(item)


class NewPagesOfSection(NewPages):
    """A section is a page right below the front page, named by its slug."""

    def get_object(self, request: HttpRequest, section: str = "") -> dict[str, Any]:
        found = super().get_object(request)
        page = found["below"].get_children().live().public().filter(slug=section).first()
        if page is None:
            raise Http404(section)
        return found | {"below": page}

    def title(self, obj: dict[str, Any]) -> str:
        names = {"site": obj["site"].site_name, "section": obj["below"].title}
        return _("%(site)s：%(section)s") % names

    def feed_url(self, obj: dict[str, Any]) -> str:
        return reverse("section_feed", args=[obj["below"].slug])
