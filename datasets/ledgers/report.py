"""What a ledger would do or did, as the command line tells it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from datasets.actions.ledgers.canonical import canonical_changes, canonical_values
from datasets.actions.ledgers.issues import Issue
from datasets.actions.ledgers.kept import sentence_of
from datasets.actions.ledgers.plan import Plan, PlannedRow
from datasets.choices import RowAction
from datasets.ledgers.batch_report import batch_as_json
from datasets.ledgers.pipeline import Reading
from datasets.ledgers.totals import sentence_of_total
from datasets.models import LedgerBatch, LedgerRow

#: What a batch keeps of a sheet for its screens alone.
_UNTOLD = frozenset({"context_lines", "counts_from_1904", "is_of_forms", "stands_on"})


def as_json(reading: Reading, plan: Plan, *, batch_id: int | None) -> dict[str, Any]:
    """The contract of `manage.py ledger … --format json` (README)."""
    return {
        "file": reading.upload.file_name,
        "collection": reading.upload.collection,
        "batch": batch_id,
        "sheets": [_sheet(sheet) for sheet in reading.upload.sheets],
        "rows": [_row(row) for row in plan.rows],
        "summary": plan.summary(),
    }


def stored_as_json(batch: LedgerBatch, rows: Iterable[LedgerRow]) -> dict[str, Any]:
    """The same of a batch as it is kept, with these of its rows; of an undoing what it left as it was."""
    told: dict[str, Any] = {
        "file": batch.file_name,
        "collection": batch.collection,
        "batch": batch.pk,
    }
    if batch.undoes_id:
        kept = [{"sheet": row.sheet, "row": row.row, **row.content} for row in rows]
        return told | {"kept": [one | {"message": sentence_of(one["why"])} for one in kept]}
    return told | {
        "sheets": [_sheet(sheet) for sheet in batch.sheets],
        "rows": [_stored_row(row) for row in rows],
        "summary": batch_as_json(batch)["summary"],
    }


def as_text(reading: Reading, plan: Plan, *, batch_id: int | None) -> Iterator[str]:
    """Lines for a terminal: the counts, then each row that needs a human."""
    counts = plan.summary()
    yield _(
        "%(file)s：新增 %(create)d，更新 %(update)d，无变化 %(unchanged)d，待核对 %(park)d，有错误 %(error)d"
    ) % {
        "file": reading.upload.file_name,
        **counts,
    }
    for sheet in reading.upload.sheets:
        for total in sheet["totals"]:
            yield "  " + sentence_of_total(sheet["name"], total)
    for row in plan.rows:
        if row.issues:
            problems = " ".join(issue.message for issue in row.issues)
            yield f"  {row.read.sheet} {row.read.row} [{RowAction(row.action).label}] {problems}"
    if batch_id:
        yield _("已入库，批次 %(batch)d。") % {"batch": batch_id}


def _sheet(sheet: dict[str, Any]) -> dict[str, Any]:
    """As it was read; how a column came by its field is for the screen."""
    told = ("column", "header", "field")
    columns = [{name: column[name] for name in told} for column in sheet["columns"]]
    return {name: part for name, part in sheet.items() if name not in _UNTOLD} | {
        "columns": columns
    }


def _row(row: PlannedRow) -> dict[str, Any]:
    return {
        "sheet": row.read.sheet,
        "row": row.read.row,
        "action": row.action.value,
        "values": canonical_values(row),
        "changes": canonical_changes(row),
        "issues": [_issue(issue) for issue in row.issues],
    }


def _stored_row(row: LedgerRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "action": row.action,
        "record": row.record_id,
        "values": row.values,
        "changes": row.changes,
        "issues": [_issue(Issue(**issue)) for issue in row.issues],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "field": issue.field,
        "code": issue.code,
        "severity": issue.severity,
        "message": issue.message,
    }
