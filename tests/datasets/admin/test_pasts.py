"""The history page and the way back."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CountyDesk
from datasets.actions.dispatch import change
from datasets.models import Child
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(clerk: Any) -> Child:
    child = make_child(XUXIAKE_VILLAGE, school="一小", categories=("orphan",))
    link = child.category_links.get()
    change(
        child,
        values={"school": "二小"},
        owned={"category_links": [{"id": link.pk, "delete": True}]},
        by=Actor.of(clerk),
        reason="转学",
    )
    return child


def address(action: str, child: Child) -> str:
    return reverse(f"datasets_child_modeladmin_{action}", args=[child.pk])


def moment(child: Child, number: int) -> str:
    return child.history.order_by("history_id")[number].history_date.isoformat()


def test_a_clerk_reads_who_did_what_and_why(as_clerk: Any, child: Child) -> None:
    page = as_clerk.get(address("history", child)).content.decode()
    for text in ("转学", "clerk", "就读学校", "<del>一小</del>", "<ins>二小</ins>", "孤儿", "新建"):
        assert text in page, text
    assert page.count("恢复到此版本") == 1


def test_restore_brings_back_the_record_and_what_it_owned(
    as_clerk: Any, clerk: Any, child: Child
) -> None:
    answer = as_clerk.post(address("restore", child), {"at": moment(child, 0)})
    assert answer.url == address("history", child)
    child.refresh_from_db()
    assert child.school == "一小"
    assert child.category_links.get().category.code == "orphan"
    latest = child.history.latest("history_id")
    assert latest.history_user == clerk
    assert "恢复到" in latest.history_change_reason


def test_restoring_what_is_there_already_writes_nothing(as_clerk: Any, child: Child) -> None:
    as_clerk.post(address("restore", child), {"at": moment(child, 1)})
    assert child.history.count() == 2


@pytest.mark.parametrize("at", ["", "gestern", "2026-13-40T00:00:00", "2026-01-01T00:00:00"])
def test_a_moment_that_is_none_is_refused(as_clerk: Any, child: Child, at: str) -> None:
    assert as_clerk.post(address("restore", child), {"at": at}).status_code == 400


def test_before_the_record_there_was_nothing_to_restore(as_clerk: Any, child: Child) -> None:
    answer = as_clerk.post(
        address("restore", child), {"at": "2001-01-01T00:00:00+08:00"}, follow=True
    )
    assert "那个时间还没有这条记录" in answer.content.decode()


def test_restore_takes_no_get(as_clerk: Any, child: Child) -> None:
    assert as_clerk.get(address("restore", child)).status_code == 405


def test_who_may_only_read_is_not_offered_to_restore(
    client: Any, supervisor: Any, child: Child
) -> None:
    rights = Group.objects.get(name=CountyDesk.name).permissions
    rights.remove(*rights.filter(codename="change_child"))
    client.force_login(supervisor)
    assert client.post(address("restore", child), {"at": moment(child, 0)}).status_code == 302
    child.refresh_from_db()
    assert child.school == "二小"
