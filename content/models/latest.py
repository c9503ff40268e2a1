"""What is new on the site, and what is about to happen."""

import datetime

from django.db.models import Q, QuerySet
from wagtail.models import Page

from content.models.articles import ArticlePage
from content.models.campaigns import CampaignPage
from content.models.notices import NoticePage
from content.models.questions import QuestionPage
from content.models.trainings import TrainingPage

_DATES = {ArticlePage: "published_date", NoticePage: "published_date", QuestionPage: "checked_date"}


def latest_pages(*, below: Page, number: int) -> list[Page]:
    """One short query a kind: the newest of each, and of these the newest."""
    found: list[Page] = []
    open_to_all = _open_to_all(below)
    for kind, date in _DATES.items():
        found += kind.objects.filter(pk__in=open_to_all).order_by(f"-{date}")[:number]
    return sorted(found, key=lambda page: page.shown_date, reverse=True)[:number]


def events_ahead(*, below: Page, today: datetime.date, number: int) -> list[Page]:
    """Campaigns and trainings that run or are to come, the nearest first."""
    found: list[Page] = []
    open_to_all = _open_to_all(below)
    is_ahead = Q(starts_date__gte=today) | Q(ends_date__gte=today)
    for kind in (CampaignPage, TrainingPage):
        rows = kind.objects.filter(is_ahead, pk__in=open_to_all)
        found += rows.order_by("starts_date")[:number]
    return sorted(found, key=lambda page: page.starts_date)[:number]


def _open_to_all(below: Page) -> QuerySet[Page]:
    """Published, and behind no password."""
    return Page.objects.live().public().descendant_of(below).values("pk")
