"""Tables beside each other on one sheet: each is read from its own columns, lest one child gets another's guardian."""

import re
from collections.abc import Sequence
from dataclasses import replace

from datasets.ledgers.columns import Column, Why, column_letter
from datasets.ledgers.fields import LedgerLayout, Slots
from datasets.ledgers.headers import Header, headers_of
from datasets.ledgers.sheets import Sheet
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

#: What two different tables beside each other at least ask alike.
_ASKED_OF_BOTH = 2
#: 填报单位：徐霞客镇 | 2026年11月: such a line is of all the tables below it.
_OF_ALL = re.compile(r"[:]|^[0-9年月日./-]+$")


def side_by_side(
    sheet: Sheet, headers: Sequence[Header], layout: LedgerLayout, slots: Slots
) -> dict[str, Sheet]:
    """The sheet as often as there are tables beside each other, each with the cells of one.

    By the part's name, which is a key and in no language but ours; "" for the first.
    """
    header = headers[0]
    repeating = _parts(sheet, header, _starts_of_repeats(header, layout))
    if len(repeating) > 1:
        return repeating
    starts = _starts_of_tables(header, layout, slots)
    parts = _parts(sheet, header, starts if len(starts) > 1 else _starts_further_down(headers))
    if len(parts) == 1 or not all(headers_of(part, layout, slots) for part in parts.values()):
        return {"": sheet}
    return parts


def _starts_of_repeats(header: Header, layout: LedgerLayout) -> list[int]:
    """Where a header begins that repeats itself to the right."""
    headings = [column.heading for column in header.columns]
    period = next((n for n in range(2, len(headings) // 2 + 1) if headings[n:] == headings[:-n]), 0)
    once = {column.slot for column in header.columns[:period]}
    if not period or len(headings) % period or not layout.essential & once:
        return []
    return [column.index for column in header.columns[::period]]


def _starts_of_tables(header: Header, layout: LedgerLayout, slots: Slots) -> list[int]:
    """Where tables begin that are not alike: behind an empty column or with numbers of their own."""
    starts: list[int] = []
    first: set[str] = set()
    for run in _runs(header.columns):
        asked = {slots.of(column.heading) for column in run} - {""}
        is_table = bool(layout.essential & asked)
        if not starts or (is_table and len(first & asked) >= _ASKED_OF_BOTH):
            starts.append(run[0].index)
        if len(starts) == 1:
            first |= asked
    return starts


def _starts_further_down(headers: Sequence[Header]) -> list[int]:
    """Where a table begins whose header stands lower than that of the table left of it, among its rows."""
    first = headers[0].columns[0].index
    for header in headers[1:]:
        start = min(one.index for one in header.columns if one.slot or one.why == Why.ROW_NUMBER)
        filled = {one.index for one in header.columns}
        if first in filled and first < start - 1 and start - 1 not in filled:
            return [first, start]
    return []


def _runs(columns: Sequence[Column]) -> list[list[Column]]:
    """The columns, parted where one is empty and where the rows are numbered anew."""
    runs: list[list[Column]] = []
    for place, column in enumerate(columns):
        is_behind_gap = place > 0 and column.index > columns[place - 1].index + 1
        if not runs or is_behind_gap or column.why == Why.ROW_NUMBER:
            runs.append([])
        runs[-1].append(column)
    return runs


def _parts(sheet: Sheet, header: Header, starts: Sequence[int]) -> dict[str, Sheet]:
    if len(starts) < 2:
        return {"": sheet}
    return {
        (f"（{column_letter(first)}列起）" if place else ""): replace(
            sheet,
            rows=[
                _above(row, place, starts) if index < header.top else _between(row, first, end)
                for index, row in enumerate(sheet.rows)
            ],
        )
        for place, (first, end) in enumerate(zip(starts, [*starts[1:], None], strict=True))
    }


def _between(row: list[Cell], first: int, end: int | None) -> list[Cell]:
    return [*[""] * first, *row[first:end]]


def _above(row: list[Cell], place: int, starts: Sequence[int]) -> list[Cell]:
    """What a line above the tables says of one: 徐霞客村 | 湖塘村 over two, 新增 | 减少; any other line is of all."""
    parts = [_between(row, *ends) for ends in zip(starts, [*starts[1:], None], strict=True)]
    texts = [[text for cell in part if (text := half_width(text_of(cell)))] for part in parts]
    if not all(len(said) == 1 for said in texts):
        return row
    labels = {said[0].partition(":")[0] for said in texts if ":" in said[0]}
    is_of_each = len(labels) == 1 and all(":" in said[0] for said in texts)
    return parts[place] if is_of_each or not any(_OF_ALL.search(one[0]) for one in texts) else row
