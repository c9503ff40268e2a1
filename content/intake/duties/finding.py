"""Walks the sections and collects who owes what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from content.intake.agencies import agencies_listed
from content.intake.document import Document, Duty, Section
from content.intake.duties.roles import Role, bare_role, brackets_in, parted_at_roles, roles_in
from content.intake.duties.splitting import duties_of, pieces
from content.intake.duties.subjects import said_in
from content.intake.duties.tables import duties_in_table
from content.intake.members.lines import begins_post, is_person_line
from content.intake.mending import Paragraph
from content.intake.starts import agency_lead, begins_agency, heading_agencies
from content.intake.writing import plain

_LISTS = re.compile(
    r"(?:.*[。；])?(.+?)(?:应当|要|应)?(?:主要|具体)?(?:履行|承担|负责|做好|落实|采取|遵守|开展|提供|完成)(?:以下|下列|如下).{0,12}：?"
)
#: 各部门按照下列分工履行职责： only says that a list follows.
_ANNOUNCES = re.compile(r".{0,16}(?:下列|以下|如下)(?!情形|情况|条件).{0,14}")
_ASSIGNS = re.compile("职责|分工|责任单位|部门责任|任务分解|成员单位")


def duties_in(document: Document) -> list[Duty]:
    """In reading order, each once."""
    addressed = agencies_listed(document.head.salutation)
    issuers = document.head.issuers
    found = [
        _spoken(duty, addressed, issuers)
        for section in document.sections
        for duty in _of_section(
            section, bearers=(), assigns=bool(_ASSIGNS.search(document.head.title))
        )
    ]
    return list(dict.fromkeys(found))


def _spoken(duty: Duty, addressed: Sequence[str], issuers: Sequence[str]) -> Duty:
    """你局 in an answer is whom it is addressed to, 我局 who writes it."""
    for named, said in ((addressed, "你"), (issuers, "我")):
        if len(named) == 1 and re.fullmatch(f"{said}(?:局|委|厅|办|院|部|单位|中心)", duty.agency):
            return replace(duty, agency=named[0])
    return duty


def _of_section(section: Section, *, bearers: Sequence[str], assigns: bool) -> Iterator[Duty]:
    named = (
        _without_roles(section.heading) if section.is_clause else ""
    )  # not a title: …部分成员单位责任分工
    own = heading_agencies(named)
    bearers = own or bearers
    assigns = assigns or bool(own) or bool(_ASSIGNS.search(section.heading))
    yield from _by_roles(section)
    if bearers:
        yield from _of_bearers(section, bearers, heads=bool(own))
    else:
        yield from _by_paragraphs(section, assigns=assigns)
    for paragraph in section.paragraphs:
        if paragraph.rows:
            yield from duties_in_table(paragraph.rows, section.clause)
    if not bearers and section.sections:
        bearers = _bearers_of_list(section)
    for child in section.sections:
        yield from _of_section(child, bearers=bearers, assigns=assigns)


def _of_bearers(section: Section, bearers: Sequence[str], *, heads: bool) -> Iterator[Duty]:
    """All that stands under an agency's heading is its duty, unless a paragraph names another agency."""
    for number, text in enumerate(_texts(section, with_heading=not heads)):
        named, begin = agency_lead(text)
        said = said_in(text) if number and not heads and not named else []
        if said:  # a sentence below the last item of a list, with a subject of its own
            yield from (
                Duty(agency, one.text, section.clause, one.is_lead)
                for one in said
                for agency in one.agencies
            )
            continue
        clause = section.clause if not named else _clause(section, text[: begin - 1])
        for agency in named or bearers:
            for duty in duties_of(_without_roles(text[begin:])):
                yield Duty(agency, duty, clause)


def _by_paragraphs(section: Section, *, assigns: bool) -> Iterator[Duty]:
    """市民政局：负责…；负责…。and what goes on below it; else what the sentences say."""
    current: list[str] = []
    clause = section.clause
    is_headed = False  # the agency stands on a line of its own: all below it is its own
    texts = _texts(section, with_heading=True)
    lists_agencies = (
        assigns or sum(text[-1:] in "：:" and begins_agency(text) for text in texts) > 1
    )
    is_list = lists_agencies and len(texts) > 2
    for text in chain.from_iterable(map(_parted_at_agencies, texts)):
        named, begin = agency_lead(text)
        if named:
            current, clause = named, _clause(section, text[: begin - 1])
            is_headed = lists_agencies and not text[begin:].strip()
            yield from (
                Duty(agency, duty, clause)
                for agency in current
                for duty in duties_of(_without_roles(text[begin:]))
            )
            continue
        if roles_in(text):
            continue
        said = [] if is_headed else said_in(_without_roles(text))
        if not said and current and (assigns or is_headed):
            yield from (
                Duty(agency, duty, clause) for agency in current for duty in duties_of(text)
            )
            continue
        current = []
        if _LISTS.fullmatch(plain(text)) and section.sections:
            continue
        for one in said:
            if section.sections and _ANNOUNCES.fullmatch(plain(one.text)):
                continue
            yield from (
                Duty(
                    agency,
                    one.text,
                    _subject_clause(section, text, one.agencies, is_list),
                    one.is_lead,
                )
                for agency in one.agencies
            )


def _parted_at_agencies(text: str) -> Iterator[str]:
    """教育部门：落实资助。卫生部门：落实救助。 in one paragraph: each agency with its own."""
    begin = 0
    for match in re.finditer("。(?=[^，。；：]{2,40}：)", plain(text)):
        if agency_lead(text[match.end() :])[0]:
            yield text[begin : match.end()]
            begin = match.end()
    yield text[begin:]


def _by_roles(section: Section) -> Iterator[Duty]:
    """Tasks with those who bear them in brackets, or on a line below."""
    since: list[str] = []
    waiting: list[str] = []
    for text in _texts(section, with_heading=True):
        roles = roles_in(text)
        if roles:
            waiting = since or waiting
            since = []
            yield from _laid(roles, "\n".join(waiting), section.clause)
            continue
        begin = 0
        for first, last, inner in brackets_in(text):
            is_at_end = not text[last:].strip(" 　。；") or plain(text[last : last + 1]) in "。；"
            is_name = bool(agencies_listed(text[:last]))  # 乡镇人民政府（街道办事处）
            roles = roles_in(inner) or (bare_role(inner) if is_at_end and not is_name else [])
            if roles:
                yield from _laid(roles, text[begin:first], section.clause)
                begin = last
        if text[begin:].strip(" 　。；，"):
            since.append(text[begin:])


def _laid(roles: list[Role], task: str, clause: str) -> Iterator[Duty]:
    lines = [line.strip(" 　") for line in task.split("\n") if line.strip(" 　")]
    joints = ["" if line[-1] in "。；：，！" else "。" for line in lines]
    text = "".join(map("".join, zip(lines, joints, strict=True))).strip(" 　。；，")
    for role in roles if len(text) > 1 else ():
        for agency in role.agencies:
            yield Duty(agency, text, clause, role.is_lead)


def _texts(section: Section, *, with_heading: bool) -> list[str]:
    """The paragraphs; a heading on the first one's line belongs to its sentence."""
    texts = [
        paragraph.text
        for paragraph in section.paragraphs
        if not paragraph.rows and not _seats_people(paragraph)
    ]
    if with_heading and section.heading and section.is_clause:
        if texts and section.joint:
            texts[0] = f"{section.heading}{section.joint}{texts[0]}"
        else:
            texts.insert(0, section.heading)
    return [part for text in texts for part in parted_at_roles(text)]


def _bearers_of_list(section: Section) -> list[str]:
    """民政部门履行下列职责： gives what is numbered below it to 民政部门."""
    text = plain(section.paragraphs[-1].text) if section.paragraphs else ""
    match = _LISTS.fullmatch(text)
    named = agencies_listed(match[1]) if match else []
    if named or not match:
        return named
    said = said_in(pieces(text, "。；")[-1])  # 政府应当建立协调机制，履行下列职责：
    return said[-1].agencies if said else []


def _seats_people(paragraph: Paragraph) -> bool:
    """组长：张某某　市政府副市长 and the lines below it lay nothing on anybody."""
    line = paragraph.raw[0] if len(paragraph.raw) == 1 else ""
    return begins_post(paragraph.text) or is_person_line(line)


def _without_roles(text: str) -> str:
    for first, last, inner in reversed(brackets_in(text)):
        if roles_in(inner):
            text = text[:first] + text[last:]
    return text


def _clause(section: Section, lead: str) -> str:
    """七·市民政局: a paragraph without a number is cited by its agency; a numbered one by its number."""
    if section.is_clause and section.heading and section.heading == lead:
        return section.clause
    return f"{section.clause}·{lead.strip()}"[:60] if section.clause else lead.strip()[:60]


def _subject_clause(section: Section, text: str, agencies: list[str], is_list: bool) -> str:
    """In an attachment without numbers, and among paragraphs of agencies, a sentence is cited by its subject."""
    if section.clause and (not section.is_clause or is_list):
        return f"{section.clause}·{agencies[0]}" if text.startswith(agencies[0]) else section.clause
    return section.clause
