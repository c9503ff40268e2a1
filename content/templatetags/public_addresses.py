"""Where the directory and the figures stand in this site's tree: other pages lead there."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import Page

from content.models import DirectoryPage, FiguresPage

register = template.Library()


@register.simple_tag(takes_context=True)
def directory_address(context: Any) -> str:
    """The address of the directory of duties; "" where the site has none."""
    return _address(DirectoryPage, context.get("request"))


@register.simple_tag(takes_context=True)
def figures_address(context: Any) -> str:
    return _address(FiguresPage, context.get("request"))


@register.simple_tag
def pages_between(page: Page, entries: Iterable[Page]) -> list[Page]:
    """Those between the front page and this one. The menu's `entries`, read anyway, mostly hold them."""
    section = [entry for entry in entries if page.is_descendant_of(entry)]
    if page.depth == 4 and section:
        return section
    return list(page.get_ancestors().filter(depth__gt=2))


def _address(kind: type[Page], request: Any) -> str:
    page = kind.objects.live().first()
    return (page.get_url(request) or "") if page else ""
