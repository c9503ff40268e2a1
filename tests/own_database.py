"""A database of the test's own: a copy of the suite's, thrown away at the end with all that was committed to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

from datasets.custom.loading import forget


@contextmanager
def own_database(blocker: Any, folder: Path) -> Iterator[None]:
    """Processes that are forked meanwhile use it as well."""
    told = connection.settings_dict
    suites = told["NAME"]
    with blocker.unblock():
        told["NAME"] = _copied(suites, folder)
        try:
            yield
        finally:
            connections.close_all()
            own, told["NAME"] = told["NAME"], suites
            forget()
            if connection.vendor == "postgresql":
                _run(f'DROP DATABASE "{own}" WITH (FORCE)')


def _copied(suites: str, folder: Path) -> str:
    own = str(folder / "own.sqlite3") if connection.vendor == "sqlite" else f"{suites}_own"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [own])
    connections.close_all()  # PostgreSQL copies no database that somebody uses
    if connection.vendor == "postgresql":
        _run(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        _run(f'CREATE DATABASE "{own}" TEMPLATE "{suites}"')
    return own


def _run(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
