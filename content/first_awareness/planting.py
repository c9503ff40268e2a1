"""Putting the first awareness pages into the tree."""

import datetime
import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from content.first_awareness.asked import ASKED
from content.first_awareness.examples import CAMPAIGNS, NOTICES, TRAININGS
from content.first_awareness.topics import PIECES, TOPICS
from content.first_awareness.writing import Block, Piece
from content.models import (
    ArticleIndexPage,
    ArticlePage,
    CampaignPage,
    NoticeIndexPage,
    NoticePage,
    PolicyPage,
    QuestionPage,
    TopicPage,
    TrainingIndexPage,
    TrainingPage,
)
from datasets.public import agency_choices, city_choices


def plant_awareness(home: Page) -> None:
    articles = _plant(
        home,
        ArticleIndexPage(
            title="科普宣传",
            slug="articles",
            show_in_menus=True,
            introduction="家长、邻居和老师能做些什么。",
            search_description="家长、邻居和老师能做些什么。",
        ),
    )
    for topic in TOPICS:
        page = _plant(
            articles,
            TopicPage(
                title=topic.title,
                slug=topic.slug,
                started_date=topic.date,
                summary=topic.summary,
                body=_stream(topic.body),
            ),
        )
        _plant_pieces(page, topic.pieces)
    _plant_pieces(articles, PIECES)
    _plant(
        home,
        TrainingIndexPage(
            title="培训",
            slug="trainings",
            show_in_menus=True,
            introduction="给儿童主任、老师、家长和志愿者。",
            search_description="给儿童主任、老师、家长和志愿者。",
        ),
    )
    _plant(
        home,
        NoticeIndexPage(
            title="通知公告",
            slug="notices",
            show_in_menus=True,
            search_description="工作安排、招募和提醒。",
        ),
    )
    _plant(
        home,
        QuestionPage(
            title=ASKED.title,
            slug=ASKED.slug,
            show_in_menus=True,
            checked_date=ASKED.date,
            search_description="报告、建档、补助、隐私，大家常问的。",
            summary=ASKED.summary,
            body=_stream(ASKED.body),
        ),
    )


def plant_examples(*, today: datetime.date) -> None:
    """Events for a trial. Only where nobody has begun a programme of their own."""
    if TrainingPage.objects.exists() or NoticePage.objects.exists():
        return
    articles = ArticleIndexPage.objects.first()
    trainings = TrainingIndexPage.objects.first()
    notices = NoticeIndexPage.objects.first()
    if not (articles and trainings and notices):
        return
    for campaign in CAMPAIGNS:
        begins = today + campaign.begins_in
        dates = {"starts_date": begins, "ends_date": begins + campaign.lasts}
        _plant(articles, _made(CampaignPage, campaign, "begins_in", "lasts", **dates))
    for training in TRAININGS:
        begins = today + training.begins_in
        _plant(trainings, _made(TrainingPage, training, "begins_in", starts_date=begins))
    for notice in NOTICES:
        day = today - notice.days_ago
        _plant(notices, _made(NoticePage, notice, "days_ago", published_date=day))


def _made(kind: type[Page], example: Any, *told_otherwise: str, **dates: Any) -> Page:
    """A page of the kind from the fields of an example, but those that are told as dates."""
    values = {name: value for name, value in vars(example).items() if name not in told_otherwise}
    return kind(**values | {"body": _stream(example.body)} | dates)


def _plant_pieces(parent: Page, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        _plant(
            parent,
            ArticlePage(
                title=piece.title,
                slug=piece.slug,
                published_date=piece.date,
                summary=piece.summary,
                body=_stream(piece.body),
                offers_quick_exit=piece.helps,
            ),
        )


def _plant(parent: Page, page: Page) -> Page:
    """Published, with a first version to compare with and to come back to."""
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    Page.objects.filter(pk=page.pk).update(live_revision=page.save_revision(changed=False))
    return page


def _stream(blocks: Iterable[Block]) -> str:
    found = ((kind, _resolved(kind, value)) for kind, value in blocks)
    stored = [
        {"type": kind, "value": value, "id": str(uuid.uuid4())}
        for kind, value in found
        if value is not None
    ]
    return json.dumps(stored, ensure_ascii=False)


def _resolved(kind: str, value: Any) -> Any:
    """With the key of the policy's page; None where what the block shows is not here."""
    if kind == "policy":
        page = PolicyPage.objects.filter(slug=value["policy"]).first()
        return page and value | {"policy": page.pk}
    if kind == "agency" and value["agency"] not in dict(agency_choices()):
        return None
    if kind == "figure" and value["region"] not in dict(city_choices()):
        return None
    return value
