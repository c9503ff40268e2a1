"""The column 问题, which stands at the right of rows that were given back to be corrected (rejected.py).

It says of which batch they are: they are read as that one was, by what had been decided about it, and the
column itself is no part of them.
"""

import re
from dataclasses import replace
from typing import Any

from datasets.access import Actor
from datasets.actions.ledgers.choices import LedgerChoices, column_key
from datasets.ledgers.columns import Why
from datasets.ledgers.fields import TICK
from datasets.ledgers.sheets import Sheet
from datasets.models import LedgerBatch
from datasets.standards.cells import Cell

_HEADING = re.compile(r"问题（第([0-9]{1,18})批，本列不读入）")
_BEGINNING = "问题（"
#: It stands beside the first header.
_SEARCHED_ROWS = 1_000


def problems_heading(batch: LedgerBatch) -> str:
    return f"问题（第{batch.pk}批，本列不读入）"


def without_problems(sheets: list[Sheet]) -> tuple[list[Sheet], int | None]:
    """The sheets as they were before the column was added, and the number of their batch; None for no such sheets."""
    found = [_heading_on(sheet) for sheet in sheets]
    batches = [one[1] for one in found if one]
    stripped = [
        _without(sheet, one[0]) if one else sheet for sheet, one in zip(sheets, found, strict=True)
    ]
    return stripped, batches[0] if batches else None


def as_read_first(number: int, *, collection: str, by: Actor) -> LedgerChoices | None:
    """By what decisions that batch was read; None where the actor may not see it."""
    batches = by.rows(LedgerBatch).filter(pk=number, collection=collection)
    batch = batches.exclude(choices=None).first()
    if batch is None:
        return None
    decided = LedgerChoices.of(batch.choices or {})
    # Whether a column holds ticks is told by all its rows (tables.py), of which these are a few.
    ticks = {
        column_key(one["column"], one["header"]): one["slot"]
        for sheet in batch.sheets
        for one in sheet["columns"]
        if _is_about_ticks(one)
    }
    return replace(decided, columns={**ticks, **decided.columns}, rows={})


def _is_about_ticks(column: dict[str, Any]) -> bool:
    return str(column["slot"]).startswith(TICK) or column["why"] == Why.NO_TICKS


def _heading_on(sheet: Sheet) -> tuple[int, int] | None:
    """The place of the column and the number of the batch."""
    for row in sheet.rows[:_SEARCHED_ROWS]:
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith(_BEGINNING):
                match = _HEADING.match(cell)
                if match:
                    return place, int(match[1])
    return None


def _without(sheet: Sheet, place: int) -> Sheet:
    rows: list[list[Cell]] = [[*row[:place], *row[place + 1 :]] for row in sheet.rows]
    return replace(sheet, rows=rows)
