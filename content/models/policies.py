"""Government documents, told for the public."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from content.models.body import BODY_FEATURES


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
