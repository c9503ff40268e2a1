"""Public pages: what the policies say, and what everybody should know."""

import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

BODY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "image", "hr"]


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


class PolicyPage(Page):
    """A government document, told in short for the public."""

    number = models.CharField(_("文号"), max_length=60)
    issuers = models.CharField(_("发文机关"), max_length=200)
    issued_date = models.DateField(_("印发日期"))
    summary = models.CharField(_("摘要"), max_length=300)
    body = RichTextField(_("正文"), features=BODY_FEATURES, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("number"), FieldPanel("issuers"), FieldPanel("issued_date")],
            heading=_("文件"),
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("number"),
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types = ["content.PolicyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("政策")
        verbose_name_plural = _("政策")

    @property
    def shown_date(self) -> datetime.date:
        return self.issued_date


class ArticlePage(Page):
    """Something that parents, neighbours, teachers and children should know."""

    published_date = models.DateField(_("日期"))
    summary = models.CharField(_("摘要"), max_length=300)
    body = RichTextField(_("正文"), features=BODY_FEATURES, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("published_date"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    parent_page_types = ["content.ArticleIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("科普文章")
        verbose_name_plural = _("科普文章")

    @property
    def shown_date(self) -> datetime.date:
        return self.published_date
