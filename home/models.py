"""The front page, and what every public page shows around its own text."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page

from content.guard.forms import GuardedPageForm
from content.models import PolicyPage, events_ahead, latest_pages
from datasets.public import public_cities


class HomePage(Page):
    """Whom to call, what the platform is, and the ways into the site."""

    introduction = RichTextField(_("平台介绍"), features=["bold", "link", "ul"], blank=True)
    report_text = models.CharField(
        _("求助提示"), max_length=200, blank=True, help_text=_("显示在热线上方的一两句话。")
    )

    base_form_class = GuardedPageForm
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("report_text")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    #: Whoever looks for help here may have to be gone in a moment.
    offers_quick_exit = True

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
            "policies": policies[:4],
            "latest": latest_pages(below=self, number=6),
            "events": events_ahead(below=self, today=today, number=3),
        }


@register_setting(icon="help")
class ContactSettings(BaseSiteSetting, ClusterableModel):
    """The hotlines and the footer of every public page."""

    footer = models.CharField(_("页脚"), max_length=300, blank=True)
    office = models.CharField(
        _("主办单位"), max_length=120, blank=True, help_text=_("如“某某市民政局”。")
    )
    office_phone = models.CharField(_("主办单位电话"), max_length=30, blank=True)
    filing_number = models.CharField(
        _("ICP备案号"), max_length=60, blank=True, help_text=_("如“某ICP备00000000号”。")
    )
    police_filing_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    exit_address = models.URLField(
        _("“快速离开”去哪里"),
        blank=True,
        help_text=_("不填就去本站的日历页：内网也打得开，看不出来自哪里。"),
    )

    panels = [
        InlinePanel("hotlines", heading=_("热线"), label=_("热线")),
        MultiFieldPanel(
            [
                FieldPanel("footer"),
                FieldPanel("office"),
                FieldPanel("office_phone"),
                FieldPanel("filing_number"),
                FieldPanel("police_filing_number"),
            ],
            heading=_("页脚"),
        ),
        FieldPanel("exit_address"),
    ]

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
