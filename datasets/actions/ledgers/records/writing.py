"""A plan of records written into the register as one batch, all of it or none."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.actions.ledgers.records.plan import RecordsPlan
from datasets.actions.ledgers.records.rows import Coming, RecordRow
from datasets.choices import JobStep, RowAction
from datasets.custom.numbering import take_numbers
from datasets.history.bulk import Origin, Write, insert_rows, new_keys, update_rows
from datasets.models import Record
from datasets.queries.records import Target
from datasets.queries.regions import Place

#: What a collection's own rows work out of others (a path): columns → values, once the row has its key.
Derive = Callable[[RecordRow], dict[str, Any]]


def _nothing(_row: RecordRow) -> dict[str, Any]:
    return {}


@transaction.atomic
def write_records(
    plan: RecordsPlan,
    *,
    origin: Origin,
    derive: Derive = _nothing,
    progress: Progress = nobody_follows,
) -> None:
    """Write what the plan's rows say, with full history, and set each new row's `record_id`.

    `derive` gives the same columns for every new row; for a changed one only those that change.
    """
    progress(JobStep.WRITE, 0, len(plan.rows))
    model = plan.rules.model
    creates = [row for row in plan.rows if row.action == RowAction.CREATE]
    for row, key in zip(creates, new_keys(model, len(creates)), strict=True):
        row.record_id = key
    day = timezone.localtime(origin.at).date()
    for name, numbers in take_numbers(model, len(creates), day).items():
        for row, number in zip(creates, numbers, strict=True):
            row.written[name] = number
    names = plan.rules.fields
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in names}
    defaults = {name: field.get_default() for name, field in fields.items()}
    derived = list(derive(creates[0])) if creates else []
    insert_rows(
        model,
        [*columns_of(model, names), *derived],
        (_write(row, [*_values(row, names, defaults), *derive(row).values()]) for row in creates),
        origin=origin,
    )
    updates = [
        (row, row.written | derive(row))
        for row in plan.rows
        if row.action == RowAction.UPDATE and row.written
    ]
    by_columns: dict[tuple[str, ...], list[tuple[RecordRow, dict[str, Any]]]] = {}
    for row, after in updates:
        by_columns.setdefault(tuple(sorted(after)), []).append((row, after))
    for changed, rows in by_columns.items():
        writes = (
            _write(row, [stored_value(after[name]) for name in changed]) for row, after in rows
        )
        update_rows(model, columns_of(model, changed), writes, origin=origin)


def _values(row: RecordRow, names: tuple[str, ...], defaults: dict[str, Any]) -> Iterator[Any]:
    for name in names:
        yield stored_value(row.written.get(name, defaults[name]))


def columns_of(model: type[Record], names: tuple[str, ...]) -> list[str]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [str(field.attname) for field in fields]


def stored_value(value: Any) -> Any:
    """What the column holds: the key of what is pointed to."""
    if isinstance(value, Coming):
        return value.row.record_id
    return value.id if isinstance(value, Place | Target) else value


def _write(row: RecordRow, values: list[Any]) -> Write:
    if row.record_id is None:
        raise AssertionError("Keys are given before rows are written.")
    return Write(row.record_id, tuple(values), row.read.sheet, row.read.row)
