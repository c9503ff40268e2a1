"""What was read becomes drafts: a page that nobody sees yet, and a table of duties that waits to be checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from content.intake.document import Document, Section, text_of
from content.intake.mending import Paragraph
from content.intake.starts import agency_lead
from content.models import PolicyCitation, PolicyIndexPage, PolicyPage
from datasets.public import (
    DraftDuty,
    DraftPolicy,
    DraftSeat,
    DraftTable,
    draft_duties,
    duty_workbook,
    leading_group_workbook,
    may_draft_duties,
)

_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_HEADING = 255, 300, 200
_LONGEST_DUTY, _LONGEST_CLAUSE = 300, 60
#: 决定成立…领导小组, 建立…联席会议（以下简称…）制度.
_GROUP = re.compile(r"(?:成立|建立|调整|设立)([^，。；：（）]{4,60}?(?:领导小组|联席会议|委员会))")
#: A page has no deeper step (content/sections.py): what lies below goes into its text.
_DEEPEST = 4


class NowhereToPut(Exception):
    """There is no index of policies, or the user may not add to it."""


@dataclass(frozen=True)
class Drafts:
    page: PolicyPage
    table: DraftTable | None


def index_for(user: Any) -> PolicyIndexPage:
    """The index under which the user may add policies; None is the program itself. Raises NowhereToPut."""
    for index in PolicyIndexPage.objects.order_by("path"):
        if user is None or index.permissions_for_user(user).can_add_subpage():
            return index
    raise NowhereToPut(_("没有可以新增政策的政策目录。"))


@transaction.atomic
def draft_page(document: Document, *, user: Any) -> PolicyPage:
    """A page with a first revision, not published. Raises NowhereToPut."""
    head = document.head
    page = PolicyPage(
        title=(head.title or _("（没有认出标题）"))[:_LONGEST_TITLE],
        number=head.number[:60],
        issuers="、".join(head.issuers)[:200],
        signed_date=head.signed,
        issued_date=head.issued,
        summary=_summary(document),
        body=[("section", value) for value in _blocks(document)],
        live=False,
        owner=user,
    )
    page.citations = [
        PolicyCitation(kind=one.kind, number=one.number[:60], title=one.title[:200])
        for one in document.citations
    ]
    index_for(user).add_child(instance=page)
    page.save_revision(user=user, clean=False)
    return page


def draft_table(document: Document, *, user: Any) -> DraftTable | None:
    """The duties as a ledger that waits; None where the user may hand in none."""
    if not may_draft_duties(user):
        return None
    try:
        return draft_duties(policy=policy_of(document), duties=rows_of(document), user=user)
    except PermissionDenied:
        return None


def workbook_of(document: Document) -> bytes:
    """The same table as a file, for somebody else to hand in."""
    return duty_workbook(policy=policy_of(document), duties=rows_of(document))


def group_workbook_of(document: Document) -> bytes:
    """The leading group as a file, for whoever keeps the groups to hand in."""
    seats = [DraftSeat(one.post, one.title) for one in document.members]
    return leading_group_workbook(
        policy=policy_of(document), name=_group_named(document), seats=seats
    )


def _group_named(document: Document) -> str:
    """As the document calls what it sets up; else the issuer's."""
    for section in document.walk():
        found = _GROUP.search(section.text)
        if found:
            return found[1]
    return "、".join(document.head.issuers) + _("领导小组")


def policy_of(document: Document) -> DraftPolicy:
    head = document.head
    return DraftPolicy(head.number, head.title, "、".join(head.issuers), head.issued)


def rows_of(document: Document) -> list[DraftDuty]:
    """A duty a row, with all who bear it."""
    bearers: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for duty in document.duties:
        key = _short(duty.text, _LONGEST_DUTY), duty.clause[:_LONGEST_CLAUSE] or _("全文")
        bearers.setdefault(key, ([], []))[not duty.is_lead].append(duty.agency)
    return [
        DraftDuty(text, clause, "、".join(leads), "、".join(supports))
        for (text, clause), (leads, supports) in bearers.items()
    ]


def _short(text: str, longest: int) -> str:
    """Cut after a sentence where it is too long, else within one, and then it shows."""
    if len(text) <= longest:
        return text
    end = max(text.rfind(stop, 0, longest) for stop in "。；")
    return text[: end + 1] if end > longest // 3 else text[: longest - 1] + "…"


def _summary(document: Document) -> str:
    """The first sentences, for the editor to rewrite."""
    texts = (
        paragraph.text
        for section in document.walk()
        for paragraph in section.paragraphs
        if not paragraph.rows and len(paragraph.text) > 20
    )
    return _short(next(texts, ""), _LONGEST_SUMMARY)


def _blocks(document: Document) -> Iterator[dict[str, str]]:
    for section in document.sections:
        yield from _block(section, level=1)


def _block(section: Section, *, level: int) -> Iterator[dict[str, str]]:
    """The section, and each agency's paragraph as a clause of its own: 七·市民政局 has an address."""
    own, agencies = _by_agency(section.paragraphs)
    texts = [section.salutation] if section.salutation else []
    texts += [text_of(paragraph) for paragraph in own]
    if level == _DEEPEST:
        texts += [_as_line(one) for child in section.sections for one in child.walk()]
    yield _value(level, section.mark, section.heading, texts)
    for heading, paragraphs in agencies:
        yield _value(min(level + 1, _DEEPEST), "", heading, paragraphs)
    if level < _DEEPEST:
        for child in section.sections:
            yield from _block(child, level=level + 1)


def _by_agency(
    paragraphs: list[Paragraph],
) -> tuple[list[Paragraph], list[tuple[str, list[str]]]]:
    """What stands before the first agency's paragraph, and each agency with its texts."""
    own: list[Paragraph] = []
    agencies: list[tuple[str, list[str]]] = []
    for paragraph in paragraphs:
        named, begin = agency_lead(paragraph.text)
        if named:
            agencies.append((paragraph.text[: begin - 1].strip(), [paragraph.text[begin:].strip()]))
        elif agencies:
            agencies[-1][1].append(text_of(paragraph))
        else:
            own.append(paragraph)
    return own, agencies


def _value(level: int, label: str, heading: str, texts: list[str]) -> dict[str, str]:
    lines = [line for text in texts for line in text.split("\n") if line.strip()]
    if len(heading) > _LONGEST_HEADING:
        lines.insert(0, heading)
        heading = ""
    return {
        "level": str(level),
        "label": label[:30],
        "heading": heading,
        "text": "".join(f"<p>{escape(line)}</p>" for line in lines),
    }


def _as_line(section: Section) -> str:
    joint = section.joint or ("　" if section.heading and section.paragraphs else "")
    return f"{section.mark}{section.heading}{joint}{section.text}"
