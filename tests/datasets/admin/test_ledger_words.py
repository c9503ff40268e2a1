"""Words that nobody understands: each asked once with its count, given a meaning for all rows, remembered."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets.ledgers.words import likely
from datasets.models import Child, LedgerBatch, LedgerHabit
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db


def upload(client: Any, *rows: Any) -> LedgerBatch:
    file = SimpleUploadedFile("台账.xlsx", xlsx(HEADER, *rows))
    response = client.post(reverse("ledger_upload"), {"file": file})
    assert response.status_code == 302, response.content.decode()
    return LedgerBatch.objects.latest("pk")


def say(client: Any, batch: LedgerBatch, field: str, word: str, code: str, **more: str) -> str:
    data = {f"word {field} {word}": code, "remember": "1", **more}
    page = client.post(reverse("ledger_words", args=[batch.pk]), data, follow=True)
    batch.refresh_from_db()
    return page.content.decode()


def page_of(client: Any, batch: LedgerBatch) -> str:
    return client.get(reverse("ledger_batch", args=[batch.pk])).content.decode()


ROWS = [a_row(姓名=f"娃{n}", 儿童类别="散居儿、留守") for n in "甲乙丙"]


def test_an_unknown_word_is_asked_once_with_its_count(as_clerk: Any) -> None:
    batch = upload(as_clerk, *ROWS, a_row(姓名="娃丁", 儿童类别="孤儿"))
    assert batch.words == [{"field": "categories", "key": "散居儿", "text": "散居儿", "count": 3}]
    page = page_of(as_clerk, batch)
    assert "“<b>散居儿</b>”" in page
    assert "×3" in page


def test_a_word_is_given_its_meaning_for_all_rows(as_clerk: Any) -> None:
    batch = upload(as_clerk, *ROWS)
    assert batch.error_count == 3
    page = say(as_clerk, batch, "categories", "散居儿", "orphan")
    assert (batch.error_count, batch.created_count) == (0, 3)
    assert "1 种写法已有对应" in page
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    for child in Child.objects.all():
        codes = child.category_links.values_list("category__code", flat=True)
        assert set(codes) == {"orphan", "left_behind"}


def test_a_word_can_be_left_out(as_clerk: Any) -> None:
    batch = upload(as_clerk, *ROWS)
    say(as_clerk, batch, "categories", "散居儿", "-")
    assert [row.values["categories"] for row in batch.rows.all()] == [["left_behind"]] * 3
    assert not any(row.issues for row in batch.rows.all())


def test_a_village_is_told_what_it_is_called_here(as_clerk: Any) -> None:
    batch = upload(as_clerk, a_row(姓名="甲", 村="老徐家巷"), a_row(姓名="乙", 村="老徐家巷"))
    assert batch.error_count == 2
    (word,) = batch.words
    say(as_clerk, batch, "region", word["key"], XUXIAKE_VILLAGE)
    assert [row.values["region"] for row in batch.rows.all()] == [XUXIAKE_VILLAGE] * 2
    assert batch.error_count == 0


def test_no_village_of_another_town_can_be_meant(as_clerk: Any) -> None:
    batch = upload(as_clerk, a_row(姓名="甲", 村="老徐家巷"))
    say(as_clerk, batch, "region", batch.words[0]["key"], CHANGJING)
    assert batch.error_count == 1
    assert "长泾" not in page_of(as_clerk, batch)


@pytest.mark.parametrize(
    ("field", "cells", "key", "code"),
    [
        ("guardian_relation", {"监护人姓名": "李四", "与儿童关系": "俺爹"}, "俺爹", "father"),
        ("sex", {"性别": "公"}, "公", "male"),
    ],
)
def test_words_of_other_lists_are_asked_too(
    as_clerk: Any, field: str, cells: dict[str, str], key: str, code: str
) -> None:
    batch = upload(as_clerk, a_row(**cells))
    assert field not in batch.rows.get().values
    say(as_clerk, batch, field, key, code)
    assert batch.rows.get().values[field] == code


def test_next_months_file_asks_no_more(as_clerk: Any) -> None:
    say(as_clerk, upload(as_clerk, *ROWS), "categories", "散居儿", "orphan")
    batch = upload(as_clerk, a_row(姓名="娃戊", 儿童类别="散居儿"), a_row(姓名="娃己"))
    assert (batch.error_count, batch.created_count) == (0, 2)
    assert batch.words[0]["count"] == 1
    page = page_of(as_clerk, batch)
    assert "按上次的对应关系读取（clerk" in page
    assert "1 种写法已有对应" in page


def test_what_was_taught_is_unlearnt(as_clerk: Any) -> None:
    say(as_clerk, upload(as_clerk, *ROWS), "categories", "散居儿", "orphan")
    batch = upload(as_clerk, *ROWS)
    page = as_clerk.post(
        reverse("ledger_words", args=[batch.pk]), {"reset": "1", "remember": "1"}, follow=True
    ).content.decode()
    assert "×3" in page
    assert not LedgerHabit.objects.exists()
    assert upload(as_clerk, *ROWS).error_count == 3


def test_another_regions_sender_has_its_own_words(
    client: Any, as_clerk: Any, supervisor: Any
) -> None:
    say(as_clerk, upload(as_clerk, *ROWS), "categories", "散居儿", "orphan")
    client.force_login(supervisor)
    assert upload(client, *ROWS).error_count == 3


def test_a_code_that_does_not_exist_is_no_meaning(as_clerk: Any) -> None:
    batch = upload(as_clerk, *ROWS)
    say(as_clerk, batch, "categories", "散居儿", "rich")
    assert batch.error_count == 3
    assert not LedgerHabit.objects.exists()


def test_the_likeliest_meaning_comes_first() -> None:
    known = {
        "散居孤儿": "orphan",
        "孤儿": "orphan",
        "留守": "left_behind",
        "重病": "serious_illness",
    }
    assert likely("散居的孤儿", known)[0] == "orphan"
    assert likely("留守的", known)[0] == "left_behind"
    assert likely("完全两样", known) == []
