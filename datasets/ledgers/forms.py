"""The other layout: 登记表, a child a sheet, each label left of or above its cell."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from datasets.ledgers.columns import Column, Why, person_in
from datasets.ledgers.fields import LedgerLayout, Slots
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.tables import Table
from datasets.readers.text import text_of
from datasets.readers.words import RELATIONS
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

# A header of several levels has its labels in three rows at most; a form spreads them over more.
_ENOUGH_LABEL_ROWS = 4
_LARGEST_FORM = (400, 60)  # rows, columns
_LONGEST_LABEL = 20
_COLON = re.compile("[:：]")
#: What a line of one cell has that tells something, and a heading has not.
_TELLS = re.compile("[0-9:。,]")
_GAP = re.compile(r"\n|[ \t]{2,}|　+|[;；]")
#: What a form asks of each person; anything else it asks of the child, wherever it stands.
_PERSONAL = frozenset(
    {"name", "sex", "id_type", "id_number", "birth_date", "ethnicity", "health", "disability",
     "residence_address", "household_address"}
)  # fmt: skip


@dataclass(frozen=True)
class _Filled:
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


@dataclass
class Form:
    """The answers of one child, by the column that each slot or unknown label makes.

    `top` is the first label's row on the sheet, from 0; `places`: slot → row and column of its answer, from 0.
    """

    number: int
    top: int
    cells: dict[int, Cell] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


def find_forms(sheet: Sheet, layout: LedgerLayout) -> Table | None:
    """The forms of a sheet as a table of one row each; None where the sheet holds none."""
    filled = _filled_in(sheet, layout)
    if not filled:
        return None
    headings, forms = _by_child(filled, sheet, layout)
    _keep_the_rest(filled, sheet, headings, forms)
    first = filled[0].row
    return Table(
        sheet=sheet.name,
        header_rows=sorted({sheet.numbers[one.row] for one in filled}),
        columns=list(headings.values()),
        rows=[
            (form.number, [form.cells.get(index, "") for index in range(len(headings))])
            for form in forms
        ],
        titles=[
            text_of(cell) for row in reversed(sheet.rows[:first]) for cell in row if text_of(cell)
        ],
        sections=[],
        left_out={},
        is_of_forms=True,
    )


def forms_on(sheet: Sheet, layout: LedgerLayout) -> list[Form]:
    """The forms of a sheet, each where it stands."""
    filled = _filled_in(sheet, layout)
    return _by_child(filled, sheet, layout)[1] if filled else []


def _filled_in(sheet: Sheet, layout: LedgerLayout) -> list[_Filled]:
    """The labels with their answers; none where the sheet holds no forms."""
    rows, columns = _LARGEST_FORM
    if not layout.has_forms:
        return []
    if len(sheet.rows) > rows or max(map(len, sheet.rows), default=0) > columns:
        return []
    slots = _labels_of(layout)
    filled = list(_answers(sheet, layout, slots))
    # A roster's cells may say 电话：138… too: such labels make a form only where the name is told so.
    speaks_so = any(one.is_within and one.slot in layout.essential for one in filled)
    labels = {one.slot: one.row for one in reversed(filled) if speaks_so or not one.is_within}
    labels_in_row = Counter(labels.values())
    if len(labels_in_row) < _ENOUGH_LABEL_ROWS:
        return []
    # Most labels in one row: that is a header, and what else looks like a label stands in its table.
    if max(labels_in_row.values()) * 2 > len(labels):
        return []
    return filled if layout.essential & labels.keys() else []


def _labels_of(layout: LedgerLayout) -> Slots:
    """As a roster's headings, but for 父亲情况, which heads the labels behind it, and 父亲, which may be an answer."""
    return Slots(
        (key, slot)
        for key, slot in layout.slots_by_heading({}).items()
        if key not in RELATIONS and not (key.endswith("情况") and person_in([key], layout))
    )


def _by_child(
    filled: list[_Filled], sheet: Sheet, layout: LedgerLayout
) -> tuple[dict[str, Column], list[Form]]:
    headings: dict[str, Column] = {}
    forms: list[Form] = []
    for one in filled:
        is_first = one.slot in layout.essential and one.slot in headings
        column = headings.setdefault(
            one.slot, Column(len(headings), one.label, one.slot, stands_at=one.column)
        )
        if not forms or (is_first and column.index in forms[-1].cells):
            forms.append(Form(sheet.numbers[one.row], one.row))
        forms[-1].cells.setdefault(column.index, one.value)
        forms[-1].places.setdefault(one.slot, one.at)
    return headings, forms


def _keep_the_rest(
    filled: list[_Filled], sheet: Sheet, headings: dict[str, Column], forms: list[Form]
) -> None:
    """What stands on the forms and answers no label that we know, line by line, in a column of its own."""
    used = {(one.row, one.column) for one in filled} | {one.at for one in filled}
    rest = Column(len(headings), str(_("其他内容")), "", stands_at=0, why=Why.UNKNOWN)
    for form, end in zip(forms, [*(form.top for form in forms[1:]), len(sheet.rows)], strict=True):
        lines = [_left_in(sheet.rows[row], row, used) for row in range(form.top, end)]
        form.cells[rest.index] = "\n".join(filter(None, lines))
    if any(form.cells[rest.index] for form in forms):
        headings[""] = rest


def _left_in(cells: list[Cell], row: int, used: set[tuple[int, int]]) -> str:
    """The texts of a row's cells that nothing has used; "" where they are but a heading."""
    texts = [text_of(cell) for column, cell in enumerate(cells) if (row, column) not in used]
    said = list(
        dict.fromkeys(filter(None, texts))
    )  # a merged cell says the same in each of its cells
    is_heading = len(said) == 1 and not _TELLS.search(half_width(said[0]))
    return "" if is_heading else " ".join(said)


def _answers(sheet: Sheet, layout: LedgerLayout, slots: Slots) -> Iterator[_Filled]:
    """Every label of a known field with its answer, in reading order."""
    asked = _Asked(layout, slots)
    answers: set[tuple[int, int]] = set()
    for top, row in enumerate(sheet.rows):
        for left, cell in enumerate(row):
            if (top, left) in answers:
                continue
            pairs = _written_together(cell, slots)
            for label, value in pairs:
                if slot := asked.slot_of(label):
                    yield _Filled(top, left, label, slot, value, (top, left), is_within=True)
            label = text_of(cell)
            if pairs or not label or len(label) > _LONGEST_LABEL:
                continue
            at = _answer_of(sheet, top, left, slots) if slots.of(label) else None
            if at is None:
                asked.enter(label)
                continue
            answers.add(at)
            if slot := asked.slot_of(label):
                yield _Filled(top, left, label, slot, sheet.rows[at[0]][at[1]], at)


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


def _written_together(cell: Cell, slots: Slots) -> list[tuple[str, str]]:
    """姓名：张伟　性别：男 in one cell: each known label with what follows it."""
    if not isinstance(cell, str) or (":" not in cell and "：" not in cell):
        return []
    parts = (_COLON.split(part.strip(), maxsplit=1) for part in _GAP.split(cell))
    pairs = [(part[0].strip(), part[1].strip()) for part in parts if len(part) == 2]
    return [(label, value) for label, value in pairs if value and slots.of(label)]


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


def _answer_of(sheet: Sheet, top: int, left: int, slots: Slots) -> tuple[int, int] | None:
    """Where the label's answer stands: right of it, else below it where labels stand side by side."""
    row = sheet.rows[top]
    for right in range(left + 1, len(row)):
        text = text_of(row[right])
        if text and slots.of(text):
            break
        if text:
            return top, right
    is_beside_label = left + 1 == len(row) or bool(slots.of(text_of(row[left + 1])))
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else []
    text = text_of(below[left]) if left < len(below) else ""
    return (top + 1, left) if is_beside_label and text and not slots.of(text) else None
