"""What a document stands on, names and replaces."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from content.numbers import tidy_number


class CitationKind(models.TextChoices):
    BASED_ON = "based_on", _("依据")
    CITES = "cites", _("引用")
    REPLACES = "replaces", _("替代")
    REVISES = "revises", _("修订")


class PolicyCitation(Orderable):
    """A document named by another, whether this site holds it or not."""

    policy = ParentalKey("content.PolicyPage", on_delete=models.CASCADE, related_name="citations")
    kind = models.CharField(
        _("关系"), max_length=10, choices=CitationKind, default=CitationKind.CITES
    )
    number = models.CharField(
        _("文号"), max_length=60, blank=True, help_text=_("法律没有文号，只写名称。")
    )
    title = models.CharField(_("名称"), max_length=200, blank=True)
    cited_page = models.ForeignKey(
        "content.PolicyPage",
        verbose_name=_("本站的页面"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cited_in",
        help_text=_("可以不填：文号与本站某份文件相同时自动链接。"),
    )

    # Set by PolicyPage.documents_around: the page that this site has of it, and the others that name it.
    page: models.Model | None = None
    also_in: Sequence[models.Model] = ()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
        FieldPanel("title"),
        FieldPanel("cited_page"),
    ]
    api_fields = [
        APIField("kind"),
        APIField("number"),
        APIField("title"),
        APIField("cited_page"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("引用的文件")
        verbose_name_plural = _("引用的文件")
        constraints = [
            models.CheckConstraint(
                name="citation_names_a_document",
                condition=~models.Q(number="") | ~models.Q(title=""),
                violation_error_message=_("请填写文号或名称。"),
            )
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.number}" if self.title else self.number

    def clean(self) -> None:
        super().clean()
        self.number = tidy_number(self.number)
