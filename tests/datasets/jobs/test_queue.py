"""Who does a job: the request, a worker, the next worker after one that died."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.dispatch import change, delete
from datasets.actions.ledgers.batches import BatchBusy, BatchNotWaiting
from datasets.actions.ledgers.jobs import MOST_ATTEMPTS, ask, ask_again, begin
from datasets.actions.ledgers.kinds import KINDS
from datasets.choices import JobState, JobStep, JobWork
from datasets.jobs import board, queue, running
from datasets.jobs.holding import held, is_held
from datasets.jobs.queue import look_after_jobs, submit
from datasets.jobs.running import perform
from datasets.models import Child, LedgerBatch, LedgerJob, Post
from tests.committed import at_once, committed, meanwhile
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, someone
from tests.datasets.jobs.ledgers import hand_in, ledger_of, run_worker
from tests.factories import make_child

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with committed(django_db_blocker):
        yield


@pytest.fixture
def by(db: None) -> Actor:
    return Actor.of(someone("clerk", TownshipClerk, XUXIAKE), today=TODAY)


@pytest.fixture
def batch(by: Actor) -> LedgerBatch:
    return hand_in(ledger_of(3), by=by)


@pytest.fixture
def every_ledger_is_large(settings: Any) -> None:
    settings.LEDGER_INLINE_BYTES = 0


@pytest.fixture
def job(batch: LedgerBatch, by: Actor, every_ledger_is_large: None) -> LedgerJob:
    """Its file waits to be read."""
    job = ask(batch=batch, work=JobWork.PREVIEW, by=by)
    submit(job)
    return job


def done(batch: LedgerBatch, work: JobWork, by: Actor) -> LedgerJob:
    job = ask(batch=batch, work=work, by=by, reason="试")
    submit(job)
    batch.refresh_from_db()
    return job


def test_a_small_ledger_is_done_within_the_request(batch: LedgerBatch, by: Actor) -> None:
    for work, status in zip(JobWork, ("previewed", "applied", "undone"), strict=True):
        assert done(batch, work, by).state == JobState.DONE
        assert batch.status == status
    assert not DBTaskResult.objects.exists()


def test_a_large_one_waits_for_a_worker(job: LedgerJob) -> None:
    assert job.state == JobState.WAITING
    run_worker()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert not is_held(job.pk)
    assert board.look(job.pk) is None


def test_a_batch_is_worked_on_by_one_job_at_a_time(job: LedgerJob, by: Actor) -> None:
    with pytest.raises(BatchBusy):
        ask(batch=job.batch, work=JobWork.PREVIEW, by=by)


def test_what_has_been_decided_is_not_decided_again(batch: LedgerBatch, by: Actor) -> None:
    for work in (JobWork.PREVIEW, JobWork.APPLY):
        done(batch, work, by)
    with pytest.raises(BatchNotWaiting):
        ask(batch=batch, work=JobWork.APPLY, by=by)


def test_a_job_whose_worker_died_is_taken_over_by_one_other(job: LedgerJob) -> None:
    DBTaskResult.objects.get().claim("a worker that is dead now")
    begin(job.pk)
    at_once(*[look_after_jobs] * 4)
    assert DBTaskResult.objects.ready().count() == 1
    at_once(*[lambda: perform(job.pk)] * 3)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_job_in_good_hands_is_left_there(job: LedgerJob) -> None:
    with held(job.pk):
        begin(job.pk)
        meanwhile(look_after_jobs)
        meanwhile(lambda: perform(job.pk))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)
    assert DBTaskResult.objects.count() == 1


def test_a_job_whose_message_was_lost_gets_another(
    job: LedgerJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    DBTaskResult.objects.get().claim("a worker that died before it began")
    look_after_jobs()
    assert not DBTaskResult.objects.ready().exists(), "it may be about to begin"
    monkeypatch.setattr(queue, "_GRACE", queue._GRACE * 0)
    look_after_jobs()
    run_worker()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_job_that_kills_its_workers_is_given_up_and_can_be_asked_for_again(
    job: LedgerJob, by: Actor
) -> None:
    for _each in range(MOST_ATTEMPTS):
        begin(job.pk)
        look_after_jobs()
    run_worker()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "3 次意外中断" in job.sentence
    again = ask_again(job=job, by=by)
    submit(again)
    run_worker()
    again.refresh_from_db()
    assert (again.state, again.attempts) == (JobState.DONE, 1)


def test_a_worker_that_died_after_its_commit_left_nothing_to_do(
    batch: LedgerBatch, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(batch, JobWork.PREVIEW, by)
    for work, count in ((JobWork.APPLY, 3), (JobWork.UNDO, 0)):
        with monkeypatch.context() as patched:
            patched.setattr(running.jobs, "end", lambda *_: None)
            job = done(batch, work, by)
        assert (job.state, Child.objects.count()) == (JobState.RUNNING, count)
        look_after_jobs()
        run_worker()
        job.refresh_from_db()
        assert (job.state, Child.objects.count()) == (JobState.DONE, count)
    assert LedgerBatch.objects.count() == 2


def test_what_a_deadlock_took_back_is_done_again(
    batch: LedgerBatch, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, tries = running.read_batch, []

    def unlucky(*args: Any, **kwargs: Any) -> None:
        tries.append(1)
        if len(tries) < MOST_ATTEMPTS:
            raise OperationalError("deadlock detected")
        read(*args, **kwargs)

    monkeypatch.setattr(running, "read_batch", unlucky)
    job = done(batch, JobWork.PREVIEW, by)
    assert (job.state, job.attempts) == (JobState.DONE, MOST_ATTEMPTS)


def test_a_form_that_changes_nothing_of_what_was_shown_does_not_stop_the_ledger(
    by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register moves under the plan until there is nothing left but to look at it once more."""
    child = make_child(XUXIAKE_VILLAGE, name="张一", birth_date="2012-01-01", remark="1")
    batch = hand_in(ledger_of(2, 就读学校="新小学"), by=by)
    done(batch, JobWork.PREVIEW, by)
    kind, forms = KINDS["children"], []

    def overtaken(plan: Any) -> bool:
        if len(forms) < 3:
            forms.append(child)
            return False
        return kind.lock(plan)

    monkeypatch.setitem(KINDS, "children", replace(kind, lock=overtaken))
    monkeypatch.setattr("datasets.actions.ledgers.ahead.register_stamp", object)
    assert done(batch, JobWork.APPLY, by).state == JobState.DONE
    assert len(forms) == 3
    child.refresh_from_db()
    assert child.school == "新小学"


def test_a_form_that_changes_what_was_shown_is_shown(by: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="张一", birth_date="2012-01-01")
    batch = hand_in(ledger_of(2, 就读学校="新小学"), by=by)
    done(batch, JobWork.PREVIEW, by)
    change(child, values={"school": "三小"}, by=by, reason="表单")
    job = done(batch, JobWork.APPLY, by)
    assert job.state == JobState.REFUSED
    assert "重新生成的预览" in job.sentence
    assert ["三小", "新小学"] in [row.changes.get("school") for row in batch.rows.all()]
    assert done(batch, JobWork.APPLY, by).state == JobState.DONE


def test_every_step_is_told_in_its_order(
    batch: LedgerBatch, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin, told = board.pin, []

    def listen(key: int, standing: board.Standing) -> None:
        if standing.step not in told:
            told.append(standing.step)
        pin(key, standing)

    monkeypatch.setattr(board, "pin", listen)
    for work, steps in {
        JobWork.PREVIEW: [JobStep.READ, JobStep.PLAN, JobStep.KEEP, JobStep.COMMIT],
        JobWork.APPLY: [JobStep.READ, JobStep.PLAN, JobStep.WRITE, JobStep.KEEP, JobStep.COMMIT],
        JobWork.UNDO: [JobStep.PLAN, JobStep.WRITE, JobStep.COMMIT],
    }.items():
        told.clear()
        done(batch, work, by)
        assert told == steps


def test_whoever_asks_to_stop_is_heard_until_the_commit(
    batch: LedgerBatch, by: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(batch, JobWork.PREVIEW, by)
    pin, in_time = board.pin, []
    for step in (JobStep.READ, JobStep.PLAN, JobStep.WRITE, JobStep.KEEP, JobStep.COMMIT):

        def stop(key: int, standing: board.Standing, step: JobStep = step) -> None:
            if standing.step == step:
                in_time.append(board.ask_to_stop(key))
            pin(key, standing)

        in_time.clear()
        monkeypatch.setattr(board, "pin", stop)
        assert done(batch, JobWork.APPLY, by).state == JobState.CANCELLED
        assert in_time
        assert (batch.status, Child.objects.count()) == ("previewed", 0)
    monkeypatch.setattr(board, "pin", pin)
    assert done(batch, JobWork.APPLY, by).state == JobState.DONE


def test_who_has_lost_the_right_meanwhile_is_refused(job: LedgerJob, by: Actor) -> None:
    delete(Post.objects.get(user=by.user), by=Actor.system(), reason="离任")
    run_worker()
    job.refresh_from_db()
    assert (job.state, job.batch.status) == (JobState.REFUSED, "refused")
    assert "权限" in job.sentence


def test_what_is_said_is_said_in_the_language_of_who_asked(by: Actor) -> None:
    with translation.override("en"):
        job = ask(batch=hand_in(b"a,b\n1,2\n", by=by), work=JobWork.PREVIEW, by=by)
    submit(job)
    assert job.sentence.startswith("No ledger header")
