"""Which row of which ledger each field of a record came from."""

import datetime
from dataclasses import dataclass

from datasets.models import LedgerBatch, Record


@dataclass(frozen=True)
class Source:
    """A row of a ledger, and when it came in."""

    batch: LedgerBatch
    sheet: str
    row: int
    at: datetime.datetime


def field_sources(record: Record) -> dict[str, Source]:
    """Field → the ledger row that set the value it has now; what a form or a seed set is absent.

    One query. Where an undoing set a value back, it comes from where it came from before.
    """
    fields = [field for field in record.history.model.tracked_fields if not field.primary_key]
    sources: dict[str, Source | None] = {}
    replaced: dict[tuple[int, str], Source | None] = {}
    previous = None
    for version in record.history.select_related("ledger_batch").order_by(
        "history_date", "history_id"
    ):
        batch = version.ledger_batch
        for field in fields:
            value = getattr(version, field.attname)
            if value == (getattr(previous, field.attname) if previous else field.get_default()):
                continue
            if batch is None:
                sources[field.name] = None
            elif batch.undoes_id:
                sources[field.name] = replaced.get((batch.undoes_id, field.name))
            else:
                replaced[batch.pk, field.name] = sources.get(field.name)
                sources[field.name] = Source(
                    batch, version.ledger_sheet, version.ledger_row, version.history_date
                )
        previous = version
    return {name: source for name, source in sources.items() if source}
