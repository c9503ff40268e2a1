"""What a table states of itself: its 小计 and 合计, held against the rows that were read.

A total whose meaning is not plain says nothing here: a clerk who is sent to look for a lost child that
was never there stops believing the rest.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.columns import Column, column_letter
from datasets.ledgers.fields import TICK
from datasets.ledgers.tables import Table
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

PEOPLE = re.compile(
    r"(?:计|共有?|数|^|\()[:]?(?:\d+户[,、]?)?(?:(?:困境|留守|孤)?(?:儿童|未成年人|孩子|孤儿))?(\d{1,6})(?:人|名|位)(?![次均])"
)
_SECTION = re.compile(r"(?:\(共?计?|共计?|(?:小|合|总)计[:]?)(\d{1,6})(?:人|名|位)\)?$")
_AMOUNT = re.compile(r"[¥￥]?(\d+(?:\.\d+)?)元?")
_SINCE_OTHER_MONTHS = "累计"
_NAMES = ("name", "id_number")
#: Where so many differ, the column is not what it was taken for.
_MOST_DIFFERENCES = 100

Rows = Sequence[ReadRow]
#: What rows add up to, the likeliest reading first; none where they say nothing of it, None where it cannot be told.
Measure = Callable[[Rows], list[Decimal] | None]


@dataclass(frozen=True)
class _Statement:
    row: int
    column: str
    heading: str
    stated: Decimal
    measure: Measure
    #: Runs of rows that the number may speak of, the likeliest first.
    scopes: list[range]

    def difference(self, rows: Rows) -> dict[str, Any] | None:
        """As the sheet's report tells it; None where some reading makes it true."""
        scopes = [scope for scope in self.scopes if scope]
        found: dict[range, list[Decimal]] = {}
        for scope in sorted(scopes, key=len):  # the rows of one village are soon counted
            told = self.measure(rows[scope.start : scope.stop])
            if told is None or self.stated in told:
                return None
            found[scope] = told
        likeliest = next((found[scope] for scope in scopes if found[scope]), None)
        if likeliest is None:
            return None
        return {
            "row": self.row,
            "column": self.column,
            "heading": self.heading,
            "stated": count_told(self.stated),
            "found": count_told(likeliest[0]),
        }


class _Places:
    """Where the rows of a table stand between its lines and totals, as ranges of the file's rows."""

    def __init__(self, table: Table, rows: Rows, before: Rows) -> None:
        self.first = len(before)
        self.numbers = [row.row for row in rows]
        self.lines = [number for number, _text in table.sections]
        self.totals = [number for number, _cells in table.totals]
        self.ends = sorted({*self.lines, *self.totals})

    def between(self, above: int, below: int) -> range:
        """The rows between two numbers of the sheet, these left out."""
        start, stop = bisect_right(self.numbers, above), bisect_left(self.numbers, below)
        return range(self.first + start, self.first + max(start, stop))

    def all(self) -> range:
        return range(self.first, self.first + len(self.numbers))

    def around_line(self, number: int) -> list[range]:
        """徐霞客村（12人） above its rows, 以上共12人 below them."""
        place = bisect_right(self.ends, number)
        last = self.numbers[-1] if self.numbers else 0
        below = self.ends[place] if place < len(self.ends) else last + 1
        since = _last_before(self.ends, number)
        return [
            self.between(number, below), self.between(since, number), self.between(0, number), self.all()
        ]  # fmt: skip

    def above_total(self, number: int, *, is_part: bool) -> list[range]:
        above = self.between(0, number)
        wider = [above, self.all(), range(above.stop)]
        parts = [
            self.between(_last_before(self.totals, number), number),
            self.between(_last_before(self.lines, number), number),
        ]
        return [*parts, *wider] if is_part else [*wider, *parts]


def _last_before(numbers: Sequence[int], number: int) -> int:
    place = bisect_left(numbers, number)
    return numbers[place - 1] if place else 0


def totals_that_differ(table: Table, rows: Rows, *, before: Rows) -> list[dict[str, Any]]:
    """Each total of the table that its rows do not add up to: row, column, heading, stated, found.

    `before` are the rows of the file's earlier tables, which a last sheet's 总计 may count.
    """
    places = _Places(table, rows, before)
    statements = [*_statements_of_lines(table, places), *_statements_of_totals(table, places)]
    statements.sort(key=lambda statement: statement.row)
    everything = [*before, *rows] if statements else ()
    differences = (statement.difference(everything) for statement in statements)
    return list(islice(filter(None, differences), _MOST_DIFFERENCES))


def sentence_of_total(sheet: str, total: Mapping[str, Any]) -> str:
    """What to do about a total that differs."""
    heading = f"“{total['heading']}”" if total["heading"] else ""
    return _(
        "工作表“%(sheet)s”第 %(row)d 行%(heading)s写的合计是 %(stated)s，"
        "按读到的行算是 %(found)s，请核对有没有漏行或多行。"
    ) % {**total, "sheet": sheet, "heading": heading}


def _statements_of_totals(table: Table, places: _Places) -> Iterator[_Statement]:
    columns = {column.index: column for column in table.columns}
    for number, cells in table.totals:
        texts = ["".join(half_width(text_of(cell)).split()) for cell in cells]
        if any(_SINCE_OTHER_MONTHS in text for text in texts):
            continue
        is_part = any("小计" in text or "本页" in text for text in texts)
        scopes = places.above_total(number, is_part=is_part)
        for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            column = columns.get(index)
            understood = _understood(cell, text, column)
            if understood:
                stated, measure = understood
                heading = column.heading if column else ""
                yield _Statement(number, column_letter(index), heading, stated, measure, scopes)


def _statements_of_lines(table: Table, places: _Places) -> Iterator[_Statement]:
    for number, text in table.sections:
        match = _SECTION.search("".join(half_width(text).split()))
        if match:
            scopes = places.around_line(number)
            yield _Statement(number, "A", "", Decimal(match[1]), children, scopes)


def _understood(cell: Cell, text: str, column: Column | None) -> tuple[Decimal, Measure] | None:
    people = PEOPLE.search(text)
    if people:
        return Decimal(people[1]), children
    stated = _amount_of(cell, text)
    if stated is None or column is None:
        return None
    if column.slot in _NAMES:
        return stated, children
    if column.slot.startswith(TICK):
        return stated, lambda rows: _ticks(rows, column.slot.removeprefix(f"{TICK}."))
    return (stated, lambda rows: _sum(rows, column.slot)) if column.slot else None


def _amount_of(cell: Cell, text: str) -> Decimal | None:
    match = _AMOUNT.fullmatch(text.replace(",", ""))
    if match is None or isinstance(cell, bool):
        return None
    try:
        return Decimal(match[1])
    except InvalidOperation:
        return None


def children(rows: Rows) -> list[Decimal]:
    """As rows; as children, where one takes several rows."""
    children = {row.values.get("id_number") or row.values.get("name") or row.row for row in rows}
    return [Decimal(len(rows)), Decimal(len(children))]


def _sum(rows: Rows, slot: str) -> list[Decimal] | None:
    """None where an amount could not be read; the count too, which some write into whatever column."""
    amounts = [row.values[slot] for row in rows if slot in row.values]
    if _has_issue(rows, slot) or not all(isinstance(amount, Decimal) for amount in amounts):
        return None
    return [sum(amounts, Decimal()), *children(rows)] if amounts else []


def _ticks(rows: Rows, code: str) -> list[Decimal] | None:
    if _has_issue(rows, "categories"):
        return None
    ticked = sum(code in row.values.get("categories", ()) for row in rows)
    return [Decimal(ticked), *children(rows)]


def _has_issue(rows: Rows, field: str) -> bool:
    return any(issue.field == field for row in rows for issue in row.issues)


def count_told(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else str(number)
