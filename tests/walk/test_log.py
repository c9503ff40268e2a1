"""Each answer and each refusal about a record leaves one entry that names the record."""

import pytest
from django.test import Client
from django.urls import reverse

from datasets.models import AccessEntry
from tests.walk.addresses import MADE_UP
from tests.walk.people import PEOPLE, World, make_world, page_of

pytestmark = pytest.mark.django_db

PAGES = {
    "child": ("inspect", "edit", "delete", "history", "photo", "access"),
    "family": ("inspect", "edit", "delete", "history", "access"),
    "guardian": ("inspect", "edit", "delete", "history", "access"),
    "made_volunteers": ("inspect", "edit", "delete", "history", "access"),
}


def entries_after(client: Client, address: str, noun: str, key: int) -> list[bool]:
    """Whether it was permitted, for each entry about the record that the request has left."""
    last = AccessEntry.objects.latest("pk").pk
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    entries = AccessEntry.objects.filter(pk__gt=last, collection=noun)
    return [one.is_permitted for one in entries if key in one.records]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.parametrize(
    "person", [name for name in PEOPLE if name not in ("anonymous", "retired")]
)
def test_a_record_asked_for_is_named_once_whatever_the_answer(world: World, person: str) -> None:
    wrong = []
    for kind, town in world.towns.items():
        for noun, pages in PAGES.items():
            key = town.record(noun).pk
            for page in pages:
                client = world.clients[person]
                address = page_of(noun, page, key)
                found = entries_after(client, address, noun, key)
                answered = client.get(address).status_code == 200
                if found != [answered]:
                    wrong.append(f"{noun} {page} {kind}: {found}, answered {answered}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["auditor", "clerk", "county", "boss"])
def test_a_sealed_record_is_refused_like_one_that_never_was(world: World, person: str) -> None:
    client = world.clients[person]
    for page in (*PAGES["child"], "seal"):
        answers = []
        for key in (world.sealed.key, MADE_UP):
            address = page_of("child", page, key)
            logged = entries_after(client, address, "child", key)
            answer = client.get(address)
            answers.append((logged, answer.status_code))
        assert answers[0] == answers[1]
        assert answers[0][0] == [False]


@pytest.mark.parametrize("person", ["anonymous", "retired"])
def test_whoever_is_led_to_the_login_page_learns_nothing_and_leaves_nothing(
    world: World, person: str
) -> None:
    key = world.towns["own"].child.pk
    assert (
        entries_after(world.clients[person], page_of("child", "inspect", key), "child", key) == []
    )


@pytest.mark.parametrize("person", ["officer", "clerk", "next", "county", "auditor"])
def test_what_was_asked_of_others_is_named_once_too(world: World, person: str) -> None:
    client, wrong = world.clients[person], []
    for kind, town in world.towns.items():
        for name, noun, key in (
            ("transfer", "transferrequest", world.transfers[kind].pk),
            ("referral", "referral", town.referral.pk),
            ("received_referral", "referral", town.referral.pk),
        ):
            address = reverse(name, args=[key])
            found = entries_after(client, address, noun, key)
            answered = client.get(address).status_code == 200
            if found != [answered]:
                wrong.append(f"{name} {kind}: {found}, answered {answered}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("kind", "expected"), [("own", [True]), ("foreign", [])])
def test_an_officers_reading_names_the_child(world: World, kind: str, expected: list[bool]) -> None:
    town = world.towns[kind]
    address = reverse("received_referral", args=[town.referral.pk])
    assert entries_after(world.clients["officer"], address, "child", town.child.pk) == expected
