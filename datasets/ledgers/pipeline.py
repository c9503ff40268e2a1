"""The whole way from a file to a plan or a batch. Doors that take ledgers call this and nothing below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.ledgers import batches
from datasets.actions.ledgers.batches import RegisterMovedOn, Upload
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.children import LAYOUT as CHILDREN
from datasets.ledgers.context import LONGEST_TITLE
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.files import read_sheets
from datasets.ledgers.forms import find_forms
from datasets.ledgers.readers.text import text_of
from datasets.ledgers.readers.words import word_key
from datasets.ledgers.regions import RegionFinder, keys_to_look_up
from datasets.ledgers.rows import read_rows
from datasets.ledgers.sheets import UnreadableLedger
from datasets.ledgers.tables import Table, find_table
from datasets.ledgers.totals import totals_that_differ
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import LedgerBatch
from datasets.queries.categories import category_words
from datasets.queries.regions import regions_known_as
from datasets.standards.garbage import no_garbage_walks

LAYOUTS: dict[str, LedgerLayout] = {layout.collection: layout for layout in (CHILDREN,)}


@dataclass(frozen=True)
class Reading:
    """A ledger as read: its upload and its rows, every one of them."""

    upload: Upload
    rows: list[ReadRow]


@no_garbage_walks()
def read_ledger(content: bytes, file_name: str, *, collection: str, by: Actor) -> Reading:
    """Read every sheet that holds a table of the collection. Raises UnreadableLedger."""
    layout = LAYOUTS[collection]
    sheets = read_sheets(content, file_name)
    words = category_words()
    tables = [
        (sheet.name, find_forms(sheet, layout) or find_table(sheet, layout, words))
        for sheet in sheets
    ]
    found = [table for _name, table in tables if table is not None]
    if not found:
        raise UnreadableLedger(
            _("没有找到台账的表头：表头里至少要有姓名，以及身份证号、村（社区）、类别等列名。")
        )
    vocabulary = _vocabulary_for(found, words, by)
    del sheets
    reports: list[dict[str, Any]] = []
    rows: list[ReadRow] = []
    for name, table in tables:
        report = _report(name, table)
        if table is not None:
            own = list(read_rows(table, layout, vocabulary))
            report["totals"] = totals_that_differ(table, own, before=rows)
            rows += own
        reports.append(report)
    if not rows:
        raise UnreadableLedger(_("表头下面没有数据行，请检查后重新上传。"))
    return Reading(Upload(collection, file_name, content, reports), rows)


def preview(reading: Reading, *, by: Actor) -> Plan:
    """What the ledger would do. Changes nothing. Raises NotPermitted."""
    return batches.plan_rows(reading.rows, collection=reading.upload.collection, by=by)


def keep_preview(reading: Reading, *, by: Actor) -> LedgerBatch:
    """Store the file and its preview for somebody to confirm. Raises NotPermitted."""
    return batches.keep_preview(upload=reading.upload, rows=reading.rows, by=by)


def apply_previewed(batch: LedgerBatch, *, by: Actor) -> None:
    """Apply what the preview showed. Raises BatchNotWaiting, RegisterMovedOn, NotPermitted.

    On RegisterMovedOn the preview has been made anew, to be looked at again.
    """
    rows = _read_again(batch, by)
    try:
        batches.apply_batch(batch=batch, rows=rows, by=by)
    except RegisterMovedOn:
        batches.refresh_preview(batch=batch, rows=rows, by=by)
        raise


def _read_again(batch: LedgerBatch, by: Actor) -> list[ReadRow]:
    with batch.file.open("rb") as file:
        content = file.read()
    return read_ledger(content, batch.file_name, collection=batch.collection, by=by).rows


def _vocabulary_for(tables: list[Table], words: Mapping[str, str], by: Actor) -> Vocabulary:
    texts: set[str] = set()
    codes: set[str] = set()
    for table in tables:
        lines = [table.sheet, *table.titles, *(text for _row, text in table.sections)]
        texts.update(line for line in lines if len(line) <= LONGEST_TITLE)
        for column in table.columns:
            if column.field != "region":
                continue
            said = {
                text_of(cells[column.index])
                for _n, cells in table.rows
                if column.index < len(cells)
            }
            (codes if column.slot == "region.code" else texts).update(said - {""})
    known = regions_known_as(keys_to_look_up(texts), codes)
    return Vocabulary(
        today=by.today,
        categories={word_key(text): code for text, code in words.items()},
        regions=RegionFinder(known, home=by.territory.paths),
    )


def _report(name: str, table: Table | None) -> dict[str, Any]:
    if table is None:
        used: dict[str, Any] = {"used": False, "header_rows": [], "columns": []}
        return {"name": name, **used, "left_out": [], "totals": []}
    return {
        "name": name,
        "used": True,
        "header_rows": table.header_rows,
        "columns": [
            {"column": column.letter, "header": column.heading, "field": column.field}
            for column in table.columns
        ],
        "left_out": [{"row": row, "why": why} for row, why in sorted(table.left_out.items())],
    }
