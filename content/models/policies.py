"""Government documents, clause by clause."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content.citation_graph import Document, Graph, drawn
from content.clauses import Clause, clause_tree, in_reading_order, nearest_clause
from content.guard.forms import GuardedPageForm
from content.models.citations import CitationKind, PolicyCitation
from content.numbers import tidy_number
from content.sections import SectionBlock
from datasets.public import PublicDuty, SharedDuties, by_agency, by_bearers, duties_of_policy


class PolicyStatus(models.TextChoices):
    IN_FORCE = "in_force", _("现行有效")
    REVISED = "revised", _("已修订")
    REPEALED = "repealed", _("已废止")
    REPLACED = "replaced", _("已被替代")


class PolicyTopic(TaggedItemBase):
    content_object = ParentalKey(
        "content.PolicyPage", on_delete=models.CASCADE, related_name="topic_links"
    )

    class Meta(ItemBase.Meta):
        verbose_name = _("主题词")
        verbose_name_plural = _("主题词")


class PolicyPage(Page):
    """A government document: what it is, whether it holds, and its clauses, each with an address."""

    number = models.CharField(
        _("文号"), max_length=60, help_text=_("照原文，如 郑政办〔2014〕10号。")
    )
    issuers = models.CharField(
        _("发文机关"), max_length=200, help_text=_("联合发文的用顿号隔开，主办机关在前。")
    )
    signed_date = models.DateField(_("成文日期"), null=True, blank=True)
    # Empty in a draft that was read from a file without a date; publishing asks for it.
    issued_date = models.DateField(_("印发日期"), null=True)
    status = models.CharField(
        _("效力"), max_length=10, choices=PolicyStatus, default=PolicyStatus.IN_FORCE
    )
    changed_by = models.CharField(
        _("由哪份文件改变"),
        max_length=120,
        blank=True,
        help_text=_("修订、废止或替代本文件的文件的文号；本站有那份文件时自动链接。"),
    )
    topics = ClusterTaggableManager(
        through=PolicyTopic,
        verbose_name=_("主题词"),
        blank=True,
        related_name="policies",
        help_text=_("用逗号隔开。"),
    )
    summary = models.CharField(_("摘要"), max_length=300)
    body = StreamField([("section", SectionBlock())], verbose_name=_("正文"), blank=True)

    base_form_class = GuardedPageForm
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("number"),
                FieldPanel("issuers"),
                FieldRowPanel([FieldPanel("signed_date"), FieldPanel("issued_date")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("changed_by")]),
                FieldPanel("topics"),
            ],
            heading=_("文件"),
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("citations", heading=_("依据和引用的文件"), label=_("文件")),
        InlinePanel("attachments", heading=_("附件"), label=_("附件")),
        InlinePanel("explanations", heading=_("解读"), label=_("解读")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("number", boost=3),
        index.SearchField("issuers"),
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("issuers"),
        index.FilterField("issued_date"),
        index.FilterField("status"),
    ]
    api_fields = [
        APIField("number"),
        APIField("issuers"),
        APIField("signed_date"),
        APIField("issued_date"),
        APIField("status"),
        APIField("changed_by"),
        APIField("topics"),
        APIField("summary"),
        APIField("body"),
        APIField("citations"),
        APIField("attachments"),
        APIField("explanations"),
    ]
    parent_page_types = ["content.PolicyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("政策")
        verbose_name_plural = _("政策")

    @property
    def shown_date(self) -> datetime.date | None:
        return self.issued_date

    @property
    def kind_label(self) -> str | Promise:
        return _("政策")

    def clean(self) -> None:
        super().clean()
        self.number = tidy_number(self.number)

    def clause_tree(self) -> list[Clause]:
        return clause_tree(block["value"] for block in self.body.raw_data)

    def clauses_in_order(self) -> list[Clause]:
        return list(in_reading_order(self.clause_tree()))

    def anchor_of(self, cited: str) -> str:
        """Of the clause that is cited, or of the nearest above it; "" where the page has neither."""
        anchors = {clause.name: clause.address for clause in reversed(self.clauses_in_order())}
        name = nearest_clause(cited, anchors)
        return anchors[name] if name else ""

    def documents_around(self) -> dict[str, Any]:
        """What this document names and what names it; each with its page, where the public can read it."""
        held = type(self).objects.live().public().exclude(pk=self.pk)
        cited = list(self.citations.all())
        changed_by = tidy_number(self.changed_by)
        numbers = {citation.number for citation in cited} - {""}
        own = {self.number} - {""}
        chosen = {citation.cited_page_id for citation in cited if citation.cited_page_id}
        wanted = models.Q(number__in=numbers | {changed_by}) | models.Q(pk__in=chosen)
        found = list(held.filter(wanted)) if numbers or chosen or changed_by else []
        by_number = {page.number: page for page in found}
        by_key = {page.pk: page for page in found}
        # A page that is looked at before it is first saved has no key yet.
        keys = [self.pk] if self.pk else []
        named = models.Q(number__in=numbers | own) | models.Q(cited_page__in=keys)
        others = PolicyCitation.objects.filter(named, policy__in=held).select_related("policy")
        others = list(others.order_by("-policy__issued_date", "pk"))
        for citation in cited:
            citation.page = by_key.get(citation.cited_page_id) or by_number.get(citation.number)
            citation.also_in = [
                one.policy for one in others if one.number and one.number == citation.number
            ]
        return {
            "cited": cited,
            "citing": [one for one in others if one.number in own or one.cited_page_id in keys],
            "changing_document": by_number.get(changed_by),
        }

    def _graph(self, around: dict[str, Any], request: HttpRequest) -> Graph | None:
        """The documents around this one as a drawing; None where there are none."""
        cited = [
            Document(
                note=_noted(one),
                title=one.title or one.number,
                address=(one.page.get_url(request) or "") if one.page else "",
            )
            for one in around["cited"]
        ]
        citing = [
            Document(
                note=f"{one.get_kind_display()} · {one.policy.number}",
                title=one.policy.title,
                address=one.policy.get_url(request) or "",
            )
            for one in around["citing"]
        ]
        here = Document(note=f"{_('本文件')} · {self.number}", title=self.title)
        return drawn(here, cited=cited, citing=citing)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        clauses = self.clauses_in_order()
        owed = duties_of_policy(number=self.number, today=timezone.localdate())
        duties, others = _by_clause(owed, {clause.name for clause in clauses})
        around = self.documents_around()
        changes = (CitationKind.REPLACES, CitationKind.REVISES)
        return (
            context
            | around
            | {
                "clauses": [(clause, duties.get(clause.name, ())) for clause in clauses],
                "contents": [clause for clause in clauses if clause.depth < 3 and clause.heading],
                "other_duties": others,
                "owing": by_agency(owed),
                "graph": self._graph(around, request),
                "changed": [one for one in around["citing"] if one.kind in changes],
                "shown_explanations": self.explanations.filter(page__live=True).select_related(
                    "page"
                ),
            }
        )


def _noted(citation: PolicyCitation) -> str:
    """依据 · 民函〔2013〕143号; the relation alone where the number stands in the place of the title."""
    kind = str(citation.get_kind_display())
    is_beside = citation.number and citation.title
    return f"{kind} · {citation.number}" if is_beside else kind


def _by_clause(
    owed: Iterable[PublicDuty], names: set[str]
) -> tuple[dict[str, tuple[SharedDuties, ...]], tuple[SharedDuties, ...]]:
    """What the duty table derives from each clause, and what from clauses that the page has not."""
    found: dict[str, list[PublicDuty]] = defaultdict(list)
    for duty in owed:
        found[nearest_clause(duty.clause, names) or ""].append(duty)
    others = by_bearers(found.pop("", ()))
    return {name: by_bearers(duties) for name, duties in found.items()}, others
