"""Who reaches which record, on every address of every collection."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.models import Child
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

OF_ONE = ("inspect", "edit", "delete", "history", "restore", "photo")


def address(action: str, *args: Any, of: str = "child") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}", args=args)


@pytest.fixture
def child() -> Child:
    return make_child(XUXIAKE_VILLAGE, name="王小明", id_number=id_number())


def test_clerk_sees_the_own_child_in_the_list(as_clerk: Any, child: Child) -> None:
    page = as_clerk.get(address("index"))
    assert page.status_code == 200
    assert "王小明" in page.content.decode()


def test_clerk_opens_every_page_of_the_own_child(as_clerk: Any, child: Child) -> None:
    for action in ("inspect", "edit", "history"):
        assert as_clerk.get(address(action, child.pk)).status_code == 200, action


@pytest.mark.parametrize("action", OF_ONE)
def test_clerk_of_the_other_township_gets_404(
    client: Any, other_clerk: Any, child: Child, action: str
) -> None:
    client.force_login(other_clerk)
    assert client.get(address(action, child.pk)).status_code == 404
    assert client.post(address(action, child.pk)).status_code == 404


@pytest.mark.parametrize("action", OF_ONE)
def test_a_key_that_nobody_has_is_not_found(client: Any, boss: Any, action: str) -> None:
    client.force_login(boss)
    assert client.get(address(action, 987654321)).status_code == 404
    assert client.get(f"{address('index')}{action}/abc/").status_code == 404


def test_a_foreign_child_is_neither_listed_nor_found(
    client: Any, other_clerk: Any, child: Child
) -> None:
    client.force_login(other_clerk)
    for query in ({}, {"q": "王小明"}, {"q": child.id_number}, {"q": "徐霞客"}):
        page = client.get(address("index"), query)
        assert page.status_code == 200
        assert address("inspect", child.pk) not in page.content.decode(), query


def test_families_and_guardians_of_the_other_township_are_out_of_reach(
    client: Any, other_clerk: Any
) -> None:
    guardian = make_guardian(XUXIAKE_VILLAGE)
    client.force_login(other_clerk)
    for of, key in (("guardian", guardian.pk), ("family", guardian.family_id)):
        for action in ("inspect", "edit", "history"):
            assert client.get(address(action, key, of=of)).status_code == 404


@pytest.mark.parametrize("of", ["child", "family", "guardian", "agency", "region", "post"])
def test_publicity_editor_reaches_no_collection(client: Any, editor: Any, of: str) -> None:
    client.force_login(editor)
    assert client.get(address("index", of=of)).status_code in (302, 403)
    assert client.get(address("create", of=of)).status_code in (302, 403)


def test_a_child_in_sight_that_one_may_not_delete_is_refused(as_clerk: Any, child: Child) -> None:
    assert as_clerk.get(address("delete", child.pk)).status_code == 302
    assert as_clerk.post(address("delete", child.pk)).status_code == 302
    assert Child.objects.filter(pk=child.pk).exists()


def test_supervisor_deletes_with_a_reason(client: Any, supervisor: Any, child: Child) -> None:
    client.force_login(supervisor)
    assert client.get(address("delete", child.pk)).status_code == 200
    client.post(address("delete", child.pk), {"reason": "重复录入"})
    gone = Child.history.filter(id=child.pk).latest("history_id")
    assert (gone.history_type, gone.history_change_reason) == ("-", "重复录入")
    assert gone.history_user == supervisor


def test_a_record_in_use_is_not_deleted_and_says_why(client: Any, supervisor: Any) -> None:
    family = make_family(XUXIAKE_VILLAGE)
    make_child(XUXIAKE_VILLAGE, family=family)
    client.force_login(supervisor)
    page = client.post(address("delete", family.pk, of="family"))
    assert "不能删除" in page.content.decode()


def test_clerk_reads_but_does_not_change_public_knowledge(as_clerk: Any) -> None:
    for of in ("agency", "duty", "dutyassignment", "leadinggroup", "policy", "region", "category"):
        page = as_clerk.get(address("index", of=of))
        assert page.status_code == 200, of
        assert address("create", of=of) not in page.content.decode()
        assert as_clerk.get(address("create", of=of)).status_code == 302


def test_every_collection_has_its_pages(client: Any, boss: Any) -> None:
    make_child(CHANGJING, guardian=make_guardian(CHANGJING), categories=("orphan",))
    client.force_login(boss)
    for of in (
        "child", "family", "guardian", "agency", "duty", "dutyassignment", "leadinggroup",
        "policy", "region", "category", "categoryscheme", "post",
    ):  # fmt: skip
        page = client.get(address("index", of=of))
        assert page.status_code == 200, of
        assert client.get(address("create", of=of)).status_code == 200, of
        rows = page.context["object_list"]
        for row in list(rows)[:1]:
            for action in ("inspect", "edit", "history", "delete"):
                assert client.get(address(action, row.pk, of=of)).status_code == 200, (of, action)
