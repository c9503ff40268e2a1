"""A child's photo: taken in with care, handed out to those who may see the child."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from datasets.models import Child
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.admin.test_editing import as_sent, edit
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def picture(
    format_: str = "PNG",
    name: str = "王小明.png",
    size: tuple[int, int] = (8, 8),
    mode: str = "RGB",
) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new(mode, size, 1).save(content, format_)
    return SimpleUploadedFile(name, content.getvalue())


def camera_picture(kind: str = "JPEG") -> bytes:
    """Taken upright by a phone that writes down where, when and by whom."""
    image = Image.effect_noise((400, 300), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by a quarter
    exif[0x010F] = "HutongCam"
    exif.get_ifd(0x8825)[2] = (31.0, 55.0, 12.5)  # GPS latitude
    content = io.BytesIO()
    image.save(content, kind, exif=exif)
    return content.getvalue()


def address(child: Child) -> str:
    return reverse("datasets_child_modeladmin_photo", args=[child.pk])


@pytest.fixture
def child() -> Child:
    return make_child(XUXIAKE_VILLAGE)


@pytest.fixture
def with_photo(as_clerk: Any, child: Child) -> Child:
    as_clerk.post(edit(child), as_sent(as_clerk, edit(child), photo=picture()))
    child.refresh_from_db()
    return child


def test_a_photo_is_stored_under_a_name_that_tells_nothing(with_photo: Child) -> None:
    assert with_photo.photo.name.startswith("photos/")
    assert "王小明" not in with_photo.photo.name


def test_the_photo_is_handed_out_as_what_it_is_and_not_kept(
    as_clerk: Any, with_photo: Child
) -> None:
    answer = as_clerk.get(address(with_photo))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")


def test_page_and_form_show_it(as_clerk: Any, with_photo: Child) -> None:
    for action in ("inspect", "edit"):
        page = as_clerk.get(reverse(f"datasets_child_modeladmin_{action}", args=[with_photo.pk]))
        assert address(with_photo) in page.content.decode()


def test_nobody_else_gets_it(client: Any, with_photo: Child, other_clerk: Any, editor: Any) -> None:
    client.force_login(other_clerk)
    assert client.get(address(with_photo)).status_code == 404
    client.force_login(editor)
    assert client.get(address(with_photo)).status_code in (302, 403)
    client.logout()
    assert client.get(address(with_photo)).status_code == 302


def test_a_child_without_a_photo_has_none_to_hand_out(as_clerk: Any, child: Child) -> None:
    assert as_clerk.get(address(child)).status_code == 404


def test_a_file_that_is_gone_is_not_found(as_clerk: Any, with_photo: Child) -> None:
    with_photo.photo.storage.delete(with_photo.photo.name)
    assert as_clerk.get(address(with_photo)).status_code == 404


def test_the_photo_can_be_taken_away_again(as_clerk: Any, with_photo: Child) -> None:
    data = {"photo-clear": "on"}
    as_clerk.post(edit(with_photo), as_sent(as_clerk, edit(with_photo), **data))
    with_photo.refresh_from_db()
    assert not with_photo.photo
    assert with_photo.history.count() == 3


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (picture("GIF", "a.gif"), "照片须为JPG、PNG或WebP格式。"),
        (SimpleUploadedFile("a.png", b"<script>"), "图"),
        (SimpleUploadedFile("a.jpg", b"0" * (5 * 1024 * 1024 + 1)), "照片不能超过5MB。"),
        (SimpleUploadedFile("a.jpg", camera_picture()[:-2000]), "照片已损坏，打不开。"),
        (picture(size=(10_000, 7_000), mode="1"), "照片的尺寸太大"),
    ],
)
def test_what_is_no_photo_is_refused(
    as_clerk: Any, child: Child, upload: SimpleUploadedFile, sentence: str
) -> None:
    page = as_clerk.post(edit(child), as_sent(as_clerk, edit(child), photo=upload))
    assert sentence in str(page.context["form"].errors["photo"])
    child.refresh_from_db()
    assert not child.photo


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_the_camera_wrote_beside_the_picture_is_not_kept(
    as_clerk: Any, child: Child, kind: str
) -> None:
    taken = camera_picture(kind)
    assert b"HutongCam" in taken
    upload = SimpleUploadedFile(f"a.{kind.lower()}", taken)
    as_clerk.post(edit(child), as_sent(as_clerk, edit(child), photo=upload))
    child.refresh_from_db()
    with child.photo.open("rb") as file:
        kept = file.read()
    assert b"HutongCam" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.format == kind
        assert image.size == (300, 400), "upright"
