"""Files and photos in defined fields: as carefully as a child's photo."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import change, create
from datasets.models import AccessEntry, Child
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.admin.test_photos import camera_picture, picture
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 \xe6\x9d\x8e\xe7\x88\xb1\xe5\xbf\x83"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def with_files(volunteers: Any, system: Actor, records_root: Path) -> Any:
    """A volunteer; of the two fields all see the agreement, and few the face."""
    fields = [
        {"code": "face", "label": "照片", "kind": "photo", "group": "identity"},
        {"code": "paper", "label": "协议", "kind": "file"},
    ]
    for values in fields:
        define_field(collection="volunteers", values=values, by=system, reason="要存")
    values = {"name": "李爱心", "region": region(XUXIAKE_VILLAGE)}
    return create(volunteers, values=values, by=system, reason="登记")


def page(action: str, record: Any) -> str:
    return reverse("made", args=[f"volunteers/{action}/{record.pk}/"])


def send(client: Any, record: Any, **files: Any) -> Any:
    seen = client.get(page("edit", record)).context["form"]["_seen_version"].value()
    told = {"name": record.name, "region": record.region_id, "_seen_version": seen}
    return client.post(page("edit", record), {**told, **files})


def test_they_are_kept_encrypted_and_handed_out_by_the_record_alone(
    with_files: Any, as_clerk: Any, records_root: Path
) -> None:
    paper = SimpleUploadedFile("李爱心的协议.pdf", PDF)
    photo = SimpleUploadedFile("李爱心.jpg", camera_picture())
    answer = send(as_clerk, with_files, face=photo, paper=paper)
    assert answer.status_code == 302, answer.context["form"].errors
    with_files.refresh_from_db()
    assert "李爱心" not in with_files.face.name + with_files.paper.name
    stored = [path.read_bytes() for path in records_root.rglob("*") if path.is_file()]
    assert len(stored) == 2
    assert not any(PDF in content or b"HutongCam" in content for content in stored)
    assert not any(content.startswith((b"%PDF", b"\xff\xd8")) for content in stored)

    shown = as_clerk.get(page("inspect", with_files)).content.decode()
    for name in ("face", "paper"):
        address = f"{page('file', with_files)}?field={name}"
        assert address in shown
        assert address in as_clerk.get(page("edit", with_files)).content.decode()
    face = as_clerk.get(page("file", with_files), {"field": "face"})
    content = b"".join(face.streaming_content)
    assert (face["Content-Type"], content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert b"HutongCam" not in content
    sent = as_clerk.get(page("file", with_files), {"field": "paper"})
    assert b"".join(sent.streaming_content) == PDF
    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment")
    for one in (face, sent):
        assert one["Cache-Control"].startswith("private, no-store")
        assert one["X-Content-Type-Options"] == "nosniff"
    entries = AccessEntry.objects.filter(filters__field__in=["face", "paper"])
    assert sorted(entry.filters["field"] for entry in entries) == ["face", "paper"]


@pytest.mark.parametrize(
    ("name", "file", "sentence"),
    [
        ("paper", SimpleUploadedFile("a.pdf", b"<html>"), "文件的内容不是“.pdf”"),
        ("paper", SimpleUploadedFile("a.png", b"<svg>"), "文件的内容不是“.png”"),
        ("paper", SimpleUploadedFile("a.html", b"<html>"), "不收这种文件"),
        ("paper", SimpleUploadedFile("a.zip", b"PK"), "不收这种文件"),
        ("face", SimpleUploadedFile("a.png", PDF), "这不是图片"),
        ("face", picture("GIF", "a.gif"), "照片须为JPG、PNG或WebP格式。"),
    ],
)
def test_what_is_not_what_it_says_is_refused(
    name: str, file: Any, sentence: str, with_files: Any, as_clerk: Any
) -> None:
    file.seek(0)
    answer = send(as_clerk, with_files, **{name: file})
    assert answer.status_code == 200
    assert sentence in str(answer.context["form"].errors[name])


def test_who_does_not_see_the_field_gets_no_file(
    with_files: Any, as_clerk: Any, client: Any, city_desk: Any, other_clerk: Any
) -> None:
    send(as_clerk, with_files, face=picture(), paper=SimpleUploadedFile("a.pdf", PDF))
    group = Group.objects.get(name="市民政局")
    group.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    client.force_login(city_desk)
    assert client.get(page("file", with_files), {"field": "face"}).status_code in (302, 403)
    assert client.get(page("file", with_files), {"field": "paper"}).status_code == 200
    assert "field=face" not in client.get(page("inspect", with_files)).content.decode()
    for other in ("name", "", "pk", "phone"):
        assert client.get(page("file", with_files), {"field": other}).status_code == 404
    client.force_login(other_clerk)
    assert client.get(page("file", with_files), {"field": "paper"}).status_code == 404


def test_a_file_is_replaced_and_taken_away(with_files: Any, as_clerk: Any) -> None:
    for content in (PDF, PDF + b"2"):
        send(as_clerk, with_files, paper=SimpleUploadedFile("a.pdf", content))
    sent = as_clerk.get(page("file", with_files), {"field": "paper"})
    assert b"".join(sent.streaming_content) == PDF + b"2"
    assert send(as_clerk, with_files).status_code == 302  # none chosen: it stays
    with_files.refresh_from_db()
    assert with_files.paper
    send(as_clerk, with_files, **{"paper-clear": "on"})
    with_files.refresh_from_db()
    assert not with_files.paper
    assert as_clerk.get(page("file", with_files), {"field": "paper"}).status_code == 404


def test_a_built_in_collection_has_them_too(
    as_clerk: Any, system: Actor, records_root: Path
) -> None:
    values = {"code": "x_paper", "label": "协议", "kind": "file"}
    define_field(collection="children", values=values, by=system, reason="要存")
    child = create(
        Child,
        values={
            "name": "王小明",
            "region": region(XUXIAKE_VILLAGE),
            "x_paper": SimpleUploadedFile("a.pdf", PDF),
        },
        by=system,
        reason="登记",
    )
    address = reverse("datasets_child_modeladmin_file", args=[child.pk])
    inspect = reverse("datasets_child_modeladmin_inspect", args=[child.pk])
    assert f"{address}?field=x_paper" in as_clerk.get(inspect).content.decode()
    assert b"".join(as_clerk.get(address, {"field": "x_paper"}).streaming_content) == PDF


@pytest.mark.parametrize(
    ("name", "file", "sentence"),
    [
        ("paper", SimpleUploadedFile("a.pdf", b"<html>"), "文件的内容不是“.pdf”"),
        ("paper", SimpleUploadedFile("a.exe", b"MZ"), "不收这种文件"),
        ("paper", SimpleUploadedFile("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le")), "带有宏"),
        ("face", SimpleUploadedFile("a.png", PDF), "这不是图片"),
    ],
)
def test_every_door_refuses_what_is_not_what_it_says(
    name: str, file: Any, sentence: str, with_files: Any, system: Actor
) -> None:
    file.seek(0)
    with pytest.raises(ValidationError) as refusal:
        change(with_files, values={name: file}, by=system, reason="换一份")
    assert sentence in refusal.value.message_dict[name][0]


def test_every_door_leaves_behind_what_the_camera_wrote(with_files: Any, system: Actor) -> None:
    photo = SimpleUploadedFile("a.jpg", camera_picture())
    scan = SimpleUploadedFile("b.jpg", camera_picture())
    change(with_files, values={"face": photo, "paper": scan}, by=system, reason="换一份")
    with_files.refresh_from_db()
    for kept in (with_files.face, with_files.paper):
        with kept.open("rb") as file:
            assert b"HutongCam" not in file.read()
    change(with_files, values={"name": "李爱心心"}, by=system, reason="写错了")
    assert with_files.history.count() == 3
