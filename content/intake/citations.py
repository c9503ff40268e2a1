"""Documents that a document names: 《…》（国发〔2016〕36号）, a number alone, a law without a number."""

import re
from collections.abc import Iterator

from content.intake.document import Citation, Document, Section, text_of
from content.intake.starts import as_title
from content.intake.writing import number_of, numbers_in, plain, tidy

_DOCUMENT = re.compile(
    r"(?:法|法典|通则|总则|请示|条例|规定|办法|意见|通知|方案|规划|纲要|决定|公告|通告|细则|规则|准则|解释|公约|纲领|计划|函|要点|措施|批复|制度|标准|规范|指南|指引|通报|报告|讲话|宣言|"
    r"议定书|章程|解答|纪要|令|预案|清单|工作规程|规程)(?:（[^）]*）)?$"
)
#: Called for short after it was named in full.
_SHORT = re.compile(
    r"(?:实施|工作|指导|若干)?(?:意见|通知|方案|办法|条例|决定|规定|规划|纲要|计划|细则|制度|标准|清单|措施)"
)
#: What is yet to be made is not cited.
_TO_BE_MADE = re.compile(r"(?:制定|出台|制定出台|起草|下发|印发|编制|研究制定|制订|发布|修订完善)$")
_BASED = re.compile(r"根据|按照|依据|为贯彻|贯彻落实|落实|遵照|依照|为深入贯彻|为认真落实")
_REPLACED = re.compile(r"废止|失效|停止执行|不再执行")
_REVISED = re.compile(r"修订|修改")
_OPENING, _CLOSING = "《", "》"


def citations_in(document: Document) -> list[Citation]:
    """In reading order, each once; neither the document itself nor its attachments."""
    found: dict[str, Citation] = {}
    for section in document.walk():
        for text in _texts(section):
            for citation in _named_in(text, is_reason=not section.is_clause):
                known = found.get(citation.title) or found.get(citation.number)
                if known is None or (citation.number and not known.number):
                    found[citation.title or citation.number] = citation
    own = tidy(plain(document.head.title))
    to_be_made = {tidy(title) for section in document.walk() for title in _to_be_made(section)}
    named = {one.number for one in found.values() if one.title}
    return [
        citation
        for citation in found.values()
        if not (citation.title and tidy(plain(citation.title)) in own)
        and (citation.number or citation.title not in to_be_made)
        and (citation.title or citation.number not in named)
        and citation.number != document.head.number
        and (citation.number or not any(citation.title in one for one in document.head.attachments))
    ]


def _texts(section: Section) -> Iterator[str]:
    yield section.heading
    for paragraph in section.paragraphs:
        yield from re.split("(?<=[。；])", text_of(paragraph))


def _named_in(text: str, *, is_reason: bool) -> Iterator[Citation]:
    """The documents of one sentence."""
    kind = _kind_of(text, is_reason=is_reason)
    ends = 0
    covered: list[tuple[int, int]] = []
    for first, last in _titles(text):
        title = text[first + 1 : last - 1].strip()
        number, ends = _number_after(text, last)
        covered.append((first, ends))
        if _is_cited(title, number):
            yield Citation(number, as_title(title), kind)
    for first, last, number in numbers_in(text):
        if not any(begin <= first < end or begin < last <= end for begin, end in covered):
            yield Citation(number, "", kind)


def _to_be_made(section: Section) -> Iterator[str]:
    for text in _texts(section):
        for first, last in _titles(text):
            if _TO_BE_MADE.search(text[max(0, first - 8) : first]):
                yield text[first + 1 : last - 1]


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """The outermost 《…》 with their places."""
    depth, first = 0, 0
    for at, sign in enumerate(text):
        if sign == _OPENING:
            first = at if depth == 0 else first
            depth += 1
        elif sign == _CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield first, at + 1


def _number_after(text: str, at: int) -> tuple[str, int]:
    """The number in brackets after a title, and where they end."""
    written = plain(text)
    match = re.match(r"\s*[（〔]", written[at:])
    if match is None:
        return "", at
    depth = 0
    for end in range(at + match.end() - 1, len(written)):
        depth += (written[end] in "（〔") - (written[end] in "）〕")
        if depth == 0:
            inner = text[at + match.end() : end]
            return number_of(inner), end + 1
    return number_of(text[at : at + 40]), len(text)


def _is_cited(title: str, number: str) -> bool:
    shown = tidy(plain(title))
    return bool(number) or (not _SHORT.fullmatch(shown) and bool(_DOCUMENT.search(shown)))


def _kind_of(text: str, *, is_reason: bool) -> str:
    if _REPLACED.search(text):
        return "replaces"
    if is_reason and _BASED.search(text):
        return "based_on"
    return "revises" if _REVISED.search(text) and "关于修改" in text else "cites"
