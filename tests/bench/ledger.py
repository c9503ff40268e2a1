"""make bench-ledger: how fast a ledger comes in, beside stock django-import-export and beside bare COPY.

Each figure is measured in a process of its own, one after the other on an otherwise idle machine, on
SQLite and on the PostgreSQL that TEST_DATABASE_URL names (default: postgres@127.0.0.1). Databases and
files are made for the run and removed after it. BENCH_ROWS=10000,100000 names other sizes.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from tests.postgresql import LOCAL, fresh_database

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZES = [int(size) for size in os.environ.get("BENCH_ROWS", "10000,100000").split(",")]
STOCK_ROWS = 1_000
STOCK_EXPORT_ROWS = 10_000
WHOLE_WAY = "whole way: file to commit"
AGAIN = "the same file again, unchanged"
#: In this order: each finds what the one before left.
STEPS = {
    "read: file to checked rows": "read",
    "preview into an empty register": "previewed",
    WHOLE_WAY: "applied",
    "preview of the same file": "previewed",
    AGAIN: "applied",
    "plan of undoing the first": "undoing_planned",
}


def main() -> None:
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with tempfile.TemporaryDirectory(prefix="hutong-bench-") as var, database() as url:
            if url is None:
                print(f"\n{name}: no server answers, left out")  # noqa: T201
                continue
            environment = {**os.environ, "HUTONG_VAR": var, "DATABASE_URL": url}
            _measure(name, environment)


def _measure(name: str, environment: dict[str, str]) -> None:
    print(f"\n{name}")  # noqa: T201
    _run("prepare", 0, environment)
    child = _run("stock_child", STOCK_ROWS, environment)["rows_per_second"]
    _say("stock import-export + simple-history, child table alone", STOCK_ROWS, child)
    stock = _run("stock", STOCK_ROWS, environment)["rows_per_second"]
    _say("stock import-export + simple-history, the same records", STOCK_ROWS, stock)
    for rows in SIZES:
        speeds = {}
        for step, task in STEPS.items():
            figures = _run(task, rows, environment)
            speeds[step] = figures["rows_per_second"]
            _say(step, rows, speeds[step], figures)
        bare = _run("copy", rows, environment)["rows_per_second"]
        _say("bare COPY/executemany into the same ten tables", rows, bare)
        whole, again = speeds[WHOLE_WAY], speeds[AGAIN]
        print(  # noqa: T201
            f"    {whole / stock:.0f} times stock, {bare / whole:.1f} times slower than bare; "
            f"again {again / whole:.1f} times as fast"
        )
        _measure_exports(rows, environment)


def _measure_exports(rows: int, environment: dict[str, str]) -> None:
    stock_rows = min(rows, STOCK_EXPORT_ROWS)
    for task, size, name in (
        ("export_xlsx", rows, "export to xlsx, 29 columns"),
        ("export_csv", rows, "export to csv, 29 columns"),
        ("export_stock", stock_rows, "stock import-export to xlsx, the same columns"),
    ):
        found = _run(task, size, environment)
        told = f"{name}: {found['seconds']:.1f} s, memory +{found['grown_mb']:.0f} MB"
        _say(told, size, found["rows_per_second"])


def _say(
    step: str, rows: int, rows_per_second: float, peaks: Mapping[str, float] | None = None
) -> None:
    peak = ""
    if peaks:
        peak = (
            f"  peak {peaks['peak_mb']:.0f} MB, the file's reader {peaks['reader_peak_mb']:.0f} MB"
        )
    print(f"  {rows:>7,} rows  {rows_per_second:>9,.0f} rows/s  {step}{peak}", flush=True)  # noqa: T201


def _run(task: str, rows: int, environment: dict[str, str]) -> dict[str, Any]:
    ended = subprocess.run(
        [sys.executable, str(HERE / "tasks.py"), task, str(rows)],
        cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return figures


@contextmanager
def _sqlite() -> Iterator[str | None]:
    yield ""


def _postgresql() -> AbstractContextManager[str | None]:
    return fresh_database(os.environ.get("TEST_DATABASE_URL", LOCAL))


if __name__ == "__main__":
    main()
