"""A key of another area and one that nobody bears are answered alike: in status, text, headers and in what the database
is asked, so that neither words nor time tell the one from the other. What is one's own bears no mark of its version.
"""

import re

import pytest
from django.test import Client

from tests.walk.addresses import MADE_UP, addresses
from tests.walk.answers import answer, difference
from tests.walk.people import World, make_world

pytestmark = pytest.mark.django_db

#: Of people, their ledgers, and what is asked of others.
OF_PEOPLE = re.compile(
    r"(datasets_(child|family|guardian|made_volunteers)_|choose_(family|guardian|made_volunteers):|ledger_|transfer|referral|received)"
)


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    for client in world.clients.values():
        client.get("/admin/")  # what a process asks once is asked
    return world


@pytest.mark.parametrize(("person", "kind"), [("clerk", "foreign"), ("officer", "foreign")])
def test_a_foreign_key_and_a_made_up_one_are_answered_alike(
    world: World, person: str, kind: str
) -> None:
    client, told, asked = world.clients[person], [], 0
    every = {one.label: one.path for one in addresses(world) if OF_PEOPLE.match(one.label)}
    for label, path in every.items():
        name = label.removesuffix(f" {kind}")
        made_up = every.get(f"{name} made-up")
        if name == label or made_up is None:
            continue
        keys = (*re.findall(r"\d+", path), str(MADE_UP))
        for method in ("get", "post"):
            there = answer(client, path, method=method, forget=keys)
            nowhere = answer(client, made_up, method=method, forget=keys)
            asked += 1
            if difference(there, nowhere):
                told.append(f"{method} {label}: {difference(there, nowhere)}")
    assert not told, "\n".join(told)
    assert asked > 40


def unchanged_since(client: Client, path: str) -> int:
    """The status for a browser that asks only whether anything has changed."""
    return answer(
        client,
        path,
        **{"If-None-Match": "*", "If-Modified-Since": "Sat, 01 Jan 2028 00:00:00 GMT"},
    ).status


def test_no_page_of_a_person_can_be_asked_whether_it_has_changed(world: World) -> None:
    """An ETag or a date would tell whoever has lost the right to a record that it is still written to."""
    client, told = world.clients["clerk"], []
    for one in addresses(world):
        if OF_PEOPLE.match(one.label) and not one.label.endswith((" made-up", " any")):
            found = answer(client, one.path)
            etag, modified, cached = found.headers[2:5]
            if etag or modified:
                told.append(f"{one.label}: {etag} {modified}")
            if found.status == 200 and not {"private", "no-store"} & set(cached.split(", ")):
                told.append(f"{one.label}: Cache-Control {cached!r}")
            if unchanged_since(client, one.path) == 304:
                told.append(f"{one.label}: 304")
    assert not told, "\n".join(told)
