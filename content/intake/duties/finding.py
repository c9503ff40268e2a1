"""Walks the sections and collects who owes what."""

import re
from collections.abc import Iterator, Sequence

from content.intake.agencies import agencies_listed
from content.intake.document import Document, Duty, Section
from content.intake.duties.roles import Role, bare_role, brackets_in, roles_in
from content.intake.duties.splitting import duties_of
from content.intake.duties.subjects import said_in
from content.intake.duties.tables import duties_in_table
from content.intake.members.lines import begins_post, is_person_line
from content.intake.mending import Paragraph
from content.intake.starts import agency_lead, begins_agency
from content.intake.writing import plain

_OF_DUTIES = re.compile(r"(?:的)?(?:主要|工作|具体)?(?:职责|职能|责任|任务)(?:分工|任务)?$")
_LISTS = re.compile(
    r"(?:.*[。；])?(.+?)(?:应当|要|应)?(?:主要|具体)?(?:履行|承担|负责|做好|落实)(?:以下|下列|如下).{0,12}：?"
)
_ASSIGNS = re.compile("职责|分工|责任单位|部门责任|任务分解|成员单位")


def duties_in(document: Document) -> list[Duty]:
    """In reading order, each once."""
    found = [
        duty
        for section in document.sections
        for duty in _of_section(
            section, bearers=(), assigns=bool(_ASSIGNS.search(document.head.title))
        )
    ]
    return list(dict.fromkeys(found))


def _of_section(section: Section, *, bearers: Sequence[str], assigns: bool) -> Iterator[Duty]:
    named = (
        _without_roles(section.heading) if section.label else ""
    )  # not a title: …部分成员单位责任分工
    own = agencies_listed(_OF_DUTIES.sub("", named)) or agencies_listed(named)
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
    for text in _texts(section, with_heading=not heads):
        named, begin = agency_lead(text)
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
    for text in texts:
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
            yield from (
                Duty(agency, one.text, _subject_clause(section, text, one.agencies), one.is_lead)
                for agency in one.agencies
            )


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
    text = "".join(task.split("\n")).strip(" 　。；，")
    for role in roles if len(text) >= 4 else ():
        for agency in role.agencies:
            yield Duty(agency, text, clause, role.is_lead)


def _texts(section: Section, *, with_heading: bool) -> list[str]:
    """The paragraphs; a heading on the first one's line belongs to its sentence."""
    texts = [
        paragraph.text
        for paragraph in section.paragraphs
        if not paragraph.rows and not _seats_people(paragraph)
    ]
    if with_heading and section.heading and section.label is not None:
        if texts and section.joint:
            texts[0] = f"{section.heading}{section.joint}{texts[0]}"
        else:
            texts.insert(0, section.heading)
    return texts


def _bearers_of_list(section: Section) -> list[str]:
    """民政部门履行下列职责： gives what is numbered below it to 民政部门."""
    text = plain(section.paragraphs[-1].text) if section.paragraphs else ""
    match = _LISTS.fullmatch(text)
    return agencies_listed(match[1]) if match else []


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
    if section.label is not None and section.heading and section.heading == lead:
        return section.clause
    return f"{section.clause}·{lead.strip()}"[:60] if section.clause else lead.strip()[:60]


def _subject_clause(section: Section, text: str, agencies: list[str]) -> str:
    """In an attachment without numbers a sentence is cited by its subject: 附件·其他各成员单位."""
    if section.label is None and section.clause:
        return f"{section.clause}·{agencies[0]}" if text.startswith(agencies[0]) else section.clause
    return section.clause
