"""What of a file that is said to be a child's photo is fit to be kept, whichever door it comes in by."""

from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

from datasets.standards.pictures import MOST_PIXELS, bare_picture

MOST_BYTES = 5 * 1024 * 1024
#: What browsers show and cameras and phones write; each decoder less is one risk less.
FORMATS = ("JPEG", "PNG", "WEBP")


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
