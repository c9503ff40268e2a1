"""Where on a sheet its headers stand: one of one to three rows, or several below each other."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from datasets.ledgers.columns import Column, columns_of
from datasets.ledgers.fields import LedgerLayout, Slots
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of
from datasets.standards.cells import Cell

_LEVELS = 3
_GROUPS = 2
_LONGEST_HEADING = 60
#: What parts a group is a word; longer texts are a record's.
_LONGEST_PART = 8
#: So far a header is looked for that names the record by its group alone.
_SEARCHED_ROWS = 60


@dataclass(frozen=True)
class Header:
    """The rows `top` to `end` (not included) of a sheet, and the columns they head."""

    top: int
    end: int
    columns: list[Column]

    @property
    def fields(self) -> int:
        return len({column.slot for column in self.columns if column.slot})

    def rank(self, marks: Collection[int]) -> tuple[int, int, int, int]:
        """More fields win; then more rows that name somebody (姓名 under 父亲); then more columns with a heading; then
        fewer rows: a title names nobody."""
        named = len([index for index in range(self.top, self.end) if index in marks])
        return self.fields, named, len(self.columns), self.top - self.end


def headers_of(sheet: Sheet, layout: LedgerLayout, slots: Slots) -> list[Header]:
    """The sheet's headers from top to bottom."""
    found: list[Header] = []
    end = 0
    marks = dict.fromkeys(_rows_naming_the_record(sheet, layout, slots))
    for marked in marks or range(min(len(sheet.rows), _SEARCHED_ROWS)):
        if marked < end:
            continue
        header = _best_around(marked, marks, sheet, layout, slots, found=found)
        if header is not None:
            header = _with_last_level(header, sheet, layout, slots)
            header = _alone(header, found, sheet, layout, slots)
            found.append(header)
            end = header.end
    return found


def _alone(
    header: Header, found: list[Header], sheet: Sheet, layout: LedgerLayout, slots: Slots
) -> Header:
    """A header printed again without the row of data above it that also says a heading (户主)."""
    known = [one.columns for one in found]
    for top in range(header.top + 1, header.end):
        columns = columns_of(sheet.rows[top : header.end], layout, slots)
        if columns in known:
            return Header(top, header.end, columns)
    return header


def _with_last_level(header: Header, sheet: Sheet, layout: LedgerLayout, slots: Slots) -> Header:
    """With the row below it, where that only parts its groups: 肢体 | 智力 under 残疾类型, which tell us no more."""
    if header.end - header.top >= _LEVELS or header.end >= len(sheet.rows):
        return header
    row = sheet.rows[header.end]
    above = {column.index: column.heading.split(" ")[-1] for column in header.columns}
    filled = {
        index
        for index, cell in enumerate(row)
        if (text := text_of(cell)) and text != above.get(index)
    }
    parts = filled - above.keys()
    groups = {max((place for place in above if place < part), default=-1) for part in parts}
    is_long = any(len(text_of(row[index])) > _LONGEST_PART for index in filled)
    if not parts or filled - parts - groups or is_long or not may_be_header(row):
        return header
    columns = columns_of(sheet.rows[header.top : header.end + 1], layout, slots)
    is_still_one = bool(layout.essential & {column.slot for column in columns})
    return Header(header.top, header.end + 1, columns) if is_still_one else header


def _rows_naming_the_record(sheet: Sheet, layout: LedgerLayout, slots: Slots) -> Iterator[int]:
    """The rows with a heading that a table cannot do without (姓名); a row of data has none."""
    endings = {key[-1] for key, slot in slots.items() if key and slot in layout.essential}
    if not endings:
        return
    has_mark = re.compile("|".join(map(re.escape, endings))).search
    known: dict[str, bool] = {}
    for index, row in enumerate(sheet.rows):
        for cell in row:
            if not isinstance(cell, str) or not has_mark(cell) or len(cell) > _LONGEST_HEADING:
                continue
            if cell not in known:
                known[cell] = slots.of(text_of(cell)) in layout.essential
            if known[cell]:
                yield index
                break


def _best_around(
    marked: int,
    marks: Collection[int],
    sheet: Sheet,
    layout: LedgerLayout,
    slots: Slots,
    *,
    found: list[Header],
) -> Header | None:
    """The header of one to three rows around the marked one that tells the most fields."""
    best: Header | None = None
    after = found[-1].end if found else 0
    for top in range(max(marked - _LEVELS + 1, after), marked + 1):
        if top < marked and _is_title(sheet.rows[top]):
            continue
        for end in range(marked + 1, top + _LEVELS + 1):
            levels = sheet.rows[top:end]
            if len(levels) < end - top or not may_be_header(levels[-1]):
                break
            header = Header(top, end, columns_of(levels, layout, slots))
            if end > marked + 1 and not _says_headings(levels[-1], header.columns, slots):
                continue
            if _is_enough(header, layout, bool(found)) and (
                best is None or header.rank(marks) > best.rank(marks)
            ):
                best = header
    return best


def _is_enough(header: Header, layout: LedgerLayout, is_another: bool) -> bool:
    """Below a table a short header tells enough, 姓名 身份证号 停发时间: its rows are none of the table above."""
    slots = {column.slot for column in header.columns}
    if not layout.essential & slots:
        return False
    is_short = is_another and len(layout.naming) > 1 and slots.issuperset(layout.naming)
    if is_short and header.fields * 2 >= len(header.columns):
        return True
    return header.fields >= layout.enough_fields


def _says_headings(row: list[Cell], columns: list[Column], slots: Slots) -> bool:
    """Whether a header's last row means something, by itself or under its groups (负责人 / 电话)."""
    filled = {index for index, cell in enumerate(row) if text_of(cell)}
    return any(column.slot and column.index in filled for column in columns) or any(
        slots.of(text_of(row[index])) for index in filled
    )


def _is_title(row: list[Cell]) -> bool:
    """A line over the whole table is no group of its columns."""
    return len({text for text in map(text_of, row) if text}) < _GROUPS


def may_be_header(row: list[Cell]) -> bool:
    """Headings are words: a row with many numbers or dates in it is data."""
    filled = [cell for cell in row if cell not in ("", None)]
    words = [cell for cell in filled if isinstance(cell, str) and not cell.strip().isdigit()]
    return bool(words) and len(words) * 3 > len(filled) * 2
