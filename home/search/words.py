"""Chinese text as words of two characters: the index and the question are cut by one rule.

Chinese is written without spaces, and the databases' own parsers take a whole clause for one word. A run
of Chinese characters becomes its pairs and its last character, 未成年人 → 未成 成年 年人 人; letters and
digits stay whole. Pairs that follow each other are a longer word; the last character keeps two runs apart,
so that 未，保护 is no answer to 未保. No dictionary is needed and no word is missed.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
#: 〔2014〕 and [2014] belong to the number that they stand in; other brackets end a word.
_YEAR = re.compile(r"[\[(〔【〈]\s*(\d{4})\s*[\])〕】〉]")
#: What ends a word of a question: all but characters, letters, digits and the signs within numbers and names.
_END = re.compile(r"[^\w\-./·]+")
#: PostgreSQL refuses longer words, and nobody asks for one.
_LONGEST = 100
#: So many words of a question are looked for.
_MOST_TERMS = 20


@dataclass(frozen=True)
class Term:
    """One word of a question: `runs` as they follow each other, `郑政办`, `2014`, `10`, `号`."""

    runs: tuple[str, ...]
    #: Whether its last letters may be the beginning of more, as while somebody types.
    grows: bool = False

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """What must stand in the index, one after the other."""
        *before, last = self.runs
        ended = [token for run in before for token in _tokens(run)]
        return (*ended, *_tokens(last)[: max(len(last) - 1, 1) if is_han(last) else None])

    @property
    def is_open(self) -> bool:
        """Whether the last token is the beginning of one: a single character stands at the head of a pair."""
        return self.grows or (is_han(self.runs[-1]) and len(self.runs[-1]) == 1)

    @cached_property
    def pattern(self) -> str:
        """A regular expression that finds the word in normalised text, whatever signs stand in between."""
        return r"[\W_]*".join(
            run if is_han(run) else rf"(?<![a-z0-9]){re.escape(run)}(?![a-z0-9])"
            for run in self.runs
        )


def normalised(text: str) -> str:
    """Full-width as half-width, capitals as small letters."""
    return normalize("NFKC", text).lower()


def indexed(text: str) -> str:
    """The text's tokens, separated by spaces, in their order."""
    return " ".join(token for run in _runs(normalised(text)) for token in _tokens(run))


def terms_of(question: str) -> tuple[Term, ...]:
    """The words of a question; none where it consists of punctuation alone."""
    text = _YEAR.sub(r"-\1-", normalised(question))
    found = (Term(tuple(_runs(part))) for part in _END.split(text))
    return tuple(dict.fromkeys(term for term in found if term.runs))[:_MOST_TERMS]


def is_han(run: str) -> bool:
    return re.match(rf"[{_HAN}]", run) is not None


def _runs(text: str) -> list[str]:
    return [match[0] for match in _RUN.finditer(text)]


def _tokens(run: str) -> list[str]:
    if not is_han(run):
        return [run[:_LONGEST]]
    return [run[place : place + 2] for place in range(len(run))]
