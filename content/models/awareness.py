"""What the pages of the awareness part have in common."""

from collections.abc import Iterable

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content.blocks import BodyBlock
from content.guard.forms import GuardedPageForm
from content.guide import guide_panel
from content.models.policy_companions import PolicyExplanation


class AwarenessPage(Page):
    """A summary, and a body of blocks. Each kind adds what it alone has."""

    summary = models.CharField(
        _("摘要"), max_length=300, help_text=_("一两句话，显示在目录、首页和搜索结果里。")
    )
    body = StreamField(BodyBlock(required=False), verbose_name=_("正文"), blank=True)
    offers_quick_exit = models.BooleanField(
        _("显示“快速离开”"),
        default=False,
        help_text=_("写给可能正和伤害自己的人住在一起的人看的页面，请打开。"),
    )

    base_form_class = GuardedPageForm
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    settings_panels = [*Page.settings_panels, FieldPanel("offers_quick_exit")]
    subpage_types: list[str] = []

    class Meta:
        abstract = True

    @property
    def neighbours(self) -> list[Page]:
        """What stands beside it and may be read next."""
        return list(self.get_siblings(inclusive=False).live().public()[:4])

    @property
    def explained_policies(self) -> list[Page]:
        """The documents that it tells in plain language, where the public can read them."""
        links = PolicyExplanation.objects.filter(page=self.pk).select_related("policy")
        return [link.policy for link in links if link.policy.live]

    @property
    def kind_label(self) -> str | Promise:
        """As lists and search results name it."""
        return self._meta.verbose_name or ""


def panels_around(*own: Panel | str) -> Iterable[Panel]:
    """Title, what the kind alone has, summary, body: the order in which a page is written."""
    return [
        guide_panel(),
        *Page.content_panels,
        *own,
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
