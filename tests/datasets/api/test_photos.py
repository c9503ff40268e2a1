"""A program hands in, reads and takes away a child's photo as the admin does: same sight, same checks, same log."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from datasets.models import AccessEntry, Child
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.admin.test_photos import camera_picture, picture
from tests.datasets.api.calling import Program, program_of
from tests.factories import make_child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def address(child: Child) -> str:
    return f"collections/children/{child.pk}/photo/"


def send(program: Program, child: Child, photo: Any, **told: Any) -> Any:
    headers = program.headers | told.pop("headers", {})
    return program.client.post(
        f"/api/v3/{address(child)}", {"photo": photo, **told}, headers=headers
    )


def take_away(program: Program, child: Child, **headers: str) -> Any:
    return program.client.delete(f"/api/v3/{address(child)}", headers=program.headers | headers)


@pytest.fixture
def child(db: None) -> Child:
    return make_child(XUXIAKE_VILLAGE)


def test_a_photo_is_taken_in_read_and_taken_away(clerk: Any, child: Child) -> None:
    program = program_of(clerk)
    sent = send(program, child, SimpleUploadedFile("王小明.jpg", camera_picture()), reason="补照片")
    assert sent.status_code == 200, sent.content.decode()
    assert sent.json()["changed"] == ["photo"]
    child.refresh_from_db()
    assert "王小明" not in child.photo.name
    version = child.history.latest()
    assert (version.history_user, version.history_change_reason) == (clerk, "补照片")
    read = program.get(address(child))
    assert (read.status_code, read["Content-Type"]) == (200, "image/jpeg")
    assert read["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(read.content)) as image:
        assert not image.getexif()
        assert image.size == (300, 400), "upright"
    seen = AccessEntry.objects.get(verb="photo")
    assert (seen.records, seen.is_permitted) == ([child.pk], True)
    assert take_away(program, child).json()["changed"] == ["photo"]
    assert program.get(address(child)).status_code == 404


def test_only_who_sees_the_identity_sees_and_changes_the_photo(
    clerk: Any, city_desk: Any, child: Child
) -> None:
    send(program_of(clerk), child, picture())
    stranger = program_of(city_desk)
    assert stranger.get(address(child)).status_code == 403
    assert send(stranger, child, picture()).status_code == 403
    assert take_away(stranger, child).status_code == 403
    refused = AccessEntry.objects.filter(is_permitted=False, records=[child.pk])
    assert [entry.verb for entry in refused.order_by("pk")] == ["photo", "change", "change"]
    child.refresh_from_db()
    assert child.photo


def test_a_child_of_another_town_is_not_there(other_clerk: Any, child: Child) -> None:
    stranger = program_of(other_clerk)
    assert stranger.get(address(child)).status_code == 404
    assert send(stranger, child, picture()).status_code == 404
    assert take_away(stranger, child).status_code == 404


def test_a_token_that_reads_takes_nothing_in_and_nobody_reads_without_one(
    clerk: Any, child: Child
) -> None:
    reader = program_of(clerk, "children.read")
    assert send(reader, child, picture()).status_code == 403
    assert take_away(reader, child).status_code == 403
    assert program_of(clerk, "children.write").get(address(child)).status_code == 403
    assert Program().get(address(child)).status_code == 401


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (picture("GIF", "a.gif"), "照片须为JPG、PNG或WebP格式。"),
        (SimpleUploadedFile("a.png", b"<script>"), "打不开"),
        (SimpleUploadedFile("a.jpg", b"0" * (5 * 1024 * 1024 + 1)), "照片不能超过5MB。"),
        (SimpleUploadedFile("a.jpg", camera_picture()[:-2000]), "照片已损坏，打不开。"),
        (picture(size=(10_000, 7_000), mode="1"), "照片的尺寸太大"),
    ],
)
def test_what_is_no_photo_is_refused(
    clerk: Any, child: Child, upload: SimpleUploadedFile, sentence: str
) -> None:
    upload.seek(0)
    answer = send(program_of(clerk), child, upload)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == "photo"
    assert sentence in error["message"]


def test_what_others_changed_meanwhile_is_not_overwritten(clerk: Any, child: Child) -> None:
    program = program_of(clerk)
    seen = program.get(f"collections/children/{child.pk}/")["ETag"]
    match = {"If-Match": seen}
    assert send(program, child, picture(), headers=match).status_code == 200
    assert send(program, child, picture(), headers=match).status_code == 412
    assert take_away(program, child, **match).status_code == 412


def test_what_is_no_form_is_refused(clerk: Any, child: Child) -> None:
    program = program_of(clerk)
    assert program.post(address(child), {}).status_code == 400
    assert send(program, child, picture(), remark="x").status_code == 400
    assert program.get(f"collections/families/{child.pk}/photo/").status_code == 404
