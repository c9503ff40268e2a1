"""The labels before headings: 一、（一）1.（1）①, and in rules 第一章 第一节 第一条."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from content.intake.writing import plain, value_of

_CHINESE = "[一二三四五六七八九十百零〇]{1,5}"


class Kind(IntEnum):
    """Kinds of labels, the larger first: a smaller one lies within a larger one."""

    PART = 1
    CHAPTER = 2
    SECTION = 3
    ARTICLE = 4
    CHINESE = 5
    CHINESE_BRACKETS = 6
    NUMBER = 7
    NUMBER_BRACKETS = 8
    CIRCLE = 9


_PATTERNS = {
    Kind.PART: rf"第({_CHINESE}|\d{{1,2}})[编篇](?=[\s　]|$|[一-鿿])",
    Kind.CHAPTER: rf"第\s*({_CHINESE}|\d{{1,2}})\s*章",
    Kind.SECTION: rf"第\s*({_CHINESE}|\d{{1,2}})\s*节",
    Kind.ARTICLE: rf"第\s*({_CHINESE}|\d{{1,3}})\s*条(?![第款规、，的和至])",
    Kind.CHINESE: rf"({_CHINESE})\s*[、.](?!\d)",
    Kind.CHINESE_BRACKETS: rf"(?:[（〔]\s*({_CHINESE})\s*[）〕]|([㈠-㈩]))\s*[、.]?",
    Kind.NUMBER: r"(?:(\d{1,3})\s*(?:、|\.(?!\d))|([⒈-⒛]))",
    Kind.NUMBER_BRACKETS: r"(?:[（〔]?\s*(\d{1,2})\s*[）〕]|([⑴-⒇]))\s*[、.]?",
    Kind.CIRCLE: r"([①-⑳])\s*[、.]?",
}
_REGEXES = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_IN_CLAUSE = {
    Kind.PART: "第{}编", Kind.CHAPTER: "第{}章", Kind.SECTION: "第{}节", Kind.ARTICLE: "第{}条",
    Kind.CHINESE_BRACKETS: "（{}）", Kind.NUMBER_BRACKETS: "（{}）",
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    """`text` as shown, `value` its place in its row from 1, `numeral` the bare numeral."""

    kind: Kind
    text: str
    value: int
    numeral: str

    @property
    def in_clause(self) -> str:
        """How a clause is cited: 三（六）6."""
        return _IN_CLAUSE.get(self.kind, "{}").format(self.numeral)


def label_of(text: str) -> tuple[Label, int] | None:
    """The label that a text begins with, and where its words begin; None where it has none."""
    written = plain(text)
    for kind, regex in _REGEXES.items():
        match = regex.match(written)
        if match:
            numeral = next(filter(None, match.groups()))
            if len(match.groups()) > 1 and match[2]:  # one sign for label and brackets
                numeral = unicodedata.normalize("NFKC", numeral).strip("().")
            value = ord(numeral) - ord("①") + 1 if kind == Kind.CIRCLE else value_of(numeral)
            if not 0 < value <= 200:
                return None
            shown = "".join(written[: match.end()].split())
            if kind == Kind.NUMBER:  # 1．and 1、 stay as they were typed
                shown = "".join(text[: match.end()].split())
            return Label(kind, shown, value, numeral), match.end()
    return None
