"""What editors put on public pages holds nothing that they did not mean to publish, and nothing that runs."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

pytestmark = pytest.mark.django_db

_GPS, _LATITUDE = 0x8825, 2
_DESCRIPTION = 0x010E


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def as_editor(boss: Any) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def phone_photo() -> bytes:
    exif = Picture.Exif()
    exif[_DESCRIPTION] = "暗记家门口"
    exif.get_ifd(_GPS)[_LATITUDE] = (31.0, 50.0, 7.0)
    content = io.BytesIO()
    Picture.new("RGB", (40, 30), "red").save(content, "JPEG", exif=exif, comment=b"secret-note")
    return content.getvalue()


def packed(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return content.getvalue()


def uploaded(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def nothing_of_the_camera(path: Path) -> bool:
    with Picture.open(path) as picture:
        return not picture.getexif() and b"secret-note" not in path.read_bytes()


def test_a_phone_s_photo_is_published_without_its_place_and_its_name(
    as_editor: Client, media: Path
) -> None:
    told = {"title": "活动", "file": uploaded("张三家.jpg", phone_photo()), "collection": 1}
    assert as_editor.post(reverse("wagtailimages:add"), told).status_code == 302
    image = Image.objects.get()
    (path,) = kept(media)
    assert nothing_of_the_camera(path)
    assert len(path.stem) == 32
    assert (image.width, image.height) == (40, 30)
    rendition = image.get_rendition("width-20")
    assert nothing_of_the_camera(media / rendition.file.name)


def test_nor_by_the_way_on_which_the_form_is_filled_in_later(
    as_editor: Client, media: Path
) -> None:
    """A title that is too long: Wagtail keeps the file aside and saves it with the next form."""
    told = {"title": "长" * 300, "files[]": uploaded("a.jpg", phone_photo()), "collection": 1}
    answer = as_editor.post(
        reverse("wagtailimages:add_multiple"), told, headers={"X-Requested-With": "XMLHttpRequest"}
    ).json()
    key = answer["uploaded_file_id"]
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[key])
    told = {f"uploaded-image-{key}-title": "活动", f"uploaded-image-{key}-collection": "1"}
    as_editor.post(address, told, headers={"X-Requested-With": "XMLHttpRequest"})
    image = Image.objects.get()
    assert nothing_of_the_camera(media / image.file.name)
    assert [path for path in kept(media) if not nothing_of_the_camera(path)] == []


@pytest.mark.parametrize("name", ["a.svg", "a.gif", "a.html"])
def test_no_other_kind_of_picture_is_taken(as_editor: Client, media: Path, name: str) -> None:
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    told = {"title": "图", "file": uploaded(name, content), "collection": 1}
    assert as_editor.post(reverse("wagtailimages:add"), told).status_code == 200
    assert not Image.objects.exists()
    assert kept(media) == []


def test_half_a_picture_is_refused_with_a_sentence(as_editor: Client, media: Path) -> None:
    content = io.BytesIO()
    Picture.effect_noise((400, 300), 60).convert("RGB").save(content, "JPEG")
    half = content.getvalue()[: len(content.getvalue()) // 2]
    told = {"title": "图", "file": uploaded("a.jpg", half), "collection": 1}
    assert "图片已损坏" in as_editor.post(reverse("wagtailimages:add"), told).content.decode()
    assert kept(media) == []


GOOD = {
    "a.pdf": b"%PDF-1.7 ...",
    "a.docx": packed("[Content_Types].xml", "word/document.xml"),
    "a.xlsx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "a.ofd": packed("OFD.xml"),
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...",
    "a.txt": "通知".encode("gb18030"),
    "a.webm": b"\x1aE\xdf\xa3 ...",
    "a.ogg": b"OggS ...",
    "a.vtt": b"WEBVTT\n",
}
BAD = {
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "macro.docx": packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "other.docx": packed("[Content_Types].xml", "xl/workbook.xml"),
    "program.txt": b"MZ\0\0\0",
    "drawing.svg": b"<svg></svg>",
    "page.html": b"<html></html>",
    "page.vtt": b"<html></html>",
    "none": b"text",
}


@pytest.mark.parametrize("name", GOOD)
def test_documents_that_are_what_they_say_are_taken(as_editor: Client, name: str) -> None:
    told = {"title": "文件", "file": uploaded(name, GOOD[name]), "collection": 1}
    assert as_editor.post(reverse("wagtaildocs:add"), told).status_code == 302
    assert Document.objects.count() == 1


@pytest.mark.parametrize("name", BAD)
def test_documents_that_are_not_are_refused_by_the_form_and_by_the_storage(
    as_editor: Client, media: Path, name: str
) -> None:
    told = {"title": "文件", "file": uploaded(name, BAD[name]), "collection": 1}
    assert as_editor.post(reverse("wagtaildocs:add"), told).status_code == 200
    with pytest.raises(SuspiciousFileOperation):
        Document(title="文件").file.save(name, ContentFile(BAD[name]))
    assert not Document.objects.exists()
    assert kept(media) == []


def test_a_document_is_a_download_that_runs_nothing(client: Client) -> None:
    document = Document.objects.create(title="通知", file=ContentFile(GOOD["a.txt"], "notice.txt"))
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(document.url.replace("notice", "other")).status_code == 404
