"""Workers that start when there is work, one for each job and no more than there is room for."""

import fcntl
import os
import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from datasets import workers
from datasets.access import Actor
from datasets.actions.ledgers.jobs import ask
from datasets.choices import JobWork
from datasets.jobs.holding import is_locked_file, locked_file
from datasets.jobs.queue import look_after_jobs, submit
from datasets.management.commands import ledger_worker
from datasets.workers import start_workers
from tests.conftest import TODAY
from tests.datasets.jobs.ledgers import hand_in, ledger_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings: Any) -> None:
    settings.LEDGER_INLINE_BYTES = 0
    settings.LEDGER_WORKERS = 2


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that do nothing but live, in place of workers."""
    real, started = subprocess.Popen, []

    def sleeper(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        assert command[1:3] == [str(configured.MANAGE), "ledger_worker"]
        started.append(real(["sleep", "60"], **options))
        return started[-1]

    monkeypatch.setattr(workers.subprocess, "Popen", sleeper)
    yield started
    for process in started:
        process.kill()
        process.wait()


def queue_one(clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    submit(ask(batch=hand_in(ledger_of(1), by=by), work=JobWork.PREVIEW, by=by))


def test_a_worker_for_each_job_as_long_as_there_is_room(clerk: Any, started: list[Any]) -> None:
    start_workers()
    assert started == []
    for expected in (1, 2, 2):
        queue_one(clerk)
        for _twice in range(2):
            start_workers()
            assert len(started) == expected


def test_a_worker_that_died_leaves_its_place_to_another(clerk: Any, started: list[Any]) -> None:
    queue_one(clerk)
    start_workers()
    assert is_locked_file("worker-0")
    os.kill(started[0].pid, 9)
    started[0].wait()
    assert not is_locked_file("worker-0")
    look_after_jobs()
    assert len(started) == 2


def test_a_worker_has_a_session_of_its_own(clerk: Any, started: list[Any]) -> None:
    queue_one(clerk)
    start_workers()
    assert os.getsid(started[0].pid) == started[0].pid


def test_none_is_started_where_an_administrator_keeps_them_running(
    clerk: Any, started: list[Any], settings: Any
) -> None:
    settings.LEDGER_WORKERS = 0
    queue_one(clerk)
    start_workers()
    assert started == []


def test_of_two_that_want_a_file_one_has_it() -> None:
    with locked_file("one") as first, locked_file("one") as second:
        assert (first, second) == (True, False)
        assert is_locked_file("one")
    assert not is_locked_file("one")


def test_whoever_looks_at_a_lock_does_not_keep_it_from_its_owner() -> None:
    """To look is to hold it for a moment."""
    path = configured.VAR_ROOT / "locks" / "looked-at"
    path.touch()
    with path.open("r") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        threading.Timer(0.03, file.close).start()
        with locked_file("looked-at") as is_mine:
            assert is_mine


def test_a_worker_ends_when_there_is_nothing_more_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_worker, "_work", lambda worker: None)
    monkeypatch.setattr(ledger_worker.LedgerWorker, "configure_signals", lambda worker: None)
    call_command("ledger_worker", linger=0)


def test_an_idle_worker_ends_when_the_web_process_that_started_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A newer program may have taken its place."""
    parents = iter([4711, 4711, 1])
    monkeypatch.setattr(ledger_worker, "_work", lambda worker: None)
    monkeypatch.setattr(ledger_worker.LedgerWorker, "configure_signals", lambda worker: None)
    monkeypatch.setattr(ledger_worker.os, "getppid", lambda: next(parents))
    call_command("ledger_worker", linger=1_000)
    assert list(parents) == []
