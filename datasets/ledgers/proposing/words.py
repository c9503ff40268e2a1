"""Columns that say one of a few words again and again, or several of them."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from datasets.choices import Sex
from datasets.ledgers.proposing.cells import Cells
from datasets.readers.words import word_key, words_in
from datasets.standards.naming_codes import code_for

_SEX = {str(label): str(code) for code, label in Sex.choices}
#: So many choices a form still shows well.
MOST_CHOICES = 20
_LONGEST_WORD = 20
#: A list is a list where each of its words comes so often on average.
_AGAIN = 3
_ENOUGH = 6
#: Of the cells so many must name several before the column is taken for one of several choices.
_SEVERAL = 0.15


def one_word_each(cells: Cells, *, is_expected: bool) -> list[str]:
    """The few words of the column, the most frequent first; none where it is no list.

    `is_expected`: the heading says that it is one.
    """
    counts = _counted((one.text, one.count) for one in cells.said)
    filled = sum(counts.values())
    if (
        not filled
        or len(counts) > MOST_CHOICES
        or any(len(word) > _LONGEST_WORD for word in counts)
    ):
        return []
    again = 1.5 if is_expected else _AGAIN
    enough = 1 if is_expected else _ENOUGH
    is_list = filled >= enough and filled >= len(counts) * again
    return list(counts) if is_list or (is_expected and len(counts) <= 2) else []


def several_words_each(cells: Cells) -> list[str]:
    """The few words of which cells name several at once; none where it is no such column."""
    parts = [(words_in(one.text)[1:] or [one.text], one.count) for one in cells.said]
    filled = sum(count for _words, count in parts)
    several = sum(count for words, count in parts if len(words) > 1)
    if not filled or several < max(2, filled * _SEVERAL):
        return []
    counts = _counted((word, count) for words, count in parts for word in words)
    is_short = all(len(word) <= _LONGEST_WORD // 2 for word in counts)
    is_list = len(counts) <= MOST_CHOICES and sum(counts.values()) >= len(counts) * 2
    return list(counts) if is_short and is_list else []


def frequent_words(cells: Cells) -> list[str]:
    """All that the cells say, the most frequent first."""
    return list(_counted((one.text, one.count) for one in cells.said))


def choices_of(words: Iterable[str]) -> list[list[str]]:
    """[[code, label], …], as definitions keep them."""
    found: list[list[str]] = []
    for word in words:
        code = _SEX.get(word) or code_for(
            word, taken=[code for code, _label in found], otherwise="option"
        )
        found.append([code, word])
    return found


def _counted(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How often each word comes, words that are compared alike (readers/words.py) as one; the most frequent first."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for word, count in pairs:
        counts[spelled.setdefault(word_key(word), word)] += count
    return dict(counts.most_common())


def options_with(words: Iterable[str]) -> dict[str, Any]:
    return {"choices": choices_of(words)}
