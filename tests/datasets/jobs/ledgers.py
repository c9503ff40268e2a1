"""A clerk's ledger as the jobs of the tests work on it, and what it leaves in the database."""

import datetime
from collections import Counter
from typing import Any

from django_tasks_db.models import DBTaskResult

from datasets.access import Actor
from datasets.actions.ledgers.batches import receive_upload
from datasets.management.commands.ledger_worker import LedgerWorker
from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerRow,
)
from tests.factories import id_number
from tests.spreadsheets import HEADER, a_row, xlsx

RECORDS = (Child, ChildCategory, Family, Guardian, Guardianship)
_BORN = datetime.date(2012, 1, 1)


def ledger_of(count: int, **cells: Any) -> bytes:
    """So many children, each with a guardian."""
    return xlsx(
        HEADER,
        *(
            a_row(
                姓名=f"张{chr(0x4E00 + number)}",
                身份证号=id_number(_BORN + datetime.timedelta(days=number), "male", number),
                监护人姓名=f"李{chr(0x4E00 + number)}",
                **cells,
            )
            for number in range(count)
        ),
    )


def hand_in(content: bytes, *, by: Actor) -> LedgerBatch:
    return receive_upload(collection="children", file_name="台账.xlsx", content=content, by=by)


def run_worker() -> None:
    """Until the queue is empty. It closes the connection, so no test's transaction may be around."""
    LedgerWorker().run()


def work_within_test() -> None:
    """The same inside a test's transaction."""
    for message in DBTaskResult.objects.ready():
        message.claim("test")
        LedgerWorker().run_task(message)


def written() -> Counter[str]:
    """How many rows each table holds that a ledger writes, and how many say what the ledger says."""
    counts: Counter[str] = Counter()
    for model in RECORDS:
        counts[model.__name__] = model.objects.count()
        counts[f"{model.__name__}'s past"] = model.history.count()
    counts["rows"] = LedgerRow.objects.count()
    counts["rows with a record"] = LedgerRow.objects.filter(record_id__isnull=False).count()
    counts.update(
        f"{status} batches" for status in LedgerBatch.objects.values_list("status", flat=True)
    )
    counts.update(f"at {school}" for school in Child.objects.values_list("school", flat=True))
    return counts
