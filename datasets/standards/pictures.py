"""Pictures as cameras write them, and what of them is worth keeping."""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

#: A phone's camera has 12 to 50 million; each takes three bytes of memory while it is turned.
MOST_PIXELS = 60_000_000
#: In pixels: enough to know a face and to print.
LONGEST_SIDE = 2_000
_JPEG_QUALITY = 88


def bare_picture(file: IO[bytes]) -> bytes:
    """The picture alone, upright and of a reasonable size, in the format it came in.

    Where and when it was taken, by which camera, thumbnails and comments stay behind: only the pixels are
    written anew.
    """
    with Image.open(file) as image:
        kind = image.format
        upright = ImageOps.exif_transpose(image)
        has_holes = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
        pixels = upright.convert("RGBA" if has_holes and kind != "JPEG" else "RGB")
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    pixels.info.clear()
    content = BytesIO()
    pixels.save(content, kind, quality=_JPEG_QUALITY)  # PNG passes the quality over
    return content.getvalue()
