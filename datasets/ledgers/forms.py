"""The other layout: 登记表, a child a sheet, each label left of or above its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from datasets.ledgers.columns import Column, person_in
from datasets.ledgers.fields import LedgerLayout, Slots
from datasets.ledgers.readers.text import text_of
from datasets.ledgers.sheets import Cell, Sheet
from datasets.ledgers.tables import Table
from datasets.standards.writing import half_width

# A header of several levels has its labels in three rows at most; a form spreads them over more.
_ENOUGH_LABEL_ROWS = 4
_LARGEST_FORM = (400, 60)  # rows, columns
_LONGEST_LABEL = 20
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


@dataclass
class _Form:
    """The answers of one child, by the column that each slot or unknown label makes."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)


def find_forms(sheet: Sheet, layout: LedgerLayout) -> Table | None:
    """The forms of a sheet as a table of one row each; None where the sheet holds none."""
    rows, columns = _LARGEST_FORM
    if not layout.has_forms:
        return None
    if len(sheet.rows) > rows or max(map(len, sheet.rows), default=0) > columns:
        return None
    slots = layout.slots_by_heading({})
    filled = list(_answers(sheet, layout, slots))
    first_rows = {one.slot: one.row for one in reversed(filled)}
    if len(set(first_rows.values())) < _ENOUGH_LABEL_ROWS:
        return None
    if not layout.essential & first_rows.keys():
        return None
    headings: dict[str, Column] = {}
    forms: list[_Form] = []
    for one in filled:
        is_first = one.slot in layout.essential and one.slot in headings
        column = headings.setdefault(
            one.slot, Column(len(headings), one.label, one.slot, stands_at=one.column)
        )
        if not forms or (is_first and column.index in forms[-1].cells):
            forms.append(_Form(sheet.numbers[one.row]))
        forms[-1].cells.setdefault(column.index, one.value)
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
    )


def _answers(sheet: Sheet, layout: LedgerLayout, slots: Slots) -> Iterator[_Filled]:
    """Every label of a known field with its answer, in reading order."""
    person: Mapping[str, str] | None = None  # None: the child itself; {}: somebody unknown
    answers: set[tuple[int, int]] = set()
    for top, row in enumerate(sheet.rows):
        for left, cell in enumerate(row):
            label = text_of(cell)
            if not label or len(label) > _LONGEST_LABEL or (top, left) in answers:
                continue
            slot = slots.of(label)
            if not slot:
                person = _person_after(label, layout, person)
                continue
            at = _answer_of(sheet, top, left, slots)
            if at is None:
                person = person_in([label], layout) or person
                continue
            answers.add(at)
            if person is not None and slot in _PERSONAL:
                slot = person.get(slot, "")
            if slot:
                yield _Filled(top, left, label, slot, sheet.rows[at[0]][at[1]])


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
