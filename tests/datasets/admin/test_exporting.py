"""The menu 导出: what a list may leave as, and who sees whose layouts."""

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.ledgers.pipeline import read_ledger
from datasets.models import LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

LIST = reverse("datasets_child_modeladmin_index")
LAYOUTS = reverse("datasets_child_modeladmin_export_layouts")


@pytest.fixture
def batch(clerk: Any) -> LedgerBatch:
    by = Actor.of(clerk)
    content = xlsx(["徐霞客镇花名册"], HEADER, a_row(出生日期="2015-06-01"))
    reading = read_ledger(content, "花名册.xlsx", collection="children", by=by)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=by)[0]


def address(batch: LedgerBatch) -> str:
    return reverse("datasets_child_modeladmin_export_layout", args=[batch.pk])


def test_the_childrens_list_offers_the_layouts_of_ones_own_ledgers(
    as_clerk: Any, client: Any, other_clerk: Any, batch: LedgerBatch
) -> None:
    page = as_clerk.get(LIST, {"q": "王小明"}).content.decode()
    assert f"{LAYOUTS}?q=" in page

    choices = as_clerk.get(LAYOUTS, {"q": "王小明"}).content.decode()
    assert f"{address(batch)}?q=" in choices
    assert "花名册.xlsx" in choices

    client.force_login(other_clerk)
    assert address(batch) not in client.get(LAYOUTS).content.decode()


def test_the_layouts_are_closed_to_who_may_not_export(client: Any, village_worker: Any) -> None:
    client.force_login(village_worker)
    assert client.get(LAYOUTS).status_code in (302, 403)
    assert LAYOUTS not in client.get(LIST).content.decode()


def test_other_lists_offer_the_canonical_sheets_alone(as_clerk: Any, batch: LedgerBatch) -> None:
    page = as_clerk.get(reverse("datasets_family_modeladmin_index")).content.decode()
    assert reverse("datasets_family_modeladmin_export_xlsx") in page
    assert "export_layout" not in page


def test_the_rows_of_the_filtered_list_leave_in_the_senders_layout(
    as_clerk: Any, batch: LedgerBatch
) -> None:
    make_child(XUXIAKE_VILLAGE, name="赵小红")

    response = as_clerk.get(address(batch), {"q": "赵小红"})

    assert "%E8%8A%B1%E5%90%8D%E5%86%8C" in response["Content-Disposition"]  # 花名册
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert (lines[0][0], lines[1][: len(HEADER)]) == ("徐霞客镇花名册", list(HEADER))
    assert [(line[0], line[3]) for line in lines[2:]] == [(1, "赵小红")]


def test_a_layout_out_of_sight_is_not_there(
    client: Any, other_clerk: Any, batch: LedgerBatch
) -> None:
    client.force_login(other_clerk)
    assert client.get(address(batch)).status_code == 404


def test_a_batch_without_a_table_is_said_and_nothing_leaves(
    as_clerk: Any, batch: LedgerBatch
) -> None:
    batch.sheets = []
    batch.save(update_fields=["sheets"])

    page = as_clerk.get(address(batch), follow=True)

    assert page.redirect_chain[-1][0] == LIST
    assert "不能照它的格式导出" in page.content.decode()
