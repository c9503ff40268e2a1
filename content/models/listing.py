"""Pages that list their own pages, some at a time."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

#: So many fit a phone in a few flicks of the thumb.
PAGE_LENGTH = 12


class Listing(Page):
    """Newest first, by the date that each page shows."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = self.get_children().live().specific()
        pages = sorted(children, key=lambda page: page.shown_date, reverse=True)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        number = request.GET.get("page", 1)
        return context | {"pages": Paginator(pages, PAGE_LENGTH).get_page(number)}
