"""The ledger's pages as the clerk, the neighbour and the stranger meet them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access.roles import DutyTableAdmin
from datasets.models import Child, LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE, someone
from tests.factories import make_child, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db


def upload(client: Any, *rows: Any, content: bytes | None = None, name: str = "台账.xlsx") -> Any:
    body = xlsx(HEADER, *rows) if content is None else content
    return client.post(reverse("ledger_upload"), {"file": SimpleUploadedFile(name, body)})


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    make_child(XUXIAKE_VILLAGE, name="乙", birth_date="2015-06-01", school="旧小学")
    response = upload(
        as_clerk,
        a_row(姓名="甲"),
        a_row(姓名="乙", 出生日期="2015-06-01", 就读学校="新小学"),
        a_row(姓名="丙", 村="无此村"),
    )
    assert response.status_code == 302
    return LedgerBatch.objects.get()


def test_the_preview_shows_every_row_in_words(as_clerk: Any, batch: LedgerBatch) -> None:
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    for words in (
        "甲",
        "乙",
        "丙",
        "旧小学",
        "新小学",
        "找不到地区“徐霞客镇无此村”",
        "孤儿",
        "确认入库 2 行",
    ):
        assert words in page
    assert Child.objects.count() == 1


def test_a_total_that_the_rows_do_not_add_up_to_is_told_on_the_page(as_clerk: Any) -> None:
    upload(as_clerk, a_row(姓名="甲"), ["合计", "", "", "3人"])
    page = as_clerk.get(
        reverse("ledger_batch", args=[LedgerBatch.objects.get().pk])
    ).content.decode()
    assert "第 3 行“姓名”写的合计是 3，按读到的行算是 1，请核对有没有漏行或多行。" in page


def test_a_figure_filters_the_rows(as_clerk: Any, batch: LedgerBatch) -> None:
    page = as_clerk.get(
        reverse("ledger_batch", args=[batch.pk]), {"action": "error"}
    ).content.decode()
    assert "第 4 行" in page
    assert "第 2 行" not in page


def test_confirming_writes_once(as_clerk: Any, batch: LedgerBatch) -> None:
    for _twice in range(2):
        response = as_clerk.post(reverse("ledger_apply", args=[batch.pk]), follow=True)
        assert response.status_code == 200
    assert {child.name for child in Child.objects.all()} == {"甲", "乙"}
    assert "已经处理过" in response.content.decode()


def test_giving_up_writes_nothing(as_clerk: Any, batch: LedgerBatch) -> None:
    as_clerk.post(reverse("ledger_discard", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.status == "discarded"
    assert Child.objects.count() == 1


def test_the_file_comes_back_as_it_was_handed_in(as_clerk: Any, batch: LedgerBatch) -> None:
    response = as_clerk.get(reverse("ledger_file", args=[batch.pk]))
    with batch.file.open("rb") as file:
        assert b"".join(response.streaming_content) == file.read()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空的"), (b"PK\x03\x04x", "损坏"), (b"a,b\n", "表头")]
)
def test_what_is_no_ledger_is_said_on_the_page(as_clerk: Any, content: bytes, words: str) -> None:
    response = upload(as_clerk, content=content)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert {batch.status for batch in LedgerBatch.objects.all()} <= {"refused"}


def test_the_samples_are_there_to_try(as_clerk: Any) -> None:
    page = as_clerk.get(reverse("ledger_upload")).content.decode()
    assert reverse("ledger_sample", args=[1]) in page
    for number in (1, 2, 3):
        response = as_clerk.get(reverse("ledger_sample", args=[number]))
        content = b"".join(response.streaming_content)
        assert upload(as_clerk, content=content, name=f"{number}.csv").status_code == 302
    assert as_clerk.get(reverse("ledger_sample", args=[99])).status_code == 404


def test_each_collection_that_one_may_hand_in_has_a_sample(as_clerk: Any, client: Any) -> None:
    make_guardian(XUXIAKE_VILLAGE, name="王大")
    names = [as_clerk.get(reverse("ledger_sample", args=[number])).filename for number in (4, 5)]
    assert names == ["家庭花名册样表.xlsx", "监护人样表.xlsx"]
    assert as_clerk.get(reverse("ledger_sample", args=[6])).status_code == 404
    client.force_login(someone("keeper", DutyTableAdmin, "320281"))
    page = client.get(reverse("ledger_upload")).content.decode()
    assert "职责表样表.xlsx" in page
    assert "规范样表.xlsx" not in page


def test_the_other_townships_clerk_finds_no_such_ledger(
    client: Any, batch: LedgerBatch, other_clerk: Any
) -> None:
    client.force_login(other_clerk)
    for name in ("ledger_batch", "ledger_file"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("ledger_apply", "ledger_discard"):
        assert client.post(reverse(name, args=[batch.pk])).status_code == 404
    assert f"/ledgers/{batch.pk}/" not in client.get(reverse("ledger_upload")).content.decode()


def test_the_supervisor_sees_it(client: Any, batch: LedgerBatch, supervisor: Any) -> None:
    client.force_login(supervisor)
    assert client.get(reverse("ledger_batch", args=[batch.pk])).status_code == 200


def test_who_may_not_take_in_ledgers_reaches_none_of_it(
    client: Any, batch: LedgerBatch, village_worker: Any, editor: Any
) -> None:
    for user in (village_worker, editor):
        client.force_login(user)
        addresses = [reverse("ledger_upload"), reverse("ledger_sample", args=[1])]
        addresses += [reverse(f"ledger_{name}", args=[batch.pk]) for name in ("batch", "file")]
        for address in addresses:
            assert client.get(address).status_code in (302, 403, 404)
        assert client.post(reverse("ledger_apply", args=[batch.pk])).status_code in (302, 403, 404)
    assert Child.objects.count() == 1
