"""A home's address says the village where nothing else does."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.ledgers.rows import ReadRow
from datasets.ledgers.pipeline import read_ledger
from tests.conftest import TODAY, XUXIAKE
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

HUTANG = "320281104210"
TITLE = ["徐霞客镇困境儿童花名册"]


def row_of(header: list[str], cells: list[Any], *, title: list[str] = TITLE) -> ReadRow:
    by = Actor.system(today=TODAY)
    content = xlsx(title, ["姓名", "性别", *header], ["张伟", "男", *cells])
    (row,) = read_ledger(content, "台账.xlsx", collection="children", by=by).rows
    return row


def told(row: ReadRow) -> tuple[str, list[str]]:
    place = row.values.get("region")
    return place.code if place else "", [issue.code for issue in row.issues]


@pytest.mark.parametrize(
    "address", ["湖塘村3组12号", "徐霞客镇湖塘村", "江苏省江阴市徐霞客镇湖塘村3组", "湖塘村委会"]
)
def test_where_the_child_lives_is_taken_as_its_village(address: str) -> None:
    row = row_of(["现居住地址"], [address])
    assert told(row) == (HUTANG, [])
    assert row.cells["region"] == address
    assert row.values["residence_address"] == address


def test_a_registered_address_alone_is_taken_and_told() -> None:
    assert told(row_of(["户籍地址"], ["湖塘村3组"])) == (HUTANG, ["region_from_household"])


def test_where_the_child_lives_goes_before_where_it_is_registered() -> None:
    row = row_of(["户籍地址", "家庭住址"], ["徐霞客村3组", "湖塘村2组"])
    assert told(row) == (HUTANG, [])


def test_an_address_of_another_town_than_the_rows_own_is_not_taken() -> None:
    row = row_of(["镇（街道）", "家庭住址"], ["徐霞客镇", "长泾镇南国村3组"])
    assert told(row) == (XUXIAKE, ["region_no_village"])


def test_an_address_that_names_no_known_village_leaves_the_row_as_it_is() -> None:
    assert told(row_of(["家庭住址"], ["幸福小区3幢201室"])) == (XUXIAKE, ["region_no_village"])
    row = row_of(["家庭住址"], ["幸福小区3幢201室"], title=["困境儿童花名册"])
    assert told(row) == ("", ["region_missing"])


def test_a_village_in_its_own_column_is_not_overruled() -> None:
    row = row_of(["村（社区）", "家庭住址"], ["湖塘村", "徐霞客村2组"])
    assert told(row) == (HUTANG, [])


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["户籍地址", "现居住地址"], ["湖塘村3组", "同上"]),
        (["户籍地址", "现居住地址"], ["湖塘村3组", "同户籍地址"]),
    ],
)
def test_the_same_address_is_written_out(header: list[str], cells: list[str]) -> None:
    row = row_of(header, cells)
    assert row.values["residence_address"] == "湖塘村3组"
