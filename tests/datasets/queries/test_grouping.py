"""Counts and sums by one or two fields, and the condition behind each of them."""

import datetime
from typing import Any

import pytest

from datasets.access import Actor
from datasets.models import Child
from datasets.queries.conditions import UnanswerableCondition, condition_of
from datasets.queries.grouping import Summary, summary_of
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def children(db: None) -> None:
    born = datetime.date(2015, 5, 3)
    make_child(XUXIAKE_VILLAGE, name="甲", sex="female", subsidy_amount="100.50", birth_date=born)
    make_child(XUXIAKE, name="乙", sex="female", birth_date=born.replace(day=31))
    make_child(CHANGJING, name="丙", sex="male", subsidy_amount="50")
    make_child(CHANGJING, name="丁", birth_date=born.replace(month=6))


def lines(summary: Summary) -> dict[str, list[int]]:
    return {
        row.label: [summary.at(row, column).count for column in summary.columns]
        for row in summary.rows
    }


def test_regions_are_counted_below_what_they_share(children: None, system: Actor) -> None:
    summary = summary_of(Child.objects.all(), by_row="region", by_column="sex", reader=system)
    assert lines(summary) == {"徐霞客镇": [0, 2, 0], "长泾镇": [1, 0, 1]}
    assert [column.label for column in summary.columns] == ["男", "女", "没有填写"]
    assert summary.at(None, None).count == 4


def test_a_number_is_summed(children: None, system: Actor) -> None:
    summary = summary_of(Child.objects.all(), by_row="sex", sum_of="subsidy_amount", reader=system)
    assert [float(summary.at(row, None).total) for row in summary.rows] == [50, 100.5, 0]


@pytest.mark.parametrize(
    "by_row",
    [
        "region", "region.county", "region.township", "region.village", "sex", "birth_date",
        "birth_date.year", "status", "household_region", "school", "family",
    ],
)  # fmt: skip
def test_every_figure_opens_as_many_records(children: None, system: Actor, by_row: str) -> None:
    summary = summary_of(Child.objects.all(), by_row=by_row, by_column="sex", reader=system)
    assert summary.at(None, None).count == 4
    for row in summary.rows:
        for column in summary.columns:
            told = {"all": [row.leaf, column.leaf]}
            condition = condition_of(Child, told, by=system, today=TODAY)
            assert Child.objects.filter(condition).count() == summary.at(row, column).count


def test_a_field_that_the_reader_does_not_see_is_not_counted_by(
    children: None, city_desk: Any
) -> None:
    by = Actor.of(city_desk, today=TODAY)
    with pytest.raises(UnanswerableCondition):
        summary_of(by.rows(Child), by_row="birth_date", reader=by)
