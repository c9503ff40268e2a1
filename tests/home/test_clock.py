"""Pages come and go when their time has come."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.models import ArticleIndexPage, ArticlePage, QuestionPage

pytestmark = pytest.mark.django_db


def hour_later(page: ArticlePage, *, now: datetime) -> None:
    """What was scheduled for the future is so no more."""
    revision = page.revisions.get()
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()


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
