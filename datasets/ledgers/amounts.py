"""A table of payments tells how much was paid, which is the monthly amount only where it was paid for one month."""

import re
from collections.abc import Iterable
from dataclasses import replace

from datasets.ledgers.columns import Column, Why
from datasets.ledgers.context import LONGEST_TITLE
from datasets.ledgers.tables import Table
from datasets.readers.text import text_of
from datasets.standards.cells import Cell
from datasets.standards.writing import half_width

_AMOUNT = "subsidy_amount"
#: 月标准, 每月补助, 生活费标准（元/月）: how much each month, whatever was paid.
_BY_THE_MONTH = re.compile("标准|月")
#: Columns that say of how many months or people the money is.
_MONTHS = re.compile("月数|月份数|几个月|^(?:补[助贴]|保障|享受|发放|救助)?人数")
#: 2026年第三季度, 7-9月, 上半年, 全年, 2025年度…发放表; and what is paid once.
_SEVERAL_MONTHS = re.compile(
    r"季度|半年|全年|年度(?!.*月).*(?:发放|补[助贴])|一次性|(?:大病|重病|医疗|临时).{0,4}救助|慰问|助学|\d月?(?:份)?[-~—至到、和及]\d{1,2}月(?!\d)"
)
_TEN_THOUSANDS = re.compile("单位:万元")
_ONE = frozenset({"", "1", "1个月", "一个月", "1月", "1人"})


def monthly_only(table: Table) -> Table:
    """The table; its column of money is none of ours where titles or numbers of months say that it is a sum."""
    paid = next((column for column in table.columns if column.slot == _AMOUNT), None)
    if paid is None:
        return table
    titles = [table.sheet, *table.titles]
    is_of_month = bool(_BY_THE_MONTH.search(half_width(paid.heading)))
    is_sum = not is_of_month and (_any_says(titles, _SEVERAL_MONTHS) or _counts_months(table))
    return _without(table, paid) if is_sum or _any_says(titles, _TEN_THOUSANDS) else table


def _any_says(titles: Iterable[str], words: re.Pattern[str]) -> bool:
    lines = ("".join(half_width(title).split()) for title in titles if len(title) <= LONGEST_TITLE)
    return any(words.search(line) for line in lines)


def _counts_months(table: Table) -> bool:
    counting = [column.index for column in table.columns if _MONTHS.search(column.heading)]
    return any(
        half_width(_text_at(cells, index)) not in _ONE
        for _number, cells in table.rows
        for index in counting
    )


def _text_at(cells: list[Cell], index: int) -> str:
    return text_of(cells[index]) if index < len(cells) else ""


def _without(table: Table, paid: Column) -> Table:
    columns = [
        replace(column, slot="", why=Why.OTHERWISE) if column is paid else column
        for column in table.columns
    ]
    return replace(table, columns=columns)
