"""Has a file opened by the process that may break over it (sandbox/worker.py), and takes what that tells."""

import datetime
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from django.conf import settings

from datasets.ledgers.sandbox.limits import OUT_OF_MEMORY, Refused
from datasets.ledgers.sheets import Sheet

#: ("sheet", name), then ("rows", numbers, rows) again and again; ("counts_from_1904",) at the end.
Told = tuple[Any, ...]

_WORKER = Path(__file__).with_name("sandbox") / "worker.py"
#: How the worker ends where it asked for more time or memory than it may have.
_OVER_ITS_LIMITS = {-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT, OUT_OF_MEMORY}


def sheets_told(content: bytes) -> list[Sheet]:
    """The sheets of a file. Raises Refused."""
    sheets: list[Sheet] = []
    for kind, *told in told_of(content):
        if kind == "sheet":
            sheets.append(Sheet(name=told[0], rows=[], numbers=[]))
        elif kind == "rows":
            numbers, rows = told
            sheets[-1].numbers.extend(numbers)
            sheets[-1].rows.extend(rows)
        else:
            sheets = [replace(sheet, counts_from_1904=True) for sheet in sheets]
    return sheets


def told_of(content: bytes) -> Iterator[Told]:
    """What the worker tells of a file, as it tells it: no more than some thousand rows at once. Raises Refused."""
    is_whole = False
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
            yield from _answers_in(answers)
            is_whole = True
        except pickle.UnpicklingError:
            pass  # it broke off in the midst of a word
        finally:
            answers.close()  # it need not say more than was heard
            ended = worker.wait()
            overdue.cancel()
    if ended or not is_whole:
        raise Refused("heavy" if ended in _OVER_ITS_LIMITS else "broken")


def _hand_over(content: bytes, pipe: IO[bytes]) -> None:
    """The worker reads the whole file before it says a word, so neither waits for the other."""
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _answers_in(answers: IO[bytes]) -> Iterator[Told]:
    """What the worker tells until it falls silent. Raises Refused, UnpicklingError."""
    while True:
        try:
            told = _PlainUnpickler(answers).load()
        except EOFError:
            return
        if told[0] == "refused":
            raise Refused(told[1], **told[2])
        yield told


class _PlainUnpickler(pickle.Unpickler):
    """Takes cells and nothing else: the worker has read a stranger's file."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")
