"""Which collections are proposed for a file: those whose ledgers know most of its headings."""

from typing import Any

import pytest

from datasets.ledgers.fitting import best_fits
from datasets.ledgers.pipeline import LAYOUTS
from datasets.ledgers.sheets import Sheet
from tests.datasets.custom.volunteers import volunteers
from tests.datasets.ledgers.proposing import sheets
from tests.spreadsheets import HEADER, a_row

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


def fits(rows: list[list[Any]]) -> list[tuple[str, int, int]]:
    sheet = Sheet("表", rows, list(range(1, len(rows) + 1)))
    return [(one.collection, one.known, one.of) for one in best_fits([sheet], [*LAYOUTS.values()])]


def test_a_ledger_of_children_is_one(db: None) -> None:
    assert fits([[*HEADER], a_row()])[0][0] == "children"


def test_what_nobody_knows_fits_nothing(db: None) -> None:
    assert fits(sheets.goods()) == []


def test_a_collection_of_ones_own_is_proposed_before_built_in_ones(volunteers: Any) -> None:
    rows = [
        ["序号", "村", "姓名", "电话", "加入日期", "特长"],
        [1, "徐霞客村", "李爱心", sheets.phone(1), "", ""],
    ]
    assert fits(rows)[0] == ("volunteers", 5, 5)
