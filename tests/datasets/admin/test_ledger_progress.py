"""A large ledger as its clerk follows it: queued, under way, done, stopped, failed and asked for again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from datasets.actions.ledgers.children import writing
from datasets.actions.ledgers.jobs import MOST_ATTEMPTS, begin
from datasets.choices import JobStep
from datasets.history import bulk
from datasets.jobs import board, running
from datasets.jobs.board import Standing
from datasets.jobs.holding import held
from datasets.management.commands.ledger_worker import LedgerWorker
from datasets.models import Child, LedgerBatch, LedgerJob
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_ledger_is_large(settings: Any) -> None:
    settings.LEDGER_INLINE_BYTES = 0


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    """Handed in, and waiting for a worker."""
    content = xlsx(HEADER, a_row(姓名="甲"), a_row(姓名="乙", 出生日期="2015-06-01"))
    file = SimpleUploadedFile("台账.xlsx", content)
    response = as_clerk.post(reverse("ledger_upload"), {"file": file})
    batch = LedgerBatch.objects.get()
    assert response["Location"] == reverse("ledger_batch", args=[batch.pk])
    return batch


@pytest.fixture
def previewed(batch: LedgerBatch) -> LedgerBatch:
    work()
    batch.refresh_from_db()
    return batch


def work() -> None:
    """What a worker's `run` does; that would also close the connection, and the test's transaction with it."""
    for message in DBTaskResult.objects.ready():
        message.claim("test")
        LedgerWorker().run_task(message)


def page(client: Any, batch: LedgerBatch) -> str:
    return client.get(reverse("ledger_batch", args=[batch.pk])).content.decode()


def told(client: Any, batch: LedgerBatch) -> Any:
    return client.get(reverse("ledger_progress", args=[batch.pk])).json()


def post(client: Any, name: str, batch: LedgerBatch, **data: str) -> str:
    address = reverse(f"ledger_{name}", args=[batch.pk])
    return client.post(address, data, follow=True).content.decode()


def test_a_large_ledger_is_read_applied_and_undone_by_a_worker(
    as_clerk: Any, batch: LedgerBatch
) -> None:
    assert batch.status == "reading"
    assert "正在读取并比对" in page(as_clerk, batch)
    assert "正在读取并比对" in as_clerk.get(reverse("ledger_upload")).content.decode()
    assert told(as_clerk, batch)["active"]
    work()
    assert told(as_clerk, batch)["next"] == reverse("ledger_batch", args=[batch.pk])
    assert "确认入库 2 行" in page(as_clerk, batch)

    assert "正在入库" in post(as_clerk, "apply", batch)
    assert Child.objects.count() == 0
    work()
    assert Child.objects.count() == 2
    assert "入库结果" in page(as_clerk, batch)

    asked = as_clerk.get(reverse("ledger_undo", args=[batch.pk])).content.decode()
    assert "新增了 2 条记录" in asked
    assert "正在撤销" in post(as_clerk, "undo", batch, reason="传错了")
    work()
    undoing = LedgerBatch.objects.get(undoes=batch)
    assert told(as_clerk, batch)["next"] == reverse("ledger_undoing", args=[undoing.pk])
    assert Child.objects.count() == 0


@pytest.fixture
def applying(as_clerk: Any, previewed: LedgerBatch) -> Iterator[LedgerJob]:
    """A job that a worker has in hand."""
    post(as_clerk, "apply", previewed)
    job = LedgerJob.objects.get(work="apply")
    with held(job.pk):
        begin(job.pk)
        yield job
        board.clear(job.pk)


def test_the_page_tells_how_far_it_is_how_fast_and_how_long_still(
    as_clerk: Any, previewed: LedgerBatch, applying: LedgerJob
) -> None:
    standing = Standing(JobStep.PLAN, 50_000, 100_000, in_step=10, worked=30)
    board.pin(applying.pk, standing)
    shown = told(as_clerk, previewed)
    assert shown["percent"] == 53
    for words in ("比对 50,000 / 100,000 行", "每秒 5,000 行", "约剩 27 秒"):
        assert words in shown["detail"]
        assert words in page(as_clerk, previewed)
    assert "确认入库" not in page(as_clerk, previewed)


def test_one_piece_of_work_at_a_time(
    as_clerk: Any, previewed: LedgerBatch, applying: LedgerJob
) -> None:
    for name in ("apply", "discard"):
        assert "正在处理" in post(as_clerk, name, previewed)
    assert LedgerJob.objects.count() == 2


def test_a_ledger_that_waits_is_cancelled_at_once(as_clerk: Any, batch: LedgerBatch) -> None:
    assert "已取消，没有改动任何档案" in post(as_clerk, "cancel", batch)
    work()
    batch.refresh_from_db()
    assert batch.status == "discarded"


def test_a_ledger_under_way_is_cancelled_by_its_worker(
    as_clerk: Any, previewed: LedgerBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(as_clerk, "apply", previewed)
    write, said = bulk.insert_rows, []

    def meanwhile(*args: Any, **kwargs: Any) -> int:
        if not said:
            said.append(post(as_clerk, "cancel", previewed))
        return write(*args, **kwargs)

    monkeypatch.setattr(writing, "insert_rows", meanwhile)
    work()
    assert "正在取消" in said[0]
    assert Child.objects.count() == 0
    assert "已取消，没有改动任何档案" in page(as_clerk, previewed)
    assert "确认入库 2 行" in page(as_clerk, previewed)
    monkeypatch.undo()
    post(as_clerk, "apply", previewed)
    work()
    assert Child.objects.count() == 2


def test_what_is_being_committed_is_not_cancelled(
    as_clerk: Any, previewed: LedgerBatch, applying: LedgerJob
) -> None:
    board.pin(applying.pk, Standing(JobStep.COMMIT, 0, 0, in_step=1, worked=30))
    assert "太晚了" in post(as_clerk, "cancel", previewed)


def test_a_file_that_is_no_ledger_stays_with_the_sentence(as_clerk: Any) -> None:
    file = SimpleUploadedFile("台账.csv", b"a,b\n1,2\n")
    as_clerk.post(reverse("ledger_upload"), {"file": file})
    work()
    batch = LedgerBatch.objects.get()
    assert batch.status == "refused"
    assert "没有找到台账的表头" in page(as_clerk, batch)
    assert "读不了" in as_clerk.get(reverse("ledger_upload")).content.decode()


def test_a_job_that_failed_is_asked_for_again(
    as_clerk: Any, batch: LedgerBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(running, "read_batch", broken)
    work()
    monkeypatch.undo()
    shown = page(as_clerk, batch)
    assert "意外的错误" in shown
    assert "继续" in shown
    assert not told(as_clerk, batch)["active"]
    post(as_clerk, "again", batch)
    work()
    assert "确认入库 2 行" in page(as_clerk, batch)


def test_a_reading_that_failed_can_be_given_up(
    as_clerk: Any, batch: LedgerBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    LedgerJob.objects.update(attempts=MOST_ATTEMPTS, state="running")
    work_again = told(as_clerk, batch)
    assert work_again["active"], "somebody looked, and it is queued again"
    work()
    assert "连续 3 次意外中断" in page(as_clerk, batch)
    post(as_clerk, "discard", batch)
    batch.refresh_from_db()
    assert batch.status == "discarded"


def test_the_other_townships_clerk_neither_follows_nor_stops_it(
    client: Any, batch: LedgerBatch, other_clerk: Any
) -> None:
    client.force_login(other_clerk)
    assert client.get(reverse("ledger_progress", args=[batch.pk])).status_code == 404
    for name in ("cancel", "again"):
        assert client.post(reverse(f"ledger_{name}", args=[batch.pk])).status_code == 404
    assert LedgerJob.objects.get().state == "waiting"
