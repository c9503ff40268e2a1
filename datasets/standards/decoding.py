"""Bytes as text: UTF-8 with or without its mark, UTF-16 with or without, GB18030."""

import codecs
import re

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096


class Undecodable(ValueError):
    """`code`: "encoding" for text in an unknown encoding, "foreign" for what is no text at all."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decoded(content: bytes) -> str:
    """The text, whatever its encoding. Raises Undecodable."""
    for encoding in _encodings_of(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Undecodable("encoding")


def decoded_markup(content: bytes) -> str:
    """By the encoding that the markup names, where it is true. Raises Undecodable."""
    named = _NAMED.search(content[:_HEAD])
    if named:
        name = named[1].decode("ascii", "replace").lower()
        try:
            return content.decode("gb18030" if name in ("gb2312", "gbk") else name)
        except (LookupError, UnicodeError):
            pass
    return decoded(content)


def _encodings_of(content: bytes) -> tuple[str, ...]:
    if content.startswith(_UTF16_MARKS):
        return ("utf-16",)
    head = content[:_HEAD]
    if b"\0" not in head:
        return ("utf-8-sig", "gb18030")
    # Excel's "Unicode text" without its mark: every second byte of ASCII is zero.
    high, low = head[1::2].count(0), head[::2].count(0)
    if 0 in (high, low) and (high + low) * 8 >= len(head) and len(content) % 2 == 0:
        return ("utf-16-le",) if high else ("utf-16-be",)
    raise Undecodable("foreign")
