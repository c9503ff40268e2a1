"""What goes with a document: the files it came with, and the pages that explain it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable, Page


class PolicyAttachment(Orderable):
    policy = ParentalKey("content.PolicyPage", on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(
        _("名称"), max_length=200, blank=True, help_text=_("不填则用文件本身的标题。")
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("文件"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("document"), FieldPanel("title")]
    api_fields = [APIField("title"), APIField("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.title or self.document.title


class PolicyExplanation(Orderable):
    """A page that tells the document in plain language; from there `explains` leads back."""

    policy = ParentalKey(
        "content.PolicyPage", on_delete=models.CASCADE, related_name="explanations"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("解读页面"), on_delete=models.CASCADE, related_name="explains"
    )

    panels = [FieldPanel("page")]
    api_fields = [APIField("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("解读")
        verbose_name_plural = _("解读")

    def __str__(self) -> str:
        return self.page.title
