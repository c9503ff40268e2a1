"""Paragraphs in their order become sections within sections, by the labels before them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from content.intake.document import Issue, Section
from content.intake.headings import is_sentence_for_heading, split_heading
from content.intake.labels import Kind, Label, label_of
from content.intake.mending import Paragraph

#: Labels that a clause is not cited by: 第三条 is enough.
_UNCITED = (Kind.PART, Kind.CHAPTER, Kind.SECTION)


@dataclass
class Outline:
    """Sections as they grow. `root` holds what stands before the first label; `open` is the way to the last one."""

    root: Section
    issues: list[Issue]
    open: list[Section] = field(default_factory=list)
    #: Articles are counted through a whole document, over its chapters.
    articles: int = 0

    def add(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        labelled = label_of(paragraph.text) if not paragraph.rows else None
        if labelled is None:
            self._last().paragraphs.append(paragraph)
            return
        label, begin = labelled
        words = paragraph.text[begin:].strip()
        heading, joint, text = split_heading(words, label.kind)
        if (
            not heading
            and is_sentence_for_heading(words, label.kind)
            and _is_below(following, label)
        ):
            heading, joint, text = words[:-1], "。", ""
        section = self._place(label, paragraph.place)
        section.heading, section.joint = heading, joint
        if text:
            section.paragraphs.append(replace(paragraph, text=text))

    def _last(self) -> Section:
        return self.open[-1] if self.open else self.root

    def _place(self, label: Label, place: int) -> Section:
        """A new section where the label belongs."""
        kinds = [section.label.kind for section in self.open if section.label]
        if label.kind in kinds:
            del self.open[kinds.index(label.kind) :]
        else:
            while self.open and self.open[-1].label and self.open[-1].label.kind > label.kind:
                self.open.pop()
        parent = self._last()
        self._check(label, parent, place)
        section = Section(
            level=parent.level + 1,
            label=label,
            mark=label.text,
            clause=_cited(parent, label),
            place=place,
        )
        parent.sections.append(section)
        self.open.append(section)
        return section

    def _check(self, label: Label, parent: Section, place: int) -> None:
        before = [one.label.value for one in parent.sections if one.label]
        last = before[-1] if before else 0
        if label.kind == Kind.ARTICLE:
            last, self.articles = self.articles, label.value
        if label.value not in (last + 1, 1) or (label.value == 1 and last):
            said = _("第%(place)d段：序号“%(label)s”前面还应有 %(missing)s，请核对有无漏读。")
            words = {"place": place, "label": label.text, "missing": _missing(label, last)}
            self.issues.append(Issue(said % words, place))


def _missing(label: Label, last: int) -> str:
    """The numbers between the last label of the row and this one; of a label that comes again, its own."""
    if label.value <= last + 1:
        return str(last + 1)
    first, final = last + 1, label.value - 1
    return str(first) if first == final else f"{first}-{final}"


def _cited(parent: Section, label: Label) -> str:
    """三（六）6; 附件一（二） within an attachment, as the policy pages name their clauses."""
    if label.kind in _UNCITED:
        return parent.clause
    if label.kind == Kind.ARTICLE:
        return (parent.clause if parent.clause.startswith("附件") else "") + label.in_clause
    return parent.clause + label.in_clause


def _is_below(paragraph: Paragraph | None, label: Label) -> bool:
    """Whether what follows belongs under the label: text without one, or with a lesser one."""
    if paragraph is None or paragraph.rows:
        return False
    following = label_of(paragraph.text)
    return following is None or following[0].kind > label.kind


def outlined(
    paragraphs: Sequence[Paragraph], *, level: int, clause: str, issues: list[Issue]
) -> Section:
    """A section that holds them all; its own level is `level`, that of the labelled ones below it begins under it."""
    outline = Outline(Section(level=level, clause=clause), issues)
    for index, paragraph in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        outline.add(paragraph, following)
    return outline.root
