"""A ledger's rows given back to be corrected: its sheets as they were sent, without the rows that are settled.

What was read of them is told by the batch; their cells come from the kept file, a few thousand rows at a time.
What a row leaves to others goes along: the titles, the header, the section lines above it; a cell that was
merged downwards and 同上 stand in each row.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter
from typing import Any

from datasets.actions.ledgers.issues import SENTENCES, Issue
from datasets.choices import RowAction
from datasets.ledgers.columns import column_index
from datasets.ledgers.fields import TICK, LedgerLayout
from datasets.ledgers.files import stream_rows
from datasets.ledgers.form_strips import Strip
from datasets.ledgers.forms import Form, forms_on
from datasets.ledgers.judging import is_filled
from datasets.ledgers.originals import original_of
from datasets.ledgers.rows import UNREPEATED, with_repeats
from datasets.ledgers.sent import HEADER_LEVELS, are_forms, are_levels, stands_on
from datasets.ledgers.sheets import NumberedRows, Sheet
from datasets.ledgers.tables import LONGEST_SHEET
from datasets.models import LedgerBatch, LedgerRow
from datasets.readers import ERROR
from datasets.readers.text import text_of
from datasets.standards.cells import Cell

_ROWS_AT_ONCE = 2_000

Report = Mapping[str, Any]


class LineKind(StrEnum):
    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    #: The line of a section: 二、湖塘村.
    SECTION = "section"
    ROW = "row"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Problem:
    """`places`: the columns, from 0, of the cells that are wrong; none where none can be pointed at."""

    sentence: str
    is_error: bool
    places: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sheet; `number` is its own on the file. `answers`: a form's cells that somebody filled in."""

    number: int
    kind: LineKind
    cells: list[Cell]
    problems: Sequence[Problem] = ()
    answers: Collection[int] = ()


@dataclass(frozen=True)
class RejectedSheet:
    """`width`: so many columns are the sender's own. `lines` are to be taken before the next sheet is asked for.

    `counts_from_1904`: what a plain number means as a day (sheets.py).
    """

    name: str
    width: int
    lines: Iterator[Line]
    counts_from_1904: bool = False


def rejected_sheets(
    batch: LedgerBatch, layout: LedgerLayout, *, actions: Collection[RowAction]
) -> Iterator[RejectedSheet]:
    """The sheets that hold rows of these actions, one by one. Raises UnreadableLedger."""
    numbers = _Numbers(batch, actions)
    rows = LedgerRow.objects.filter(batch=batch, action__in=actions).order_by("id")
    by_sheet = groupby(rows.iterator(_ROWS_AT_ONCE), key=lambda row: numbers.stands_on(row.sheet))
    content = original_of(batch)
    for name, told in groupby(stream_rows(content, batch.file_name), key=itemgetter(0)):
        wanted = numbers.wanted.get(name[:LONGEST_SHEET])
        if not wanted:
            continue
        reports = [one for one in batch.sheets if one["used"] and stands_on(one) == name]
        lines = ((number, cells) for _name, number, cells in told)
        _sheet, own = next(by_sheet)
        if are_forms(reports[0]):
            sheet = _forms(name, lines, {row.row: row for row in own}, layout)
        else:
            roster = _Roster(reports, numbers.all[name[:LONGEST_SHEET]], wanted, layout)
            sheet = RejectedSheet(name, roster.width, roster.lines(lines, own))
        yield replace(sheet, counts_from_1904=reports[0].get("counts_from_1904", False))


class _Numbers:
    """By sheet, the numbers of the rows that tell of a record, and of those that are wanted.

    A row that was decided later stands in a batch of its own, with the same file.
    """

    def __init__(self, batch: LedgerBatch, actions: Collection[RowAction]) -> None:
        self._sheets = {
            one["name"][:LONGEST_SHEET]: stands_on(one)[:LONGEST_SHEET] for one in batch.sheets
        }
        self.all: dict[str, set[int]] = defaultdict(set)
        self.wanted: dict[str, set[int]] = defaultdict(set)
        batches = LedgerBatch.objects.filter(file=batch.file.name).values_list("pk", flat=True)
        rows = LedgerRow.objects.filter(batch__in=list(batches)).order_by()
        told = rows.values_list("sheet", "row", "action", "batch_id")
        for name, row, action, batch_id in told.iterator(_ROWS_AT_ONCE):
            sheet = self.stands_on(name)
            self.all[sheet].add(row)
            if batch_id == batch.pk and action in actions:
                self.wanted[sheet].add(row)

    def stands_on(self, name: str) -> str:
        """The file's sheet of rows that name theirs so."""
        return self._sheets.get(name, name)


class _Table:
    """One table of a sheet: `first` to `last` are the numbers of its rows."""

    def __init__(self, report: Report, last: int) -> None:
        self.name = report["name"][:LONGEST_SHEET]
        self.first, self.last = report["header_rows"][-1] + 1, last
        self.columns: dict[str, list[int]] = defaultdict(list)
        self.slots: dict[str, int] = {}
        self.ticks: set[int] = set()
        for column in report["columns"]:
            place = column_index(column["column"])
            if column["field"]:
                self.columns[column["field"]].append(place)
            if column["slot"].startswith(TICK):
                self.ticks.add(place)
            self.slots[column["slot"]] = place
        self.places = {column_index(column["column"]) for column in report["columns"]}
        self.unrepeated = {self.slots[slot] for slot in UNREPEATED & self.slots.keys()}


def _tables(reports: list[Report], *, end: int) -> Iterator[_Table]:
    """The tables that the reports tell of; each ends where the one below it begins."""
    for report in reports:
        tops = [one["header_rows"][0] for one in reports if one["name"] == report["name"]]
        top = report["header_rows"][0]
        yield _Table(report, min((other for other in tops if other > top), default=end))


class _Roster:
    """The tables of a sheet, below and beside each other."""

    def __init__(
        self, reports: list[Report], rows: set[int], wanted: set[int], layout: LedgerLayout
    ) -> None:
        self.rows, self.wanted, self.sentences = rows, wanted, _Sentences(layout)
        self.header_rows = {row for report in reports for row in report["header_rows"]}
        self.why = {one["row"]: one["why"] for report in reports for one in report["left_out"]}
        self.tables = list(_tables(reports, end=max(rows) + 1))
        self.width = 1 + max(max(table.places) for table in self.tables)
        self.context_lines = {line["row"] for report in reports for line in report["context_lines"]}
        self.needed = set().union(
            *(
                _lines_needed(report["context_lines"], table, wanted)
                for report, table in zip(reports, self.tables, strict=True)
            )
        )

    def lines(self, told: NumberedRows, rows: Iterable[LedgerRow]) -> Iterator[Line]:
        if self._are_side_by_side():
            rows = sorted(rows, key=attrgetter("row"))
        by_number = groupby(rows, key=attrgetter("row"))
        first, above = min(self.header_rows), list[Cell]()
        titles: list[tuple[int, list[Cell]]] = []
        for number, cells in told:
            if number < first:
                titles.append((number, cells))
                continue
            if number == first:
                yield from _titles(titles, cells)
            if number in self.rows:
                tables = [one for one in self.tables if one.first <= number <= one.last]
                unrepeated = set().union(*(table.unrepeated for table in tables))
                above = with_repeats(cells, above, unrepeated=unrepeated)
                if number in self.wanted:
                    _number, those = next(by_number)
                    yield self._row(number, above, list(those), tables)
                elif number in self.header_rows:
                    # Of a table beside, that begins further down: without the row left of it, it would be read
                    # as a level of that one's header.
                    yield Line(number, LineKind.HEADER, cells)
            elif number in self.header_rows:
                above = []
                yield Line(number, LineKind.HEADER, cells)
            elif kind := self._kind(number, cells):
                yield Line(number, kind, cells)

    def _kind(self, number: int, cells: list[Cell]) -> LineKind | None:
        """What a line between the rows is; None for one that is left out."""
        if number in self.needed:
            return LineKind.SECTION
        why = self.why.get(number)
        if why == "numbering":
            return LineKind.NUMBERING
        is_title = not why and number not in self.context_lines and any(map(is_filled, cells))
        return LineKind.TITLE if is_title else None

    def _row(
        self, number: int, cells: list[Cell], rows: list[LedgerRow], tables: list[_Table]
    ) -> Line:
        """Where tables stand beside each other, those whose row is settled are left blank."""
        problems: list[Problem] = []
        left = list(tables)
        for row in rows:
            table = next(one for one in left if one.name == row.sheet)
            left.remove(table)
            problems += _problems(row, self.sentences, table, cells)
        blank = set().union(*(table.places for table in left))
        kept = ["" if place in blank else cell for place, cell in enumerate(cells)]
        return Line(number, LineKind.ROW, kept, problems)

    def _are_side_by_side(self) -> bool:
        return len({table.first for table in self.tables}) < len(self.tables)


def _titles(titles: list[tuple[int, list[Cell]]], header: list[Cell]) -> Iterator[Line]:
    """What stands above the header; a cell of the header that reaches up makes its rows the header's."""
    levels = 0
    below = [text_of(cell) for cell in header]
    for _number, cells in reversed(titles[1 - HEADER_LEVELS :]):
        texts = [text_of(cell) for cell in cells]
        if not are_levels(texts, below):
            break
        below, levels = texts, levels + 1
    for place, (number, cells) in enumerate(titles):
        is_header = place >= len(titles) - levels
        yield Line(number, LineKind.HEADER if is_header else LineKind.TITLE, cells)


def _lines_needed(lines: Sequence[Report], table: _Table, wanted: Collection[int]) -> set[int]:
    """The section lines on which the context of the wanted rows rests."""
    numbers = [line["row"] for line in lines]
    needed: set[int] = set()
    for number in wanted if numbers else ():
        place = bisect_left(numbers, number)
        if place and table.first <= number <= table.last:
            needed.update(lines[place - 1]["with"])
    return needed


class _Sentences:
    """Puts problems into words; each label and sentence is looked up once, not for each of 100,000 rows."""

    def __init__(self, layout: LedgerLayout) -> None:
        self.places = layout.places
        self._label = cache(layout.label_of)
        self._sentence = cache(lambda code: str(SENTENCES[code]))

    def of(self, issue: Issue, places: Sequence[int]) -> Problem:
        sentence = self._sentence(issue.code) % issue.params
        return Problem(f"{self._label(issue.field)}：{sentence}", issue.severity == ERROR, places)


def _problems(
    row: LedgerRow, sentences: _Sentences, table: _Table, cells: list[Cell]
) -> Iterator[Problem]:
    for stored in row.issues:
        issue = Issue(**stored)
        among = table.columns.get(issue.field, ())
        shown = {place: text_of(cells[place]) for place in among if place < len(cells)}
        filled = [place for place, text in shown.items() if text]
        text = str(issue.params.get("text", ""))
        quoted = [
            place for place in filled if text and (shown[place] in text or text in shown[place])
        ]
        places = quoted or filled or [place for place in among if place not in table.ticks]
        if issue.field in sentences.places:
            places = places[-1:]  # the village rather than its town
        yield sentences.of(issue, places)


def _forms(
    name: str, told: NumberedRows, wanted: Mapping[int, LedgerRow], layout: LedgerLayout
) -> RejectedSheet:
    """The forms as they stand, each with its title."""
    lines = list(told)
    sheet = Sheet(name, [cells for _number, cells in lines], [number for number, _cells in lines])
    forms, sentences = forms_on(sheet, layout), _Sentences(layout)
    kept = set(range(forms[0].top))
    settled: list[tuple[range, Form]] = []
    problems: dict[int, list[Problem]] = defaultdict(list)
    for rows, form in _with_their_rows(forms, sheet):
        if form.number not in wanted:
            settled.append((rows, form))
            continue
        kept.update(rows)
        for issue in wanted[form.number].issues:
            place, problem = _problem_of_form(Issue(**issue), sentences, form)
            problems[place].append(problem)
    answers: dict[int, set[int]] = defaultdict(set)
    for row, column in (place for form in forms for place in form.places.values()):
        answers[row].add(column)
    given = (
        Line(
            sheet.numbers[row],
            LineKind.TITLE if row < forms[0].top else LineKind.FORM,
            _without(sheet.rows[row], [form.strip for rows, form in settled if row in rows]),
            problems[row],
            answers[row],
        )
        for row in sorted(kept)
    )
    return RejectedSheet(name, max(map(len, sheet.rows)), given)


def _with_their_rows(forms: Sequence[Form], sheet: Sheet) -> Iterator[tuple[range, Form]]:
    """Each form with its rows on the sheet, which cards beside it may share."""
    by_strip: dict[Strip, list[Form]] = defaultdict(list)
    for form in forms:
        by_strip[form.strip].append(form)
    for below_each_other in by_strip.values():
        own = below_each_other[0].strip.of(sheet)
        tops = [below_each_other[0].top]
        tops += [
            _with_title(own, form.top, before.bottom) for before, form in pairwise(below_each_other)
        ]
        for form, top, end in zip(
            below_each_other, tops, [*tops[1:], len(sheet.rows)], strict=True
        ):
            yield range(top, end), form


def _without(cells: list[Cell], strips: Sequence[Strip]) -> list[Cell]:
    """The cells but for those of settled cards beside the ones that are given back."""
    blank = {column for strip in strips for column in range(strip.left, strip.right)}
    return ["" if column in blank else cell for column, cell in enumerate(cells)]


def _with_title(sheet: Sheet, top: int, bottom: int) -> int:
    """Where a form begins that follows another, which ends at `bottom`: with the lines of one text right above it."""
    while top - 1 > bottom and sum(map(is_filled, sheet.rows[top - 1])) <= 1:
        top -= 1
    return top


def _problem_of_form(issue: Issue, sentences: _Sentences, form: Form) -> tuple[int, Problem]:
    """The problem, and the row beside which it is told."""
    places = [at for slot, at in form.places.items() if slot.partition(".")[0] == issue.field]
    if not places:
        return form.top, sentences.of(issue, ())
    row, column = places[-1]
    return row, sentences.of(issue, (column,))
