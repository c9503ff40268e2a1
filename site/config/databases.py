"""The database of an address: SQLite for one machine, PostgreSQL for a city."""

from typing import Any

import dj_database_url

from config.var import VAR

# Each office's web process and a ledger may write at once: WAL lets readers go on, IMMEDIATE takes the
# write lock at BEGIN (a deferred one fails half-way with "database is locked"), 30 s is the longest wait.
# 32 MB of pages a connection; what a ledger stages lies in a file (memory was no faster, and 90 MB more).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA foreign_keys=ON;"
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-32000;"
    ),
}


def database_at(url: str | None) -> dict[str, Any]:
    """Django's settings for a `postgres://` or `sqlite://` address; `var/hutong.sqlite3` for None."""
    if not url:
        VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = f"sqlite:///{VAR / 'hutong.sqlite3'}"
    database: dict[str, Any] = dict(
        dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    )
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["ENGINE"] = "config.sqlite3"
        database["OPTIONS"] = SQLITE_OPTIONS
    return database
