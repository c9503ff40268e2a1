"""kill -9 of a working worker, fifty times: what it did is there whole or not at all, and another one finishes."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from django.db import connections

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.ledgers.jobs import ask
from datasets.choices import JobState, JobStep, JobWork
from datasets.jobs import board, queue
from datasets.jobs.holding import is_held
from datasets.jobs.queue import look_after_jobs, submit
from datasets.models import LedgerBatch, LedgerJob
from tests.committed import committed
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, someone
from tests.datasets.jobs.ledgers import hand_in, ledger_of, run_worker, written
from tests.factories import make_child

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("db")]

_KILLS = 50
_CHILDREN = 200
#: Seconds after a step has begun within which the worker dies.
_SOON = 0.02
_ANY = "any"
_STEPS = {
    JobWork.PREVIEW: (JobStep.READ, JobStep.PLAN, JobStep.KEEP, JobStep.COMMIT),
    JobWork.APPLY: (JobStep.READ, JobStep.PLAN, JobStep.WRITE, JobStep.KEEP, JobStep.COMMIT),
    JobWork.UNDO: (JobStep.PLAN, JobStep.WRITE, JobStep.COMMIT),
}


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with committed(django_db_blocker):
        yield


@pytest.fixture
def by(db: None) -> Actor:
    return Actor.of(someone("clerk", TownshipClerk, XUXIAKE), today=TODAY)


@pytest.fixture(autouse=True)
def at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LEDGER_INLINE_BYTES = 0
    monkeypatch.setattr(queue, "_GRACE", queue._GRACE * 0)


def test_a_worker_killed_at_any_moment_leaves_all_or_nothing_and_another_finishes(
    by: Actor,
) -> None:
    make_child(XUXIAKE_VILLAGE, name="张一", birth_date="2012-01-01", school="旧小学")
    content = ledger_of(_CHILDREN, 就读学校="新小学")
    batch = hand_in(content, by=by)
    whole, seconds = {}, {}
    for work in JobWork:
        began = time.monotonic()
        _midway, whole[work] = done_to(batch, work, by)
        seconds[work] = time.monotonic() - began
    deaths: Counter[str] = Counter()
    while deaths.total() < _KILLS:
        batch = hand_in(content, by=by)
        for work in JobWork:
            killer = Killer(deaths, _STEPS[work], seconds[work])
            midway, after = done_to(batch, work, by, killer)
            assert midway in ({}, whole[work]), deaths
            assert after == whole[work], deaths
    print(f"{deaths.total()} workers died at: {dict(deaths)}")  # noqa: T201 - the figure is the point
    assert {step for steps in _STEPS.values() for step in steps} <= deaths.keys()


Change = dict[str, int]


def done_to(
    batch: LedgerBatch, work: JobWork, by: Actor, kill: Callable[[LedgerJob], None] | None = None
) -> tuple[Change, Change]:
    """What stands in the tables after one worker was killed at the job, and after another finished it."""
    before = written()
    job = ask(batch=batch, work=work, by=by, reason="试")
    submit(job)
    if kill:
        kill(job)
    midway = change_since(before)
    look_after_jobs()
    run_worker()
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.sentence
    batch.refresh_from_db()
    return midway, change_since(before)


def change_since(before: Counter[str]) -> Change:
    now = written()
    return {name: now[name] - before[name] for name in now | before if now[name] != before[name]}


class Killer:
    """Lets a worker begin, kills it at a moment, and notes at which step that was.

    One half of the moments are spread over the whole time, the other half fall just after the step at which
    the fewest have died yet: the short ones, the commit above all, would hardly be met by chance.
    """

    def __init__(self, deaths: Counter[str], steps: tuple[JobStep, ...], seconds: float) -> None:
        self.deaths = deaths
        if deaths.total() % 2:
            self.awaited, self.patience = _ANY, seconds
        else:
            self.awaited, self.patience = min(steps, key=lambda step: deaths[step]), _SOON

    def __call__(self, job: LedgerJob) -> None:
        connections.close_all()
        hears, tells = os.pipe()
        worker = os.fork()
        if not worker:
            work_and_tell(tells)
        os.close(tells)
        with os.fdopen(hears) as lines:
            while self.awaited != _ANY and (line := lines.readline()):
                if line.strip() == self.awaited:
                    break
            time.sleep(random.uniform(0, self.patience))
            os.kill(worker, signal.SIGKILL)
            _pid, status = os.waitpid(worker, 0)
        # PostgreSQL notices at its client's next word: until then it may still commit.
        while is_held(job.pk):
            time.sleep(0.01)
        if os.WIFSIGNALED(status):
            standing = board.look(job.pk)
            self.deaths[standing.step if standing else "start or end"] += 1


def work_and_tell(tells: int) -> NoReturn:
    """The worker's process: it tells each step that it begins."""
    pin = board.pin

    def tell(key: int, standing: board.Standing) -> None:
        pin(key, standing)
        os.write(tells, f"{standing.step}\n".encode())

    board.pin = tell
    try:
        run_worker()
    finally:
        os._exit(0)
