"""Step four: a table's cells as rows of canonical values, each problem noted on its field."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datasets.actions.ledgers.issues import ERROR, WARNING
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import IdType
from datasets.ledgers.columns import Column
from datasets.ledgers.readers import Reader
from datasets.ledgers.readers.dates import past_date
from datasets.ledgers.readers.id_numbers import id_number
from datasets.ledgers.readers.numbers import monthly_amount, phones
from datasets.ledgers.readers.text import person_name, plain_text, text_of
from datasets.ledgers.readers.words import categories, choice, ethnicity, relation, sex
from datasets.ledgers.regions import RegionFinder
from datasets.ledgers.sheets import Cell
from datasets.ledgers.tables import Table
from datasets.standards.id_numbers import birth_date_in, sex_in
from datasets.standards.writing import half_width

_REGION_PARTS = ("code", "county", "township", "village", "joined")
_SAME_AS_ABOVE = frozenset({"同上", "同前", "〃", "″", '"'})
_SAME_AS_LEFT = frozenset({"同左", "←"})
_REPEATS = _SAME_AS_ABOVE | _SAME_AS_LEFT
#: Slots whose texts come again and again: each is read once.
_REMEMBERED = frozenset(
    {"sex", "id_type", "birth_date", "ethnicity", "categories", "school", "grade", "health",
     "disability", "aid", "subsidy_amount", "guardian_relation"}
)  # fmt: skip
_OF_AGE_YEARS = 18


@dataclass(frozen=True)
class Vocabulary:
    """What the readers need to know of the register, as plain data."""

    today: datetime.date
    categories: Mapping[str, str]
    regions: RegionFinder

    def readers(self) -> dict[str, Reader]:
        """The reader of each slot of the children's ledger; regions are read from all their parts at once."""
        return {
            "name": person_name,
            "sex": sex,
            "id_type": choice(IdType),
            "id_number": id_number(today=self.today),
            "birth_date": past_date(today=self.today),
            "ethnicity": ethnicity,
            "categories": categories(self.categories),
            "household_address": plain_text(200),
            "residence_address": plain_text(200),
            "household_number": plain_text(30),
            "household_head": person_name,
            "school": plain_text(100),
            "grade": plain_text(30),
            "health": plain_text(200),
            "disability": plain_text(100),
            "aid": plain_text(200),
            "subsidy_amount": monthly_amount,
            "guardian_name": person_name,
            "guardian_relation": relation,
            "guardian_id_number": id_number(today=self.today, severity=WARNING),
            "guardian_phone": phones,
            "remark": plain_text(2000),
        }


class _Notes:
    """Collects what the readers of one row find wrong, on the field being read."""

    __slots__ = ("field", "row")

    def __init__(self, row: ReadRow) -> None:
        self.row = row
        self.field = ""

    def __call__(self, code: str, *, severity: str = ERROR, **params: Any) -> None:
        self.row.note(self.field, code, severity=severity, **params)


def read_rows(table: Table, vocabulary: Vocabulary) -> Iterator[ReadRow]:
    """The table's rows in their order. Uses up `table.rows`: 100,000 rows need not be held twice."""
    readers = vocabulary.readers()
    plain = [
        (column.index, column.slot, readers[column.slot])
        for column in table.columns
        if column.slot in readers
    ]
    parts = {column.slot.split(".")[1]: column for column in table.columns if "." in column.slot}
    unmapped = [column for column in table.columns if not column.slot]
    remembered: dict[str, dict[str, Any]] = {slot: {} for _index, slot, _reader in plain}
    above: list[Cell] = []
    table.rows.reverse()
    while table.rows:
        number, written = table.rows.pop()
        cells = _with_repeats(written, above)
        row = ReadRow(sheet=table.sheet, row=number)
        notes = _Notes(row)
        for index, slot, reader in plain:
            cell = cells[index] if index < len(cells) else None
            if cell is None or cell == "":
                continue
            notes.field = slot
            value = remembered[slot].get(cell) if isinstance(cell, str) else None
            if value is None:
                value = _read(reader, slot, cell, row, notes)
                if slot in _REMEMBERED and isinstance(cell, str) and not row.issues:
                    remembered[slot][cell] = value
            if value is not None:
                row.values[slot] = value
            if value != cell or isinstance(cell, datetime.date):
                row.cells[slot] = text_of(cell)
        notes.field = "region"
        _read_region(row, cells, parts, vocabulary.regions, notes)
        _keep_extra(row, cells, unmapped)
        _check_person(row, today=vocabulary.today)
        above = cells
        yield row


def _read(reader: Reader, slot: str, cell: Cell, row: ReadRow, notes: _Notes) -> Any:
    if slot == "id_number" and row.values.get("id_type", IdType.RESIDENT) not in (
        IdType.with_check_character()
    ):
        return plain_text(30)(cell, notes)
    return reader(cell, notes)


def _with_repeats(cells: list[Cell], above: list[Cell]) -> list[Cell]:
    """The cells with 同上 and 同左 as what they stand for."""
    if _REPEATS.isdisjoint(cells):
        return cells
    filled: list[Cell] = []
    for index, cell in enumerate(cells):
        if cell in _SAME_AS_ABOVE and index < len(above):
            filled.append(above[index])
        elif cell in _SAME_AS_LEFT and filled:
            filled.append(filled[-1])
        else:
            filled.append(cell)
    return filled


def _read_region(
    row: ReadRow,
    cells: list[Cell],
    parts: Mapping[str, Column],
    finder: RegionFinder,
    notes: _Notes,
) -> None:
    texts = {
        part: text_of(cells[column.index]) if column.index < len(cells) else ""
        for part, column in parts.items()
    }
    written = [texts.get(part, "") for part in _REGION_PARTS]
    if any(written):
        row.cells["region"] = " ".join(text for text in written if text)
    code, *names = written
    place = finder.find_code(half_width(code)) if code else None
    if place is None:
        place = finder.find(tuple(names), notes)
    if place is not None:
        row.values["region"] = place


def _keep_extra(row: ReadRow, cells: list[Cell], unmapped: list[Column]) -> None:
    for column in unmapped:
        text = text_of(cells[column.index]) if column.index < len(cells) else ""
        if text:
            row.extra[f"{column.letter} {column.heading}"] = text[:500]


def _check_person(row: ReadRow, *, today: datetime.date) -> None:
    """What no single cell can show: a name that is missing, cells that contradict each other."""
    values = row.values
    if "name" not in values and not any(issue.field == "name" for issue in row.issues):
        row.note("name", "missing")
    number = values.get("id_number")
    born = values.get("birth_date")
    if number and values.get("id_type", IdType.RESIDENT) in IdType.with_check_character():
        if "sex" in values and values["sex"] != sex_in(number):
            row.note("sex", "sex_mismatch")
        if born and born != birth_date_in(number):
            row.note("birth_date", "birth_mismatch")
        if number == values.get("guardian_id_number"):
            row.note("id_number", "same_as_guardian")
        born = born or birth_date_in(number)
    if born and _years_between(born, today) >= _OF_AGE_YEARS:
        row.note("birth_date", "of_age", severity=WARNING)


def _years_between(born: datetime.date, today: datetime.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
