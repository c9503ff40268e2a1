"""The front page, and what every public page shows around its own text."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from content.models import PolicyPage
from datasets.public import public_cities


class HomePage(Page):
    """What the platform is, whom to call, and who owes what."""

    introduction = RichTextField(_("平台介绍"), features=["bold", "link", "ul"], blank=True)
    report_text = models.CharField(
        _("求助提示"), max_length=200, blank=True, help_text=_("显示在热线上方的一两句话。")
    )

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("report_text")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        policies = PolicyPage.objects.live().descendant_of(self).order_by("-issued_date")
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "today": today,
            "cities": public_cities(today=today),
            "policies": policies,
        }


@register_setting(icon="help")
class ContactSettings(BaseSiteSetting, ClusterableModel):
    """The hotlines and the footer of every public page."""

    footer = models.CharField(_("页脚"), max_length=300, blank=True)

    panels = [InlinePanel("hotlines", heading=_("热线"), label=_("热线")), FieldPanel("footer")]

    class Meta:
        verbose_name = _("热线和页脚")
        verbose_name_plural = _("热线和页脚")


class Hotline(Orderable):
    settings = ParentalKey(ContactSettings, on_delete=models.CASCADE, related_name="hotlines")
    number = models.CharField(_("号码"), max_length=30)
    name = models.CharField(_("名称"), max_length=60)
    note = models.CharField(_("何时拨打"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("热线")
        verbose_name_plural = _("热线")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
