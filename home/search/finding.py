"""The answer to a question: public pages, titles first, and the agencies of the duty table."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.index import SearchField

from content.models import DirectoryPage, PolicyPage
from datasets.public import FoundAgency, find_agencies
from home.search.indexing import text_of
from home.search.kinds import AGENCY, Kind, kinds
from home.search.questions import Question
from home.search.snippets import highlighted, snippet

PAGE_LENGTH = 10
#: Of more hits the exact number is not counted.
MOST_COUNTED = 1_000
#: Beside pages so many agencies are shown, among agencies alone so many.
FEW_AGENCIES, MANY_AGENCIES = 3, 50
#: Shown beside the hit, not in its passage.
_FACTS = {"title", "number", "issuers"}


@dataclass(frozen=True)
class Hit:
    page: Any
    title: SafeString
    number: SafeString
    passage: SafeString


@dataclass(frozen=True)
class Answer:
    hits: list[Hit] = field(default_factory=list)
    agencies: list[FoundAgency] = field(default_factory=list)
    count: int = 0
    has_more: bool = False

    @property
    def is_counted(self) -> bool:
        return self.count <= MOST_COUNTED


def answer_to(question: Question, *, root: Page, today: datetime.date) -> Answer:
    """Nothing where nothing was asked."""
    terms = question.terms
    if not terms:
        return Answer()
    agencies: list[FoundAgency] = []
    is_of_agencies = question.kind == AGENCY
    if is_of_agencies or (question.page == 1 and not question.is_narrowed):
        most = MANY_AGENCIES if is_of_agencies else FEW_AGENCIES
        words = ["".join(term.runs) for term in terms]
        agencies = list(find_agencies(words=words, today=today, most=most))
    if is_of_agencies:
        return Answer(agencies=agencies, count=len(agencies))
    results = get_search_backend().search(
        question.text, _asked_among(question, root), operator="and"
    )
    start = (question.page - 1) * PAGE_LENGTH
    found = list(results[start : start + PAGE_LENGTH])
    count = _count(results)
    pages = Page.objects.filter(pk__in=[page.pk for page in found]).specific().in_bulk()
    hits = [_hit(pages[page.pk], question) for page in found]
    has_more = bool(found) and count > start + len(found)
    return Answer(hits, agencies, count, has_more=has_more)


def directory() -> DirectoryPage | None:
    """Where agencies have pages of their own."""
    return DirectoryPage.objects.live().public().first()


def issuers() -> list[str]:
    """Who has issued a policy that is public, each once."""
    named = PolicyPage.objects.live().public().values_list("issuers", flat=True).distinct()
    return sorted({name for names in named for name in names.split("、") if name})


def _asked_among(question: Question, root: Page) -> Any:
    pages = Page.objects.live().public().descendant_of(root, inclusive=True)
    chosen = [kind for kind in kinds() if question.kind in ("", kind.code)]
    if question.issuer:
        chosen = [kind for kind in chosen if issubclass(kind.model, PolicyPage)]
    if not question.is_narrowed:
        return pages
    among = Q(pk__in=())
    for kind in chosen:
        among |= Q(pk__in=_of_kind(kind, question).values("pk"))
    return pages.filter(among)


def _of_kind(kind: Kind, question: Question) -> Any:
    pages = kind.model.objects.all()
    if question.since:
        pages = pages.filter(**{f"{kind.date}__gte": question.since})
    if question.until:
        pages = pages.filter(**{f"{kind.date}__lte": question.until})
    if question.issuer:
        pages = pages.filter(_is_among(question.issuer))
    return pages


def _is_among(issuer: str) -> Q:
    """Several issuers of one document stand in one field, with a 、 between them."""
    return (
        Q(issuers=issuer)
        | Q(issuers__startswith=f"{issuer}、")
        | Q(issuers__endswith=f"、{issuer}")
        | Q(issuers__contains=f"、{issuer}、")
    )


def _count(results: Any) -> int:
    """Elasticsearch counts by itself; a database is not asked to count thousands."""
    bounded = getattr(results, "bounded_count", None)
    return int(bounded(MOST_COUNTED + 1) if bounded else results.count())


def _hit(page: Any, question: Question) -> Hit:
    texts = [
        text_of(searched.get_value(page))
        for searched in page.get_search_fields()
        if isinstance(searched, SearchField) and searched.field_name not in _FACTS
    ]
    return Hit(
        page,
        title=highlighted(page.title, question.terms),
        number=highlighted(getattr(page, "number", ""), question.terms),
        passage=snippet("\n".join(filter(None, texts)), question.terms),
    )
