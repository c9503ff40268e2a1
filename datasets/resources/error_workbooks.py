"""The rows of a ledger that were not taken, as a workbook in the sender's layout, to be corrected and handed in again.

Beside each row stands what is wrong with it; the cells that are wrong are coloured and, the first some
thousand of them, commented.
"""

import io
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from datasets.access import Actor
from datasets.actions.ledgers.batches import require_import
from datasets.choices import RowAction
from datasets.ledgers.pipeline import LAYOUTS
from datasets.ledgers.problems import problems_heading
from datasets.ledgers.rejected import Line, LineKind, Problem, RejectedSheet, rejected_sheets
from datasets.models import LedgerBatch
from datasets.readers.text import text_of
from datasets.resources.merging import Range, merged_ranges
from datasets.resources.sheet_rows import CELL_LIMIT, fill_sheets, row_xml
from datasets.resources.workbooks import GRID, HEADING, sheet_name
from datasets.standards.cells import Cell

#: A comment is a drawing: with many more of them a spreadsheet program takes minutes to open the file.
_MOST_COMMENTS = 2_000
_LONGEST_COMMENT = 500
#: Rows whose texts decide how wide the columns are.
_MEASURED = 200
_NARROWEST, _WIDEST, _PROBLEMS_WIDTH = 6, 40, 56
# Titles higher than a screen would leave no room to scroll.
_MOST_FROZEN = 12

_RED, _YELLOW = "#FFC7CE", "#FFEB9C"
_TEXT = GRID | {"num_format": "@"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter", "align": "center"},
    "line": {"valign": "vcenter"},
    "header": HEADING,
    "numbering": GRID | {"align": "center", "font_color": "#595959"},
    "section": GRID | {"bold": True, "num_format": "@"},
    "text": _TEXT,
    "wrapped": _TEXT | {"text_wrap": True},
    "error": _TEXT | {"bg_color": _RED},
    "warning": _TEXT | {"bg_color": _YELLOW},
    "problems": {
        "valign": "vcenter",
        "text_wrap": True,
        "font_color": "#C00000",
        "num_format": "@",
    },
    "problems heading": HEADING | {"font_color": "#C00000"},
}
#: As the rows name the styles, before there is a workbook; 0 is no style.
_NUMBERS = {name: number for number, name in enumerate(_STYLES, 1)}
_STYLE_OF = {
    LineKind.TITLE: "line",
    LineKind.HEADER: "header",
    LineKind.NUMBERING: "numbering",
    LineKind.SECTION: "section",
    LineKind.ROW: "text",
    LineKind.FORM: "wrapped",
}


_Value = str | int | float


class NothingRejected(Exception):
    """Every row of the batch was taken; the message says so in one sentence."""


def write_errors(batch: LedgerBatch, target: IO[bytes], *, by: Actor, with_parked: bool) -> int:
    """Write the rows with errors, and those that wait for a decision if asked for; returns how many.

    Raises NotPermitted, NothingRejected, UnreadableLedger.
    """
    require_import(batch.collection, by)
    actions = [RowAction.ERROR, *([RowAction.PARK] if with_parked else [])]
    layout = LAYOUTS[batch.collection]
    book = _Book(problems_heading(batch))
    with tempfile.TemporaryFile() as spool:
        for sheet in rejected_sheets(batch, layout, actions=actions):
            book.take(sheet, spool)
        if not book.pages:
            raise NothingRejected(_("这批台账没有要改的行。"))
        extents = [(page.start, page.end) for page in book.pages]
        fill_sheets(book.skeleton(), spool, extents, target)
    return sum(page.rows for page in book.pages)


@dataclass
class _Page:
    """What is known of a sheet once its rows have been written; rows and columns from 0."""

    name: str
    start: int
    end: int = 0
    count: int = 0
    rows: int = 0
    header_end: int = 0
    widths: dict[int, int] = field(default_factory=dict)
    merged: list[tuple[Range, str]] = field(default_factory=list)
    comments: list[tuple[int, int, str]] = field(default_factory=list)


class _Book:
    """Takes sheets one by one: their rows go to the spool, the rest waits for the skeleton."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.pages: list[_Page] = []
        self.comments = 0
        self.counts_from_1904 = False

    def take(self, sheet: RejectedSheet, spool: IO[bytes]) -> None:
        self.counts_from_1904 = self.counts_from_1904 or sheet.counts_from_1904
        name = sheet_name(sheet.name)
        is_its_own = name == sheet.name and name.lower() not in self._names()
        page = _Page(name if is_its_own else f"第{len(self.pages) + 1}张", spool.tell())
        self.pages.append(page)
        lines = sheet.lines
        if not is_its_own:
            # The name may be the only place that tells the village: it stands as a title.
            lines = _after(Line(0, LineKind.TITLE, [sheet.name]), lines)
        writer = _PageWriter(page, sheet.width, self.heading, room=_MOST_COMMENTS - self.comments)
        for some in writer.written(lines):
            spool.write(some.encode())
        page.end = spool.tell()
        self.comments += len(page.comments)

    def skeleton(self) -> bytes:
        """The workbook without its rows."""
        content = io.BytesIO()
        options = {"in_memory": True, "date_1904": self.counts_from_1904}
        with Workbook(content, options) as book:
            styles = {
                name: book.add_format({**style, "xf_index": _NUMBERS[name]})
                for name, style in _STYLES.items()
            }
            for page in self.pages:
                _frame(book.add_worksheet(page.name), page, styles)
        return content.getvalue()

    def _names(self) -> set[str]:
        return {page.name.lower() for page in self.pages}


def _after(first: Line, lines: Iterable[Line]) -> Iterator[Line]:
    yield first
    yield from lines


def _frame(sheet: Any, page: _Page, styles: dict[str, Any]) -> None:
    for place, width in page.widths.items():
        sheet.set_column(place, place, width)
    for (top, left, bottom, right), style in page.merged:
        sheet.merge_range(top, left, bottom, right, "", styles[style])
    for row, place, text in page.comments:
        sheet.write_comment(row, place, text, {"author": "护童", "x_scale": 2})
    if 0 < page.header_end <= _MOST_FROZEN:
        sheet.freeze_panes(page.header_end, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


class _PageWriter:
    """The lines of one sheet as XML; what concerns more than a line is noted on the page."""

    def __init__(self, page: _Page, width: int, heading: str, *, room: int) -> None:
        self.page, self.width, self.heading, self.room = page, width, heading, room
        self.is_headed = False
        self.header: list[list[str]] = []
        #: Column → first row and text of the cells of a form that say the same below each other.
        self.runs: dict[int, tuple[int, str]] = {}

    def written(self, lines: Iterable[Line]) -> Iterator[str]:
        for line in lines:
            if line.kind != LineKind.HEADER:
                self._end_header()
            yield self._line(line)
            self.page.count += 1
        self._end_header()
        self._end_runs([], ())
        self.page.widths[self.width] = _PROBLEMS_WIDTH

    def _line(self, line: Line) -> str:
        row, kind = self.page.count, line.kind
        cells = _values(line.cells, self.width)
        told = self._told(line)
        style = _STYLE_OF[kind]
        if kind == LineKind.TITLE:
            style = self._title(cells)
        elif kind == LineKind.HEADER:
            self.header.append([str(cell) for cell in cells[: self.width]])
        elif kind == LineKind.ROW:
            self.page.rows += 1
        elif kind == LineKind.FORM:
            self._end_runs(cells, line.answers)
        if row < _MEASURED and kind != LineKind.TITLE:
            self._measure(cells)
        styles = [_NUMBERS[style]] * len(cells)
        for place, problems in _by_place(line.problems).items():
            is_error = any(problem.is_error for problem in problems)
            styles[place] = _NUMBERS["error" if is_error else "warning"]
            self._comment(row, place, problems)
        # What stands to the right of the sender's headings makes room for the column.
        cells.insert(self.width, told)
        is_heading = told.startswith(self.heading)
        styles.insert(self.width, _NUMBERS["problems heading" if is_heading else "problems"])
        return row_xml(row + 1, cells, styles)

    def _told(self, line: Line) -> str:
        """What stands in the added column."""
        sentences = [problem.sentence for problem in line.problems]
        if line.kind == LineKind.ROW:
            sentences.insert(0, f"原表第 {line.number} 行")
        if line.kind in (LineKind.HEADER, LineKind.FORM) and not self.is_headed:
            self.is_headed = True
            sentences.insert(0, self.heading)
        return "\n".join(sentences)[:CELL_LIMIT]

    def _title(self, cells: list[_Value]) -> str:
        """A line of one text stands in the middle, the first of them large."""
        filled = [cell for cell in cells if cell != ""]
        is_title = not self.page.merged and len(filled) == 1
        style = "title" if is_title else "line"
        if len(filled) == 1 and self.width > 1:
            cells[:] = [*filled, *[""] * (self.width - 1)]
            self._merge((self.page.count, 0, self.page.count, self.width - 1), style)
        return style

    def _measure(self, cells: list[_Value]) -> None:
        for place, cell in enumerate(cells):
            longest = max(map(_width_of, str(cell).splitlines()), default=0)
            known = self.page.widths.get(place, _NARROWEST)
            self.page.widths[place] = min(max(known, longest + 2), _WIDEST)

    def _comment(self, row: int, place: int, problems: list[Problem]) -> None:
        if self.room > len(self.page.comments):
            text = "\n".join(problem.sentence for problem in problems)
            self.page.comments.append((row, place, text[:_LONGEST_COMMENT]))

    def _end_header(self) -> None:
        if not self.header:
            return
        top = self.page.count - len(self.header)
        for first, left, last, right in merged_ranges(self.header):
            self._merge((top + first, left, top + last, right), "header")
        self.page.header_end = self.page.header_end or self.page.count
        self.header = []

    def _end_runs(self, cells: list[_Value], answers: Collection[int]) -> None:
        """A label that reached over several rows is one cell again."""
        row = self.page.count
        labels = {
            place: cell
            for place, cell in enumerate(cells)
            if isinstance(cell, str) and cell and place not in answers
        }
        for place, (first, text) in list(self.runs.items()):
            if labels.get(place) != text:
                del self.runs[place]
                if row - first > 1:
                    self._merge((first, place, row - 1, place), "wrapped")
        for place, text in labels.items():
            self.runs.setdefault(place, (row, text))

    def _merge(self, cells: Range, style: str) -> None:
        self.page.merged.append((cells, style))


def _values(cells: list[Cell], width: int) -> list[_Value]:
    """As they came, numbers as numbers; at least `width` of them."""
    values = [_value(cell) for cell in cells]
    while len(values) > width and values[-1] == "":
        values.pop()
    return values + [""] * (width - len(values))


def _value(cell: Cell) -> _Value:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return text_of(cell)
    return cell


def _by_place(problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    found: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        for place in problem.places:
            found[place].append(problem)
    return found


def _width_of(text: str) -> int:
    """In characters of the Latin kind; a Chinese one takes two."""
    return len(text) + sum(character > "\u2e80" for character in text)
