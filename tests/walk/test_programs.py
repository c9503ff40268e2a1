"""Every address of the interface as each of twelve people by token: what their pages give, and nobody's secrets."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from datasets.models import AccessEntry
from tests.datasets.api.calling import Program, token_of
from tests.walk.addresses import MADE_UP
from tests.walk.people import KEEPERS, PEOPLE, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOUNS = {
    "children": "child", "families": "family", "guardians": "guardian",
    "volunteers": "made_volunteers",
}  # fmt: skip
FOLLOWED = {
    "children": "guardianships.guardian", "families": "region", "guardians": "family",
    "volunteers": "child",
}  # fmt: skip
#: Who may hand in ledgers of children, of those who keep some.
IMPORTERS = {"clerk", "next", "county", "boss"}


def programs() -> dict[str, Program]:
    users = get_user_model().objects
    return {
        name: Program(token_of(users.get(username=f"the_{name}")))
        if name != "anonymous"
        else Program()
        for name in PEOPLE
    }


def keys(world: World, noun: str) -> Iterator[tuple[str, int]]:
    for kind, town in world.towns.items():
        yield kind, town.record(noun).pk
    yield "made-up", MADE_UP


def answered(program: Program, method: str, address: str, told: Any = None) -> tuple[int, str]:
    """The status and the text; what was written is taken back."""
    with transaction.atomic():
        ask = getattr(program, method)
        response = ask(address) if method == "get" else ask(address, told)
        transaction.set_rollback(True)
    return response.status_code, response.content.decode()


def leaks(world: World, person: str, text: str) -> list[str]:
    said = json.dumps(json.loads(text), ensure_ascii=False)
    return [
        f"{person} reads {mark}"
        for kind, town in world.towns.items()
        if person not in KEEPERS[kind]
        for mark in town.marks
        if mark in said
    ]


def test_a_token_opens_what_its_users_pages_open_and_nothing_else() -> None:
    world = make_world()
    wrong = []
    for person, program in programs().items():
        for collection, noun in NOUNS.items():
            for kind, key in keys(world, noun):
                may = person in KEEPERS.get(kind, ())
                for method, address, told in asked_of(collection, key):
                    status, text = answered(program, method, address, told)
                    where = f"{person} {method} {kind} {address}: {status}"
                    if (status < 300) != may or status >= 500:
                        wrong.append(where)
                    wrong += [f"{where} {leak}" for leak in leaks(world, person, text)]
    assert not wrong, "\n".join(wrong)


def asked_of(collection: str, key: int) -> Iterator[tuple[str, str, Any]]:
    record = f"collections/{collection}/{key}/"
    yield "get", record, None
    yield "get", f"{record}?expand={FOLLOWED[collection]}", None
    yield "get", f"{record}history/", None
    yield "patch", record, {"record": {}}


def test_photos_and_removals_are_open_to_whom_the_pages_open_them() -> None:
    world = make_world()
    wrong = []
    for person, program in programs().items():
        for kind, key in keys(world, "child"):
            keeps = person in KEEPERS.get(kind, ())
            removes = keeps and person in ("county", "boss")
            for method, rest, may in (("get", "photo/", keeps), ("delete", "", removes)):
                with transaction.atomic():
                    ask = getattr(program.client, method)
                    address = f"/api/v3/collections/children/{key}/{rest}"
                    status = ask(address, headers=program.headers).status_code
                    transaction.set_rollback(True)
                # 409: who may remove it is told that a referral still refers to it.
                if (status < 300 or status == 409) != may or status >= 500:
                    wrong.append(f"{person} {method} {kind} {rest}: {status}")
    assert not wrong, "\n".join(wrong)


def test_lists_searches_and_batches_give_nobody_anothers_records() -> None:
    world = make_world()
    wrong = []
    for person, program in programs().items():
        for collection in NOUNS:
            root = f"collections/{collection}/"
            for method, address, told in (
                ("get", root, None),
                ("post", f"{root}search/", {"total": True}),
                ("post", root, {"record": {}}),
                ("post", f"{root}batch/", {"items": [{"id": MADE_UP, "record": {}}]}),
            ):
                status, text = answered(program, method, address, told)
                where = f"{person} {method} {address}: {status}"
                if status >= 500:
                    wrong.append(where)
                wrong += [f"{where} {leak}" for leak in leaks(world, person, text)]
    assert not wrong, "\n".join(wrong)


def test_ledgers_are_open_to_those_who_hand_them_in_for_the_area() -> None:
    world = make_world()
    wrong = []
    batches = [(kind, town.batch.pk) for kind, town in world.towns.items()] + [("made-up", MADE_UP)]
    for person, program in programs().items():
        for kind, key in batches:
            may = person in KEEPERS.get(kind, ()) and person in IMPORTERS
            for method, address, told in (
                ("get", f"ledgers/{key}/", None),
                ("get", f"ledgers/{key}/report/", None),
                ("post", f"ledgers/{key}/apply/", {}),
            ):
                status, text = answered(program, method, address, told)
                where = f"{person} {method} {kind} {address}: {status}"
                # 409: who sees more records plans otherwise, and is shown the preview anew.
                if (status < 300 or status == 409) != may or status >= 500:
                    wrong.append(where)
                wrong += [f"{where} {leak}" for leak in leaks(world, person, text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", ["worker", "clerk", "next", "county", "boss", "auditor"])
def test_a_record_asked_for_by_a_program_is_named_once(person: str) -> None:
    world = make_world()
    program = programs()[person]
    for collection, noun in NOUNS.items():
        for _kind, key in keys(world, noun):
            for address in (
                f"collections/{collection}/{key}/",
                f"collections/{collection}/{key}/history/",
            ):
                last = AccessEntry.objects.latest("pk").pk
                status = program.get(address).status_code
                new = AccessEntry.objects.filter(pk__gt=last, collection=noun)
                found = [one.is_permitted for one in new if key in one.records]
                assert found == [status == 200], address
