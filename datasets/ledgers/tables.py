"""Step two: where on a sheet the table lies, and under which headings its columns stand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from datasets.ledgers.columns import Column, Why, columns_of
from datasets.ledgers.fields import TICK, LedgerLayout, Slots, header_key
from datasets.ledgers.readers.text import text_of
from datasets.ledgers.readers.words import TICKED, UNTICKED
from datasets.ledgers.sheets import Cell, Sheet
from datasets.standards.writing import half_width

_SEARCH_ROWS = 60
_HEADER_LEVELS = 3
_ENOUGH_FIELDS = 3
_TOTAL = r"(小计|合计|总计|共计|累计|总数|总人数)"
# 合计, 本页小计：5, 徐霞客村小计, 共12人
_TOTALS = re.compile(rf"^(本页)?{_TOTAL}|^.{{1,14}}{_TOTAL}[:：]?$|^共(计|有)?\d+(人|名|户|个)")
_TOTAL_ALONE = re.compile(rf"{_TOTAL}[:：]?")
_NOTES = re.compile(
    r"^(注|备注|说明|填表|填报|制表|审核|审批|复核|单位负责人|负责人|经办|联系人|联系电话|日期|盖章|主管|统计|签字|分管)"
)
_ORDINALS = frozenset("甲乙丙丁戊己庚辛壬癸")
_COLUMN_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Table:
    """A ledger's table. `header_rows` are sheet row numbers; `rows` are (row number, cells) of its data."""

    sheet: str
    header_rows: list[int]
    columns: list[Column]
    rows: list[tuple[int, list[Cell]]]
    #: What stands above the header, the lines nearest to it first.
    titles: list[str]
    #: Lines of one text among the rows, which may name the village or category of those below.
    sections: list[tuple[int, str]]
    #: Rows left out and why: number → "total", "note", "header", "numbering".
    left_out: dict[int, str]
    #: The rows left out that state a total, with their cells.
    totals: list[tuple[int, list[Cell]]] = field(default_factory=list)


@dataclass(frozen=True)
class _Header:
    top: int
    height: int
    columns: list[Column]

    @property
    def fields(self) -> int:
        return len({column.slot for column in self.columns if column.slot})

    @property
    def rank(self) -> tuple[int, int]:
        """More fields win, then fewer levels: a title above the header adds no field."""
        return self.fields, -self.height


def find_table(sheet: Sheet, layout: LedgerLayout, categories: Mapping[str, str]) -> Table | None:
    """The table whose headings tell the most fields of the layout; None where the sheet holds none.

    `categories`: the words that may head a column of ticks, and their codes.
    """
    header = _find_header(sheet, layout, layout.slots_by_heading(categories))
    if header is None:
        return None
    start = header.top + header.height
    rows, left_out, sections = _data_rows(sheet, header, start, layout.naming)
    return Table(
        sheet=sheet.name,
        header_rows=sheet.numbers[header.top : start],
        columns=[_if_ticked(column, rows) for column in header.columns],
        rows=rows,
        titles=[text for row in reversed(sheet.rows[: header.top]) for text in _texts_of(row)],
        sections=sections,
        left_out=left_out,
        totals=[
            (number, row)
            for number, row in zip(sheet.numbers[start:], sheet.rows[start:], strict=True)
            if left_out.get(number) == "total"
        ],
    )


def _texts_of(row: list[Cell]) -> list[str]:
    return [text for text in map(text_of, row) if text]


def _if_ticked(column: Column, rows: list[tuple[int, list[Cell]]]) -> Column:
    """A column under a category's word that holds words of its own (残疾 | 肢体二级) is no column of ticks."""
    if not column.slot.startswith(TICK):
        return column
    texts = [text_of(cells[column.index]) for _n, cells in rows if column.index < len(cells)]
    filled = [text for text in texts if text]
    ticks = [text for text in filled if text in TICKED or text in UNTICKED]
    return column if len(ticks) * 2 >= len(filled) else replace(column, slot="", why=Why.NO_TICKS)


def _find_header(sheet: Sheet, layout: LedgerLayout, slots: Slots) -> _Header | None:
    best: _Header | None = None
    searched = 0
    for top, row in enumerate(sheet.rows):
        if not any(text_of(cell) for cell in row):
            continue
        searched += 1
        if searched > _SEARCH_ROWS:
            break
        for height in range(1, _HEADER_LEVELS + 1):
            levels = sheet.rows[top : top + height]
            if len(levels) < height or not _may_be_header(levels[-1]):
                break
            header = _Header(top, height, columns_of(levels, layout, slots))
            if best is None or header.rank > best.rank:
                best = header
    if best is None or best.fields < _ENOUGH_FIELDS:
        return None
    if not layout.essential & {column.slot for column in best.columns}:
        return None
    return best


def _may_be_header(row: list[Cell]) -> bool:
    """Headings are words: a row with many numbers or dates in it is data."""
    filled = [cell for cell in row if cell not in ("", None)]
    words = [cell for cell in filled if isinstance(cell, str) and not cell.strip().isdigit()]
    return bool(words) and len(words) * 3 > len(filled) * 2


def _data_rows(
    sheet: Sheet, header: _Header, start: int, naming: frozenset[str]
) -> tuple[list[tuple[int, list[Cell]]], dict[int, str], list[tuple[int, str]]]:
    sections: list[tuple[int, str]] = []
    rows: list[tuple[int, list[Cell]]] = []
    left_out: dict[int, str] = {}
    judge = _RowJudge(header, naming)
    for number, row in zip(sheet.numbers[start:], sheet.rows[start:], strict=True):
        filled = [index for index, cell in enumerate(row) if _is_filled(cell)]
        if not filled:
            continue
        reason = judge.why_not_data(row, filled, is_first=not rows)
        if reason:
            left_out[number] = reason
        else:
            rows.append((number, row))
        if len(filled) == 1 and reason != "total":
            sections.append((number, text_of(row[filled[0]])))
    return rows, left_out, sections


def _is_filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or (bool(cell) and not cell.isspace()))


class _RowJudge:
    """Tells a record's row from a total, a note, a repeated header, a row of column numbers."""

    def __init__(self, header: _Header, naming: frozenset[str]) -> None:
        self.headings = {column.index: header_key(column.heading) for column in header.columns}
        self.mapped = {column.index for column in header.columns if column.slot}
        self.names = {column.index for column in header.columns if column.slot in naming}

    def why_not_data(self, row: list[Cell], filled: list[int], *, is_first: bool) -> str | None:
        """Why the row is no data: "total", "numbering", "header", "note"; None for a record's row."""
        named = [index for index in filled if index in self.names]
        if self._is_total(row, filled, named):
            return "total"
        if is_first and len(filled) > 1 and _is_numbering([text_of(row[i]) for i in filled]):
            return "numbering"
        if named and self._repeats_heading(row, named[0]):
            return "header"
        return "note" if self._is_note(row, filled, named) else None

    def _is_total(self, row: list[Cell], filled: list[int], named: list[int]) -> bool:
        """The word stands first or where a name would; in a row without a name, wherever it stands alone."""
        if any(_TOTALS.match(_closed(row[index])) for index in {filled[0], *named}):
            return True
        is_nobody = all(_closed(row[index]).isdigit() for index in named)
        return is_nobody and any(_TOTAL_ALONE.fullmatch(_closed(row[index])) for index in filled)

    def _repeats_heading(self, row: list[Cell], index: int) -> bool:
        return header_key(text_of(row[index])) == self.headings[index]

    def _is_note(self, row: list[Cell], filled: list[int], named: list[int]) -> bool:
        first = _closed(row[filled[0]])
        if _NOTES.match(first) and (not named or ":" in half_width(first)):
            return True
        return not named and (len(filled) == 1 or self.mapped.isdisjoint(filled))


def _closed(cell: Cell) -> str:
    """The cell's text without its blanks: 合　计."""
    return "".join(text_of(cell).split())


def _is_numbering(texts: list[str]) -> bool:
    """A row of column numbers under the header: 1 2 3 …, ① ② ③ …, or 甲 乙 1 2 …"""
    plain = [half_width(text).strip("()栏列") for text in texts]
    if not all(_COLUMN_NUMBER.fullmatch(text) or text in _ORDINALS for text in plain):
        return False
    numbers = [int(text) for text in plain if text not in _ORDINALS]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
