"""The rows of a ledger that were not taken, on the page and as a file."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from datasets.models import AccessEntry, LedgerBatch
from tests.datasets.admin.test_ledgers import upload
from tests.spreadsheets import a_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(as_clerk: Any) -> LedgerBatch:
    upload(as_clerk, a_row(姓名="甲"), a_row(姓名="丙", 村="无此村"), name="十一月.xlsx")
    return LedgerBatch.objects.get()


def test_a_clerk_takes_the_rows_with_errors_and_the_log_says_so(
    as_clerk: Any, clerk: Any, batch: LedgerBatch
) -> None:
    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    address = reverse("ledger_errors", args=[batch.pk])
    assert address in page
    assert "下载有错误的 1 行" in page

    response = as_clerk.get(address)

    content = b"".join(response.streaming_content)
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[3] for row in rows] == ["姓名", "丙"]
    assert "no-store" in response["Cache-Control"]
    assert response.filename == "十一月（要改的行）.xlsx"
    entry = AccessEntry.objects.latest("id")
    assert (entry.user, entry.verb, entry.collection) == (clerk, "errors", "ledgerbatch")
    assert (entry.records, entry.count) == ([batch.pk], 1)


def test_handed_in_again_the_page_shows_the_same_error(as_clerk: Any, batch: LedgerBatch) -> None:
    response = as_clerk.get(reverse("ledger_errors", args=[batch.pk]))
    content = b"".join(response.streaming_content)

    upload(as_clerk, content=content, name=response.filename)

    again = LedgerBatch.objects.latest("pk")
    assert (again.error_count, again.created_count) == (1, 0)
    page = as_clerk.get(reverse("ledger_batch", args=[again.pk])).content.decode()
    assert "找不到地区“徐霞客镇无此村”" in page


def test_nothing_to_correct_leads_back_with_a_sentence(as_clerk: Any) -> None:
    upload(as_clerk, a_row(姓名="甲", 出生日期="2015-06-01"))
    batch = LedgerBatch.objects.get()

    page = as_clerk.get(reverse("ledger_errors", args=[batch.pk]), follow=True).content.decode()

    assert "这批台账没有要改的行" in page
    assert "下载有错误的" not in page
    assert not AccessEntry.objects.filter(verb="errors").exists()


def test_another_townships_clerk_finds_nothing(
    client: Any, other_clerk: Any, batch: LedgerBatch
) -> None:
    client.force_login(other_clerk)
    assert client.get(reverse("ledger_errors", args=[batch.pk])).status_code == 404


def test_who_may_look_and_not_import_is_refused_and_the_log_says_so(
    as_clerk: Any, clerk: Any, batch: LedgerBatch
) -> None:
    clerk.groups.get().permissions.remove(Permission.objects.get(codename="import_child"))

    page = as_clerk.get(reverse("ledger_batch", args=[batch.pk])).content.decode()
    response = as_clerk.get(reverse("ledger_errors", args=[batch.pk]))

    assert "下载有错误的" not in page
    assert response.status_code in (302, 403)
    entry = AccessEntry.objects.filter(verb="errors").get()
    assert (entry.user, entry.is_permitted, entry.records) == (clerk, False, [batch.pk])
