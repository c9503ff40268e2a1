"""What keeps the shape: history on every record, every address of the collections closed to strangers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from datasets.models import Record
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]

RECORDS = [
    model for model in apps.get_app_config("datasets").get_models() if issubclass(model, Record)
]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_record_has_a_history_whose_author_is_required(model: Any) -> None:
    versions = model.history.model
    assert not versions._meta.get_field("history_user").null
    assert not versions._meta.get_field("history_change_reason").null


@pytest.mark.django_db
def test_a_collection_made_while_the_program_runs_has_one_too(volunteers: Any) -> None:
    test_every_record_has_a_history_whose_author_is_required(volunteers)


def addresses(patterns: Any, before: str = "/") -> Iterator[str]:
    """Every address under the patterns, with 1 where a key or a word stands."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + example(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + example(pattern.pattern)


def example(pattern: Any) -> str:
    text = str(pattern)
    return re.sub(r"<[^>]+>", "1", text).strip("^$")


def of_collections() -> list[str]:
    ours = (
        "/admin/datasets/", "/admin/choose_", "/admin/ledgers", "/admin/transfers",
        "/admin/referrals", "/admin/received", "/admin/definitions", "/admin/made",
    )  # fmt: skip
    found = set(addresses(get_resolver().url_patterns))
    return sorted(address for address in found if address.startswith(ours))


def test_there_are_addresses_to_try() -> None:
    assert len(of_collections()) > 70


@pytest.mark.django_db
def test_every_address_of_the_collections_is_closed_to_a_stranger(client: Any) -> None:
    for address in of_collections():
        assert client.get(address).status_code in (302, 403, 404), address
        assert client.post(address).status_code in (302, 403, 404), address


@pytest.mark.django_db
def test_every_address_of_the_collections_is_closed_to_an_editor(client: Any, editor: Any) -> None:
    client.force_login(editor)
    for address in of_collections():
        assert client.get(address).status_code in (302, 403, 404), address
        assert client.post(address).status_code in (302, 403, 404), address
