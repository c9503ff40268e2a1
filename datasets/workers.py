"""Workers that nobody has to start: children of the web process that end when there is nothing more to do.

Each holds one of the machine's places, a locked file, from its birth to its death. The lock is taken
before it starts and handed down to it, so that two clicks at once start no more than there is work for.
"""

import fcntl
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone

from datasets.models import LedgerJob, WebhookDelivery

#: Seconds for which an idle worker waits for the next job: it takes four to start one.
_LINGER = 300


def start_workers() -> None:
    """One more worker on this machine, where more jobs are queued than workers run."""
    places = settings.LEDGER_WORKERS
    if not places:
        return
    queued = LedgerJob.objects.active().exclude(message=None).count()
    # Messages to other systems are one worker's matter, however many wait.
    queued += WebhookDelivery.objects.due(timezone.now()).exists()
    with ExitStack() as stack:
        taken = [_taken(number) for number in range(places)]
        free = [stack.enter_context(place) for place in taken if place is not None]
        running = places - len(free)
        for place in free[: max(0, min(queued, places) - running)]:
            _start(place)


def _taken(number: int) -> IO[str] | None:
    """The place, now locked; None where a worker has it."""
    folder = _folder("locks")
    file = (folder / f"worker-{number}").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def _start(place: IO[str]) -> None:
    """A session of its own: it outlives the web process, and its terminal."""
    command = [sys.executable, str(settings.MANAGE), "ledger_worker", "--linger", str(_LINGER)]
    with (_folder("logs") / "ledger-workers.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            pass_fds=[place.fileno()],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=os.environ,
        )
    # Somebody has to take note of its end.
    threading.Thread(target=process.wait, daemon=True).start()


def _folder(name: str) -> Path:
    folder: Path = settings.VAR_ROOT / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
