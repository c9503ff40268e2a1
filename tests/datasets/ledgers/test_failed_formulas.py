"""Cells whose formula failed are told as wrong in every kind of workbook, not taken as empty."""

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from datasets.access import Actor
from datasets.ledgers.files import read_sheets
from datasets.ledgers.pipeline import read_ledger
from tests.binary_workbooks import DIV0, NA, REF, Failed, xls_with_formulas, xlsb
from tests.conftest import TODAY
from tests.spreadsheets import HEADER, a_row, ods

_SHOWN = {DIV0: "#DIV/0!", NA: "#N/A", REF: "#REF!"}


def ods_with_formulas(*rows: Any) -> bytes:
    return ods(
        *(
            [_SHOWN.get(cell, cell) if isinstance(cell, Failed) else cell for cell in row]
            for row in rows
        )
    )


KINDS: dict[str, Callable[..., bytes]] = {
    "xls": xls_with_formulas,
    "xlsb": xlsb,
    "ods": ods_with_formulas,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_failed_formula_shows_what_it_shows_in_the_program(kind: str) -> None:
    rows = [["姓名", "村", "补助"], ["甲", REF, "三"], [DIV0, "徐霞客村", ""], ["乙", "村", NA]]

    (sheet,) = read_sheets(KINDS[kind](*rows), f"台账.{kind}")

    assert sheet.rows == [
        ["姓名", "村", "补助"], ["甲", "#REF!", "三"], ["#DIV/0!", "徐霞客村", ""], ["乙", "村", "#N/A"],
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.django_db
def test_a_failed_formula_is_an_error_on_its_field(kind: str) -> None:
    row = a_row(出生日期=REF, 补助标准=DIV0)
    content = KINDS[kind](list(HEADER), row)

    (read,) = read_ledger(
        content, f"台账.{kind}", collection="children", by=Actor.system(today=TODAY)
    ).rows

    assert [(one.field, one.code) for one in read.issues] == [
        ("birth_date", "not_text"),
        ("subsidy_amount", "not_text"),
    ]


def test_a_failed_formula_in_a_large_xls_is_found() -> None:
    rows = [["姓名", "村"], *([f"名{n}", "村"] for n in range(5_000)), [NA, "村"]]

    (sheet,) = read_sheets(xls_with_formulas(*rows), "台账.xls")

    assert sheet.rows[-1] == ["#N/A", "村"]
    assert len(sheet.rows) == 5_002


def test_repeated_cells_of_an_ods_fail_each() -> None:
    content = ods(["姓名", "甲", "乙"], ["丙", "Err:502", "丁"])

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w") as copy:
        for name in whole.namelist():
            part = whole.read(name)
            copy.writestr(
                name,
                part.replace(b' table:formula="of:=1/0"', b' table:number-columns-repeated="2"'),
            )

    (sheet,) = read_sheets(out.getvalue(), "台账.ods")

    assert sheet.rows[1] == ["丙", "#VALUE!", "#VALUE!", "丁"]


@pytest.mark.django_db
def test_an_xlsb_is_read_like_an_xlsx() -> None:
    serial = (datetime.date(2015, 6, 1) - datetime.date(1899, 12, 30)).days
    content = xlsb(
        ["徐霞客镇困境儿童花名册"],
        list(HEADER),
        a_row(姓名="甲一", 出生日期=serial, 补助标准=300.5),
    )

    (read,) = read_ledger(
        content, "台账.xlsb", collection="children", by=Actor.system(today=TODAY)
    ).rows

    assert not read.issues
    assert read.values["name"] == "甲一"
    assert read.values["birth_date"] == datetime.date(2015, 6, 1)
    assert str(read.values["subsidy_amount"]) == "300.50"
    assert read.row == 3
