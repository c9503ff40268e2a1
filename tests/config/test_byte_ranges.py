"""A video can be had in parts, as telephones ask for it; whoever asks for anything else gets it whole."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

pytestmark = pytest.mark.django_db

CONTENT = (b"\0\0\0\x18ftypisom" + bytes(range(256)) * 1000)[:200_000]


@pytest.fixture
def address(settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    return str(Document.objects.create(title="敲门", file=ContentFile(CONTENT, "knock.mp4")).url)


def ask(client: Client, address: str, asked: str, **headers: str) -> Any:
    return client.get(address, headers={"range": asked, **headers})


@pytest.mark.parametrize(
    ("asked", "first", "end"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=100-199", 100, 200),
        ("bytes=199990-", 199_990, 200_000),
        ("bytes=-10", 199_990, 200_000),
        ("bytes=0-999999999", 0, 200_000),
        ("bytes=-999999999", 0, 200_000),
        ("Bytes = 65000-140000", 65_000, 140_001),
    ],
)
def test_a_part_is_answered_with_exactly_that_part(
    client: Client, address: str, asked: str, first: int, end: int
) -> None:
    answer = ask(client, address, asked)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{end - 1}/200000"
    assert answer["Content-Length"] == str(end - first)
    assert answer["Content-Type"] == "video/mp4"
    assert answer.getvalue() == CONTENT[first:end]


@pytest.mark.parametrize("asked", ["bytes=200000-", "bytes=999999999-", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused_and_the_size_told(
    client: Client, address: str, asked: str
) -> None:
    answer = ask(client, address, asked)
    assert answer.status_code == 416
    assert answer["Content-Range"] == "bytes */200000"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,5-9",
        "bytes=-",
        "bytes=9-3",
        "bytes=a-b",
        "items=0-1",
        "",
        f"bytes=0-{'9' * 5000}",
    ],
)
def test_what_is_no_part_is_answered_with_the_whole(
    client: Client, address: str, asked: str
) -> None:
    answer = ask(client, address, asked)
    assert answer.status_code == 200
    assert answer["Accept-Ranges"] == "bytes"
    assert answer.getvalue() == CONTENT


def test_only_of_the_same_file_a_further_part_is_sent(client: Client, address: str) -> None:
    whole = client.get(address)
    for known in (whole["ETag"], whole["Last-Modified"]):
        assert ask(client, address, "bytes=5-9", **{"if-range": known}).status_code == 206
    for known in ('"another"', "W/" + whole["ETag"], "Wed, 01 Jan 2020 00:00:00 GMT", "nonsense"):
        assert ask(client, address, "bytes=5-9", **{"if-range": known}).status_code == 200


def test_a_part_is_read_as_it_is_sent_and_never_the_whole_at_once(
    client: Client, address: str
) -> None:
    blocks = list(ask(client, address, "bytes=1-190000").streaming_content)
    assert len(blocks) == 3
    assert max(map(len, blocks)) <= 65_536


def test_asking_for_the_head_and_knowing_the_file_go_as_before(
    client: Client, address: str
) -> None:
    answer = client.head(address, headers={"range": "bytes=0-1"})
    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    known = {"range": "bytes=0-1", "if-none-match": answer["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    assert "Content-Encoding" not in answer
