"""The panel that greets a clerk: the own area's figures, and what waits."""

import re
from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import Auditor, DutyTableAdmin, Role, SystemAdministrator
from datasets.actions.referrals import refer_child
from datasets.actions.transfers import ask_for_transfer
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.admin.test_ledgers import upload
from tests.factories import id_number, make_child
from tests.spreadsheets import a_row

pytestmark = pytest.mark.django_db


def home(client: Any, user: Any) -> str:
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def figures(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"<strong>(\d+)</strong>", page)]


def test_a_clerk_reads_the_figures_of_the_own_area(client: Any, clerk: Any) -> None:
    make_child(XUXIAKE_VILLAGE, name="甲")
    make_child(
        XUXIAKE_VILLAGE,
        name="乙",
        status="closed",
        closing_reason="moved_away",
        closed_date="2026-11-01",
    )
    make_child(CHANGJING, name="丙")
    page = home(client, clerk)
    assert "儿童档案 · 徐霞客镇" in page
    assert figures(page) == [1, 0]
    assert reverse("ledger_upload") in page


def test_a_ledger_waits_until_it_is_given_up(client: Any, clerk: Any, other_clerk: Any) -> None:
    client.force_login(clerk)
    upload(client, a_row(姓名="甲"), name="九月台账.xlsx")
    assert figures(home(client, clerk)) == [0, 1]
    assert "九月台账.xlsx" in home(client, clerk)
    assert "九月台账.xlsx" not in home(client, other_clerk)


def test_a_village_worker_is_offered_no_ledger(client: Any, village_worker: Any) -> None:
    page = home(client, village_worker)
    assert figures(page) == [0]
    assert reverse("ledger_upload") not in page


def test_who_may_see_no_child_gets_no_panel(client: Any, editor: Any, administrator: Any) -> None:
    for user in (editor, administrator):
        page = home(client, user)
        assert "您好" in page
        assert "儿童档案" not in page


@pytest.mark.parametrize(
    ("role", "way"),
    [
        (Auditor, "access_log"),
        (SystemAdministrator, "wagtailusers_users:index"),
        (DutyTableAdmin, "datasets_duty_modeladmin_index"),
    ],
)
def test_who_keeps_no_archive_finds_the_way_to_their_work(
    client: Any, db: None, role: type[Role], way: str
) -> None:
    page = home(client, someone("somebody", role, XUXIAKE))
    assert '<h2 id="work">' in page
    assert f'href="{reverse(way)}"' in page
    for others in {"access_log", "wagtailusers_users:index"} - {way}:
        assert f'href="{reverse(others)}"' not in page.partition('<h2 id="work">')[2]


def test_the_superuser_answers_for_all_areas(client: Any, boss: Any) -> None:
    assert "儿童档案 · 全部地区" in home(client, boss)


def test_no_link_of_the_admin_leads_to_another_host(client: Any, boss: Any) -> None:
    assert "wagtail.org" not in home(client, boss)


def test_a_supervisor_reads_how_many_transfers_wait_for_the_own_decision(
    client: Any, clerk: Any, supervisor: Any
) -> None:
    number = id_number(sequence=431)
    make_child(CHANGJING, id_number=number)
    asked = {"id_number": number, "to_region": region(XUXIAKE_VILLAGE), "why": "随外婆居住"}
    ask_for_transfer(**asked, by=Actor.of(clerk))
    assert figures(home(client, supervisor)) == [1, 0, 1]
    assert figures(home(client, clerk)) == [0, 0]


def test_an_officer_reads_what_waits_for_an_answer_and_no_archive(
    client: Any, clerk: Any, officer: Any
) -> None:
    by = Actor.of(clerk)
    refer_child(
        child=make_child(XUXIAKE_VILLAGE),
        agency=officer.posts.get().agency,
        asked_for="请协调入学",
        shown_groups=[],
        until_date=by.today,
        by=by,
    )
    page = home(client, officer)
    assert figures(page) == [1]
    assert "儿童档案" not in page
