"""Which collection's ledger a file is, by its headings."""

from collections.abc import Iterable, Mapping, Sequence

from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.tables import find_tables

#: So many headings more another layout must know before a file is taken for its ledger.
_CLEARLY = 2
_ROWS_LOOKED_AT = 80


def fitting(
    sheets: Sequence[Sheet], layouts: Iterable[LedgerLayout], *, own: LedgerLayout
) -> LedgerLayout:
    """The layout that knows clearly more of the file's headings than `own`; `own` where none does."""
    tops = [
        Sheet(sheet.name, sheet.rows[:_ROWS_LOOKED_AT], sheet.numbers[:_ROWS_LOOKED_AT])
        for sheet in sheets
    ]
    known: Mapping[str, int] = {
        layout.collection: max(_known(top, layout) for top in tops) for layout in (own, *layouts)
    }
    others = [layout for layout in layouts if known[layout.collection]]
    best = max(others, key=lambda one: known[one.collection], default=own)
    clearly = _CLEARLY if known[own.collection] else 1
    return best if known[best.collection] >= known[own.collection] + clearly else own


def _known(sheet: Sheet, layout: LedgerLayout) -> int:
    """How many columns of the sheet's table the layout knows; 0 where it finds none."""
    tables = find_tables(sheet, layout, {})
    counts = (sum(bool(column.slot) for column in table.columns) for table in tables)
    return max(counts, default=0)
