"""Which collection's ledger a file is, by its headings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from datasets.ledgers.columns import Why
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.sheets import Sheet
from datasets.ledgers.tables import find_tables

#: So many headings more another layout must know before a file is taken for its ledger.
_CLEARLY = 2
_ROWS_LOOKED_AT = 80
#: So many headings, and so large a share of them, a layout must know to be proposed for a file.
_ENOUGH, _MOST_OF = 4, 0.6


def fitting(
    sheets: Sequence[Sheet], layouts: Iterable[LedgerLayout], *, own: LedgerLayout
) -> LedgerLayout:
    """The layout that knows clearly more of the file's headings than `own`; `own` where none does."""
    tops = _tops(sheets)
    known: Mapping[str, int] = {
        layout.collection: max(_known(top, layout) for top in tops) for layout in (own, *layouts)
    }
    others = [layout for layout in layouts if known[layout.collection]]
    best = max(others, key=lambda one: known[one.collection], default=own)
    clearly = _CLEARLY if known[own.collection] else 1
    return best if known[best.collection] >= known[own.collection] + clearly else own


@dataclass(frozen=True)
class Fit:
    """How many of a file's columns a collection's ledger knows."""

    collection: str
    known: int
    of: int


def best_fits(sheets: Sequence[Sheet], layouts: Iterable[LedgerLayout]) -> list[Fit]:
    """The layouts that know most of the file's headings, the best first."""
    tops = _tops(sheets)
    counted = ((layout.collection, max(_counts(top, layout) for top in tops)) for layout in layouts)
    fits = [Fit(collection, known, of) for collection, (known, of) in counted]
    likely = [fit for fit in fits if fit.known >= _ENOUGH and fit.known >= fit.of * _MOST_OF]
    return sorted(likely, key=lambda fit: -fit.known)


def _tops(sheets: Sequence[Sheet]) -> list[Sheet]:
    return [
        Sheet(sheet.name, sheet.rows[:_ROWS_LOOKED_AT], sheet.numbers[:_ROWS_LOOKED_AT])
        for sheet in sheets
    ]


def _counts(sheet: Sheet, layout: LedgerLayout) -> tuple[int, int]:
    """The columns of the sheet's table that the layout knows, and all that say something; (0, 0) without one."""
    counts = [
        (
            sum(bool(column.slot) for column in table.columns),
            sum(column.why != Why.ROW_NUMBER for column in table.columns),
        )
        for table in find_tables(sheet, layout, {})
    ]
    return max(counts, default=(0, 0))


def _known(sheet: Sheet, layout: LedgerLayout) -> int:
    """How many columns of the sheet's table the layout knows; 0 where it finds none."""
    return _counts(sheet, layout)[0]
