"""Who learns what, where and when (Z五（七）, J四（五）)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable
from wagtail.search import index

from content.models.awareness import panels_around
from content.models.events import EventPage


class TrainingPage(EventPage):
    target_group = models.CharField(
        _("培训对象"), max_length=120, help_text=_("如“村（社区）儿童主任”。")
    )
    topic = models.CharField(_("培训主题"), max_length=120)
    place = models.CharField(_("地点"), max_length=120)
    hours = models.CharField(_("时间"), max_length=60, blank=True, help_text=_("如“9:00–16:30”。"))
    enrolment = models.CharField(_("怎么报名"), max_length=200, blank=True)

    content_panels = panels_around(
        MultiFieldPanel(
            [
                FieldPanel("target_group"),
                FieldPanel("topic"),
                FieldPanel("place"),
                EventPage.period_panel,
                FieldPanel("hours"),
                FieldPanel("enrolment"),
            ],
            heading=_("培训"),
        ),
        InlinePanel("materials", heading=_("培训材料"), label=_("材料")),
    )
    search_fields = [
        *EventPage.search_fields,
        index.SearchField("target_group"),
        index.SearchField("topic"),
        index.SearchField("place"),
    ]
    parent_page_types = ["content.TrainingIndexPage"]

    class Meta(EventPage.Meta):
        verbose_name = _("培训")
        verbose_name_plural = _("培训")


class TrainingMaterial(Orderable):
    page = ParentalKey(TrainingPage, on_delete=models.CASCADE, related_name="materials")
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("文件"),
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("培训材料")
        verbose_name_plural = _("培训材料")
