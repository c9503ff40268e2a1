"""Days that stand as plain numbers: what they count from is the workbook's word."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from datasets.access import Actor
from datasets.actions.ledgers.batches import apply_upload
from datasets.ledgers.pipeline import read_ledger
from datasets.resources import write_errors
from tests.binary_workbooks import xlsb
from tests.conftest import TODAY
from tests.spreadsheets import _saved, xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
SINCE_1904 = (BORN - datetime.date(1904, 1, 1)).days
HEADER = ["镇", "村", "姓名", "性别", "民族", "出生日期"]
ROWS = [HEADER, ["徐霞客镇", "徐霞客村", "张伟", "男", "汉", SINCE_1904]]


def xlsx_from_1904(*rows: Sequence[Any]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx(*rows)))
    workbook.epoch = CALENDAR_MAC_1904
    return _saved(workbook)


def xls_from_1904(*rows: Sequence[Any]) -> bytes:
    workbook = xlwt.Workbook()
    workbook.dates_1904 = True
    page = workbook.add_sheet("花名册")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    return _saved(workbook)


def xlsb_from_1904(*rows: Sequence[Any]) -> bytes:
    return xlsb(*rows, from_1904=True)


@pytest.mark.parametrize("make", [xlsx_from_1904, xls_from_1904, xlsb_from_1904])
def test_a_number_counts_from_where_the_workbook_says(make: Callable[..., bytes]) -> None:
    by = Actor.system(today=TODAY)
    (row,) = read_ledger(make(*ROWS), "台账.xlsx", collection="children", by=by).rows
    assert (row.values["birth_date"], row.issues) == (BORN, ())


def test_a_day_that_is_formatted_as_one_stays_itself() -> None:
    by = Actor.system(today=TODAY)
    content = xlsx_from_1904(HEADER, [*ROWS[1][:-1], BORN])
    (row,) = read_ledger(content, "台账.xlsx", collection="children", by=by).rows
    assert row.values["birth_date"] == BORN


def test_rows_given_back_count_as_they_did(clerk: Any, records_root: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    wrong = ["徐霞客镇", "没有的村", *ROWS[1][2:]]
    reading = read_ledger(xlsx_from_1904(HEADER, wrong), "台账.xlsx", collection="children", by=by)
    batch, _plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    content = io.BytesIO()
    assert write_errors(batch, content, by=by, with_parked=True) == 1
    (again,) = read_ledger(content.getvalue(), "改好.xlsx", collection="children", by=by).rows
    assert again.values["birth_date"] == BORN
