"""Where the words stand in a text: the passage with most of them, each marked, all else escaped."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from home.search.words import Term, normalised

#: Characters of a passage, four lines on a phone.
_LENGTH = 110
#: How far a passage may reach back to begin with its sentence.
_BEFORE = 36
_SENTENCE_END = re.compile(r"[。！？；\n]")
#: Past so many places of a long text a better passage is not looked for.
_MOST = 300


@dataclass(frozen=True)
class Spot:
    start: int
    end: int
    term: int


def highlighted(text: str, terms: Sequence[Term]) -> SafeString:
    """The whole text."""
    return _marked(text, spots(text, terms), 0, len(text))


def snippet(text: str, terms: Sequence[Term]) -> SafeString:
    """The passage that says most; the beginning where the words stand elsewhere."""
    text = re.sub(r"[^\S\n]+", " ", re.sub(r"\s*\n\s*", "\n", text.strip()))
    found = spots(text, terms)
    start = _start(text, _best(found)) if found else 0
    end = min(start + _LENGTH, len(text))
    before = "…" if start and not _SENTENCE_END.match(text[start - 1]) else ""
    after = "…" if end < len(text) else ""
    # Both parts are escaped; the dots are ours.
    return mark_safe(before + _marked(text, found, start, end) + after)  # noqa: S308


def spots(text: str, terms: Sequence[Term]) -> list[Spot]:
    """Each place of the text where a term stands, in order, none within another."""
    if not terms:
        return []
    plain, places = _plain(text)
    pattern = re.compile(
        "|".join(f"(?P<t{place}>{term.pattern})" for place, term in enumerate(terms))
    )
    found = []
    for match in pattern.finditer(plain):
        term = int(str(match.lastgroup)[1:])
        found.append(Spot(places[match.start()], places[match.end() - 1] + 1, term))
        if len(found) == _MOST:
            break
    return found


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text as words are compared, and for each of its characters the place in the original."""
    plain = normalised(text)
    if len(plain) == len(text):
        return plain, range(len(text))
    parts = [normalize("NFKC", character).lower() for character in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), places


def _best(found: Sequence[Spot]) -> Spot:
    """The first of those spots that a passage shows most different words from."""

    def shown(place: int) -> int:
        begin = found[place].start
        near = (
            spot.term for spot in found[place : place + 40] if spot.end - begin <= _LENGTH - _BEFORE
        )
        return len(set(near))

    return found[max(range(len(found)), key=lambda place: (shown(place), -place))]


def _start(text: str, best: Spot) -> int:
    """Where its sentence begins, if that is near."""
    earliest = max(best.start - _BEFORE, 0)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, earliest, best.start)]
    return ends[-1] if ends else max(best.start - _BEFORE // 2, 0) if earliest else 0


def _marked(text: str, found: Iterable[Spot], start: int, end: int) -> SafeString:
    parts, done = [], start
    for spot in found:
        if spot.start >= done and spot.end <= end:
            parts.append((text[done : spot.start], text[spot.start : spot.end]))
            done = spot.end
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    return SafeString(marked + escape(text[done:end]))
