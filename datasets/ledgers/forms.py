"""The other layout: 登记表, a child a sheet, each label left of or above its cell."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from datasets.ledgers.columns import Column, Why
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.form_answers import Filled, answers_on
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.tables import Table
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

# A header of several levels has its labels in three rows at most; a form spreads them over more.
_ENOUGH_LABEL_ROWS = 4
_LARGEST_FORM = (400, 60)  # rows, columns
#: What a line of one cell has that tells something, and a heading has not.
_TELLS = re.compile("[0-9:。,]")


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


def _filled_in(sheet: Sheet, layout: LedgerLayout) -> list[Filled]:
    """The labels with their answers; none where the sheet holds no forms."""
    rows, columns = _LARGEST_FORM
    if not layout.has_forms:
        return []
    if len(sheet.rows) > rows or max(map(len, sheet.rows), default=0) > columns:
        return []
    filled = answers_on(sheet, layout)
    # A roster's cells may say 电话：138… too: such labels make a form only where the name is told so.
    speaks_so = any(one.is_within and one.slot in layout.essential for one in filled)
    labels = {one.slot: one.row for one in reversed(filled) if speaks_so or not one.is_within}
    labels_in_row = Counter(labels.values())
    if not layout.essential & labels.keys():
        return []
    if _are_cards(filled, sheet, layout):
        return filled
    # Most labels in one row: that is a header, and what else looks like a label stands in its table.
    is_roster = max(labels_in_row.values()) * 2 > len(labels)
    return [] if is_roster or len(labels_in_row) < _ENOUGH_LABEL_ROWS else filled


def _are_cards(filled: list[Filled], sheet: Sheet, layout: LedgerLayout) -> bool:
    """Whether each line of labels has one line of answers below it, and only one kind of such pairs names the child."""
    lines: dict[int, set[str]] = defaultdict(set)
    for one in filled:
        lines[one.row].add(one.slot)
    kinds = {frozenset(slots) for slots in lines.values()}
    if len(kinds) < 2 or len([kind for kind in kinds if kind & layout.essential]) != 1:
        return False  # tables below each other, or a header that is printed again
    after = {line + 2 for line in lines} - lines.keys()
    rest = [sheet.rows[line] for line in after if line < len(sheet.rows)]
    return all(one.at == (one.row + 1, one.column) for one in filled) and not any(
        len([cell for cell in row if text_of(cell)]) > 1 for row in rest
    )


def _by_child(
    filled: list[Filled], sheet: Sheet, layout: LedgerLayout
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
    filled: list[Filled], sheet: Sheet, headings: dict[str, Column], forms: list[Form]
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
