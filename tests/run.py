"""The whole suite on SQLite and, where TEST_DATABASE_URL names one, on PostgreSQL: `make test`.

Arguments go on to pytest: `tests/run.py tests/datasets -k ledger`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """The exit status: 0 where every database passed."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    arguments = [*workers(2 if address else 1), *arguments]
    with tempfile.TemporaryFile() as kept:
        # Side by side, each on a core of its own; what the second says follows what the first said.
        beside = suite("PostgreSQL", address, arguments, output=kept) if address else None
        heading("Tests on SQLite")
        passed = {"SQLite": suite("SQLite", "", arguments).wait() == 0}
        if beside:
            passed["PostgreSQL"] = beside.wait() == 0
            heading("Tests on PostgreSQL")
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout.buffer)
    heading("Summary")
    for database, is_green in passed.items():
        say(f"{database}: {'passed' if is_green else 'FAILED'}")
    if not address:
        say("PostgreSQL: not asked for (set TEST_DATABASE_URL=postgres://user@host:5432/name)")
    return 0 if all(passed.values()) else 1


def suite(
    database: str, address: str, arguments: list[str], output: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    # A database of an earlier run may have an earlier run's tables: make a new one.
    command = [sys.executable, "-m", "pytest", "-m", "not browser", "--create-db"]
    command += ["-o", f"cache_dir=.pytest_cache/{database}", *arguments]
    environment = os.environ | {"TEST_DATABASE_URL": address}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)


def workers(databases: int) -> list[str]:
    """pytest-xdist's option: as many as each database has cores to itself. They share what one of them migrates."""
    cores = (os.cpu_count() or 1) // databases
    return ["-n", str(cores)] if cores > 1 else []


def heading(text: str) -> None:
    say(f"\n=== {text} " + "=" * (70 - len(text)))


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
