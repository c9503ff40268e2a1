"""What people ask, and the answers."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from content.models.awareness import AwarenessPage, panels_around


class QuestionPage(AwarenessPage):
    """Several questions of one kind; they stand in its body as blocks of questions."""

    checked_date = models.DateField(
        _("核对日期"), help_text=_("最近一次核对答案的日期；政策变了要重新核对。")
    )

    content_panels = panels_around(FieldPanel("checked_date"))
    parent_page_types = ["home.HomePage", "content.ArticleIndexPage", "content.TopicPage"]

    class Meta:
        verbose_name = _("问答")
        verbose_name_plural = _("问答")

    @property
    def shown_date(self) -> datetime.date:
        return self.checked_date
