"""A document that was read, as JSON (a contract, see README) and as text."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from content.intake.document import Document, Section


def as_json(document: Document) -> dict[str, Any]:
    head = document.head
    return {
        "title": head.title,
        "number": head.number,
        "issuer": "、".join(head.issuers),
        "issued": head.issued.isoformat() if head.issued else "",
        "cites": [str(citation) for citation in document.citations],
        "sections": [_section(section) for section in document.sections],
        "duties": [
            {"agency": duty.agency, "duty": duty.text, "clause": duty.clause}
            for duty in document.duties
        ],
        "members": [
            {"post": member.post, "name": member.name, "title": member.title}
            for member in document.members
        ],
        "issues": [str(issue) for issue in document.issues],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "level": section.level,
        "label": section.mark,
        "heading": section.heading,
        "text": section.text,
        "sections": [_section(one) for one in section.sections],
    }


def as_text(document: Document) -> Iterator[str]:
    head = document.head
    yield _("标题：%(text)s") % {"text": head.title}
    yield _("文号：%(text)s") % {"text": head.number}
    yield _("发文机关：%(text)s") % {"text": "、".join(head.issuers)}
    yield _("印发日期：%(text)s") % {"text": head.issued or ""}
    yield ""
    for section in document.walk():
        yield f"{'　' * (section.level - 1)}{section.mark}{section.heading}"
    yield ""
    for duty in document.duties:
        yield f"{duty.agency}（{duty.clause}）：{duty.text}"
    for member in document.members:
        yield f"{member.post}：{member.name}　{member.title}"
    for citation in document.citations:
        yield _("引用：%(text)s") % {"text": citation}
    for text in head.around:
        yield _("不入正文：%(text)s") % {"text": text}
    for issue in document.issues:
        yield _("待核对：%(issue)s") % {"issue": issue}
