"""What everybody should know."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from content.models.body import BODY_FEATURES


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
