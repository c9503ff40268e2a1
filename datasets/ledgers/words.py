"""The words of a ledger that somebody must give a meaning, or has given one: each once, with its rows counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.rows import ReadRow
from datasets.readers.words import LONGEST_WORD, word_key, words_in

#: Issues that say that a word is not understood, and quote it.
_UNKNOWN = frozenset(
    {"category_unknown", "relation_unknown", "ethnicity_unknown", "choice_unknown",
     "sex_unreadable", "region_unknown", "region_ambiguous"}
)  # fmt: skip
_LIKENESS = 0.4


def words_asked(rows: Iterable[ReadRow], choices: LedgerChoices) -> list[dict[str, Any]]:
    """As a batch keeps them, the most frequent first: field, text, key, count; code where one was given."""
    counted: Counter[tuple[str, str]] = Counter()
    texts: dict[tuple[str, str], str] = {}
    taught = _TaughtWords(choices.words)
    for row in rows:
        for name, text in {*_unknown_in(row), *taught.used_in(row)}:
            word = name, word_key(text)
            counted[word] += 1
            texts.setdefault(word, text)
    return [
        {"field": name, "key": key, "text": texts[name, key], "count": count}
        | ({"code": choices.words[name][key]} if key in choices.words.get(name, {}) else {})
        for (name, key), count in counted.most_common()
    ]


def _unknown_in(row: ReadRow) -> Iterator[tuple[str, str]]:
    for issue in row.issues:
        if issue.code in _UNKNOWN and len(issue.params["text"]) < LONGEST_WORD:
            yield issue.field, issue.params["text"]


class _TaughtWords:
    """Finds in a row's cells the words that were given a meaning; each text is looked into once."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
        self.words = {name: among for name, among in words.items() if among}
        self._found: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def used_in(self, row: ReadRow) -> Iterator[tuple[str, str]]:
        for name, among in self.words.items():
            cell = row.cells.get(name)
            if cell is None:
                continue
            if (name, cell) not in self._found:
                used = [(name, word) for word in words_in(cell) if word_key(word) in among]
                self._found[name, cell] = used
            yield from self._found[name, cell]


def likely(text: str, known: Mapping[str, str], *, most: int = 3) -> list[str]:
    """The codes of the known words (keys by `word_key`) that the text may mean, the likeliest first."""
    key = word_key(text)
    best: dict[str, float] = {}
    for word, code in known.items():
        likeness = _likeness(key, word)
        if likeness > max(_LIKENESS, best.get(code, 0)):
            best[code] = likeness
    return sorted(best, key=lambda code: -best[code])[:most]


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; a word that holds the other is likelier than one that shares as many characters."""
    if not one or not other or not set(one) & set(other):
        return 0
    if len(min(one, other, key=len)) > 1 and (one in other or other in one):
        return 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
