"""What was decided about a ledger, as its tables are read by it."""

from collections.abc import Collection
from dataclasses import replace

from datasets.actions.ledgers.choices import LedgerChoices
from datasets.ledgers.columns import Column, Why
from datasets.ledgers.tables import Table

_NOT_CHOSEN = "?"


def with_chosen_columns(table: Table, choices: LedgerChoices, *, among: Collection[str]) -> Table:
    """The table, its columns holding what was chosen for them; no slot outside `among` is one.

    A slot has one column: a chosen one comes before those that we recognised ourselves.
    """
    why = Why.REMEMBERED if choices.habits else Why.CHOSEN
    chosen: dict[int, Column] = {}
    taken: set[str] = set()
    for column in table.columns:
        slot = choices.columns.get(column.key, _NOT_CHOSEN)
        if not slot or (slot in among and slot not in taken):
            chosen[column.index] = replace(column, slot=slot, why=why)
            taken.add(slot)
    taken.discard("")
    return replace(
        table,
        columns=[chosen.get(one.index) or _unless_taken(one, taken) for one in table.columns],
    )


def _unless_taken(column: Column, taken: Collection[str]) -> Column:
    return replace(column, slot="", why=Why.TAKEN) if column.slot in taken else column
