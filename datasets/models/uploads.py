"""What of a file that somebody sends is fit to be kept, whichever door it comes in by."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from datasets.standards.documents import is_what_it_says
from datasets.standards.pictures import MOST_PIXELS, bare_picture

#: Of a photo, and of any other file.
MOST_BYTES = 5 * 1024 * 1024
MOST_BYTES_OF_FILE = 20 * 1024 * 1024
#: What browsers show and cameras and phones write; each decoder less is one risk less.
FORMATS = ("JPEG", "PNG", "WEBP")
#: What offices send each other; nothing that a browser would run, or that hides what is in it.
PICTURES: Mapping[str, str] = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
ENDINGS = (
    "pdf", "ofd", "doc", "docx", "xls", "xlsx", "wps", "et", "txt", "csv", *PICTURES,
)  # fmt: skip


def fit_file(file: IO[bytes], *, name: str, size: int) -> bytes | None:
    """What is to be kept in place of the file: of a picture the pixels alone; None where it stays as it is.

    Raises ValidationError.
    """
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if size > MOST_BYTES_OF_FILE:
        raise ValidationError(_("文件不能超过20MB。"), code="too_large")
    if extension not in ENDINGS:
        known = {"endings": "、".join(ENDINGS)}
        raise ValidationError(_("不收这种文件，请用：%(endings)s。") % known, code="kind")
    content = _bare(file, extension) if extension in PICTURES else None
    is_so = content if extension in PICTURES else is_what_it_says(file, extension)
    if not is_so:
        raise ValidationError(
            _("文件的内容不是“.%(extension)s”，或者带有宏。请用原来的软件另存，不要只改扩展名。")
            % {"extension": extension},
            code="not_what_it_says",
        )
    return content


def _bare(file: IO[bytes], extension: str) -> bytes:
    """Of a picture of the kind that the extension names; nothing of any other."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            is_so = image.format == PICTURES[extension]
        file.seek(0)
        return bare_picture(file) if is_so else b""
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""


def fit_photo(file: IO[bytes], *, size: int) -> tuple[bytes, str]:
    """The picture without what the camera wrote beside it (it tells where the child lives), and its kind in lower case.

    `size` in bytes is looked at first: a picture is decoded only if it is small enough. Raises ValidationError.
    """
    if size > MOST_BYTES:
        raise ValidationError(_("照片不能超过5MB。"), code="too_large")
    kind, pixels = _measured(file)
    if kind not in FORMATS:
        raise ValidationError(_("照片须为JPG、PNG或WebP格式。"), code="format")
    if pixels > MOST_PIXELS:
        raise ValidationError(_("照片的尺寸太大，请缩小后再上传。"), code="too_many_pixels")
    file.seek(0)
    try:
        return bare_picture(file), kind.lower()
    except (OSError, ValueError, SyntaxError) as error:  # Pillow's, of half a file
        raise ValidationError(_("照片已损坏，打不开。请换一张。"), code="broken") from error


def _measured(file: IO[bytes]) -> tuple[str, int]:
    """Format and number of pixels, which stand at the beginning: nothing is decoded for them."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            return image.format or "", image.width * image.height
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("照片的尺寸太大，请缩小后再上传。"), code="too_many_pixels"
        ) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise ValidationError(
            _("这不是图片，或者已损坏，打不开。请换一张。"), code="broken"
        ) from error


def photo_type(content: bytes) -> str:
    """The content type of a photo that was kept. Raises OSError for what is none."""
    with Image.open(BytesIO(content)) as image:
        return image.get_format_mimetype() or ""
