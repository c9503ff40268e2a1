"""Pictures say to everybody what is on them."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.guard.findings import Finding
from content.guard.passages import Passage

_EMBEDDED = re.compile(r'<embed\b[^>]*embedtype="image"[^>]*>')
_ALTERNATIVE = re.compile(r'\balt="([^"]*)"')
#: What cameras and chat programs call a file: no word about the picture.
_FILE_NAME = re.compile(
    r"^\s*(?:[\w\-. ]*\.(?:jpe?g|png|gif|webp|bmp|heic|svg)"
    r"|(?:img|dsc|pic|mmexport|wx_camera|微信图片|图片|照片|截图)[\W_\d]*)\s*$",
    re.IGNORECASE,
)


def untold_pictures(passage: Passage) -> Iterator[Finding]:
    for embedded in _EMBEDDED.findall(passage.html):
        told = _ALTERNATIVE.search(embedded)
        if not told or _says_nothing(told[1]):
            yield _finding(passage)
    if _is_alternative(passage) and _says_nothing(passage.text):
        yield _finding(passage)


def _is_alternative(passage: Passage) -> bool:
    return bool(passage.path) and passage.path[-1].part == "alternative"


def _says_nothing(words: str) -> bool:
    return not words.strip() or bool(_FILE_NAME.match(words))


def _finding(passage: Passage) -> Finding:
    message = _("这里的图片没有替代文字（文件名不算）。请用一句话说清图上是什么。")
    return Finding.at(passage, code="untold_picture", message=message)
