"""Pages come and go when their time has come."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content.first_awareness import planting
from content.models import ArticleIndexPage, ArticlePage, QuestionPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The tree and the review, without the articles."""
    for pieces in ("PIECES", "TOPICS"):
        monkeypatch.setattr(planting, pieces, ())
    call_command("pages", verbosity=0)


def hour_later(page: ArticlePage, *, now: datetime) -> None:
    """What was scheduled for the future is so no more."""
    revision = page.revisions.get()
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()


def linked(target: Page) -> str:
    link = f'<p>请看<a linktype="page" id="{target.pk}">这一页</a>。</p>'
    return json.dumps([{"type": "text", "value": link, "id": "1"}])


def due_page(title: str, slug: str, *, to: Page | None = None) -> ArticlePage:
    """Approved for a time that has come."""
    now = timezone.now()
    page = ArticlePage(
        title=title, slug=slug, published_date=now.date(), summary="看什么。", live=False
    )
    ArticleIndexPage.objects.get().add_child(instance=page)
    lead(page, to or ArticleIndexPage.objects.get())
    return page


def lead(page: ArticlePage, target: Page) -> None:
    page.body = linked(target)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    revision = page.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()


@pytest.mark.usefixtures("few_pages")
def test_a_page_whose_link_died_meanwhile_is_held_back_and_its_editor_told(
    client: Any, editor: Any
) -> None:
    target = due_page("去处", "target")
    call_command("clock", once=True)
    page = due_page("来处", "source", to=target)
    page.latest_revision.user = editor
    page.latest_revision.save(update_fields=["user"])
    target.refresh_from_db()
    target.unpublish()
    call_command("clock", once=True)
    page.refresh_from_db()
    assert not page.live
    assert page.latest_revision.approved_go_live_at is None
    state = page.current_workflow_state
    assert (state.status, state.requested_by) == ("needs_changes", editor)
    client.force_login(editor)
    said = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,))).content.decode()
    assert "到了定时发布的时间，没有发布" in said
    assert "“这一页”的链接打不开" in said
    assert "来处" in client.get(reverse("wagtailadmin_home")).content.decode()
    history = client.get(reverse("wagtailadmin_pages:history", args=(page.pk,)))
    assert "已退回编辑" in history.content.decode()
    call_command("clock", once=True)
    assert page.workflow_states.count() == 1


@pytest.mark.usefixtures("few_pages")
def test_pages_that_go_out_together_may_lead_to_each_other() -> None:
    first = due_page("甲", "first")
    second = due_page("乙", "second", to=first)
    lead(first, second)
    call_command("clock", once=True)
    assert [page.live for page in ArticlePage.objects.order_by("title")] == [True, True]


@pytest.mark.usefixtures("few_pages")
def test_what_leads_to_a_page_that_is_held_back_is_held_back_too() -> None:
    gone = due_page("丁", "gone")
    call_command("clock", once=True)
    first = due_page("甲", "first", to=gone)
    due_page("乙", "second", to=first)
    alone = due_page("丙", "third")
    gone.refresh_from_db()
    gone.unpublish()
    call_command("clock", once=True)
    assert set(ArticlePage.objects.filter(live=True)) == {alone}


def test_what_is_due_is_published_and_what_is_over_is_taken_down() -> None:
    call_command("pages", verbosity=0)
    now = timezone.now()
    due = ArticlePage(
        title="冬天走访", slug="winter", published_date=now.date(), summary="看什么。", live=False
    )
    ArticleIndexPage.objects.get().add_child(instance=due)
    due.go_live_at = now + timedelta(hours=1)
    due.save_revision().publish()
    QuestionPage.objects.update(expire_at=now - timedelta(minutes=1))
    call_command("clock", once=True)
    due.refresh_from_db()
    assert not due.live
    hour_later(due, now=now)
    call_command("clock", once=True)
    due.refresh_from_db()
    assert due.live
    assert not QuestionPage.objects.get().live
