"""make bench-made: a collection of one's own of a million records, on the PostgreSQL of TEST_DATABASE_URL.

All in one run on an otherwise idle machine, in a database made for it: pages through Django's test client with the
settings of `make bench-public`, ledgers beside those of built-in collections that hold as many. BENCH_ROWS=100000
asks for less.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgresql import LOCAL, fresh_database

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> int:
    server = os.environ.get("TEST_DATABASE_URL", LOCAL)
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as var, fresh_database(server) as url:
        if url is None:
            print("No PostgreSQL answers.")  # noqa: T201
            return 1
        environment = {
            **os.environ,
            "HUTONG_VAR": var,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.bench.serving",
        }
        script = str(HERE / "made_tasks.py")
        return subprocess.run(
            [sys.executable, script], cwd=ROOT, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
