"""专栏: what belongs together, under one roof."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.awareness import AwarenessPage, panels_around
from content.models.listing import Listing


class TopicPage(Listing, AwarenessPage):
    """Shows the pages below it, after a few words of its own."""

    started_date = models.DateField(_("开设日期"))

    content_panels = panels_around(FieldPanel("started_date"))
    parent_page_types = ["home.HomePage", "content.ArticleIndexPage"]
    subpage_types = ["content.ArticlePage", "content.CampaignPage", "content.QuestionPage"]

    class Meta:
        verbose_name = _("专栏")
        verbose_name_plural = _("专栏")

    @property
    def shown_date(self) -> datetime.date:
        return self.started_date
