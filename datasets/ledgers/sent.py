"""The layout of a ledger as it was sent in, so that it can be filled again: type once, produce every table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.choices import BatchStatus
from datasets.ledgers.columns import Why, column_letter
from datasets.ledgers.files import read_sheets
from datasets.ledgers.originals import original_of
from datasets.ledgers.sheets import Sheet
from datasets.models import LedgerBatch
from datasets.readers.text import text_of

#: The layouts that a list offers, and among how many batches they are looked for.
_OFFERED = 5
_LOOKED_AT = 60
# A table's header has no more rows; a form's labels stand in more (forms.py).
HEADER_LEVELS = 3
# Above the header as much is the ledger's own; what stands further up is something else.
_MOST_TITLES = 10


class NoLayout(Exception):
    """The batch holds no table whose layout could be filled again; the message says why in one sentence."""


@dataclass(frozen=True)
class SentLayout:
    """The rows above the data as they stand, and the slot of each column ("" for none)."""

    sheet: str
    titles: Sequence[Sequence[str]]
    header: Sequence[Sequence[str]]
    #: The row of column numbers under the header; none where there is none.
    numbering: Sequence[str]
    slots: Sequence[str]
    #: The places of the columns that number the rows.
    numbered: frozenset[int]

    @property
    def headings(self) -> list[str]:
        """Of each column, what stands nearest to its cells."""
        columns = zip(*self.header, strict=True)
        return [next(filter(None, reversed(levels)), "") for levels in columns]

    def with_columns(self, added: dict[str, str]) -> "SentLayout":
        """With further columns at the right: slot → heading, the same on every level of the header."""
        return replace(
            self,
            header=[[*level, *added.values()] for level in self.header],
            slots=[*self.slots, *added],
        )


def recent_ledgers(*, collection: str, by: Actor) -> list[LedgerBatch]:
    """The latest ledgers in sight whose layouts differ, the newest first."""
    applied = by.rows(LedgerBatch).select_related("uploaded_by", "region")
    applied = applied.filter(collection=collection, status=BatchStatus.APPLIED, undoes=None)
    found: dict[tuple[str, ...], LedgerBatch] = {}
    for batch in applied.order_by("-applied_at")[:_LOOKED_AT]:
        headings = tuple(headings_of(batch))
        if headings:
            found.setdefault(headings, batch)
    return list(found.values())[:_OFFERED]


def headings_of(batch: LedgerBatch) -> list[str]:
    """The headings of the first table in the batch."""
    sheet = _sheet_with_table(batch)
    return [column["header"] for column in sheet["columns"]] if sheet else []


def layout_of(batch: LedgerBatch) -> SentLayout:
    """The layout of the first table in the batch's file. Raises NoLayout, UnreadableLedger."""
    report = _sheet_with_table(batch)
    if report is None:
        raise NoLayout(_("这个批次里没有花名册式的表格，不能照它的格式导出。"))
    sheets = read_sheets(original_of(batch), batch.file_name)
    sheet = next(sheet for sheet in sheets if sheet.name == stands_on(report))
    tops = [sheet.numbers.index(number) for number in report["header_rows"]]
    while (
        len(tops) < HEADER_LEVELS
        and tops[0]
        and are_levels(_texts(sheet, tops[0] - 1), _texts(sheet, tops[0]))
    ):
        # Merged downwards, a header's last level says it all, and was read alone.
        tops.insert(0, tops[0] - 1)
    column_at = {column["column"]: column for column in report["columns"]}
    header = [_texts(sheet, top) for top in tops]
    places = range(max(map(len, header)))
    # A second table may stand beside this one.
    width = 1 + max(place for place in places if column_letter(place) in column_at)
    columns = [column_at.get(column_letter(place)) for place in range(width)]
    first = tops[0]
    return SentLayout(
        # A sheet for each village bears the village's name: it is nobody's once it holds them all.
        sheet=sheet.name if len([one for one in batch.sheets if one["used"]]) == 1 else "",
        titles=[_texts(sheet, row) for row in range(max(0, first - _MOST_TITLES), first)],
        header=[(level + [""] * width)[:width] for level in header],
        numbering=_numbering(sheet, tops[-1] + 1, report),
        slots=[column["slot"] if column else "" for column in columns],
        numbered=frozenset(
            place
            for place, column in enumerate(columns)
            if column and column["why"] == Why.ROW_NUMBER
        ),
    )


def _sheet_with_table(batch: LedgerBatch) -> dict[str, Any] | None:
    """What was read of the first sheet that holds a table, not forms."""
    for sheet in batch.sheets:
        rows = sheet["header_rows"]
        is_table = rows == list(range(rows[0], rows[0] + len(rows))) if rows else False
        if is_table and not are_forms(sheet):
            found: dict[str, Any] = sheet
            return found
    return None


def stands_on(report: Mapping[str, Any]) -> str:
    """The file's own name of the sheet; of tables beside each other each has a name of its own (tables.py)."""
    told: str = report.get("stands_on", report["name"])
    return told


def are_forms(sheet: Mapping[str, Any]) -> bool:
    """Whether what was read of the sheet are forms; an older batch tells it by their many rows of labels."""
    told: bool = sheet.get("is_of_forms", len(sheet["header_rows"]) > HEADER_LEVELS)
    return told


def are_levels(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a cell spans both rows, which the reader filled down."""
    return any(text and text == below for text, below in zip(upper, lower, strict=False))


def _numbering(sheet: Sheet, row: int, report: dict[str, Any]) -> list[str]:
    why = {one["row"]: one["why"] for one in report["left_out"]}
    is_there = row < len(sheet.rows) and why.get(sheet.numbers[row]) == "numbering"
    return _texts(sheet, row) if is_there else []


def _texts(sheet: Sheet, row: int) -> list[str]:
    texts = [text_of(cell) for cell in sheet.rows[row]]
    while texts and not texts[-1]:
        texts.pop()
    return texts
