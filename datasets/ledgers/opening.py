"""Has a file opened by the process that may break over it (sandbox/worker.py), and takes what that tells."""

import datetime
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from django.conf import settings

from datasets.ledgers.sandbox.limits import OUT_OF_MEMORY, Refused
from datasets.ledgers.sheets import Sheet

_WORKER = Path(__file__).with_name("sandbox") / "worker.py"
#: How the worker ends where it asked for more time or memory than it may have.
_OVER_ITS_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, OUT_OF_MEMORY}


def sheets_told(content: bytes) -> list[Sheet]:
    """The sheets of a file. Raises Refused."""
    sheets = None
    limits = [f"{name}={limit}" for name, limit in settings.LEDGER_LIMITS.items()]
    with subprocess.Popen(  # noqa: S603 - our own script, the file on standard input
        [sys.executable, "-I", str(_WORKER), *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as worker:
        file, answers = cast("tuple[IO[bytes], IO[bytes]]", (worker.stdin, worker.stdout))
        overdue = Timer(settings.LEDGER_LIMITS["seconds"] * 2, worker.kill)
        overdue.start()
        try:
            _hand_over(content, file)
            sheets = _sheets_in(answers)
        except pickle.UnpicklingError:
            pass  # it broke off in the midst of a word
        finally:
            answers.close()  # it need not say more than was heard
            ended = worker.wait()
            overdue.cancel()
    if ended or sheets is None:
        raise Refused("heavy" if ended in _OVER_ITS_LIMITS else "broken")
    return sheets


def _hand_over(content: bytes, pipe: IO[bytes]) -> None:
    """The worker reads the whole file before it says a word, so neither waits for the other."""
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _sheets_in(answers: IO[bytes]) -> list[Sheet]:
    """What the worker tells until it falls silent. Raises Refused, UnpicklingError."""
    sheets: list[Sheet] = []
    with suppress(EOFError):
        while True:
            kind, *told = _PlainUnpickler(answers).load()
            if kind == "refused":
                code, params = told
                raise Refused(code, **params)
            if kind == "sheet":
                sheets.append(Sheet(name=told[0], rows=[], numbers=[]))
            else:
                numbers, rows = told
                sheets[-1].numbers.extend(numbers)
                sheets[-1].rows.extend(rows)
    return sheets


class _PlainUnpickler(pickle.Unpickler):
    """Takes cells and nothing else: the worker has read a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")
