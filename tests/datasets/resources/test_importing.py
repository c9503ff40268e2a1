"""What is refused before any row is looked at, and who may hand in a sheet."""

from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.records import NotPermitted
from datasets.resources import NotCanonical, export_to_file, import_sheet
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.resources.sheets import Sheet
from tests.factories import make_child


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("姓名,性别\n王小明,男\n", "没有“编号”列的表头"),
        ("编号,姓名,身高\n1,王小明,120\n", "不认识的列：身高。"),
        ("编号,姓名,姓名\n1,王小明,王小明\n", "重复的列：姓名。"),
        ("", "文件是空的"),
    ],
)
def test_a_file_that_is_no_canonical_sheet_is_refused_with_one_sentence(
    content: str, sentence: str, clerk: Any
) -> None:
    with pytest.raises(NotCanonical, match=sentence):
        import_sheet("children", content=content.encode(), file_name="a.csv", by=Actor.of(clerk))


def test_a_key_that_stands_twice_in_the_sheet_is_an_error(clerk: Any, tmp_path: Path) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    sheet = Sheet("children", tmp_path, by=Actor.of(clerk))
    sheet.rows.append(list(sheet.row_of(child)))

    errors = sheet.hand_in().errors

    assert [(error.row, error.header) for error in errors] == [(2, "编号"), (3, "编号")]


def test_columns_left_out_and_blank_rows_change_nothing(clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="第一小学")
    content = f"编号,姓名\n,\n{child.pk},王大明\n".encode()

    outcome = import_sheet("children", content=content, file_name="a.csv", by=Actor.of(clerk))

    [change] = outcome.changes
    assert change.row == 3
    child.refresh_from_db()
    assert (child.name, child.school) == ("王大明", "第一小学")


def test_who_may_not_export_gets_no_file(village_worker: Any, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        export_to_file("children", tmp_path / "a.xlsx", by=Actor.of(village_worker))
    assert not (tmp_path / "a.xlsx").exists()


def test_who_may_not_import_hands_in_nothing(
    clerk: Any, village_worker: Any, tmp_path: Path
) -> None:
    make_child(XUXIAKE_VILLAGE)
    sheet = Sheet("children", tmp_path, by=Actor.of(clerk))

    with pytest.raises(NotPermitted):
        sheet.hand_in(by=Actor.of(village_worker))
