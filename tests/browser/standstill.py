"""Makes the reading of a ledger last as long as a test needs to look at it, however fast the machine is."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from tests.browser.server import Server

_READER = b"/sandbox/worker.py"
#: Seconds between two looks; a reader lives for more than a hundred times as long.
_OFTEN = 0.005


@contextmanager
def reading_stands_still(server: Server) -> Iterator[None]:
    """The next process of this server that opens a ledger stands still until the end, and then goes on.

    That process holds no database and no lock, so nothing else waits for it but the work itself.
    """
    is_over, stopped = Event(), list[int]()
    watch = Thread(target=_stop_the_next, args=(server, is_over, stopped), daemon=True)
    watch.start()
    try:
        yield
    finally:
        is_over.set()
        watch.join()
        for process in stopped:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)
    assert stopped, "no ledger was being read"


def _stop_the_next(server: Server, is_over: Event, stopped: list[int]) -> None:
    while not is_over.is_set() and not stopped:
        for process in _readers(server):
            os.kill(process, signal.SIGSTOP)
            stopped.append(process)
        time.sleep(_OFTEN)


def _readers(server: Server) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        # A process may end while it is looked at.
        with suppress(OSError):
            if _READER in (folder / "cmdline").read_bytes() and _is_of(server, folder):
                yield int(folder.name)


def _is_of(server: Server, process: Path) -> bool:
    return f"HUTONG_VAR={server.var}".encode() in (process / "environ").read_bytes().split(b"\0")
