"""Who works on a job right now.

Not a heartbeat: a lock that ends with its process, whatever ended it. A busy machine or a statement of
ten seconds never looks dead, and a killed worker's job is free at once.
PostgreSQL: a lock of the very connection that writes, so that a connection which is lost can neither hold
the job nor commit. SQLite, on one machine: a locked file.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection

# The first of the two numbers that name the lock; the second is the job's key.
_JOB_LOCK = 5_104_403

# One who looks whether a file is locked holds it for a moment: try again.
_TRIES = 5
_A_LOOK = 0.02


@contextmanager
def held(key: int) -> Iterator[bool]:
    """Hold the job; False where another process holds it."""
    if connection.vendor != "postgresql":
        with locked_file(f"job-{key}") as is_mine:
            yield is_mine
        return
    is_mine = _ask("SELECT pg_try_advisory_lock(%s, %s)", _JOB_LOCK, key)
    try:
        yield is_mine
    finally:
        # A connection that broke has let go by itself.
        if is_mine and connection.connection is not None and connection.is_usable():
            _ask("SELECT pg_advisory_unlock(%s, %s)", _JOB_LOCK, key)


def is_held(key: int) -> bool:
    if connection.vendor != "postgresql":
        return is_locked_file(f"job-{key}")
    # Looked up, not tried: to try would be to hold it for a moment.
    return _ask(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
        " AND classid = %s AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
        _JOB_LOCK,
        key,
    )


@contextmanager
def locked_file(name: str) -> Iterator[bool]:
    """Hold `var/locks/<name>`; False where another process, or another part of this one, holds it."""
    path = _lock_path(name)
    for _try in range(_TRIES):
        with path.open("a") as file:
            # Whoever held it last may have removed the file that we opened: then it is no lock any more.
            if _flock(file, fcntl.LOCK_EX) and _is_still(file, path):
                try:
                    yield True
                finally:
                    path.unlink(missing_ok=True)
                return
        time.sleep(_A_LOOK)
    yield False


def is_locked_file(name: str) -> bool:
    try:
        with _lock_path(name).open("r") as file:
            return not _flock(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _lock_path(name: str) -> Path:
    folder: Path = settings.VAR_ROOT / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name


def _flock(file: IO[str], kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(file: IO[str], path: Path) -> bool:
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False


def _ask(statement: str, *values: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.fetchone()[0])
