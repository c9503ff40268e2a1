"""Step four: a table's cells as rows of canonical values, each problem noted on its field."""

import datetime
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import IdType
from datasets.ledgers.addresses import village_of_address
from datasets.ledgers.adult_lists import Adults
from datasets.ledgers.agency_sections import AgencyLine
from datasets.ledgers.columns import Column, Why, column_letter
from datasets.ledgers.context import Sections, Surroundings, begins_part
from datasets.ledgers.fields import TICK, LedgerLayout
from datasets.ledgers.leaving import Leavers
from datasets.ledgers.legends import legend_of
from datasets.ledgers.tables import LONGEST_SHEET, Table
from datasets.ledgers.vocabulary import Vocabulary
from datasets.matching.places import Noted, RegionFinder
from datasets.queries.regions import Place
from datasets.readers import ERROR, WARNING, Reader
from datasets.readers.dates import counting_from_1904, whole_months
from datasets.readers.documents import other_number
from datasets.readers.text import ERROR_VALUES, SAME_AS_ABOVE, is_blank, text_of
from datasets.readers.words import tick_in, unless_taught
from datasets.standards.cells import Cell
from datasets.standards.masks import is_masked
from datasets.standards.writing import half_width, name_of_person

_REGION_PARTS = ("code", "county", "township", "village", "joined", "path")
_SAME_AS_LEFT = frozenset({"同左", "←"})


_AROUND = (
    ("", ""), ("", "。"), ("", "."), ("", " "), ("", "\n"), ("(", ")"), ("（", "）"),
    ("-", "-"), ("—", "—"), ("——", "——"),
)  # fmt: skip


def _as_typed(words: Iterable[str]) -> frozenset[str]:
    """The words as they are met: 同 上, 同上。, （同上）, ——〃——."""
    spaced = {blank.join(word) for word in words for blank in ("", " ", "　")}
    return frozenset(f"{before}{word}{after}" for word in spaced for before, after in _AROUND)


_ABOVE, _LEFT = _as_typed(SAME_AS_ABOVE), _as_typed(_SAME_AS_LEFT)
#: What says: as the cell above, as the cell to the left.
REPEATS = _ABOVE | _LEFT
#: What no two children share: 同上 there is no value.
UNREPEATED = frozenset({"name", "id_number"})
#: Slots whose cells come again and again: each text and number is read once.
_REMEMBERED = frozenset(
    {"sex", "id_type", "birth_date", "ethnicity", "categories", "school", "grade", "health",
     "disability", "aid", "subsidy_amount", "guardian_relation"}
)  # fmt: skip
#: Cells of these types are equal only where they look alike: True is 1.
_COMPARABLE = (str, float)
#: So far right of a table clerks write beside it.
_MARGIN = 6
_HOLLOW = frozenset({"○", "□", "☐"})
#: 出生年月 asks for no day.
_OF_MONTHS = re.compile(r"出生年\s*月(?!\s*日)")


#: What a cell says: its value, and the text that is kept beside it where that is another.
_Said = tuple[Any, str | None]
#: What the cells of a region say: as written, the region, what is to be noted.
_SaidPlace = tuple[str, Place | None, list[Noted]]


class _Notes:
    """Collects what the readers of one row find wrong, on the field being read."""

    __slots__ = ("field", "row")

    def __init__(self, row: ReadRow) -> None:
        self.row = row
        self.field = ""

    def __call__(self, code: str, *, severity: str = ERROR, **params: Any) -> None:
        self.row.note(self.field, code, severity=severity, **params)


def read_rows(table: Table, layout: LedgerLayout, vocabulary: Vocabulary) -> Iterator[ReadRow]:
    """The table's rows in their order. Uses up `table.rows`: 100,000 rows need not be held twice."""
    reader = _RowReader(table, layout, vocabulary)
    table.rows.reverse()
    while table.rows:
        number, cells = table.rows.pop()
        if not reader.is_section(number):
            yield reader.read(number, cells)


class _PlainColumn:
    """A column whose cells are read one by one; `known` is what those that come again say."""

    __slots__ = ("field", "index", "is_repeating", "known", "reader", "slot")

    def __init__(self, column: Column, reader: Reader) -> None:
        self.index = column.index
        self.slot = column.slot
        self.field = column.slot.partition(".")[0]
        self.reader = whole_months(reader) if _OF_MONTHS.search(column.heading) else reader
        self.is_repeating = column.slot in _REMEMBERED
        self.known: dict[Cell, _Said] = {}

    def read(self, cell: Cell, row: ReadRow, notes: _Notes) -> _Said:
        notes.field = self.field
        value = _read(self.reader, self.slot, cell, row, notes)
        is_other = value != cell or isinstance(cell, datetime.date)
        said = value, (text_of(cell) if is_other else None)
        if self.is_repeating and isinstance(cell, _COMPARABLE) and not row.issues:
            self.known[cell] = said
        return said


class _RowReader:
    """Reads one table's rows, remembering the row above and the section they stand in."""

    def __init__(self, table: Table, layout: LedgerLayout, vocabulary: Vocabulary) -> None:
        legend = legend_of(table, vocabulary.categories)
        known = {**legend, **vocabulary.categories}
        readers = layout.readers(replace(vocabulary, categories=known))
        if vocabulary.counts_from_1904:
            readers = {slot: counting_from_1904(reader) for slot, reader in readers.items()}
        for slot, words in vocabulary.taught.items():
            if slot in readers and slot != "categories":  # whose reader knows its words
                readers[slot] = unless_taught(readers[slot], words)
        self.check = layout.check
        self.lies_in_village = layout.lies_in_village
        self.has_region = "region" in layout.places
        self.title_values = layout.title_values([table.sheet, *table.titles])
        self.vocabulary = vocabulary
        self.sheet = table.name[:LONGEST_SHEET]
        self.plain = [
            _PlainColumn(column, readers[column.slot])
            for column in table.columns
            if column.slot in readers
        ]
        self.unrepeated = {column.index for column in self.plain if column.slot in UNREPEATED}
        # The kind of document first, wherever it stands: it says how the number is to be read.
        self.plain.sort(key=lambda column: column.slot != "id_type")
        self.region_parts = _columns_by_part(table, "region")
        self.ticks = _columns_by_part(table, TICK)
        self.doubtful_marks = _doubtful_marks(table, self.ticks.values())
        self.places: dict[tuple[Any, ...], _SaidPlace] = {}
        #: What is kept beside a row: place among the cells, and how it is called.
        self.beside = [
            *(
                (column.index, f"{column.letter} {column.heading}")
                for column in table.columns
                if not column.slot
            ),
            *((index, column_letter(index)) for index in _unheaded(table)),
        ]
        self.others = [column for column in table.columns if column.why == Why.ANOTHER]
        self.says_categories = bool(self.ticks) or any(
            column.slot == "categories" for column in table.columns
        )
        self.above: list[Cell] = []
        self.surroundings = Surroundings(vocabulary.regions, vocabulary.categories)
        around = self.surroundings.around([table.sheet, *table.titles])
        self.below = Sections(around, around)
        self.sections = deque(table.sections)
        self.leavers = Leavers([table.sheet, *table.titles]) if layout.has_categories else None
        self.adults = Adults(table) if layout.has_categories and not table.is_of_forms else None
        self.line_slot, self.line_unless = layout.line_slot, layout.line_unless
        #: What the last line said of agencies, and its number; 0 before there was one.
        self.agency: AgencyLine | None = None
        self.agency_line = 0
        #: Whether a row above names one itself.
        self.is_agency_above = False
        self.context_lines = table.context_lines
        self.is_of_forms = table.is_of_forms

    def is_section(self, number: int) -> bool:
        """Enter the sections up to this row; whether the row itself is the line of one."""
        is_section = False
        while self.sections and self.sections[0][0] <= number:
            line, text = self.sections.popleft()
            if self.leavers:
                self.leavers.enter(text)
            said = self.surroundings.said_by(text)
            if said is not None:
                self.below.enter(said, line)
            elif begins_part(text) and self.below.leave_category(line):
                self.context_lines[line] = self.below.lines
            told = self.vocabulary.agency_lines.get(text)
            if told is not None and told.ends(self.agency):
                self.agency, self.agency_line = told, line
            elif said is None:
                continue
            self.context_lines[line] = sorted({*self.below.lines, self.agency_line} - {0})
            names_agency = told is not None and bool(told.agencies)
            is_section = is_section or (line == number and (said is not None or names_agency))
        return is_section

    def read(self, number: int, written: list[Cell]) -> ReadRow:
        cells = with_repeats(written, self.above, unrepeated=self.unrepeated)
        row = ReadRow(sheet=self.sheet, row=number)
        notes = _Notes(row)
        for column in self.plain:
            cell = cells[column.index] if column.index < len(cells) else None
            if cell is None or cell == "":
                continue
            said = column.known.get(cell) if isinstance(cell, _COMPARABLE) else None
            value, written_as = said or column.read(cell, row, notes)
            if value is not None:
                row.values[column.slot] = value
            if written_as is not None:
                row.cells[column.slot] = written_as
        self._read_categories(row, cells)
        if self.has_region:
            notes.field = "region"
            self._read_region(row, cells, notes)
        if self.line_slot:
            self._complete_agency(row)
        for slot, value in self.title_values.items():
            row.values.setdefault(slot, value)
        if self.beside:
            row.extra = {
                heading: text[:500]
                for index, heading in self.beside
                if index < len(cells) and (text := text_of(cells[index]))
            }
        self._tell_others(row, cells)
        self.check(row, today=self.vocabulary.today)
        self.above = [] if self.is_of_forms else cells
        return row

    def _complete_agency(self, row: ReadRow) -> None:
        """That of the line above, where the row names none; a blank below a named one may be meant as 同上."""
        if not self.line_unless.isdisjoint(row.values):
            self.is_agency_above = True
        elif self.agency and self.agency.agencies:
            row.values[self.line_slot] = self.agency.agencies
        elif self.is_agency_above:
            row.note(self.line_slot, "agency_blank", severity=WARNING)

    def _tell_others(self, row: ReadRow, cells: list[Cell]) -> None:
        """A second child in the row would be lost without a word, one who leaves would stay, an adult become one."""
        remark = row.values.get("remark", "") if self.leavers else ""
        leaving = self.leavers.said_of(row.extra, remark) if self.leavers else ""
        if leaving:
            row.note("name", "leaving", severity=WARNING, text=leaving[:30])
        adult = self.adults.said_of(cells, row.values) if self.adults else ""
        if adult:
            row.note("name", "of_adults", text=adult[:30])
        for column in self.others:
            text = _text_at(cells, column)
            if not is_blank(text) and name_of_person(text) != row.values.get("name"):
                row.note("name", "another_in_row", severity=WARNING, text=text[:30])

    def _read_categories(self, row: ReadRow, cells: list[Cell]) -> None:
        """A column a category: the ticked ones join what a column of words says; else the title's."""
        for code, column in self.ticks.items():
            text = _text_at(cells, column)
            is_ticked = None if text in self.doubtful_marks else tick_in(text)
            if is_ticked:
                named = row.values.get("categories", [])
                row.values["categories"] = [*named, *({code} - set(named))]
            elif is_masked(text):
                row.note("categories", "masked", severity=WARNING)
            elif text and is_ticked is None:
                row.note("categories", "tick_unreadable", severity=WARNING, text=text[:20])
        if not self.says_categories and self.below.context.categories:
            row.values["categories"] = list(self.below.context.categories)

    def _read_region(self, row: ReadRow, cells: list[Cell], notes: _Notes) -> None:
        texts = tuple([_text_at(cells, column) for column in self.region_parts.values()])
        around = self.below.context.region
        said = self.places.get((texts, around))
        if said is None:
            said = self.places[texts, around] = self._place_said(texts)
        written, place, noted = said
        if self.lies_in_village and noted:
            parts = dict(zip(self.region_parts, texts, strict=True))
            upper = parts.get("county") or around[0], parts.get("township") or around[1]
            home = village_of_address(row, (place, noted), upper, self.vocabulary.regions)
            written, place, noted = home or said
        if written:
            row.cells["region"] = written
        for code, severity, params in noted:
            notes(code, severity=severity, **params)
        if place is not None:
            row.values["region"] = place

    def _place_said(self, texts: tuple[str, ...]) -> _SaidPlace:
        """What the texts of the region's columns say, and what stands around the rows."""
        finder, context = self.vocabulary.regions, self.below.context
        parts = dict(zip(self.region_parts, texts, strict=True))
        code, *names, path = (parts.get(part, "") for part in _REGION_PARTS)
        written = " ".join(text for text in (code, *names) if text)
        if not written and not self.lies_in_village and not path and not any(context.region):
            return written, None, []
        place = finder.find_code(half_width(code)) if code else None
        lowest = next((name for name in reversed(names) if name), "")
        if place is None and lowest.isdigit():
            # A code in place of the name; it says what lies above it, too.
            place = finder.find_code(half_width(lowest))
        if place is not None:
            return written, place, []
        names[-1] = names[-1] or path
        names = [_named(name, finder) if name.isdigit() else name for name in names]
        completed = context.completing(names)
        found, _noted = finder.look(completed)
        # What the title says completes the row; where that leads nowhere, the row stands alone.
        return written, *finder.look(completed if found else tuple(names))


def _named(code: str, finder: RegionFinder) -> str:
    """The name of the region whose code stands in place of its name; the code where it is none."""
    place = finder.find_code(half_width(code))
    return place.name if place else code


def _text_at(cells: list[Cell], column: Column) -> str:
    return text_of(cells[column.index]) if column.index < len(cells) else ""


def _doubtful_marks(table: Table, ticks: Collection[Column]) -> frozenset[str]:
    """○ is no tick beside ●; where some cells hold ○ and all others nothing, somebody may have ticked so."""
    said = {_text_at(cells, column) for _number, cells in table.rows for column in ticks}
    is_told_apart = "" not in said or any(tick_in(text) for text in said)
    return frozenset() if is_told_apart else _HOLLOW & said


def _unheaded(table: Table) -> list[int]:
    """The columns in which something is written under no heading: it is kept beside the row."""
    headed = {column.index for column in table.columns}
    width = max((len(cells) for _number, cells in table.rows), default=0)
    bare = set(range(min(width, max(headed, default=0) + _MARGIN))) - headed
    if table.is_of_forms or not bare:
        return []
    return [
        index
        for index in sorted(bare)
        if any(index < len(cells) and text_of(cells[index]) for _number, cells in table.rows)
    ]


def _columns_by_part(table: Table, name: str) -> dict[str, Column]:
    """The columns of the slots `name.part`, by part."""
    slots = [(column.slot.partition("."), column) for column in table.columns]
    return {part: column for (head, _dot, part), column in slots if head == name and part}


def _read(reader: Reader, slot: str, cell: Cell, row: ReadRow, notes: _Notes) -> Any:
    if isinstance(cell, str) and cell in ERROR_VALUES:
        notes("not_text")
        return None
    if isinstance(cell, str) and is_masked(cell):
        notes("masked", severity=WARNING)
        return None
    if slot == "id_number" and row.values.get("id_type", IdType.RESIDENT) not in (
        IdType.with_check_character()
    ):
        return other_number(cell, notes)
    return reader(cell, notes)


def with_repeats(
    cells: list[Cell], above: list[Cell], *, unrepeated: Collection[int]
) -> list[Cell]:
    """The cells with 同上 and 同左 as what they stand for."""
    if REPEATS.isdisjoint(cells):
        return cells
    filled: list[Cell] = []
    for index, cell in enumerate(cells):
        if cell in _ABOVE and index < len(above) and index not in unrepeated:
            filled.append(above[index])
        elif cell in _LEFT and filled:
            filled.append(filled[-1])
        else:
            filled.append(cell)
    return filled
