"""What a visitor asks for, read from the address: each thing that makes no sense gets a sentence."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from home.search.kinds import AGENCY, kinds
from home.search.words import Term, terms_of

LONGEST = 100
#: Pages of results that may be turned to: whoever has not found it by then asks otherwise.
MOST_PAGES = 50


@dataclass
class Question:
    text: str
    kind: str = ""
    issuer: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    page: int = 1
    problems: list[str | Promise] = field(default_factory=list)

    @property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.text)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.issuer or self.since or self.until)

    def address(self, **changes: object) -> str:
        """The query string of the same question with some things changed; empty ones are left out."""
        asked: dict[str, object] = {
            "q": self.text,
            "kind": self.kind,
            "issuer": self.issuer,
            "since": self.since,
            "until": self.until,
        } | changes
        return "?" + urlencode({name: str(value) for name, value in asked.items() if value})

    def whole_address(self) -> str:
        return self.address(kind="", issuer="", since="", until="")

    def agencies_address(self) -> str:
        return self.address(kind=AGENCY, issuer="", since="", until="")

    def next_address(self) -> str:
        return self.address(page=self.page + 1)

    def previous_address(self) -> str:
        return self.address(page=self.page - 1 if self.page > 2 else "")


def read_question(asked: Mapping[str, str]) -> Question:
    question = Question(" ".join(asked.get("q", "").split()))
    if len(question.text) > LONGEST:
        question.text = question.text[:LONGEST]
        question.problems.append(_("搜索的内容太长，请不要超过100个字，只写关键的词。"))
    elif "q" in asked and not question.terms:
        question.problems.append(_("请输入要找的词，例如“监护”“民政局”或者文号。"))
    question.kind = _kind(asked.get("kind", ""), question)
    question.issuer = asked.get("issuer", "").strip()[:LONGEST]
    question.since = _date(asked.get("since", ""), question)
    question.until = _date(asked.get("until", ""), question)
    if question.since and question.until and question.since > question.until:
        question.problems.append(_("开始日期晚于结束日期，请改正。"))
    question.page = _page(asked.get("page", ""))
    return question


def _kind(text: str, question: Question) -> str:
    if text in {"", AGENCY, *(kind.code for kind in kinds())}:
        return text
    question.problems.append(_("没有这一类内容，已在全部内容里查找。"))
    return ""


def _date(text: str, question: Question) -> datetime.date | None:
    if not text.strip():
        return None
    try:
        found = parse_date(text.strip())
    except ValueError:
        found = None
    if found is None:
        question.problems.append(_("日期要写成2026-01-31这样，没有按日期筛选。"))
    return found


def _page(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1
    return min(max(number, 1), MOST_PAGES)
