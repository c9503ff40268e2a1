"""Ledgers that overlap follow each other."""

from django.db import connection

# One number that all ledgers of this register lock, so that two that overlap follow each other.
_LEDGER_LOCK = 5_104_402


def wait_for_other_ledgers() -> None:
    """Hold the ledger lock until the transaction ends. SQLite's IMMEDIATE transaction is one already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LEDGER_LOCK])
