"""What everybody should know."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.awareness import AwarenessPage, panels_around


class ArticlePage(AwarenessPage):
    """Something that parents, neighbours, teachers and children should know."""

    published_date = models.DateField(_("日期"))

    content_panels = panels_around(FieldPanel("published_date"))
    parent_page_types = ["content.ArticleIndexPage", "content.TopicPage"]

    class Meta:
        verbose_name = _("科普文章")
        verbose_name_plural = _("科普文章")

    @property
    def shown_date(self) -> datetime.date:
        return self.published_date
