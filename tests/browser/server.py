"""The program as `make run` starts it, in a folder and on a port of its own. No test's database is touched."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Seconds until it must answer; the first start builds the database and loads everything.
PATIENCE = 240
#: pytest's own settings and databases, which must not reach the server.
_NOT_HANDED_ON = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "TEST_DATABASE_URL")


@dataclass(frozen=True)
class Server:
    address: str
    var: Path

    @property
    def passwords(self) -> dict[str, str]:
        lines = (self.var / "demo-accounts.txt").read_text("utf-8").splitlines()
        return dict(line.split("\t", 1) for line in lines)


@contextmanager
def running(var: Path, *, database: str = "") -> Iterator[Server]:
    """`manage.py start` with its files under `var`, on SQLite unless `database` names another; stopped at the end."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_HANDED_ON}
    environment = kept | {"HUTONG_VAR": str(var), "PORT": str(port)}
    if database:
        environment["DATABASE_URL"] = database
    log = var / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, process, log)
            yield Server(address, var)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/admin/login/", timeout=10):  # noqa: S310
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8', 'replace')[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
