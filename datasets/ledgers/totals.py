"""What a table states of itself: its 小计 and 合计, held against the rows that were read.

A total whose meaning is not plain says nothing here: a clerk who is sent to look for a lost child that
was never there stops believing the rest.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.columns import Column, column_letter
from datasets.ledgers.fields import TICK
from datasets.ledgers.readers.text import text_of
from datasets.ledgers.sheets import Cell
from datasets.ledgers.tables import Table
from datasets.standards.writing import half_width

_PEOPLE = re.compile(
    r"(?:计|共有?|数|^|\()[:]?(?:\d+户[,、]?)?(?:(?:困境|留守|孤)?(?:儿童|未成年人|孩子|孤儿))?(\d{1,6})(?:人|名|位)(?![次均])"
)
_SECTION = re.compile(r"(?:\(共?计?|共计?|(?:小|合|总)计[:]?)(\d{1,6})(?:人|名|位)\)?$")
_AMOUNT = re.compile(r"[¥￥]?(\d+(?:\.\d+)?)元?")
_SINCE_OTHER_MONTHS = "累计"
_NAMES = ("name", "id_number")

Rows = Sequence[ReadRow]
#: What rows add up to, the likeliest reading first; none where that cannot be told.
Measure = Callable[[Rows], list[Decimal]]


@dataclass(frozen=True)
class _Statement:
    row: int
    column: str
    heading: str
    stated: Decimal
    measure: Measure
    #: Runs of rows that the number may speak of, the likeliest first.
    scopes: list[Rows]

    def difference(self) -> dict[str, Any] | None:
        """As the sheet's report tells it; None where some reading makes it true."""
        found = [self.measure(rows) for rows in self.scopes if rows]
        if not found or not all(found) or any(self.stated in readings for readings in found):
            return None
        return {
            "row": self.row,
            "column": self.column,
            "heading": self.heading,
            "stated": _told(self.stated),
            "found": _told(found[0][0]),
        }


def totals_that_differ(table: Table, rows: Rows, *, before: Rows) -> list[dict[str, Any]]:
    """Each total of the table that its rows do not add up to: row, column, heading, stated, found.

    `before` are the rows of the file's earlier tables, which a last sheet's 总计 may count.
    """
    statements = [*_statements_of_lines(table, rows), *_statements_of_totals(table, rows, before)]
    differences = (statement.difference() for statement in sorted(statements, key=lambda s: s.row))
    return [difference for difference in differences if difference]


def sentence_of_total(sheet: str, total: Mapping[str, Any]) -> str:
    """What to do about a total that differs."""
    heading = f"“{total['heading']}”" if total["heading"] else ""
    return _(
        "工作表“%(sheet)s”第 %(row)d 行%(heading)s写的合计是 %(stated)s，"
        "按读到的行算是 %(found)s，请核对有没有漏行或多行。"
    ) % {**total, "sheet": sheet, "heading": heading}


def _statements_of_totals(table: Table, rows: Rows, before: Rows) -> Iterator[_Statement]:
    columns = {column.index: column for column in table.columns}
    for number, cells in table.totals:
        texts = ["".join(half_width(text_of(cell)).split()) for cell in cells]
        if any(_SINCE_OTHER_MONTHS in text for text in texts):
            continue
        is_part = any("小计" in text or "本页" in text for text in texts)
        scopes = _scopes(number, table, rows, before, is_part=is_part)
        for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            column = columns.get(index)
            understood = _understood(cell, text, column)
            if understood:
                stated, measure = understood
                heading = column.heading if column else ""
                yield _Statement(number, column_letter(index), heading, stated, measure, scopes)


def _statements_of_lines(table: Table, rows: Rows) -> Iterator[_Statement]:
    """徐霞客村（12人） above its rows, 以上共12人 below them."""
    ends = sorted({number for number, _text in (*table.sections, *table.totals)})
    for number, text in table.sections:
        match = _SECTION.search("".join(half_width(text).split()))
        if match:
            end = next((one for one in ends if one > number), None)
            below = [row for row in rows if number < row.row and (end is None or row.row < end)]
            above = [row for row in rows if row.row < number]
            since = max((one for one in ends if one < number), default=0)
            scopes: list[Rows] = [below, [row for row in above if row.row > since], above, rows]
            yield _Statement(number, "A", "", Decimal(match[1]), _children, scopes)


def _scopes(number: int, table: Table, rows: Rows, before: Rows, *, is_part: bool) -> list[Rows]:
    totals = [one for one, _cells in table.totals if one < number]
    lines = [one for one, _text in table.sections if one < number]
    above = [row for row in rows if row.row < number]
    since_total = [row for row in above if row.row > max(totals, default=0)]
    since_line = [row for row in above if row.row > max(lines, default=0)]
    wider: list[Rows] = [above, rows, [*before, *above]]
    parts: list[Rows] = [since_total, since_line]
    return [*parts, *wider] if is_part else [*wider, *parts]


def _understood(cell: Cell, text: str, column: Column | None) -> tuple[Decimal, Measure] | None:
    people = _PEOPLE.search(text)
    if people:
        return Decimal(people[1]), _children
    stated = _amount_of(cell, text)
    if stated is None or column is None:
        return None
    if column.slot in _NAMES:
        return stated, _children
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


def _children(rows: Rows) -> list[Decimal]:
    """As rows; as children, where one takes several rows."""
    children = {row.values.get("id_number") or row.values.get("name") or row.row for row in rows}
    return [Decimal(len(rows)), Decimal(len(children))]


def _sum(rows: Rows, slot: str) -> list[Decimal]:
    """Nothing where an amount could not be read; the count too, which some write into whatever column."""
    amounts = [row.values[slot] for row in rows if slot in row.values]
    is_money = bool(amounts) and all(isinstance(amount, Decimal) for amount in amounts)
    if not is_money or _has_issue(rows, slot):
        return []
    return [sum(amounts, Decimal()), *_children(rows)]


def _ticks(rows: Rows, code: str) -> list[Decimal]:
    if _has_issue(rows, "categories"):
        return []
    ticked = sum(code in row.values.get("categories", ()) for row in rows)
    return [Decimal(ticked), *_children(rows)]


def _has_issue(rows: Rows, field: str) -> bool:
    return any(issue.field == field for row in rows for issue in row.issues)


def _told(number: Decimal) -> int | str:
    return int(number) if number == number.to_integral_value() else str(number)
