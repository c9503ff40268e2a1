"""Pages that list their own pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class IndexPage(Page):
    """Lists its own pages, newest first."""

    introduction = models.CharField(_("导语"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = self.get_children().live().specific()
        pages = sorted(children, key=lambda page: page.shown_date, reverse=True)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"pages": pages}


class PolicyIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.PolicyPage"]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("政策目录")
        verbose_name_plural = _("政策目录")


class ArticleIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.ArticlePage"]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("科普目录")
        verbose_name_plural = _("科普目录")
