"""The board on which a running job pins how far it is, and where those who follow ask it to stop.

A cache, not the database: what a transaction writes is seen when it ends, and SQLite has one writer.
"""

import time
from dataclasses import dataclass

from django.core.cache import caches

from datasets.actions.ledgers.progress import Cancelled
from datasets.choices import JobStep

#: Seconds between two words on the board.
_PAUSE = 0.4


@dataclass(frozen=True)
class Standing:
    """Where a job is: `done` of `of` rows of the step (0: not known)."""

    step: JobStep
    done: int
    of: int
    #: Seconds in this step, and in all steps but waiting for a turn.
    in_step: float
    worked: float


def pin(key: int, standing: Standing) -> None:
    caches["progress"].set(f"at-{key}", standing)


def look(key: int) -> Standing | None:
    standing: Standing | None = caches["progress"].get(f"at-{key}")
    return standing


def ask_to_stop(key: int) -> bool:
    """Whether it may still be in time: once a job commits, it ends as it must."""
    caches["progress"].set(f"stop-{key}", True)
    standing = look(key)
    return standing is None or standing.step != JobStep.COMMIT


def is_asked_to_stop(key: int) -> bool:
    return f"stop-{key}" in caches["progress"]


def clear(key: int) -> None:
    caches["progress"].delete_many([f"at-{key}", f"stop-{key}"])


class Reporter:
    """The Progress of one job: pins at each new step, and twice a second within one."""

    def __init__(self, key: int) -> None:
        self.key = key
        self.step: JobStep | None = None
        self.since = self.began = time.monotonic()
        self.next = 0.0

    def __call__(self, step: JobStep, done: int = 0, of: int = 0) -> None:
        now = time.monotonic()
        if step == self.step and now < self.next:
            return
        if step != self.step:
            if self.step == JobStep.TURN:
                self.began += now - self.since
            self.step, self.since = step, now
        self.next = now + _PAUSE
        # First the step, then the question: who asks to stop later than this is told that it is too late.
        pin(self.key, Standing(step, done, of, now - self.since, now - self.began))
        if is_asked_to_stop(self.key):
            raise Cancelled
