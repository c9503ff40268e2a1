"""A preview's columns: told why, changed in place, remembered for whoever sends such a file again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.models import Child, LedgerBatch, LedgerHabit
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

HEADER = ("镇（街道）", "村（社区）", "姓名", "身份证号", "儿童类别", "娃的学堂", "10月备用电话")
ROW = ("徐霞客镇", "徐霞客村", "甲", "", "孤儿", "实验小学", "13800000001")
SCHOOL, PHONE = "F 娃的学堂", "G 月备用电话"


def upload(client: Any, *rows: Any, header: Any = HEADER) -> LedgerBatch:
    file = SimpleUploadedFile("台账.xlsx", xlsx(header, *(rows or [ROW])))
    response = client.post(reverse("ledger_upload"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return LedgerBatch.objects.latest("pk")


def choose(client: Any, batch: LedgerBatch, *, remember: bool = True, **said: str) -> str:
    data = {f"column {key}": slot for key, slot in said.items()}
    if remember:
        data["remember"] = "1"
    address = reverse("ledger_columns", args=[batch.pk])
    page = client.post(address, data, follow=True).content.decode()
    batch.refresh_from_db()
    return page


def page_of(client: Any, batch: LedgerBatch) -> str:
    return client.get(reverse("ledger_batch", args=[batch.pk])).content.decode()


def test_each_column_tells_its_field_and_why(as_clerk: Any) -> None:
    page = page_of(as_clerk, upload(as_clerk))
    assert "2 列没有对应的字段" in page
    assert "没有认出这个表头" in page
    assert "表头就是这个意思" in page
    assert "如“实验小学”" in page
    assert "地区（镇、村写在一起）" in page
    assert "不导入" in page


def test_a_column_is_given_its_field_and_the_ledger_read_again(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    assert "school" not in batch.rows.get().values
    page = choose(as_clerk, batch, **{SCHOOL: "school"})
    assert "1 列没有对应的字段" in page
    assert batch.rows.get().values["school"] == "实验小学"
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    assert Child.objects.get().school == "实验小学"


def test_a_column_can_be_left_out(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    page = choose(as_clerk, batch, **{"E 儿童类别": "-", PHONE: "-"})
    row = batch.rows.get()
    assert "categories" not in row.values
    assert row.extra["E 儿童类别"] == "孤儿"
    assert "1 列没有对应的字段" in page, "what was decided on is asked no more"


def test_two_columns_on_one_field_are_refused_in_a_sentence(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    page = choose(as_clerk, batch, **{SCHOOL: "name"})
    assert "C、F 列不能都对应“姓名”" in page
    assert batch.choices == {}
    assert not LedgerHabit.objects.exists()


def test_next_months_file_of_the_same_sender_needs_no_click(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), **{SCHOOL: "school", PHONE: "guardian_phone"})
    november = (*HEADER[:-1], "11月备用电话")
    batch = upload(as_clerk, ROW, header=november)
    assert batch.rows.get().values["school"] == "实验小学"
    assert batch.rows.get().values["guardian_phone"] == "13800000001"
    page = page_of(as_clerk, batch)
    assert "按上次的对应关系读取（clerk" in page
    assert "上次选的" in page
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    assert Child.objects.get().school == "实验小学"


def test_another_header_is_read_by_itself(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), **{SCHOOL: "school"})
    batch = upload(as_clerk, (*ROW, ""), header=(*HEADER, "备注"))
    assert "school" not in batch.rows.get().values


def test_what_one_need_not_remember_is_not(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), remember=False, **{SCHOOL: "school"})
    assert "school" not in upload(as_clerk).rows.get().values


def test_it_goes_back_to_what_we_recognise_ourselves(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), **{SCHOOL: "school"})
    batch = upload(as_clerk)
    page = as_clerk.post(
        reverse("ledger_columns", args=[batch.pk]), {"reset": "1", "remember": "1"}, follow=True
    ).content.decode()
    assert "2 列没有对应的字段" in page
    assert not LedgerHabit.objects.exists()
    assert "school" not in upload(as_clerk).rows.get().values


def test_who_said_it_and_when_stands_in_its_history(as_clerk: Any, clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), **{SCHOOL: "school"})
    version = LedgerHabit.objects.get().history.get()
    assert version.history_user == clerk
    assert version.history_change_reason == "台账导入：台账.xlsx"


def test_another_regions_sender_is_not_affected(
    client: Any, as_clerk: Any, other_clerk: Any, supervisor: Any
) -> None:
    choose(as_clerk, upload(as_clerk), **{SCHOOL: "school"})
    for user in (other_clerk, supervisor):
        client.force_login(user)
        batch = upload(client)
        assert "school" not in batch.rows.get().values
        assert "按上次的对应关系" not in page_of(client, batch)


def test_a_field_that_does_not_exist_is_no_choice(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    choose(as_clerk, batch, **{SCHOOL: "password", "Z 别的": "name"})
    assert batch.choices == {}


def test_columns_of_an_applied_ledger_stay(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    assert "已经处理过" in choose(as_clerk, batch, **{SCHOOL: "school"})
    assert "school" not in batch.rows.get().values


def test_only_who_may_take_it_in_may_choose(
    client: Any, as_clerk: Any, other_clerk: Any, village_worker: Any
) -> None:
    batch = upload(as_clerk)
    for user in (other_clerk, village_worker):
        client.force_login(user)
        address = reverse("ledger_columns", args=[batch.pk])
        response = client.post(address, {f"column {SCHOOL}": "school"})
        assert response.status_code in (302, 403, 404)
        batch.refresh_from_db()
        assert batch.choices == {}
