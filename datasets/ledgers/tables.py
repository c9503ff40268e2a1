"""Step two: where on a sheet its tables lie, and under which headings their columns stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from datasets.ledgers.columns import Column, Why
from datasets.ledgers.fields import TICK, LedgerLayout
from datasets.ledgers.headers import Header, headers_of
from datasets.ledgers.judging import RowJudge, is_filled
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.table_parts import side_by_side
from datasets.readers.text import text_of
from datasets.readers.words import tick_in
from datasets.standards.cells import Cell

#: Of a sheet's name, as much is kept beside each row. Excel allows 31 characters, a CSV's file name 255.
LONGEST_SHEET = 100


@dataclass(frozen=True)
class Table:
    """A ledger's table. `header_rows` are sheet row numbers; `rows` are (row number, cells) of its data.

    `part`: what tells it from the table that stands left of it, whose rows have the same numbers; "" without one.
    """

    sheet: str
    header_rows: list[int]
    columns: list[Column]
    rows: list[tuple[int, list[Cell]]] = field(default_factory=list)
    #: What stands above the header, the lines nearest to it first.
    titles: list[str] = field(default_factory=list)
    #: The same lines from the top, each with its number.
    title_lines: list[tuple[int, str]] = field(default_factory=list)
    #: Lines of one text among the rows, which may name the village or category of those below.
    sections: list[tuple[int, str]] = field(default_factory=list)
    #: Of each such line that named one, when the rows have been read (rows.py): the lines on which the context
    #: of the rows below it rests.
    context_lines: dict[int, list[int]] = field(default_factory=dict)
    #: Rows left out and why: number → "total", "note", "header", "numbering", "empty".
    left_out: dict[int, str] = field(default_factory=dict)
    #: The texts of each row left out as a note or a signature.
    notes: list[str] = field(default_factory=list)
    #: The rows left out that state a total, with their cells.
    totals: list[tuple[int, list[Cell]]] = field(default_factory=list)
    #: Whether each row is a form of its own (forms.py): 同上 there is no word of the row above.
    is_of_forms: bool = False
    part: str = ""

    @property
    def name(self) -> str:
        """The sheet as its rows name it: decisions on a row (row_key) must not meet the one beside it."""
        return (
            f"{self.sheet[: LONGEST_SHEET - len(self.part)]}{self.part}"
            if self.part
            else self.sheet
        )


def find_tables(sheet: Sheet, layout: LedgerLayout, categories: Mapping[str, str]) -> list[Table]:
    """The tables of the sheet, below and beside each other, that tell of the layout's records.

    `categories`: the words that may head a column of ticks, and their codes.
    """
    slots = layout.slots_by_heading(categories)
    headers = headers_of(sheet, layout, slots)
    if not headers:
        return []
    parts = side_by_side(sheet, headers, layout, slots)
    if len(parts) == 1:
        return list(_below_each_other(sheet, headers, layout))
    heads = [(part, own, headers_of(own, layout, slots)) for part, own in parts.items()]
    return [
        replace(table, part=part)
        for part, own, found in heads
        if found
        for table in _below_each_other(own, found, layout)
    ]


def _below_each_other(sheet: Sheet, headers: list[Header], layout: LedgerLayout) -> Iterator[Table]:
    """A header that repeats the one before it (on each printed page) begins no table of its own."""
    head, titles = headers[0], 0
    table, judge = _begun(sheet, head, layout, _lines(sheet, 0, head.top))
    first_lines = _lines(sheet, 0, head.top)
    for header, following in zip(headers, [*headers[1:], None], strict=True):
        if header.columns != head.columns:
            yield _settled(table)
            head = header
            # What heads the sheet heads this table too, but not what heads the first one alone.
            above = first_lines[:-1] if len(first_lines) > 1 else first_lines
            lines = [*above, *_lines(sheet, titles, header.top)]
            table, judge = _begun(sheet, header, layout, lines)
        elif header is not headers[0]:
            _pass_over(table, sheet, header, titles)
        end = titles = _titles_above(sheet, judge, header.end, following)
        _take_rows(table, judge, sheet, header.end, end)
    yield _settled(table)


def _begun(
    sheet: Sheet, header: Header, layout: LedgerLayout, lines: list[tuple[int, list[str]]]
) -> tuple[Table, RowJudge]:
    table = Table(
        sheet=sheet.name,
        header_rows=sheet.numbers[header.top : header.end],
        columns=header.columns,
        titles=[text for _number, line in reversed(lines) for text in line],
        title_lines=[(number, text) for number, line in lines for text in line],
    )
    return table, RowJudge(header.columns, layout)


def _lines(sheet: Sheet, start: int, end: int) -> list[tuple[int, list[str]]]:
    """The number and the texts of each row that has any."""
    rows = zip(sheet.numbers[start:end], sheet.rows[start:end], strict=True)
    return [(number, texts) for number, row in rows if (texts := _texts_of(row))]


def _titles_above(sheet: Sheet, judge: RowJudge, start: int, following: Header | None) -> int:
    """Where a table ends: before the titles of the header that follows."""
    if following is None:
        return len(sheet.rows)
    end = following.top
    while end > start:
        row = sheet.rows[end - 1]
        if not judge.is_title(row, [i for i, cell in enumerate(row) if is_filled(cell)]):
            break
        end -= 1
    return end


def _pass_over(table: Table, sheet: Sheet, header: Header, titles: int) -> None:
    """A header printed again: its titles may name another village for the rows below."""
    for index in range(titles, header.end):
        number, texts = sheet.numbers[index], _texts_of(sheet.rows[index])
        if texts:
            table.left_out[number] = "note" if index < header.top else "header"
        if index < header.top:
            table.sections.extend((number, text) for text in texts)


def _take_rows(table: Table, judge: RowJudge, sheet: Sheet, start: int, end: int) -> None:
    is_first = True
    for number, row in zip(sheet.numbers[start:end], sheet.rows[start:end], strict=True):
        filled = [index for index, cell in enumerate(row) if is_filled(cell)]
        if not filled:
            continue
        reason = judge.why_not_data(row, filled, is_first=is_first)
        if reason is None:
            table.rows.append((number, row))
            is_first = False
        else:
            table.left_out[number] = reason
        if reason == "note":
            table.notes.append(" ".join(_texts_of(row)))
        if reason == "total":
            table.totals.append((number, row))
        elif len(filled) <= 2 and (line := judge.line(row, filled)):
            table.sections.append((number, line))


def _texts_of(row: list[Cell]) -> list[str]:
    return [text for text in map(text_of, row) if text]


def _settled(table: Table) -> Table:
    return replace(table, columns=[_if_ticked(column, table.rows) for column in table.columns])


def _if_ticked(column: Column, rows: list[tuple[int, list[Cell]]]) -> Column:
    """A column under a category's word that holds words of its own (残疾 | 肢体二级) is no column of ticks."""
    if not column.slot.startswith(TICK):
        return column
    texts = [text_of(cells[column.index]) for _n, cells in rows if column.index < len(cells)]
    filled = [text for text in texts if text]
    ticks = [text for text in filled if tick_in(text) is not None]
    return column if len(ticks) * 2 >= len(filled) else replace(column, slot="", why=Why.NO_TICKS)
