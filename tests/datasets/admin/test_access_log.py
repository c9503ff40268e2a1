"""The auditors' page: readable by auditors alone, filtered, honest about its own reading."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from datasets.access.roles import Auditor
from datasets.audit.chain import Access, Visitor, append
from datasets.choices import AccessVerb
from datasets.models import AccessEntry
from datasets.queries.access_log import Why, flags_in
from tests.conftest import XUXIAKE_VILLAGE, someone
from tests.factories import make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

NOON = timezone.make_aware(datetime.datetime(2026, 11, 18, 12))
NIGHT = timezone.make_aware(datetime.datetime(2026, 11, 18, 23, 30))


@pytest.fixture
def as_auditor(client: Any) -> Any:
    client.force_login(someone("auditor", Auditor, "320281"))
    return client


def logged(*accesses: Access, at: datetime.datetime = NOON, username: str = "reader") -> None:
    append(accesses, visitor=Visitor(user_id=None, username=username, address="10.0.0.1"), at=at)


def shown(client: Any, **asked: Any) -> list[int]:
    answer = client.get(reverse("access_log"), {"since": "2026-11-01", **asked})
    assert answer.status_code == 200
    return [one.entry.id for one in answer.context["entries"] if one.entry.username == "reader"]


def flags(client: Any) -> set[str]:
    answer = client.get(reverse("access_log"), {"username": "reader"})
    return {flag.why.value for flag in answer.context["flags"]}


def test_an_auditor_finds_who_looked_at_a_record(as_auditor: Any) -> None:
    logged(Access(AccessVerb.VIEW, "child", [7]), Access(AccessVerb.LIST, "child", [8, 9]))
    logged(Access(AccessVerb.VIEW, "family", [7], is_permitted=False))
    first = AccessEntry.objects.filter(username="reader").earliest("id").id
    assert shown(as_auditor) == [first + 2, first + 1, first]
    assert shown(as_auditor, record=9) == [first + 1]
    assert shown(as_auditor, collection="family", record=7) == [first + 2]
    assert shown(as_auditor, refused="on") == [first + 2]
    assert shown(as_auditor, verb="list") == [first + 1]
    assert shown(as_auditor, since="2026-11-19") == []


def test_a_later_page_asks_for_the_same_days(as_auditor: Any) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=400)
    logged(Access(AccessVerb.VIEW, "child", [1]), at=long_ago)
    logged(*(Access(AccessVerb.VIEW, "child", [key]) for key in range(2, 150)), at=timezone.now())
    pages = [as_auditor.get(reverse("access_log"), {"p": page}) for page in "12"]
    first, last = (answer.context["page"].paginator for answer in pages)
    assert first.count + 1 == last.count < 151  # the first look is an entry of its own
    assert "?p=1" in pages[1].content.decode()


def test_reading_the_log_is_logged(as_auditor: Any) -> None:
    as_auditor.get(reverse("access_log"), {"username": "reader"})
    entry = AccessEntry.objects.get(verb="log")
    assert (entry.username, entry.filters) == ("auditor", {"username": "reader"})


def test_nobody_else_reads_it_and_the_attempt_is_logged(client: Any, clerk: Any) -> None:
    client.force_login(clerk)
    assert client.get(reverse("access_log")).status_code in (302, 403)
    assert AccessEntry.objects.filter(verb="log", username="clerk", is_permitted=False).exists()
    assert reverse("access_log") not in client.get("/admin/").content.decode()


def test_a_filter_that_says_nothing_is_told_and_shows_nothing(as_auditor: Any) -> None:
    logged(Access(AccessVerb.VIEW, "child", [7]))
    answer = as_auditor.get(reverse("access_log"), {"since": "yesterday"})
    assert answer.status_code == 400
    assert not answer.context["entries"]


def test_many_records_in_an_hour_deserve_a_look(as_auditor: Any) -> None:
    logged(*(Access(AccessVerb.VIEW, "child", [key]) for key in range(1, 201)))
    assert flags(as_auditor) == set()
    logged(Access(AccessVerb.VIEW, "child", [201]))
    assert flags(as_auditor) == {"many"}


def test_reading_at_night_deserves_a_look(as_auditor: Any) -> None:
    logged(Access(AccessVerb.LIST, "child", [1]), at=NIGHT)
    assert flags(as_auditor) == {"night"}


def test_many_refusals_deserve_a_look(as_auditor: Any) -> None:
    logged(*(Access(AccessVerb.VIEW, "child", [key], is_permitted=False) for key in range(10)))
    assert flags(as_auditor) == set()
    logged(Access(AccessVerb.VIEW, "child", [99], is_permitted=False))
    assert flags(as_auditor) == {"refused"}


def test_a_large_export_deserves_a_look(as_auditor: Any) -> None:
    logged(Access(AccessVerb.EXPORT, "child", count=1_000))
    assert flags(as_auditor) == set()
    logged(Access(AccessVerb.EXPORT, "child", count=1_001))
    assert flags(as_auditor) == {"large_export"}


def test_a_change_of_an_account_is_logged(client: Any, boss: Any, clerk: Any) -> None:
    client.force_login(boss)
    client.post(
        reverse("wagtailusers_users:edit", args=[clerk.pk]),
        {"username": "clerk", "first_name": "某", "last_name": "钱", "is_active": "on"},
    )  # fmt: skip
    entry = AccessEntry.objects.get(verb="role")
    assert (entry.username, entry.records) == ("boss", [clerk.pk])
    assert entry.filters == {"active": True, "superuser": False}


def test_opening_records_of_ones_own_name_deserves_a_look(
    as_auditor: Any, client: Any, clerk: Any
) -> None:
    clerk.last_name = "钱"
    clerk.save()
    namesake = make_guardian(XUXIAKE_VILLAGE, name="钱小芳")
    other = make_child(XUXIAKE_VILLAGE, name="孙小芳")
    client.force_login(clerk)
    for of, key in (("guardian", namesake.pk), ("child", other.pk), ("guardian", namesake.pk)):
        client.get(reverse(f"datasets_{of}_modeladmin_inspect", args=[key]))
    found = flags_in(AccessEntry.objects.filter(username="clerk"))
    told = [(flag.why, flag.username, flag.count) for flag in found if flag.why == Why.OWN_NAME]
    assert told == [(Why.OWN_NAME, "clerk", 1)]


def test_asking_for_records_of_another_area_deserves_a_look(client: Any, other_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    client.force_login(other_clerk)
    for key in (child.pk, child.pk, 987_654):
        client.get(reverse("datasets_child_modeladmin_inspect", args=[key]))
    found = flags_in(AccessEntry.objects.filter(username="other_clerk"))
    told = [(flag.why, flag.count) for flag in found if flag.why == Why.OUTSIDE]
    assert told == [(Why.OUTSIDE, 1)], "whom nobody has recorded is in nobody's area"


def test_the_log_does_not_tell_whom_a_private_filter_listed(client: Any, clerk: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE, dossier_type="problem_family")
    make_child(XUXIAKE_VILLAGE, categories=("hiv_affected", "orphan"))
    client.force_login(clerk)
    for of, asked in (
        ("family", {"dossier_type": "problem_family"}),
        ("child", {"category": "hiv_affected"}),
        ("child", {"category": "orphan"}),
    ):
        for action in ("index", "export_csv"):
            client.get(reverse(f"datasets_{of}_modeladmin_{action}"), asked)
    logged_filters = AccessEntry.objects.filter(username="clerk").order_by("id")
    told = [(one.verb, one.filters) for one in logged_filters if one.filters]
    assert [filters for _verb, filters in told] == [
        {"dossier_type": "***"}, {"dossier_type": "***"},
        {"category": "***"}, {"category": "***"},
        {"category": "orphan"}, {"category": "orphan"},
    ]  # fmt: skip
    assert AccessEntry.objects.get(verb="list", collection="family").records == [family.pk]
