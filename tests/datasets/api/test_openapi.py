"""The interface keeps to its own description: validated, and asked at random by schemathesis."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.api import callers
from datasets.api.collections import collections
from datasets.api.cursors import cursor_after
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.api.calling import Program, program_of, token_of
from tests.datasets.api.everything import define_gifts, make_gift
from tests.factories import id_number, make_child, make_family, make_guardian

#: What no schema can say and an action judges: a name that is taken, a version that is past, a file that is none.
JUDGED = {
    "include-method": ["POST", "PATCH", "DELETE"],
    "exclude-operation-id-regex": "(_search|_batch|ledgers_apply)$",
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "429"]
        }
    },
}
#: Wagtail's own doors: a page that is not there, an order by what a type has not.
WAGTAILS = {
    "include-operation-id": ["pages_list", "images_list", "documents_list"],
    "checks": {
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "3xx", "401", "403", "404", "422"]
        }
    },
}
schemathesis.openapi.format(
    "cursor",
    st.just(cursor_after([1], (("id", False),))),  # of the order that nobody asked for
)
schemathesis.openapi.format("region-code", st.sampled_from(["32", "320281", XUXIAKE_VILLAGE]))


@pytest.fixture
def description(db: None, system: Actor, boss: Any) -> Iterator[Any]:
    """Asked within the test's own transaction, as Django's test client does it; with a collection of one's own."""
    define_gifts(system)
    headers = {"Authorization": f"Bearer {token_of(boss)}"}
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    config = schemathesis.Config.from_dict({"operations": [JUDGED, WAGTAILS]})
    yield schemathesis.openapi.from_wsgi(
        "/api/v3/openapi.json", get_wsgi_application(), config=config, headers=headers
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(
    description: Any, boss: Any, system: Actor, records_root: Any, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Everything's. A tester of wrong tokens is not to be turned away."""
    monkeypatch.setattr(callers, "_MOST_WRONG", 10**6)
    call_command("pages", verbosity=0)
    family = make_family(XUXIAKE_VILLAGE)
    guardian = make_guardian(XUXIAKE_VILLAGE, family=family)
    child = make_child(XUXIAKE_VILLAGE, id_number=id_number(), guardian=guardian, family=family)
    make_gift(system, child=child, uses=("a",), weight="1.125", worries=("b",))
    return token_of(boss)


@pytest.mark.django_db
def test_the_document_is_valid_and_names_every_collection(system: Actor, boss: Any) -> None:
    define_gifts(system)
    told = program_of(boss).get("openapi.json").json()
    assert schemathesis.openapi.from_dict(told).validate() is None
    assert told["openapi"] == "3.1.0"
    for name in collections():
        assert f"/api/v3/collections/{name}/" in told["paths"]


@pytest.mark.django_db
def test_every_body_and_record_has_an_example(system: Actor, boss: Any) -> None:
    define_gifts(system)
    told = program_of(boss).get("openapi.json").json()
    operations = [one for path in told["paths"].values() for one in path.values()]
    bodies = [one["requestBody"]["content"] for one in operations if "requestBody" in one]
    assert all("example" in content for body in bodies for content in body.values())


@pytest.mark.django_db
def test_nobody_is_told_of_what_they_may_not_ask_for(
    system: Actor, boss: Any, village_worker: Any, client: Client
) -> None:
    define_gifts(system)
    for collection in ("children", "agencies"):
        values = {"code": "x_secret", "label": "不公开的", "kind": "text"}
        define_field(collection=collection, values=values, by=system, reason="县里要")
    told = Program().get("openapi.json").content.decode()
    assert schemathesis.openapi.from_dict(json.loads(told)).validate() is None
    page = client.get("/api/").content.decode()
    client.force_login(village_worker)
    of_worker = client.get("/api/")
    assert of_worker.headers["Cache-Control"] == "no-store"
    assert "不公开的" in of_worker.content.decode()  # of children, whom they may view
    for text in (told, page):
        assert "agencies" in text
        for word in ("gifts", "捐赠物资", "重量", "x_secret", "不公开的"):
            assert word not in text, word
    assert "捐赠物资" not in of_worker.content.decode()
    narrow = program_of(boss, "agencies.read").get("openapi.json").content.decode()
    assert "x_secret" in narrow
    assert "gifts" not in narrow
    client.force_login(boss)
    assert "捐赠物资" in client.get("/api/").content.decode()


@pytest.mark.django_db
def test_the_documentation_needs_nothing_from_other_hosts(client: Client) -> None:
    page = client.get("/api/")
    text = page.content.decode()
    assert page.status_code == 200
    for door in ("collections/children/", "ledgers/", "pages/", "webhooks", "openapi.json"):
        assert door in text
    assert text.count("import requests") >= 1
    assert 'src="http' not in text
    assert 'href="http' not in text


@pytest.mark.slow
@pytest.mark.django_db
def test_it_does_what_it_says(description: Any, token: str) -> None:
    """Some questions and bodies at random for each operation, right ones and wrong ones."""
    wrong = []
    for found in description.get_all_operations():
        operation = found.ok()
        try:
            ask(operation, token)
        except FailureGroup as failures:
            wrong.append(f"{operation.label}: {failures}")
    assert not wrong, "\n\n".join(wrong)


def ask(operation: Any, token: str) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=3,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def asked(case: Any) -> None:
        told = case.body if isinstance(case.body, dict) else case.query or {}
        assume(not ("cursor" in told and "sort" in told))  # a cursor belongs to its order
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"})

    asked()
