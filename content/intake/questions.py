"""What a person should look at: nothing is passed over in silence."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.intake.document import Document, Issue, Section
from content.intake.members.lines import post_in
from content.intake.writing import tidy

_ASSIGNS = re.compile("分工|成员单位.{0,4}职责|部门职责|单位职责|职责任务")
_LONGEST_SHOWN = 30


def questions_about(document: Document) -> list[Issue]:
    return [
        *_head(document),
        *_attachments(document),
        *_silent_duties(document),
        *_members(document),
    ]


def _head(document: Document) -> Iterator[Issue]:
    head = document.head
    if not head.title:
        yield Issue(_("没有认出标题，请照原件填写。"))
    if not head.number:
        yield Issue(_("没有认出文号，请照原件填写；没有文号的不必填。"))
    if not head.issuers:
        yield Issue(_("没有认出发文机关，请照原件填写。"))
    if head.issued is None:
        yield Issue(_("没有认出印发或成文日期，请照原件填写。"))
    if not any(section.label for section in document.walk()):
        yield Issue(_("正文里没有认出带序号的条款，全文放在一节里。"))


def _attachments(document: Document) -> Iterator[Issue]:
    """Attachments that are listed and whose text is not in the file."""
    headings = [tidy(section.heading) for section in document.sections]
    for name in document.head.attachments:
        bare = re.sub(r"^\d+[.、]|（略）$", "", tidy(name))
        if bare and not any(bare in heading or heading in bare for heading in headings if heading):
            said = _("附件“%(name)s”只列了名称，文件里没有找到它的正文。")
            yield Issue(said % {"name": bare[:_LONGEST_SHOWN]})


def _silent_duties(document: Document) -> Iterator[Issue]:
    """Paragraphs among duties of which nobody was found to bear one."""
    texts = [duty.text for duty in document.duties]
    for section in document.walk():
        if not _ASSIGNS.search(section.heading) or len(section.heading) > _LONGEST_SHOWN:
            continue
        for part in section.walk():
            yield from _silent(part, texts)


def _silent(section: Section, texts: list[str]) -> Iterator[Issue]:
    for paragraph in section.paragraphs:
        if paragraph.rows or len(paragraph.text) < 12 or paragraph.text.endswith(("：", ":")):
            continue
        if not any(text[:12] in paragraph.text for text in texts):
            said = _("第%(place)d段在职责分工里，没有认出是哪个单位的职责：“%(text)s…”")
            words = {"place": paragraph.place, "text": paragraph.text[:_LONGEST_SHOWN]}
            yield Issue(said % words, paragraph.place)


def _members(document: Document) -> Iterator[Issue]:
    """Lines that begin with a post and name nobody."""
    if document.members:
        return
    for paragraph in document.paragraphs:
        if not paragraph.rows and post_in(paragraph.text):
            said = _("第%(place)d段像是领导小组成员，没有认出姓名和职务。")
            yield Issue(said % {"place": paragraph.place}, paragraph.place)
