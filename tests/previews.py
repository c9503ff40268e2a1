"""A ledger that a test has read, as it stands when a clerk has handed it in and looks at its preview."""

from datasets.access import Actor
from datasets.actions.ledgers import batches
from datasets.ledgers.pipeline import Reading
from datasets.models import LedgerBatch


def keep_preview(reading: Reading, *, by: Actor) -> LedgerBatch:
    upload = reading.upload
    batch = batches.receive_upload(
        collection=upload.collection, file_name=upload.file_name, content=upload.content, by=by
    )
    batches.keep_preview(batch=batch, upload=upload, rows=reading.rows, by=by)
    return batch
