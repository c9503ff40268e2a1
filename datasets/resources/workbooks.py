"""A workbook as an office sends it: titles, a header that stays in sight, drop-downs, ready to print."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from datasets.resources.cells import Value
from datasets.resources.merging import merged_ranges
from datasets.resources.sheet_rows import CellTooLong, fill_workbook

MOST_ROWS = 1_000_000  # of the 1,048,576 that a worksheet has
_LONGEST_NAME = 31
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")
# A list of words inside a drop-down may be this long, commas included.
_LONGEST_OPTIONS = 255
# Rows below the last one that still have the drop-downs, for what a clerk adds.
_SPARE_ROWS = 200
_A4 = 9
_WIDE = 24

GRID = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
HEADING = GRID | {"bold": True, "text_wrap": True, "align": "center", "bg_color": "#E3EBF3"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "line": {"font_color": "#595959", "valign": "vcenter"},
    "centred title": {"bold": True, "font_size": 16, "valign": "vcenter", "align": "center"},
    "centred line": {"valign": "vcenter", "align": "center"},
    "plain": HEADING,
    "required": HEADING | {"font_color": "#C00000"},
    "readonly": HEADING | {"font_color": "#595959", "bg_color": "#EDEDED"},
    "numbering": GRID | {"align": "center", "font_color": "#595959"},
}


class TextTooLong(ValueError):
    """A text that no cell of a workbook holds; it goes into a CSV."""


class TooManyRows(ValueError):
    """More rows than a worksheet has; they go into a CSV."""


@dataclass(frozen=True)
class Heading:
    """A column as the sheet shows it. `style`: plain, required or readonly."""

    text: str
    width: int
    style: str = "plain"
    is_number: bool = False
    #: The words to choose from, and whether a cell may hold others too.
    options: Sequence[str] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Page:
    """All of a sheet but its rows: texts by row and column, as they stand above the data."""

    name: str
    titles: Sequence[Sequence[str]]
    header: Sequence[Sequence[str]]
    headings: Sequence[Heading]
    count: int
    #: A row of column numbers under the header; none where there is none.
    numbering: Sequence[str] = ()
    #: Columns that stay in sight at the left.
    fixed: int = 0
    #: Whether each title is set in the middle above the whole table.
    is_centred: bool = False

    @property
    def first_row(self) -> int:
        """Of the data, from 0."""
        return len(self.titles) + len(self.header) + bool(self.numbering)


def write_workbook(target: IO[bytes], page: Page, rows: Iterable[Sequence[Value]]) -> int:
    """An xlsx file: all text as text (no formula, no lost zero). Returns the rows written.

    Raises TextTooLong, TooManyRows.
    """
    if page.count > MOST_ROWS:
        raise TooManyRows(
            _("有%(count)d行，超过Excel一张表的上限，请导出为CSV，或缩小范围。")
            % {"count": page.count}
        )
    first = page.first_row + 1
    try:
        return fill_workbook(_skeleton(page), rows, target, first_row=first, expected=page.count)
    except CellTooLong as error:
        told = {"row": first + error.row, "column": page.headings[error.place].text}
        raise TextTooLong(
            _("第%(row)d行“%(column)s”的文字超过Excel单元格的上限，请导出为CSV。") % told
        ) from error


def _skeleton(page: Page) -> bytes:
    """The workbook with one row, which shows how each column's cells look."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name(page.name))
        styles = {name: book.add_format(style) for name, style in _STYLES.items()}
        _write_titles(sheet, page, styles)
        _write_header(sheet, page, styles)
        for place, heading in enumerate(page.headings):
            kind = {} if heading.is_number else {"num_format": "@"}
            cell = book.add_format(GRID | kind | {"text_wrap": heading.width >= _WIDE})
            sheet.set_column(place, place, heading.width)
            sheet.write_string(page.first_row, place, "x", cell)
            _offer(sheet, page, place)
        _frame(sheet, page)
    return content.getvalue()


def _write_titles(sheet: Any, page: Page, styles: dict[str, Any]) -> None:
    """The first one large; a line of one text in the middle, where that is how the sheet is laid out."""
    right = len(page.headings) - 1
    is_first = True
    for row, texts in enumerate(page.titles):
        filled = [(place, text) for place, text in enumerate(texts) if text]
        is_title = is_first and len(filled) == 1
        is_first = is_first and not filled
        sheet.set_row(row, 30 if is_title else 18)
        if page.is_centred and len(filled) == 1 and right:
            style = styles["centred title" if is_title else "centred line"]
            sheet.merge_range(row, 0, row, right, filled[0][1], style)
            continue
        for place, text in filled:
            sheet.write_string(row, place, text, styles["title" if is_title else "line"])


def _write_header(sheet: Any, page: Page, styles: dict[str, Any]) -> None:
    top = len(page.titles)
    for row, level in enumerate(page.header, top):
        sheet.set_row(row, 32 if len(page.header) == 1 else 24)
        for place, text in enumerate(level):
            sheet.write_string(row, place, text, styles[page.headings[place].style])
    for first, left, last, right in merged_ranges(page.header):
        text = page.header[first][left]
        style = styles[page.headings[left].style]
        sheet.merge_range(top + first, left, top + last, right, text, style)
    if page.numbering:
        for place in range(len(page.headings)):
            text = page.numbering[place] if place < len(page.numbering) else ""
            sheet.write_string(page.first_row - 1, place, text, styles["numbering"])


def _offer(sheet: Any, page: Page, place: int) -> None:
    heading = page.headings[place]
    words = ",".join(heading.options)
    if not words or len(words) > _LONGEST_OPTIONS or words.count(",") >= len(heading.options):
        return
    rule = {
        "validate": "list",
        "source": list(heading.options),
        "show_error": not heading.is_open,
        "error_title": heading.text[:32],
        "error_message": "请从下拉列表中选择。",
    }
    last = page.first_row + page.count + _SPARE_ROWS
    sheet.data_validation(page.first_row, place, last, place, rule)


def _frame(sheet: Any, page: Page) -> None:
    """What is the same for every sheet: what stays in sight, the filter, the printed page."""
    header, last = page.first_row - 1, page.first_row + max(page.count, 1) - 1
    right = len(page.headings) - 1
    sheet.freeze_panes(page.first_row, page.fixed)
    sheet.autofilter(header, 0, last, right)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(len(page.titles), header)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def sheet_name(name: str) -> str:
    return _NOT_IN_NAME.sub(" ", name).strip()[:_LONGEST_NAME] or "Sheet1"
