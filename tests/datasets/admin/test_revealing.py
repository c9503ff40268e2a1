"""What is masked is shown once: of one record, one group, for a purpose, and only after it stands in the log."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from datasets.access.roles import CityDesk, VillageWorker
from datasets.admin.visits import Visit
from datasets.models import AccessEntry, Child
from tests.conftest import XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_guardian

pytestmark = pytest.mark.django_db

NUMBER = id_number(sequence=31)
GUARDIAN_NUMBER = id_number(sequence=33)


def address(action: str, *args: Any, of: str = "child") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}", args=args)


@pytest.fixture
def child() -> Child:
    image = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(image, "PNG")
    return make_child(
        XUXIAKE_VILLAGE,
        id_number=NUMBER,
        health="先天性心脏病",
        residence_address="湖塘村15组8号",
        photo=ContentFile(image.getvalue(), "photo.png"),
        guardian=make_guardian(XUXIAKE_VILLAGE, id_number=GUARDIAN_NUMBER, condition="in_prison"),
        categories=("orphan", "hiv_affected"),
    )


@pytest.fixture
def as_city(client: Any) -> Any:
    client.force_login(someone("city", CityDesk, "320281"))
    return client


def ask(client: Any, child: Child, group: str, **said: str) -> Any:
    return client.post(address("reveal", child.pk), {"group": group, "purpose": "identity", **said})


def test_the_page_offers_what_it_hides_and_no_more(client: Any, as_city: Any, child: Child) -> None:
    offered = [
        group.value for group in as_city.get(address("inspect", child.pk)).context["to_reveal"]
    ]
    assert offered == ["identity", "contact", "health", "misfortune", "sensitive"]
    client.force_login(someone("village", VillageWorker, XUXIAKE_VILLAGE))
    page = client.get(address("inspect", child.pk))
    assert [group.value for group in page.context["to_reveal"]] == ["sensitive"]
    guardian = child.guardianships.get().guardian_id
    page = client.get(address("inspect", guardian, of="guardian"))
    assert [group.value for group in page.context["to_reveal"]] == ["judicial"]


def test_a_purpose_shows_one_group_in_this_answer_alone(as_city: Any, child: Child) -> None:
    answer = ask(as_city, child, "identity")
    told = answer.content.decode()
    assert answer.status_code == 200
    assert NUMBER in told
    assert "data:image/png;base64," in told
    for other in ("先天性心脏病", "15组8号", "受艾滋病影响", GUARDIAN_NUMBER):
        assert other not in told
    assert "no-store" in answer["Cache-Control"]
    again = as_city.get(address("inspect", child.pk)).content.decode()
    assert NUMBER not in again
    assert "data:image/" not in again
    assert as_city.get(address("photo", child.pk)).status_code == 302


def test_the_sensitive_categories_are_shown_as_such(as_city: Any, child: Child) -> None:
    told = ask(as_city, child, "sensitive").content.decode()
    assert "受艾滋病影响" in told
    assert "受保护的类别" not in told
    assert NUMBER not in told


def test_the_log_tells_who_saw_what_of_whom_and_why(as_city: Any, child: Child) -> None:
    ask(as_city, child, "health", purpose="visit")
    ask(as_city, child, "contact", purpose="other", detail="媒体报道核实")
    entries = AccessEntry.objects.filter(verb="reveal").order_by("id")
    told = entries.values_list("username", "collection", "records", "filters", "purpose")
    assert list(told) == [
        ("city", "child", [child.pk], {"group": "health"}, "上门走访"),
        ("city", "child", [child.pk], {"group": "contact"}, "其他：媒体报道核实"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"purpose": ""},
        {"purpose": "curiosity"},
        {"purpose": "other"},
        {"purpose": "other", "detail": "  "},
        {"group": "everything"},
    ],
)
def test_without_a_purpose_nothing_is_shown(
    as_city: Any, child: Child, said: dict[str, str]
) -> None:
    answer = as_city.post(
        address("reveal", child.pk), {"group": "identity", "purpose": "aid", **said}
    )
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()
    assert not AccessEntry.objects.filter(verb="reveal").exists()


def test_a_link_never_reveals(as_city: Any, child: Child) -> None:
    for url in (address("reveal", child.pk), address("inspect", child.pk)):
        answer = as_city.get(url, {"group": "identity", "purpose": "identity"})
        assert NUMBER not in answer.content.decode()
    assert as_city.get(address("reveal", child.pk)).status_code == 405


def test_what_is_not_logged_is_not_shown(
    as_city: Any, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Visit) -> None:
        raise OSError("no room for the log")

    monkeypatch.setattr(Visit, "write", fails)
    with pytest.raises(OSError, match="no room"):
        ask(as_city, child, "identity")


def test_a_role_reveals_only_what_it_may(client: Any, child: Child, other_clerk: Any) -> None:
    guardian = child.guardianships.get().guardian_id
    client.force_login(someone("village", VillageWorker, XUXIAKE_VILLAGE))
    url = address("reveal", guardian, of="guardian")
    told = client.post(url, {"group": "judicial", "purpose": "visit"}).content.decode()
    assert "服刑</dd>" in told
    assert client.post(url, {"group": "identity", "purpose": "visit"}).status_code == 302
    assert AccessEntry.objects.filter(verb="reveal", is_permitted=False).count() == 1
    client.force_login(other_clerk)
    assert ask(client, child, "identity").status_code == 404
