"""Paragraphs in their order become sections within sections, by the labels before them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from content.intake.document import Issue, Section
from content.intake.duties.subjects import said_in
from content.intake.headings import is_sentence_for_heading, split_heading
from content.intake.labels import Kind, Label, label_of
from content.intake.members.lines import begins_post, is_person_line
from content.intake.mending import Paragraph
from content.intake.starts import heading_agencies, names_agency_only

#: What ends a document of itself, and stands below no heading.
_CLOSES = re.compile("特此|此复|出席|列席|妥否|感谢")
#: Labels that a clause is not cited by: 第三条 is enough.
_UNCITED = (Kind.PART, Kind.CHAPTER, Kind.SECTION)
#: Below such a heading a line that is only an agency's name begins what the agency has to do.
_ASSIGNS = re.compile("职责|分工|任务分解|部门责任")
_LONGEST_CLAUSE = 60


@dataclass(frozen=True)
class Step:
    """An open section and its `rank`: a section of a higher rank lies within one of a lower.

    A label's rank is its kind; an agency's name without a label stands beside the agencies that have one, or
    half a step below the heading that assigns.
    """

    section: Section
    rank: float


@dataclass
class Outline:
    """Sections as they grow. `root` holds what stands before the first label; `open` is the way to the last one."""

    root: Section
    issues: list[Issue]
    open: list[Step] = field(default_factory=list)
    #: The last label of each kind: articles are counted over the chapters of a document, and often 1.2.3. too.
    last: dict[Kind, int] = field(default_factory=dict)

    def add(self, paragraph: Paragraph, following: Paragraph | None) -> None:
        labelled = label_of(paragraph.text) if not paragraph.rows else None
        if labelled is None or self._goes_on_with_members(paragraph):
            rank = self._rank_of_agency(paragraph, following) if labelled is None else None
            if rank is None:
                self._last().paragraphs.append(paragraph)
            else:
                self._place_agency(paragraph, rank)
            return
        label, begin = labelled
        words = paragraph.text[begin:].strip()
        heading, joint, text = split_heading(words, label.kind)
        if (
            not heading
            and is_sentence_for_heading(words, label.kind)
            and (_is_below(following, label) or self._follows_heading(label, words))
            and not self._goes_on_with_list(label)
        ):
            heading, joint, text = words[:-1], "。", ""
        section = self._place(label, paragraph.place)
        section.heading, section.joint = heading, joint
        if text:
            section.paragraphs.append(replace(paragraph, text=text))

    def _goes_on_with_members(self, paragraph: Paragraph) -> bool:
        """2.张某某　市教育局副局长 below a post is no section."""
        lines = [line for before in self._last().paragraphs[-1:] for line in before.raw]
        is_seat = len(lines) == 1 and (begins_post(lines[0]) or is_person_line(lines[0]))
        return is_seat and len(paragraph.raw) == 1 and is_person_line(paragraph.raw[0])

    def _goes_on_with_list(self, label: Label) -> bool:
        """The last of a row that was parted by ； or stands in an article is an item, not a heading."""
        row = [step.section for step in self.open if step.section.label]
        if any(one.label and one.label.kind == Kind.ARTICLE for one in row):
            return True
        before = next((one for one in row if one.label and one.label.kind == label.kind), None)
        return before is not None and before.text.endswith(("；", ";"))

    def _follows_heading(self, label: Label, words: str) -> bool:
        """Where the one before is （一）孤儿。…, （二）残疾儿童。 is a heading too, though nothing stands below it."""
        ranks = [step.rank for step in self.open]
        if label.kind not in ranks or said_in(words):
            return False
        at = ranks.index(label.kind)
        above = self.open[at - 1].section if at else self.root
        return any(one.joint == "。" for one in above.sections)

    def _last(self) -> Section:
        return self.open[-1].section if self.open else self.root

    def _place(self, label: Label, place: int) -> Section:
        """A new section where the label belongs."""
        self._close(label.kind)
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
        self.open.append(Step(section, label.kind))
        return section

    def _close(self, rank: float) -> None:
        ranks = [step.rank for step in self.open]
        if rank in ranks:
            del self.open[ranks.index(rank) :]
        while self.open and self.open[-1].rank > rank:
            self.open.pop()

    def _rank_of_agency(self, paragraph: Paragraph, following: Paragraph | None) -> float | None:
        """Of a line that is only an agency's name and has text below it; None where it heads nothing."""
        if paragraph.rows or not names_agency_only(paragraph.text):
            return None
        if following is None or names_agency_only(following.text):
            return None
        beside = [step.rank for step in self.open if heading_agencies(step.section.heading)]
        if beside:
            return beside[-1]
        if paragraph.text.endswith(("：", ":")):  # duties/finding.py reads it as a paragraph
            return None
        above = [Step(self.root, 0), *self.open]
        assigning = [step.rank for step in above if _ASSIGNS.search(step.section.heading)]
        return assigning[-1] + 0.5 if assigning else None

    def _place_agency(self, paragraph: Paragraph, rank: float) -> None:
        self._close(rank)
        parent = self._last()
        name = paragraph.text.strip().rstrip("：:")
        clause = f"{parent.clause}·{name}" if parent.clause else name
        section = Section(
            level=parent.level + 1,
            heading=name,
            is_agency=True,
            clause=clause[:_LONGEST_CLAUSE],
            place=paragraph.place,
        )
        parent.sections.append(section)
        self.open.append(Step(section, rank))

    def _check(self, label: Label, parent: Section, place: int) -> None:
        before = [one.label.value for one in parent.sections if one.label]
        last = before[-1] if before else 0
        through = self.last.get(label.kind, 0)
        self.last[label.kind] = label.value
        if label.kind == Kind.ARTICLE or (not before and label.value > through > 0):
            last = through
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
    if paragraph is None or paragraph.rows or _CLOSES.match(paragraph.text):
        return False
    if names_agency_only(paragraph.text):
        return False
    following = label_of(paragraph.text)
    return following is None or following[0].kind > label.kind


def _unrolled(paragraph: Paragraph) -> list[Paragraph]:
    """1.建立台账；2.定期走访。 typed as one paragraph: each label begins a section."""
    labelled = None if paragraph.rows else label_of(paragraph.text)
    if labelled is None or labelled[0].value != 1 or labelled[0].kind < Kind.CHINESE_BRACKETS:
        return [paragraph]
    label, begins = labelled[0], [0]
    for match in re.finditer("[。；;]\\s*", paragraph.text):
        found = label_of(paragraph.text[match.end() :])
        if found and found[0].kind == label.kind and found[0].value == len(begins) + 1:
            begins.append(match.end())
    ends = [*begins[1:], len(paragraph.text)]
    parts = [paragraph.text[first:last] for first, last in zip(begins, ends, strict=True)]
    if len(parts) == 1:
        return [paragraph]
    return [replace(paragraph, text=part, raw=(part,)) for part in parts]


def outlined(paragraphs: Sequence[Paragraph], *, below: Section, issues: list[Issue]) -> Section:
    """`below` with all of them: those before the first label as its own, the labelled ones as its sections."""
    outline = Outline(below, issues)
    apart = [part for paragraph in paragraphs for part in _unrolled(paragraph)]
    for index, paragraph in enumerate(apart):
        following = apart[index + 1] if index + 1 < len(apart) else None
        outline.add(paragraph, following)
    return outline.root
