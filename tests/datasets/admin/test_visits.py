"""Each read and each refusal leaves exactly one entry that names the record."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.models import AccessEntry, Agency, Child, LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import id_number, make_child, make_family
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

NUMBER = id_number()


@pytest.fixture
def child() -> Child:
    return make_child(XUXIAKE_VILLAGE, name="王小明", id_number=NUMBER)


def address(action: str, *args: Any, of: str = "child") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}", args=args)


def entries() -> list[tuple[Any, ...]]:
    """What was logged beyond logins, the oldest first."""
    logged = AccessEntry.objects.exclude(verb__in=("login", "logout")).order_by("id")
    columns = ("username", "verb", "collection", "records", "is_permitted")
    return list(logged.values_list(*columns))


@pytest.mark.parametrize(
    ("action", "verb"), [("inspect", "view"), ("edit", "change"), ("history", "history")]
)
def test_opening_a_record_is_logged_once(
    as_clerk: Any, child: Child, action: str, verb: str
) -> None:
    as_clerk.get(address(action, child.pk))
    assert entries() == [("clerk", verb, "child", [child.pk], True)]


@pytest.mark.parametrize("action", ["inspect", "edit", "delete", "history", "photo"])
def test_a_refused_record_is_logged_once(
    client: Any, other_clerk: Any, child: Child, action: str
) -> None:
    client.force_login(other_clerk)
    assert client.get(address(action, child.pk)).status_code == 404
    ((username, _verb, collection, records, is_permitted),) = entries()
    assert (username, collection, records) == ("other_clerk", "child", [child.pk])
    assert not is_permitted


def test_a_number_that_no_database_holds_is_refused_and_logged(as_clerk: Any) -> None:
    assert as_clerk.get(address("inspect", 10**30)).status_code == 404
    assert [row[3] for row in entries()] == [[10**30]]


def test_a_list_names_the_children_it_showed(as_clerk: Any, child: Child) -> None:
    as_clerk.get(address("index"))
    assert entries() == [("clerk", "list", "child", [child.pk], True)]


def test_a_search_tells_what_was_looked_for_without_the_number(as_clerk: Any, child: Child) -> None:
    as_clerk.get(address("index"), {"q": NUMBER})
    entry = AccessEntry.objects.get(verb="search")
    assert entry.records == [child.pk]
    assert entry.filters == {"q": NUMBER[:6] + "*" * 12}


def test_a_filter_is_told(as_clerk: Any, child: Child) -> None:
    as_clerk.get(address("index"), {"sex": "male"})
    assert AccessEntry.objects.get(verb="list").filters["sex"] == "male"


def test_whoever_may_not_see_the_collection_is_logged(client: Any, editor: Any) -> None:
    client.force_login(editor)
    client.get(address("index"))
    assert [(row[0], row[2], row[4]) for row in entries()] == [("editor", "child", False)]


def test_a_chooser_names_whom_it_offered_and_whom_it_confirmed(as_clerk: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE, head_name="王建国")
    as_clerk.get("/admin/choose_family/results/")
    as_clerk.get(f"/admin/choose_family/chosen/{family.pk}/")
    assert entries() == [("clerk", "choose", "family", [family.pk], True)] * 2


def test_public_knowledge_is_not_logged(as_clerk: Any) -> None:
    as_clerk.get(address("index", of="agency"))
    as_clerk.get(address("inspect", Agency.objects.first().pk, of="agency"))
    assert entries() == []


def test_login_logout_and_a_failed_login_are_logged(client: Any, clerk: Any) -> None:
    login = reverse("wagtailadmin_login")
    client.post(login, {"username": "clerk", "password": "wrong"})
    client.post(login, {"username": "nobody", "password": "wrong"})
    client.post(login, {"username": "clerk", "password": "correct horse battery"})
    client.post(reverse("wagtailadmin_logout"))
    told = AccessEntry.objects.order_by("id").values_list("username", "verb", "user_id")
    assert list(told) == [
        ("clerk", "login_failed", None),
        ("nobody", "login_failed", None),
        ("clerk", "login", clerk.pk),
        ("clerk", "logout", clerk.pk),
    ]


def test_behind_a_proxy_of_ours_the_visitor_is_whom_it_saw(
    as_clerk: Any, child: Child, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    as_clerk.get(address("inspect", child.pk), headers={"x-forwarded-for": "6.6.6.6, 10.1.2.3"})
    settings.TRUSTED_PROXIES = 0
    as_clerk.get(address("inspect", child.pk), headers={"x-forwarded-for": "6.6.6.6"})
    logged = AccessEntry.objects.filter(verb="view").order_by("id")
    assert list(logged.values_list("address", flat=True)) == ["10.1.2.3", "127.0.0.1"]


@pytest.mark.parametrize("action", ["export_xlsx", "export_csv"])
def test_an_export_tells_how_many_and_by_which_filter(
    as_clerk: Any, child: Child, action: str
) -> None:
    as_clerk.get(address(action), {"status": "open"})
    entry = AccessEntry.objects.get(verb="export")
    assert (entry.collection, entry.count, entry.filters) == ("child", 1, {"status": "open"})


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    content = xlsx(HEADER, a_row(姓名="王小明", 身份证号=NUMBER))
    as_clerk.post("/admin/ledgers/", {"file": SimpleUploadedFile("台账.xlsx", content)})
    return LedgerBatch.objects.get()


def test_a_ledger_and_its_file_are_logged_when_they_are_opened(
    as_clerk: Any, batch: LedgerBatch
) -> None:
    as_clerk.get(reverse("ledger_batch", args=[batch.pk]))
    as_clerk.get(reverse("ledger_file", args=[batch.pk]))
    assert entries() == [
        ("clerk", "ledger", "ledgerbatch", [batch.pk], True),
        ("clerk", "file", "ledgerbatch", [batch.pk], True),
    ]


def test_a_ledger_of_another_area_is_refused_and_logged(
    client: Any, other_clerk: Any, batch: LedgerBatch
) -> None:
    client.force_login(other_clerk)
    assert client.get(reverse("ledger_batch", args=[batch.pk])).status_code == 404
    assert entries()[-1] == ("other_clerk", "ledger", "ledgerbatch", [batch.pk], False)
