"""The other layout: 登记表, a child a sheet, each label left of or above its cell."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from datasets.ledgers.columns import Column, Why
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.form_answers import Filled, answers_on
from datasets.ledgers.form_strips import Strip, strips_of
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.tables import Table
from datasets.readers.text import is_blank, text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

# A header of several levels has its labels in three rows at most; a form spreads them over more.
_ENOUGH_LABEL_ROWS = 4
#: A small card has so many labels, nearly all of them answered in their own rows; those of a header are not.
_ENOUGH_ANSWERS, _MOST_OF = 4, 0.75
#: So many rows tell whether a sheet holds forms; and so many rows and columns it may have.
_LOOKED_AT = 400
_LARGEST_SHEET = (20_000, 60)
#: What a line of one cell has that tells something, and a heading has not.
_TELLS = re.compile("[0-9:。,]")
#: What a form has filled in beforehand tells of nobody: 民族 汉, 补助标准 1900, boxes.
_BEFOREHAND = frozenset(
    {"name", "sex", "id_type", "ethnicity", "categories", "health", "disability", "aid", "subsidy_amount",
     "guardian_relation"}
)  # fmt: skip
#: So many lines above a form may be its title.
_MOST_TITLES = 3


@dataclass
class Form:
    """The answers of one child, by the column that each slot or unknown label makes.

    `top` and `bottom` are the first and the last label's row on the sheet, from 0; `places`: slot → row and column
    of its answer, from 0.
    """

    number: int
    top: int
    bottom: int
    strip: Strip
    cells: dict[int, Cell] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Part:
    """A strip of a sheet, with the labels on it that have answers."""

    strip: Strip
    sheet: Sheet
    filled: list[Filled]

    def by_child(self, place: int) -> tuple[dict[str, Column], list[Form]]:
        """The columns and the forms. Cards beside each other are known by a line each, whichever is `place`th."""
        headings: dict[str, Column] = {}
        forms: list[Form] = []
        for one in self.filled:
            if one.begins or not forms:
                line = min(one.row + place, len(self.sheet.rows) - 1)
                forms.append(Form(self.sheet.numbers[line], one.row, one.row, self.strip))
            forms[-1].bottom = max(forms[-1].bottom, one.row, one.at[0])
            if one.value == "":
                continue
            column = headings.setdefault(
                one.slot, Column(len(headings), one.label, one.slot, stands_at=one.column)
            )
            forms[-1].cells.setdefault(column.index, one.value)
            forms[-1].places.setdefault(one.slot, one.at)
        return headings, forms


def find_forms(sheet: Sheet, layout: LedgerLayout) -> list[Table]:
    """The forms of a sheet as tables, a row for each; one table for those below each other."""
    return [
        _table(part, sheet, layout, place) for place, part in enumerate(_parts_of(sheet, layout))
    ]


def forms_on(sheet: Sheet, layout: LedgerLayout) -> list[Form]:
    """The forms of a sheet, each where it stands, from the top and from the left."""
    forms = [
        form
        for place, part in enumerate(_parts_of(sheet, layout))
        for form in part.by_child(place)[1]
    ]
    return sorted(forms, key=lambda form: (form.top, form.strip.left))


def _table(part: _Part, whole: Sheet, layout: LedgerLayout, place: int) -> Table:
    headings, forms = part.by_child(place)
    _keep_the_rest(part.filled, part.sheet, headings, forms)
    first, numbers = part.filled[0].row, whole.numbers
    empty = {form.number: "empty" for form in forms if _speaks_of_nobody(form, headings, layout)}
    return Table(
        sheet=whole.name,
        header_rows=sorted({numbers[one.row] for one in part.filled if one.value != ""}),
        columns=list(headings.values()),
        rows=[
            (form.number, [form.cells.get(index, "") for index in range(len(headings))])
            for form in forms
            if form.number not in empty
        ],
        titles=[text for row in range(first - 1, -1, -1) for text in _titles_in(row, part, whole)],
        sections=[
            (numbers[row], text)
            for form in forms[1:]
            for row in _title_rows(form.top, part)
            for text in _titles_in(row, part, whole)
        ],
        left_out=dict(empty),
        is_of_forms=True,
    )


def _titles_in(row: int, part: _Part, whole: Sheet) -> list[str]:
    """What stands in a line above a form: the strip's own, or what stands alone over all of them."""
    texts = [text_of(cell) for cell in part.sheet.rows[row] if text_of(cell)]
    alone = [text_of(cell) for cell in whole.rows[row] if text_of(cell)]
    return texts or (alone if len(alone) == 1 else [])


def _title_rows(top: int, part: _Part) -> list[int]:
    """The lines of one text, or 填报单位：…, right above a form."""
    used = {one.at[0] for one in part.filled} | {one.row for one in part.filled}
    rows: list[int] = []
    for row in range(top - 1, max(top - 1 - _MOST_TITLES, -1), -1):
        texts = [half_width(text) for cell in part.sheet.rows[row] if (text := text_of(cell))]
        if row in used or not texts or (len(texts) > 1 and not any(":" in one for one in texts)):
            break
        rows.insert(0, row)
    return rows


def _speaks_of_nobody(form: Form, headings: dict[str, Column], layout: LedgerLayout) -> bool:
    """A form that nobody has filled in yet."""
    said = {
        column.slot
        for column in headings.values()
        if not is_blank(text_of(form.cells.get(column.index)))
    }
    return "name" not in said and not said - layout.frame - _BEFOREHAND - {""}


def _parts_of(sheet: Sheet, layout: LedgerLayout) -> list[_Part]:
    """The labels with their answers, by strips; none where the sheet holds no forms."""
    rows, columns = _LARGEST_SHEET
    if not layout.has_forms:
        return []
    if len(sheet.rows) > rows or max(map(len, sheet.rows), default=0) > columns:
        return []
    if len(sheet.rows) > _LOOKED_AT:
        top = replace(sheet, rows=sheet.rows[:_LOOKED_AT], numbers=sheet.numbers[:_LOOKED_AT])
        if not _parts_of(top, layout):
            return []
    strips = strips_of(sheet, layout)
    parts = []
    for strip in strips:
        own = strip.of(sheet) if len(strips) > 1 else sheet
        filled = _filled_in(own, layout)
        if filled:
            parts.append(_Part(strip, own, filled))
    return parts


def _filled_in(sheet: Sheet, layout: LedgerLayout) -> list[Filled]:
    """The labels with their answers; none where the sheet holds no forms."""
    filled = answers_on(sheet, layout)
    # A roster's cells may say 电话：138… too: such labels make a form only where the name is told so.
    speaks_so = any(one.is_within and one.slot in layout.essential for one in filled)
    labels = {one.slot: one.row for one in reversed(filled) if speaks_so or not one.is_within}
    labels_in_row = Counter(labels.values())
    if not layout.essential & labels.keys():
        return []
    if _are_cards(filled, sheet, layout) or _is_small_card(filled, layout):
        return filled
    # Most labels in one row: that is a header, and what else looks like a label stands in its table.
    is_roster = max(labels_in_row.values()) * 2 > len(labels)
    return [] if is_roster or len(labels_in_row) < _ENOUGH_LABEL_ROWS else filled


def _is_small_card(filled: list[Filled], layout: LedgerLayout) -> bool:
    """姓名 | 张伟 | 性别 | 男 over 身份证号 | …, or a line a child: 姓名：张伟，性别：男，身份证号：…"""
    first = {one.slot: one for one in reversed(filled)}.values()
    beside = [one for one in first if one.value != "" and one.at[0] == one.row]
    is_named = any(one.slot in layout.essential for one in beside)
    is_spread = len({one.row for one in beside}) > 1 or all(one.is_within for one in beside)
    is_answered = len(beside) >= max(_ENOUGH_ANSWERS, _MOST_OF * len(first))
    return is_named and is_spread and is_answered


def _are_cards(filled: list[Filled], sheet: Sheet, layout: LedgerLayout) -> bool:
    """Whether each line of labels has one line of answers below it, and only one kind of such pairs names the child."""
    lines: dict[int, set[str]] = defaultdict(set)
    filled = [one for one in filled if one.value != ""]
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


def _keep_the_rest(
    filled: list[Filled], sheet: Sheet, headings: dict[str, Column], forms: list[Form]
) -> None:
    """What stands on the forms and answers no label that we know, line by line, in a column of its own."""
    used = {(one.row, one.column) for one in filled} | {one.at for one in filled}
    used |= {part for one in filled for part in one.parts}
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
