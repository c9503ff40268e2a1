"""Ledgers of every collection on the screens: chosen, recognised, shown in the collection's own words."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access.roles import DutyTableAdmin
from datasets.models import Agency, Duty, LedgerBatch
from tests.conftest import XUXIAKE, someone
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

DUTIES = (
    ["江阴市困境未成年人社会保护职责分工表（澄政办发〔2015〕77号）"],
    ["序号", "责任单位", "条款", "职责内容"],
    [1, "市民政局", "三（一）4", "组织评估员培训"],
    [2, "市火星局", "三（一）4", "甲"],
)


@pytest.fixture
def as_keeper(client: Any) -> Any:
    client.force_login(someone("keeper", DutyTableAdmin, "320281"))
    return client


def upload(client: Any, *rows: Any, collection: str = "") -> Any:
    file = SimpleUploadedFile("表.xlsx", xlsx(*rows))
    return client.post(reverse("ledger_upload"), {"file": file, "collection": collection})


def page_of(client: Any, batch: LedgerBatch) -> str:
    return str(client.get(reverse("ledger_batch", args=[batch.pk])).content.decode())


def test_each_is_offered_what_may_be_handed_in(as_clerk: Any) -> None:
    page = as_clerk.get(reverse("ledger_upload")).content.decode()
    for name in ("children", "families", "guardians"):
        assert f'<option value="{name}"' in page
    assert '<option value="duties"' not in page
    assert upload(as_clerk, *DUTIES, collection="duties").status_code == 422
    assert not LedgerBatch.objects.exists()


def test_a_duty_table_is_previewed_and_applied_in_its_own_words(as_keeper: Any) -> None:
    assert upload(as_keeper, *DUTIES, collection="duties").status_code == 302
    batch = LedgerBatch.objects.get()
    page = page_of(as_keeper, batch)
    for words in (
        "组织评估员培训",
        "澄政办发〔2015〕77号",
        "江阴市民政局",
        "找不到“市火星局”",
        "责任单位",
        "承担单位",
        "确认入库 1 行",
    ):
        assert words in page
    assert "儿童" not in page.split('class="nice-padding')[1]

    as_keeper.post(reverse("ledger_apply", args=[batch.pk]))
    duty = Duty.objects.get(text="组织评估员培训")
    assert reverse("datasets_duty_modeladmin_inspect", args=[duty.pk]) in page_of(as_keeper, batch)
    inspected = as_keeper.get(reverse("datasets_duty_modeladmin_inspect", args=[duty.pk]))
    assert "表.xlsx" in inspected.content.decode()

    asked = as_keeper.get(reverse("ledger_undo", args=[batch.pk])).content.decode()
    assert "将删除 1 条新增的记录" in asked
    as_keeper.post(reverse("ledger_undo", args=[batch.pk]), {"reason": "传错了"})
    assert not Duty.objects.filter(text="组织评估员培训").exists()


def test_a_table_of_another_kind_is_read_as_such_and_it_is_said(as_keeper: Any) -> None:
    upload(as_keeper, *DUTIES, collection="agencies")
    batch = LedgerBatch.objects.get()
    assert (batch.asked_collection, batch.collection) == ("agencies", "duties")
    assert "您选的是“机构”，表头更像“职责”，已按“职责”读取。" in page_of(as_keeper, batch)


def test_the_sender_may_insist(as_keeper: Any) -> None:
    header = ["单位名称", "地区", "电话", "条款", "职责", "依据"]
    row = ["江阴市民政局", "江阴市", "12349", "五", "甲", "澄政办发〔2015〕77号"]
    upload(as_keeper, header, row, collection="agencies")
    batch = LedgerBatch.objects.get()
    assert batch.collection == "duties"

    as_keeper.post(reverse("ledger_collection", args=[batch.pk]), {"collection": "agencies"})

    batch.refresh_from_db()
    assert (batch.collection, batch.asked_collection, batch.updated_count) == ("agencies", "", 1)
    as_keeper.post(reverse("ledger_apply", args=[batch.pk]))
    assert Agency.objects.get(code="jiangyin-civil-affairs").public_phone == "12349"


def test_nobody_reads_a_ledger_as_what_is_not_theirs_to_hand_in(as_clerk: Any) -> None:
    upload(as_clerk, HEADER, a_row())
    batch = LedgerBatch.objects.get()
    response = as_clerk.post(
        reverse("ledger_collection", args=[batch.pk]), {"collection": "duties"}
    )
    assert response.status_code in (302, 403)
    batch.refresh_from_db()
    assert batch.collection == "children"
    refused = upload(as_clerk, *DUTIES)
    assert "表头更像“职责”" in refused.content.decode()


def test_a_list_of_families_needs_no_choice(as_clerk: Any) -> None:
    header = ["村（社区）", "户主姓名", "户号", "家庭住址"]
    upload(as_clerk, header, ["徐霞客村", "赵大", "001", "一组"])
    batch = LedgerBatch.objects.get()
    assert (batch.collection, batch.created_count) == ("families", 1)
    assert batch.region
    assert batch.region.code.startswith(XUXIAKE)
