"""Tests in real transactions: what two clerks, or two processes, see of each other."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django_tasks_db.models import DBTaskResult

from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    LedgerJob,
    LedgerRow,
    Post,
)


@contextmanager
def committed(blocker: Any) -> Iterator[None]:
    """No transaction around the test; what it commits is removed after it.

    Not `django_db(transaction=True)`, which empties every table: the reference data and the root page too.
    """
    with blocker.unblock():
        try:
            yield
        finally:
            for model in (LedgerRow, LedgerJob, DBTaskResult):
                model.objects.all()._raw_delete("default")
            for record in (Guardianship, ChildCategory, Child, Guardian, Family, Post):
                record.objects.all()._raw_delete("default")
                record.history.all()._raw_delete("default")
            LedgerBatch.objects.filter(undoes__isnull=False)._raw_delete("default")
            LedgerBatch.objects.all()._raw_delete("default")
            get_user_model().objects.exclude(username="system").delete()


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, from one start; what each gave or raised."""
    results: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(index: int) -> None:
        try:
            start.wait()
            results[index] = acts[index]()
        except Exception as error:
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def meanwhile(act: Callable[[], Any]) -> Any:
    """Another clerk's act, committed while the test's own transaction stands still."""
    (result,) = at_once(act)
    if isinstance(result, Exception):
        raise result
    return result
