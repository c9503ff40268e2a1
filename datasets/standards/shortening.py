"""Whether one text says less than another about the same thing: shortened, cut off, masked."""

import re

from datasets.standards.writing import half_width

#: What a text is made of: whole numbers, whole words of letters, ideographs one by one.
_TOKEN = re.compile(r"\d+|[零〇一二三四五六七八九十百千]+|[A-Za-z]+|[^\W\d_]")
_PARTS = re.compile(r"[、，,；;/\n]+")
_MASKS = frozenset("*某×○●")
_MASKED = re.compile("[*某×○●]+")
#: 健康 does not say less than 不健康: it says the contrary.
_NEGATIONS = frozenset("不无非未没否")
#: A number of so many digits may have lost some: a landline without its first one, a cut card number.
_LONG_NUMBER = 6


def says_less(said: str, recorded: str) -> bool:
    """Whether `recorded` says all that `said` does, and more.

    >>> says_less("实验小学", "江阴市实验小学"), says_less("2号", "12号"), says_less("健康", "不健康")
    (True, False, False)
    """
    said, recorded = half_width(said), half_width(recorded)
    if not _MASKS.isdisjoint(said) and _is_mask_of(said, recorded):
        return True
    if len(said) >= len(recorded) or not _shares_signs(said, recorded):
        return False
    if _stands_in(said, recorded):
        return True
    known = [_tokens(part) for part in _PARTS.split(recorded)]
    parts = [_tokens(part) for part in _PARTS.split(said)]
    if not all(any(_holds(one, part) for one in known) for part in parts):
        return False
    return sum(map(_length, parts)) < sum(map(_length, known))


def shortens(said: str, recorded: str) -> bool:
    """The same of addresses, from which words are left out: 徐霞客湖塘12号 for 江阴市徐霞客镇湖塘村12号.

    >>> shortens("徐霞客湖塘12号", "江阴市徐霞客镇湖塘村12号"), shortens("湖塘村2号", "湖塘村12号")
    (True, False)
    """
    if says_less(said, recorded):
        return True
    said, recorded = half_width(said), half_width(recorded)
    if len(said) >= len(recorded) or not _shares_signs(said, recorded):
        return False
    left = iter(_tokens(recorded))
    return all(token in left for token in _tokens(said))


def _is_mask_of(said: str, recorded: str) -> bool:
    """320***1234 or 张某 for what is recorded in full."""
    if not _MASKS.isdisjoint(recorded):
        return False
    first, *middle, last = _MASKED.split(said)
    if not (recorded.startswith(first) and recorded.endswith(last)):
        return False
    at, end = len(first), len(recorded) - len(last)
    for shown in middle:
        found = recorded.find(shown, at + 1, end)
        if found < 0:
            return False
        at = found + len(shown)
    return at < end


def _stands_in(said: str, recorded: str) -> bool:
    """Whether it stands there as it is, cutting neither number nor word, and is not denied."""
    at = recorded.find(said)
    if at < 0:
        return False
    end = at + len(said)
    edges = recorded[max(at - 1, 0) : at + 1], recorded[end - 1 : end + 1]
    is_cut = any(len(edge) == 2 and _tokens(edge) == [edge] for edge in edges)
    return not is_cut and not (at and recorded[at - 1] in _NEGATIONS)


def _shares_signs(said: str, recorded: str) -> bool:
    """Whether all that is said is found there, in whatever order: nearly always it is not."""
    return all(sign in recorded or not sign.isalnum() for sign in said)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _length(tokens: list[str]) -> int:
    return sum(map(len, tokens))


def _holds(longer: list[str], shorter: list[str]) -> bool:
    """Whether the tokens stand in the longer text one after the other, and are not denied there."""
    for first in range(len(longer) - len(shorter) + 1):
        among = longer[first : first + len(shorter)]
        is_denied = first > 0 and longer[first - 1] in _NEGATIONS
        if not is_denied and all(map(_is_cut_of, shorter, among)):
            return True
    return False


def _is_cut_of(short: str, whole: str) -> bool:
    if short == whole:
        return True
    is_long = len(short) >= _LONG_NUMBER and short.isdecimal() and whole.isdecimal()
    return is_long and (whole.startswith(short) or whole.endswith(short))
