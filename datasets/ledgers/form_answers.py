"""The labels on a form and what answers each: right of it, below it, behind it in one cell, in a table of relatives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from datasets.ledgers.columns import person_in
from datasets.ledgers.fields import LedgerLayout, Slots, header_key
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of
from datasets.readers.words import RELATIONS, word_key
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_LONGEST_LABEL = 20
#: What forms ask besides: no field of ours, and no answer to the label before it.
_OTHER_LABELS = frozenset(
    {"年龄", "照片", "政治面貌", "文化程度", "学历", "职业", "职务", "工作单位", "单位", "婚姻状况", "籍贯", "出生地",
     "邮编", "邮政编码", "是否在校", "就学情况", "收入", "年收入", "家庭人口", "特长", "爱好", "身高", "体重"}
)  # fmt: skip
#: 困境儿童帮扶卡 names the form, not whom the labels below speak of.
_FORM = re.compile("[表卡册]$|档案$|台账$")
_BOXES = tuple("√✓✔☑■●□☐○×")
_COLON = re.compile("[:：]")
_GAP = re.compile(r"\n|[ \t]{2,}|　+|[;；]")
#: What a form asks of each person; anything else it asks of the child, wherever it stands.
_PERSONAL = frozenset(
    {"name", "sex", "id_type", "id_number", "birth_date", "ethnicity", "health", "disability",
     "residence_address", "household_address"}
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A label and the cell that answers it."""

    row: int
    column: int
    label: str
    slot: str
    value: Cell
    #: Row and column of the answer.
    at: tuple[int, int]
    #: Whether both stand in one cell.
    is_within: bool = False


def answers_on(sheet: Sheet, layout: LedgerLayout) -> list[Filled]:
    """Every label of a known field with its answer, in reading order."""
    return list(_FormReader(sheet, layout).answers())


class _FormReader:
    """Goes over a sheet once, row by row, remembering of whom the labels speak."""

    def __init__(self, sheet: Sheet, layout: LedgerLayout) -> None:
        self.rows = sheet.rows
        self.layout = layout
        self.slots = _labels_of(layout)
        self.asked = _Asked(layout, self.slots)
        #: Cells that have answered a label, and are none.
        self.used: set[tuple[int, int]] = set()

    def answers(self) -> Iterator[Filled]:
        top = 0
        while top < len(self.rows):
            relatives = self._relatives_below(top)
            if relatives:
                for line in relatives:
                    yield from self._relative(top, line)
                top = relatives.stop
                continue
            for left in range(len(self.rows[top])):
                if (top, left) not in self.used:
                    yield from self._at(top, left)
            top += 1

    def _at(self, top: int, left: int) -> Iterator[Filled]:
        cell = self.rows[top][left]
        pairs = _written_together(cell, self.layout, self.slots)
        for label, value in pairs:
            if slot := self.asked.slot_of(label):
                yield Filled(top, left, label, slot, value, (top, left), is_within=True)
        label = text_of(cell)
        if pairs or not label or len(label) > _LONGEST_LABEL:
            return
        at = self._answer_of(top, left) if self.slots.of(label) else None
        if at is None:
            self.asked.enter(label)
            return
        self.used.add(at)
        if slot := self.asked.slot_of(label):
            yield Filled(top, left, label, slot, self.rows[at[0]][at[1]], at)

    def _answer_of(self, top: int, left: int) -> tuple[int, int] | None:
        """Where the label's answer stands: right of it, else below it where labels stand side by side."""
        row = self.rows[top]
        for right in range(left + 1, len(row)):
            text = text_of(row[right])
            if text and _is_label(text, self.slots):
                break
            if text:
                return top, right
        is_last = not any(text_of(cell) for cell in row[left + 1 :])
        is_beside_label = left + 1 == len(row) or _is_label(
            self._text(top, left - 1 if is_last and left else left + 1), self.slots
        )
        text = self._text(top + 1, left)
        is_below = is_beside_label and text and not _is_label(text, self.slots)
        return (top + 1, left) if is_below else None

    def _relatives_below(self, top: int) -> range:
        """The lines of a table of relatives (关系 | 姓名 | 年龄 …) whose headings stand here; none where none does."""
        asked = {self.slots.of(text_of(cell)): index for index, cell in enumerate(self.rows[top])}
        end = top + 1
        if {"name", "guardian_relation"} <= asked.keys():
            relation = asked["guardian_relation"]
            while end < len(self.rows) and word_key(self._text(end, relation)) in RELATIONS:
                end += 1
        return range(top + 1, end)

    def _relative(self, top: int, line: int) -> Iterator[Filled]:
        """What a line of the table says of the father or the mother."""
        labels = [text_of(cell) for cell in self.rows[top]]
        relation = next(
            i for i, one in enumerate(labels) if self.slots.of(one) == "guardian_relation"
        )
        who = self._text(line, relation)
        person = person_in([who], self.layout)
        for index, label in enumerate(labels):
            slot = person.get(self.slots.of(label), "") or person.get(header_key(label), "")
            if slot and self._text(line, index):
                cell = self.rows[line][index]
                yield Filled(line, index, f"{who} {label}", slot, cell, (line, index))

    def _text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else []
        return text_of(cells[column]) if column < len(cells) else ""


def _labels_of(layout: LedgerLayout) -> Slots:
    """As a roster's headings, but for 父亲情况, which heads the labels behind it, and 父亲, which may be an answer."""
    headings = layout.slots_by_heading({})
    labels = Slots(
        (key, slot)
        for key, slot in headings.items()
        if key not in RELATIONS and not (key.endswith("情况") and person_in([key], layout))
    )
    labels.patterns = headings.patterns
    return labels


@dataclass
class _Asked:
    """Knows of whom a form asks as it goes from label to label."""

    layout: LedgerLayout
    slots: Slots
    #: Whom the last heading names: None for the child itself, {} for somebody unknown.
    person: Mapping[str, str] | None = None
    #: Whom the last label named: 监护人姓名, then 身份证号, which the child's own has had.
    near: Mapping[str, str] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def enter(self, heading: str) -> None:
        """A label without an answer of its own: the heading of those that follow."""
        if _FORM.search(heading):
            self.person = None
            return
        if self.slots.of(heading):
            self.person = person_in([heading], self.layout) or self.person
        else:
            self.person = _person_after(heading, self.layout, self.person)

    def slot_of(self, label: str) -> str:
        slot = self.slots.of(label)
        self.near = person_in([label], self.layout) or self.near
        if slot in self.layout.essential and self.person is None and slot in self.answered:
            self.answered, self.near = set(), {}
        if self.person is not None and slot in _PERSONAL:
            slot = self.person.get(slot, "")
        elif slot in self.answered and self.near:
            slot = self.near.get(slot, "")
        self.answered.add(slot)
        return slot


def _written_together(cell: Cell, layout: LedgerLayout, slots: Slots) -> list[tuple[str, str]]:
    """姓名：张伟　性别：男 in one cell: each known label with what follows it, but for what is a stranger's.

    Boxes behind a gap still answer the label before it: 困境类型：□孤儿  ☑残疾.
    """
    if not isinstance(cell, str) or (":" not in cell and "：" not in cell):
        return []
    pairs: list[tuple[str, str]] = []
    for part in map(str.strip, _GAP.split(cell)):
        label, *behind = _COLON.split(part, maxsplit=1)
        if behind:
            pairs.append((label.strip(), behind[0].strip()))
        elif pairs and part.startswith(_BOXES):
            pairs[-1] = pairs[-1][0], f"{pairs[-1][1]} {part}"
    told: list[tuple[str, str]] = []
    is_strangers = False
    for label, value in pairs:
        if slots.of(label):
            told += [] if is_strangers or not value else [(label, value)]
        else:
            is_strangers = any(word in label for word in layout.other_persons)
    return told


def _person_after(
    label: str, layout: LedgerLayout, person: Mapping[str, str] | None
) -> Mapping[str, str] | None:
    """Of whom the labels after this heading speak; a line of text is no heading."""
    if ":" in half_width(label):
        return person
    named = person_in([label], layout)
    if named:
        return named
    if any(word in label for word in layout.other_persons):
        return {}
    return None if layout.is_about_the_record(label) else person


def _is_label(text: str, slots: Slots) -> bool:
    return bool(slots.of(text)) or header_key(text) in _OTHER_LABELS
