"""What an office has to say to the public."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.awareness import AwarenessPage, panels_around


class NoticePage(AwarenessPage):
    published_date = models.DateField(_("日期"))
    office = models.CharField(_("发布单位"), max_length=80)

    content_panels = panels_around(FieldPanel("published_date"), FieldPanel("office"))
    parent_page_types = ["content.NoticeIndexPage"]

    class Meta:
        verbose_name = _("通知公告")
        verbose_name_plural = _("通知公告")

    @property
    def shown_date(self) -> datetime.date:
        return self.published_date
