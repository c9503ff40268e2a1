"""The pages: sealed from the child's page, asked for, decided by another, read for a time, each step logged."""

import datetime
import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from datasets.access import Actor
from datasets.access.roles import Auditor, CountyDesk
from datasets.models import AccessEntry, Child, Seal, Unsealing
from datasets.public import public_cities
from tests.conftest import TODAY, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_guardian

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]

LIST = reverse("datasets_child_modeladmin_index")
HOME = reverse("sealing")
TOLD = {"ground": "judicial", "document": "调取证据通知书1号", "purpose": "办案", "days": "2"}


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(supervisor: Any) -> Client:
    return logged_in(supervisor)


@pytest.fixture
def colleague(db: None) -> Client:
    return logged_in(someone("colleague", CountyDesk, "320281"))


@pytest.fixture
def auditor(db: None) -> Client:
    return logged_in(someone("auditor", Auditor, "320281"))


@pytest.fixture
def child(db: None) -> Child:
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    return make_child(
        XUXIAKE_VILLAGE, name="欧阳封存", id_number=id_number(), school="暗记小学", remark="暗记备注",
        guardian=make_guardian(XUXIAKE_VILLAGE), photo=ContentFile(photo.getvalue(), "a.png"),
    )  # fmt: skip


def page_of(child: Child, name: str = "inspect") -> str:
    return reverse(f"datasets_child_modeladmin_{name}", args=[child.pk])


def seal(client: Client, child: Child, **told: str) -> Any:
    sent = {"part": "whole", "ground": "conviction", "note": "决定书3号", "confirmed": "on", **told}
    return client.post(page_of(child, "seal"), sent)


def ask(client: Client, **told: str) -> Unsealing:
    sent = {"name": "欧阳封存", **TOLD, **told}
    own = sent.pop("seal", "")
    address = reverse("sealing_request") + (f"?seal={own}" if own else "")
    assert client.post(address, sent).status_code == 302
    return Unsealing.objects.latest("pk")


def decide(client: Client, request: Unsealing, granted: str = "1") -> int:
    return client.post(
        reverse("sealing_decide", args=[request.pk]), {"granted": granted}
    ).status_code


def text_of(client: Client, address: str, **asked: Any) -> str:
    return client.get(address, asked).content.decode()


def entries(verb: str) -> list[AccessEntry]:
    return list(AccessEntry.objects.filter(verb=verb).order_by("id"))


def test_the_button_stands_where_a_post_lets_seal(
    child: Child, desk: Client, as_clerk: Any, boss: Any
) -> None:
    assert page_of(child, "seal") in text_of(desk, page_of(child))
    for other in (as_clerk, logged_in(boss)):
        assert page_of(child, "seal") not in text_of(other, page_of(child))
        assert other.get(page_of(child, "seal")).status_code == 302  # led home with a message
    assert not Seal.objects.exists()


def test_sealing_asks_for_a_ground_and_a_confirmation(child: Child, desk: Client) -> None:
    answer = seal(desk, child, ground="", confirmed="")
    assert answer.status_code == 422
    assert "请选择封存依据" in answer.content.decode()
    assert Child.objects.filter(pk=child.pk).exists()


def test_a_sealed_child_is_nowhere_not_even_for_superusers(
    child: Child, desk: Client, boss: Any, as_clerk: Any
) -> None:
    number = child.id_number or ""
    assert seal(desk, child).url == HOME
    for client in (desk, logged_in(boss), as_clerk):
        for name in ("inspect", "edit", "history", "photo", "access", "seal"):
            assert client.get(page_of(child, name)).status_code == 404
        for typed in ({}, {"q": "欧阳封存"}, {"q": number}):
            assert "暗记小学" not in text_of(client, LIST, **typed)
    export = desk.get(reverse("datasets_child_modeladmin_export_csv"))
    assert "欧阳封存" not in b"".join(export.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_sealer_sees_whose_the_auditor_only_that(
    child: Child, desk: Client, colleague: Client, auditor: Client, boss: Any, clerk: Any
) -> None:
    seal(desk, child)
    mine = text_of(desk, HOME)
    assert "欧阳封存" in mine
    assert "决定书3号" in mine
    audited = text_of(auditor, HOME)
    assert "supervisor" in audited
    assert "犯罪记录" in audited
    for word in ("欧阳封存", "决定书3号", child.id_number or ""):
        assert word not in audited
    nothing = text_of(colleague, HOME)
    assert "没有您封存的档案" in nothing
    assert "欧阳封存" not in nothing
    for user in (boss, clerk):
        assert logged_in(user).get(HOME).status_code == 302


def test_the_whole_way(
    child: Child, desk: Client, colleague: Client, auditor: Client, monkeypatch: Any
) -> None:
    seal(desk, child)
    request = ask(desk, seal=str(Seal.objects.get().pk))
    assert decide(desk, request) == 404, "not by oneself"
    assert "调取证据通知书1号" in text_of(colleague, HOME)
    first_page = reverse("wagtailadmin_home")
    assert "等您审批" in text_of(colleague, first_page)
    assert "等您审批" not in text_of(desk, first_page)
    read = reverse("sealing_unsealed", args=[request.pk])
    assert desk.get(read).status_code == 404, "not before"
    assert decide(colleague, request) == 302
    answer = desk.get(read)
    for word in ("欧阳封存", "暗记小学", "暗记备注", "李监护", "data:image/png;base64,"):
        assert word in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert colleague.get(read).status_code == 404, "it opens to whom asked alone"
    [opened] = [entry for entry in entries("unsealed") if entry.is_permitted]
    assert (opened.collection, opened.records) == ("seal", [Seal.objects.get().pk])
    assert "司法机关办案需要" in opened.purpose
    [asked], [sealed] = map(entries, ("ask_unsealing", "seal"))
    refused, decided = entries("decide_unsealing")
    assert (refused.username, refused.is_permitted) == ("supervisor", False)
    assert (asked.username, sealed.username) == ("supervisor", "supervisor")
    assert (decided.username, decided.filters) == ("colleague", {"granted": True})
    later = timezone.localdate(request.requested_at) + datetime.timedelta(2)
    monkeypatch.setattr("datasets.access.actors.timezone.localdate", lambda: later)
    assert desk.get(read).status_code == 404, "it has ended by itself"
    assert "已到期" in text_of(desk, HOME)
    assert "调取证据通知书1号" not in text_of(auditor, HOME)


def test_a_number_is_asked_for_without_learning_whether_it_is_there(
    child: Child, desk: Client, colleague: Client
) -> None:
    number = child.id_number or ""
    seal(desk, child)
    texts = []
    for typed in (number, id_number()):
        page = colleague.post(
            reverse("sealing_request"), {"name": "某人", "id_number": typed, **TOLD}, follow=True
        )
        request = Unsealing.objects.latest("pk")
        texts.append((page.redirect_chain, [str(m) for m in page.context["messages"]]))
        assert decide(desk, request) == 302
        found = text_of(colleague, reverse("sealing_unsealed", args=[request.pk]))
        assert ("暗记小学" in found) == (typed == number)
    assert texts[0] == texts[1]


def test_a_form_with_the_sealed_number_is_saved_like_any_other(
    child: Child, desk: Client, clerk: Any
) -> None:
    seal(desk, child)
    again = make_child(XUXIAKE_VILLAGE, id_number=child.id_number, by=Actor.of(clerk))
    assert again.pk != child.pk


def test_a_seal_is_lifted_on_its_own_ground(child: Child, desk: Client, colleague: Client) -> None:
    seal(desk, child)
    key = Seal.objects.get().pk
    reading = ask(desk, seal=str(key))
    decide(colleague, reading)
    lift = reverse("sealing_lift", args=[reading.pk, key])
    assert desk.post(lift).status_code == 404
    ending = ask(desk, seal=str(key), ground="ended")
    decide(colleague, ending)
    lift = reverse("sealing_lift", args=[ending.pk, key])
    assert lift in text_of(desk, reverse("sealing_unsealed", args=[ending.pk]))
    assert desk.post(lift).status_code == 302
    assert "暗记小学" in text_of(desk, page_of(child))
    assert len([entry for entry in entries("lift_seal") if entry.is_permitted]) == 1


def test_a_part_is_sealed_and_the_rest_stays(child: Child, desk: Client, boss: Any) -> None:
    assert seal(desk, child, part="misfortune", ground="case_file").url == HOME
    page = text_of(logged_in(boss), page_of(child))
    assert "暗记小学" in page
    for name in ("inspect", "history"):
        assert "暗记备注" not in text_of(logged_in(boss), page_of(child, name))


def test_the_figures_of_the_next_month_leave_it_out(child: Child, desk: Client) -> None:
    for _number in range(10):
        make_child(XUXIAKE_VILLAGE)
    assert public_count(TODAY) == 11
    seal(desk, child)
    assert public_count(TODAY) == 11  # what was published stands for the month
    assert public_count(TODAY + datetime.timedelta(days=31)) == 10


def public_count(day: datetime.date) -> int | None:
    return next(city.child_count for city in public_cities(today=day) if city.name == "江阴市")
