"""What an exported file is: text that nothing runs, in memory that does not grow."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.resources import TextTooLong, UnknownFormat, export_rows, export_to_file
from datasets.standards.formulas import active, inert
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child, make_guardian

RISKY = ("=1+1", "+86 138", "-", "@A1", "'=1", "\t=1")


@pytest.fixture
def by(boss: Any) -> Actor:
    return Actor.of(boss)


@pytest.mark.parametrize("text", [*RISKY, "王小明", "'安", "", "0012", "''=x"])
def test_the_guard_before_a_formula_comes_off_again(text: str) -> None:
    assert active(inert(text)) == text


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_of_a_csv_begins_like_a_formula(text: str, by: Actor, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE, remark=text)
    path = tmp_path / "children.csv"

    export_to_file("children", path, by=by)

    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    *_, last = csv.reader(content.decode("utf-8-sig").splitlines())
    assert last[-1] == "'" + text


@pytest.mark.parametrize("text", RISKY)
def test_every_cell_of_a_workbook_is_text_in_the_text_format(
    text: str, by: Actor, tmp_path: Path
) -> None:
    make_child(XUXIAKE_VILLAGE, remark=text, grade="001")
    path = tmp_path / "children.xlsx"

    export_to_file("children", path, by=by)

    sheet = load_workbook(path).active
    *_, last = sheet.iter_rows()
    assert (last[-1].value, last[-1].data_type, last[-1].number_format) == (text, "s", "@")
    assert sheet.freeze_panes == "C2"


def test_a_text_beyond_a_cells_limit_is_refused_and_not_cut(by: Actor, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE, remark="长" * 40_000)

    with pytest.raises(TextTooLong, match="第2行“备注”"):
        export_to_file("children", tmp_path / "a.xlsx", by=by)
    assert export_to_file("children", tmp_path / "a.csv", by=by) == 1


def test_another_ending_is_refused(by: Actor, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        export_to_file("children", tmp_path / "a.ods", by=by)


def test_the_number_of_queries_does_not_grow_with_the_rows(by: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            list(export_rows("children", by=by)[1])
        return len(captured)

    for _ in range(2):
        make_child(XUXIAKE_VILLAGE, guardian=make_guardian(XUXIAKE_VILLAGE), categories=("orphan",))
    few = queries()
    for _ in range(5):
        make_child(XUXIAKE_VILLAGE, guardian=make_guardian(XUXIAKE_VILLAGE), categories=("orphan",))

    assert queries() == few
