"""Texts cut at stops, but not within brackets and quotation marks."""

import re
from collections.abc import Iterator

from content.intake.writing import plain

_OPENING, _CLOSING = "（《“〔「『", "）》”〕」』"
#: Numbers within a paragraph: 1．… 2．…, （1）…, ①…, 一是….
_NUMBERED = re.compile(
    r"(?:(?<=[。；：，])|^)\s*(?:\d{1,2}\s*(?:、|\.(?!\d))|（\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*）|[①-⑳]|[一二三四五六七八九十]{1,2}[是要](?=[一-鿿]))"
)
_SHORTEST = 4
_SHALL = re.compile("^(?:应当|要)(?![求点素])")
_EDGES = " 　，；。、：.\n"


def pieces(text: str, stops: str) -> list[str]:
    """The text cut after each of the stops."""
    found, depth, begin = [], 0, 0
    for at, sign in enumerate(plain(text)):
        depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
        if depth == 0 and sign in stops:
            found.append(text[begin:at])
            begin = at + 1
    found.append(text[begin:])
    return [piece for piece in found if piece.strip()]


def duties_of(text: str) -> list[str]:
    """Each duty of an agency's paragraph, without numbers and stops.

    >>> duties_of("负责牵头；1.建立台账。2.（一）上报情况。")
    ['负责牵头', '建立台账', '上报情况']
    """
    found = [
        duty
        for sentence in pieces(text.replace("\n", "；"), "。；！")
        for piece in _at_numbers(sentence)
        if len(duty := _SHALL.sub("", piece.strip(_EDGES))) >= _SHORTEST
    ]
    whole = text.strip(_EDGES)
    return found or ([whole] if len(whole) > 1 else [])  # （一）审批


def _at_numbers(sentence: str) -> Iterator[str]:
    begin = 0
    for match in _NUMBERED.finditer(plain(sentence)):
        if match.start() >= begin:
            yield sentence[begin : match.start()]
            begin = match.end()
    rest = sentence[begin:]
    yield _NUMBERED.sub("", plain(rest)) if _NUMBERED.match(plain(rest)) else rest
