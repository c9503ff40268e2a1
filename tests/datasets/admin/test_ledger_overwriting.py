"""Keep ours or take theirs: chosen on the preview, once a field."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.models import Child, LedgerBatch, LedgerHabit
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

BORN = "2015-06-01"


@pytest.fixture(autouse=True)
def child(db: None) -> Child:
    return make_child(XUXIAKE_VILLAGE, name="乙", birth_date=BORN, school="江阴市实验小学")


def upload(client: Any, *, header: Any = HEADER, **cells: Any) -> LedgerBatch:
    row = a_row(**{"姓名": "乙", "出生日期": BORN, "就读学校": "实验小学", **cells})
    file = SimpleUploadedFile("台账.xlsx", xlsx(header, row))
    assert client.post(reverse("ledger_upload"), {"file": file}).status_code == 302
    return LedgerBatch.objects.latest("pk")


def choose(client: Any, batch: LedgerBatch, **data: str) -> str:
    said = {name.replace("kept_", "kept ", 1): value for name, value in data.items()}
    page = client.post(reverse("ledger_kept", args=[batch.pk]), said, follow=True)
    batch.refresh_from_db()
    return str(page.content.decode())


def page_of(client: Any, batch: LedgerBatch) -> str:
    return str(client.get(reverse("ledger_batch", args=[batch.pk])).content.decode())


def test_a_field_that_would_be_overwritten_is_shown_once_with_its_count(as_clerk: Any) -> None:
    page = page_of(as_clerk, upload(as_clerk))
    assert "<b>就读学校</b> 1 行与档案不同" in page
    assert "1 行比档案写得少" in page
    assert "台账写的比档案少" in page


def test_one_sentence_on_several_fields_of_a_row_is_told_once(as_clerk: Any, child: Child) -> None:
    change(child, values={"remark": "旧备注很长"}, by=Actor.system(), reason="记下")
    page = page_of(as_clerk, upload(as_clerk, 备注="旧备注"))
    assert "<b>就读学校、备注</b> 台账写的比档案少" in page
    assert page.count("台账写的比档案少") == 1


def test_what_nobody_would_overwrite_is_not_asked(as_clerk: Any) -> None:
    assert "与档案不同" not in page_of(as_clerk, upload(as_clerk, 就读学校="", 备注="新的"))


def test_what_is_recorded_is_kept_and_can_be_given_up_again(as_clerk: Any, child: Child) -> None:
    batch = upload(as_clerk)
    page = choose(as_clerk, batch, kept_school="keep")
    assert "已重新读取" in page
    assert '<option value="keep" selected>' in page
    assert "保留 <b>江阴市实验小学</b>（台账写的是 实验小学）" in page
    assert "1 行与档案不同" in page
    assert batch.rows.get().changes.get("school") is None
    page = choose(as_clerk, batch, kept_school="take")
    assert '<option value="keep" selected>' not in page
    assert batch.rows.get().changes["school"] == ["江阴市实验小学", "实验小学"]


def test_what_is_kept_is_kept_when_the_ledger_is_applied(as_clerk: Any, child: Child) -> None:
    batch = upload(as_clerk, 备注="新的")
    choose(as_clerk, batch, kept_school="keep")
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    child.refresh_from_db()
    assert (child.school, child.remark) == ("江阴市实验小学", "新的")


def test_next_months_file_keeps_it_where_it_was_to_be_remembered(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), kept_school="keep", remember="1")
    batch = upload(as_clerk)
    assert "school" in batch.rows.get().kept
    assert "按上次的对应关系读取" in page_of(as_clerk, batch)
    choose(as_clerk, batch, kept_school="take", remember="1")
    assert not LedgerHabit.objects.exists()
    assert upload(as_clerk).rows.get().kept == {}


def test_what_was_not_to_be_remembered_holds_for_this_file_alone(as_clerk: Any) -> None:
    choose(as_clerk, upload(as_clerk), kept_school="keep")
    assert upload(as_clerk).rows.get().kept == {}


def test_columns_and_kept_fields_are_remembered_beside_each_other(as_clerk: Any) -> None:
    header = (*HEADER[:-1], "娃的情况")
    batch = upload(as_clerk, header=header)
    column = "column N 娃的情况"
    as_clerk.post(reverse("ledger_columns", args=[batch.pk]), {column: "health", "remember": "1"})
    choose(as_clerk, batch, kept_school="keep", remember="1")
    habit = LedgerHabit.objects.get()
    assert (habit.columns, habit.kept) == ({"N 娃的情况": "health"}, ["school"])
    as_clerk.post(reverse("ledger_columns", args=[batch.pk]), {"reset": "1", "remember": "1"})
    habit.refresh_from_db()
    assert (habit.columns, habit.kept) == ({}, ["school"])


def test_a_field_that_the_page_did_not_show_is_no_choice(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    choose(as_clerk, batch, kept_password="keep", kept_school="nonsense")
    assert batch.choices == {}


def test_only_who_may_take_it_in_may_choose(
    client: Any, as_clerk: Any, other_clerk: Any, village_worker: Any
) -> None:
    batch = upload(as_clerk)
    for user in (other_clerk, village_worker):
        client.force_login(user)
        response = client.post(reverse("ledger_kept", args=[batch.pk]), {"kept school": "keep"})
        assert response.status_code in (302, 403, 404)
        batch.refresh_from_db()
        assert batch.choices == {}


def test_what_was_chosen_for_an_applied_ledger_stays(as_clerk: Any) -> None:
    batch = upload(as_clerk)
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    assert "已经处理过" in choose(as_clerk, batch, kept_school="keep")
    assert batch.choices == {}
