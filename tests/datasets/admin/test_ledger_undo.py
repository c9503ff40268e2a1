"""Undoing a ledger on the screen, and where a child's fields came from."""

from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.ledgers.batches import apply_upload
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Child, LedgerBatch
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.factories import make_child
from tests.previews import keep_preview
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(db: None) -> Child:
    return make_child(XUXIAKE_VILLAGE, name="乙", birth_date="2015-06-01", school="旧小学")


@pytest.fixture
def batch(clerk: Any, child: Child) -> LedgerBatch:
    by = Actor.of(clerk, today=TODAY)
    rows = [
        a_row(姓名="甲"),
        a_row(姓名="乙", 出生日期="2015-06-01", 就读学校="新小学", 儿童类别=""),
    ]
    read = read_ledger(xlsx(HEADER, *rows), "三月.xlsx", collection="children", by=by)
    return apply_upload(upload=read.upload, rows=read.rows, by=by)[0]


def page(client: Any, name: str, *keys: int) -> str:
    response = client.get(reverse(name, args=keys))
    assert response.status_code == 200
    return response.content.decode()


def test_the_clerk_is_told_what_will_happen_and_what_was_kept(
    as_clerk: Any, batch: LedgerBatch, child: Child, system: Actor
) -> None:
    change(child, values={"school": "三小"}, by=system, reason="核实")
    assert reverse("ledger_undo", args=[batch.pk]) in page(as_clerk, "ledger_batch", batch.pk)
    asked = page(as_clerk, "ledger_undo", batch.pk)
    for words in ("将删除 1 条新增的记录", "将恢复 0 条更新的记录", "有 1 处已被别人改动"):
        assert words in asked
    address = reverse("ledger_undo", args=[batch.pk])
    told = as_clerk.post(address, {"reason": "传错了"}, follow=True).content.decode()
    for words in ("删除了 1 条新增的记录", "就读学校", "三小", "旧小学", "又有人改过", "系统"):
        assert words in told
    assert reverse("datasets_child_modeladmin_inspect", args=[child.pk]) in told
    assert [one.name for one in Child.objects.all()] == ["乙"]
    after = page(as_clerk, "ledger_batch", batch.pk)
    assert "已撤销" in after
    assert reverse("ledger_undo", args=[batch.pk]) not in after
    undoing = LedgerBatch.objects.get(undoes=batch)
    assert reverse("ledger_undoing", args=[undoing.pk]) in after
    assert "撤销：三月.xlsx" in page(as_clerk, "ledger_upload")
    assert as_clerk.get(reverse("ledger_file", args=[undoing.pk])).status_code == 404
    assert as_clerk.get(reverse("ledger_batch", args=[undoing.pk])).status_code == 302


def test_no_undoing_without_a_reason(as_clerk: Any, batch: LedgerBatch) -> None:
    response = as_clerk.post(reverse("ledger_undo", args=[batch.pk]), {"reason": " "})
    assert response.status_code == 422
    assert "请写明撤销的原因" in response.content.decode()
    assert Child.objects.count() == 2


def test_a_second_undoing_is_refused_in_a_sentence(as_clerk: Any, batch: LedgerBatch) -> None:
    address = reverse("ledger_undo", args=[batch.pk])
    for _twice in range(2):
        response = as_clerk.post(address, {"reason": "传错了"}, follow=True)
    assert "已经撤销过" in response.content.decode()
    assert "已经撤销过" in as_clerk.get(address, follow=True).content.decode()
    assert LedgerBatch.objects.count() == 2


def test_a_preview_offers_no_undoing(as_clerk: Any, clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    read = read_ledger(xlsx(HEADER, a_row()), "三月.xlsx", collection="children", by=by)
    waiting = keep_preview(read, by=by)
    address = reverse("ledger_undo", args=[waiting.pk])
    assert address not in page(as_clerk, "ledger_batch", waiting.pk)
    assert "没有入库" in as_clerk.get(address, follow=True).content.decode()


def test_the_other_townships_clerk_finds_nothing_to_undo(
    client: Any, as_clerk: Any, batch: LedgerBatch, other_clerk: Any
) -> None:
    address = reverse("ledger_undo", args=[batch.pk])
    client.force_login(other_clerk)
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "试试"}).status_code == 404
    assert Child.objects.count() == 2


def test_a_childs_page_tells_where_a_field_came_from(
    client: Any, as_clerk: Any, batch: LedgerBatch, child: Child, village_worker: Any
) -> None:
    address = reverse("ledger_batch", args=[batch.pk])
    told = page(as_clerk, "datasets_child_modeladmin_inspect", child.pk)
    assert told.count('class="hutong-source"') == 1
    assert "台账《三月.xlsx》花名册 第 3 行" in told
    assert address in told
    client.force_login(village_worker)
    told = page(client, "datasets_child_modeladmin_inspect", child.pk)
    assert "台账，" in told, "that a ledger brought it, for whom a ledger's name may tell too much"
    assert "三月.xlsx" not in told
    assert address not in told


def test_the_childs_past_reads_well_after_an_undoing(
    as_clerk: Any, batch: LedgerBatch, child: Child
) -> None:
    as_clerk.post(reverse("ledger_undo", args=[batch.pk]), {"reason": "传错了"})
    told = page(as_clerk, "datasets_child_modeladmin_history", child.pk)
    assert "撤销台账《三月.xlsx》：传错了" in told
    assert 'class="hutong-source"' not in page(
        as_clerk, "datasets_child_modeladmin_inspect", child.pk
    )
