"""The directories that stand in the main navigation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from content.guard.forms import GuardedPageForm
from content.models.listing import Listing


class IndexPage(Listing):
    """A directory of pages of one part of the site."""

    introduction = models.CharField(_("导语"), max_length=300, blank=True)

    base_form_class = GuardedPageForm
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True


class PolicyIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.PolicyPage"]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("政策目录")
        verbose_name_plural = _("政策目录")


class ArticleIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "content.ArticlePage",
        "content.TopicPage",
        "content.CampaignPage",
        "content.QuestionPage",
    ]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("科普目录")
        verbose_name_plural = _("科普目录")


class TrainingIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.TrainingPage"]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("培训目录")
        verbose_name_plural = _("培训目录")


class NoticeIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content.NoticePage"]
    template = "content/index_page.html"  # Wagtail does not inherit it

    class Meta:
        verbose_name = _("通知目录")
        verbose_name_plural = _("通知目录")
