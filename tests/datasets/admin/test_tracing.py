"""Who has opened a record: read by those who supervise its area, never by those who keep it."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access.roles import Auditor, CityDesk, CountyDesk
from datasets.models import AccessEntry, Child
from tests.conftest import XUXIAKE_VILLAGE, someone
from tests.factories import make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db


def address(action: str, *args: Any, of: str = "child") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}", args=args)


@pytest.fixture
def child() -> Child:
    return make_child(XUXIAKE_VILLAGE)


def test_a_supervisor_reads_who_opened_the_record_when_and_why(
    client: Any, child: Child, clerk: Any, other_clerk: Any, supervisor: Any
) -> None:
    for user in (clerk, other_clerk):
        client.force_login(user)
        client.get(address("inspect", child.pk))
    client.force_login(someone("city", CityDesk, "320281"))
    client.post(address("reveal", child.pk), {"group": "health", "purpose": "petition"})
    client.force_login(supervisor)
    page = client.get(address("inspect", child.pk))
    told = [(one.who, one.what, one.why, one.is_permitted) for one in page.context["openings"]]
    assert told == [
        ("city", "显示隐藏内容", "信访投诉", True),
        ("other_clerk", "查看档案", "", False),
        ("clerk", "查看档案", "", True),
    ]
    told = client.get(address("access", child.pk)).content.decode()
    assert "信访投诉" in told
    assert AccessEntry.objects.latest("id").verb == "log"


@pytest.mark.parametrize("of", ["child", "family", "guardian"])
def test_each_collection_of_people_has_the_page(client: Any, supervisor: Any, of: str) -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE, family=make_family(XUXIAKE_VILLAGE))
    key = {"guardian": guardian.pk, "family": guardian.family_id}.get(
        of, make_child(XUXIAKE_VILLAGE).pk
    )
    client.force_login(supervisor)
    client.get(address("inspect", key, of=of))
    assert "查看档案" in client.get(address("access", key, of=of)).content.decode()


def test_clerks_and_other_areas_do_not_read_it(client: Any, child: Child, clerk: Any) -> None:
    client.force_login(clerk)
    assert client.get(address("access", child.pk)).status_code == 302
    assert "谁打开过" not in client.get(address("inspect", child.pk)).content.decode()
    client.force_login(someone("elsewhere", CountyDesk, "410103"))
    assert client.get(address("access", child.pk)).status_code == 404


def test_an_auditor_reads_it_in_the_log_without_the_record(
    client: Any, child: Child, clerk: Any
) -> None:
    client.force_login(clerk)
    client.get(address("inspect", child.pk))
    client.force_login(someone("auditor", Auditor, "320281"))
    assert client.get(address("access", child.pk)).status_code in (302, 404)
    page = client.get(reverse("access_log"), {"collection": "child", "record": child.pk})
    assert [shown.entry.username for shown in page.context["entries"]][-1] == "clerk"
    assert child.name not in page.content.decode()
