"""Migrating takes half a minute: done once, kept as a template, of which each run of the suite begins with a copy.

The template is made anew where anything has changed of which its tables are made, and at each `--create-db`, which
`make test` asks for: there the migrations always prove that they build the database. On a copy they run again and
find nothing to do, so that content types and permissions are those of today's models.
"""

import fcntl
import re
import shutil
import sqlite3
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("content", "datasets", "home")
_OF_OURS = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(_PACKAGES)})[\w.]*)", re.MULTILINE)


def copy_migrated(name: str, *, run: str, anew: bool) -> None:
    """Make the database of this name, migrated. What one worker of a run has made anew is new for the others."""
    template = _Database() if connection.vendor == "postgresql" else _File()
    inputs = fingerprint(_ROOT)
    with template.locked():
        made_of, _, made_by = template.mark().partition(" ")
        if made_of != inputs or (anew and made_by != run):
            template.make()
            template.set_mark(f"{inputs} {run}")
        template.copy(name)


def is_there(name: str) -> bool:
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def fingerprint(root: Path) -> str:
    """Of all that decides what migrating makes: migrations, what of ours they import, settings, engine, libraries."""
    read = {path for name in _PACKAGES for path in root.glob(f"{name}/migrations/*.py")}
    read |= {path for migration in read for path in _imported_by(migration, root)}
    read |= set(root.glob("site/config/**/*.py"))
    libraries = {path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")}
    told = [sys.version, sqlite3.sqlite_version, *sorted(libraries), Path(__file__).read_text()]
    for path in sorted(read):
        told += [str(path.relative_to(root)), path.read_text()]
    return sha256("\0".join(told).encode()).hexdigest()


def _imported_by(migration: Path, root: Path) -> Iterator[Path]:
    for name in _OF_OURS.findall(migration.read_text()):
        found = root.joinpath(*name.split("."))
        yield from found.rglob("*.py") if found.is_dir() else [found.with_suffix(".py")]


class _File:
    """SQLite's, in the folder of pytest's caches."""

    path = _ROOT / ".pytest_cache" / "migrated.sqlite3"
    marked = path.with_suffix(".mark")

    @contextmanager
    def locked(self) -> Iterator[None]:
        self.path.parent.mkdir(exist_ok=True)
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def mark(self) -> str:
        return self.marked.read_text() if self.marked.exists() else ""

    def set_mark(self, mark: str) -> None:
        self.marked.write_text(mark)

    def make(self) -> None:
        self.marked.unlink(missing_ok=True)
        for path in self.path.parent.glob(f"{self.path.name}*"):  # what a killed run has left
            path.unlink()
        _migrate(str(self.path))

    def copy(self, name: str) -> None:
        shutil.copyfile(self.path, name)


class _Database:
    """PostgreSQL's, beside the suite's. Nobody may connect to it: a database in use cannot be copied."""

    def __init__(self) -> None:
        self.name = f"{connection.settings_dict['NAME']}_migrated"
        self.quoted = connection.ops.quote_name(self.name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with connection._nodb_cursor() as self.cursor:
            self.cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.name])
            yield

    def mark(self) -> str:
        comment = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        self.cursor.execute(comment, [self.name])
        found = self.cursor.fetchone()
        return (found and found[0]) or ""

    def set_mark(self, mark: str) -> None:
        self.cursor.execute(f"COMMENT ON DATABASE {self.quoted} IS '{mark}'")

    def make(self) -> None:
        self.cursor.execute(f"DROP DATABASE IF EXISTS {self.quoted} WITH (FORCE)")
        self.cursor.execute(f"CREATE DATABASE {self.quoted}")
        _migrate(self.name)
        self.cursor.execute(f"ALTER DATABASE {self.quoted} ALLOW_CONNECTIONS false")

    def copy(self, name: str) -> None:
        copied = connection.ops.quote_name(name)
        self.cursor.execute(f"DROP DATABASE IF EXISTS {copied}")
        self.cursor.execute(f"CREATE DATABASE {copied} TEMPLATE {self.quoted}")


def _migrate(name: str) -> None:
    told: dict[str, Any] = connection.settings_dict
    suites, told["NAME"] = told["NAME"], name
    try:
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    finally:
        connection.close()
        told["NAME"] = suites
