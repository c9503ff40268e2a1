"""Publicity for a time: a month of reading the law, a week against bullying."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.awareness import panels_around
from content.models.events import EventPage


class CampaignPage(EventPage):
    organiser = models.CharField(_("主办单位"), max_length=120)

    content_panels = panels_around(FieldPanel("organiser"), EventPage.period_panel)
    parent_page_types = ["content.ArticleIndexPage", "content.TopicPage"]

    class Meta(EventPage.Meta):
        verbose_name = _("宣传活动")
        verbose_name_plural = _("宣传活动")
