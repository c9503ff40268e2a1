"""Planning before the turn to write."""

from collections.abc import Callable
from typing import TypeVar

from django.db import connection

from datasets.history.stamp import register_stamp

PlanT = TypeVar("PlanT")


def planned_ahead(make: Callable[[], PlanT]) -> Callable[[], PlanT | None]:
    """What `make` plans, for as long as nothing is recorded; None later, and on PostgreSQL always.

    All other writers of SQLite wait for the one transaction that writes, so it had better not plan. On
    PostgreSQL only ledgers of the same area wait, and others write all the time.
    """
    if connection.vendor != "sqlite":
        return lambda: None
    stamp, plan = register_stamp(), make()
    return lambda: plan if register_stamp() == stamp else None
