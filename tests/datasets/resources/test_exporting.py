"""What an exported file is: text that nothing runs, in memory that does not grow."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from datasets.access import Actor
from datasets.ledgers.files import read_sheets
from datasets.resources import CANONICAL, TextTooLong, UnknownFormat, export, export_to_file
from datasets.standards.formulas import active, inert
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE
from tests.factories import make_child, make_guardian

RISKY = ("=1+1", "+86 138", "-", "@A1", "'=1", "\t=1", "＝1+1")


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
    assert sheet.freeze_panes == "C4"


def test_the_page_is_as_an_office_sends_it(clerk: Any, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE, subsidy_amount="1200.50", categories=("orphan",))
    make_child(XUXIAKE)
    path = tmp_path / "children.xlsx"

    export_to_file("children", path, by=Actor.of(clerk, today=TODAY))

    sheet = load_workbook(path).active
    assert (sheet.title, sheet["A1"].value) == ("困境儿童", "江阴市徐霞客镇困境儿童")
    assert "共2条　导出日期：2026-11-20　导出人：clerk" in sheet["A2"].value
    assert (sheet.auto_filter.ref, sheet.print_title_rows) == ("A3:AC5", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes, one wide
    assert "&P" in sheet.oddFooter.center.text
    key, name = (sheet[cell].font.color.rgb for cell in ("A3", "B3"))
    assert (key, name) == ("FF595959", "FFC00000")  # to read only, required
    money = next(cell for cell in sheet[4] if cell.value == 1200.5)
    assert (money.data_type, money.number_format) == ("n", "General")


def test_coded_columns_have_drop_downs_and_free_ones_none(clerk: Any, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE)
    path = tmp_path / "children.xlsx"

    export_to_file("children", path, by=Actor.of(clerk))

    sheet = load_workbook(path).active
    headers = {cell.column_letter: cell.value for cell in sheet[3]}
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        letter = str(rule.sqref).split(":", maxsplit=1)[0].rstrip("0123456789")
        offered[headers[letter]] = (rule.formula1, rule.showErrorMessage)
    assert offered["性别"] == ('"男,女"', True)
    assert offered["村（社区）"] == ('"徐霞客村村委会"', False)
    assert offered["儿童类别"][0].startswith('"精神障碍,智障')
    assert offered.keys() >= {"证件类型", "与儿童关系", "状态", "民族"}
    assert "姓名" not in offered


def test_a_file_that_could_not_be_finished_is_not_there(by: Actor, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE, remark="长" * 40_000)

    with pytest.raises(TextTooLong):
        export_to_file("children", tmp_path / "a.xlsx", by=by)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["a & b < c", " 前后 ", "第一行\n第二行", "响铃\x07", "_x0041_", "𠮷", "a\r\nb"]
)
def test_every_text_comes_out_of_the_workbook_as_it_was_recorded(
    text: str, by: Actor, tmp_path: Path
) -> None:
    make_child(XUXIAKE_VILLAGE, remark=text)
    path = tmp_path / "children.xlsx"

    export_to_file("children", path, by=by)

    *_, last = load_workbook(path).active.iter_rows(values_only=True)
    (read,) = [row[-1] for row in read_sheets(path.read_bytes(), path.name)[0].rows[3:]]
    assert unescape(last[-1]) == text
    assert read == text


def test_a_reader_that_trusts_the_sheets_extent_finds_every_row(by: Actor, tmp_path: Path) -> None:
    for number in range(3):
        make_child(XUXIAKE_VILLAGE, name=f"王小{number}")
    path = tmp_path / "children.xlsx"
    assert export_to_file("children", path, by=by) == 3
    rows = list(load_workbook(path, read_only=True).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[-3:]] == ["王小0", "王小1", "王小2"]


def test_a_text_beyond_a_cells_limit_is_refused_and_not_cut(by: Actor, tmp_path: Path) -> None:
    make_child(XUXIAKE_VILLAGE, remark="长" * 40_000)

    with pytest.raises(TextTooLong, match="第4行“备注”"):
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
            export("children", io.BytesIO(), shape=CANONICAL[".xlsx"], by=by)
        return len(captured)

    for _ in range(2):
        make_child(XUXIAKE_VILLAGE, guardian=make_guardian(XUXIAKE_VILLAGE), categories=("orphan",))
    few = queries()
    for _ in range(5):
        make_child(XUXIAKE_VILLAGE, guardian=make_guardian(XUXIAKE_VILLAGE), categories=("orphan",))

    assert queries() == few
