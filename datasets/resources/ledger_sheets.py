"""Children filled into a ledger's own columns, under its own titles and header."""

from collections.abc import Collection, Iterable, Iterator
from typing import IO

from django.db.models import QuerySet

from datasets.ledgers.sent import SentLayout
from datasets.models import Child
from datasets.resources.cells import Value
from datasets.resources.columns import Column
from datasets.resources.fetching import Shown
from datasets.resources.ledger_columns import column_of_slot
from datasets.resources.records import RecordResource
from datasets.resources.widgets import Number, chinese
from datasets.resources.workbooks import Heading, Page, write_workbook


def write_ledger(
    layout: SentLayout, rows: QuerySet[Child], target: IO[bytes], *, resource: RecordResource
) -> int:
    """Write an xlsx file; returns how many rows. Raises TextTooLong, TooManyRows."""
    columns = [
        column_of_slot(slot, heading)
        for slot, heading in zip(layout.slots, layout.headings, strict=True)
    ]
    page = Page(
        name=layout.sheet or chinese(Child._meta.verbose_name_plural),
        titles=layout.titles,
        header=layout.header,
        numbering=layout.numbering,
        headings=[
            _heading(resource, column, is_numbered=place in layout.numbered)
            for place, column in enumerate(columns)
        ],
        count=rows.order_by().count(),
        is_centred=True,
    )
    return write_workbook(target, page, _numbered(resource.shown(rows, columns), layout.numbered))


def _heading(resource: RecordResource, column: Column, *, is_numbered: bool) -> Heading:
    return Heading(
        text=column.column_name,
        width=6 if is_numbered else column.width,
        is_number=is_numbered or isinstance(column.widget, Number),
        options=resource.options(column, area=None),
        is_open=column.widget.is_open,
    )


def _numbered(rows: Iterable[Shown], numbers: Collection[int]) -> Iterator[list[Value]]:
    """The rows' cells, with 1, 2, 3 in the columns that number them."""
    for number, row in enumerate(rows, 1):
        cells = list(row.cells)
        for place in numbers:
            cells[place] = number
        yield cells
