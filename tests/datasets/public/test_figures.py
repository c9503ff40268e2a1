"""The figures of a month: what they tell, and what they keep to themselves."""

import datetime

import pytest

from datasets.access import Actor
from datasets.models import FigureRelease
from datasets.public import (
    SMALLEST_COUNT,
    PublicTable,
    csv_text,
    figures_as_document,
    figures_as_rows,
    public_cities,
    public_figures,
)
from datasets.statistics import releases
from tests.factories import make_child

pytestmark = pytest.mark.django_db

VILLAGE = "320281104208"  # 徐霞客镇
TOWN = "320281110"  # 长泾镇


@pytest.fixture(autouse=True)
def smallest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three instead of ten, so that a test need not make a hundred children."""
    monkeypatch.setattr(releases, "SMALLEST_COUNT", 3)


def jiangyin(today: datetime.date) -> PublicTable:
    return next(one for one in public_figures(today=today).tables if one.region == "江阴市")


def children(number: int, region: str, *categories: str, by: Actor) -> None:
    for _one in range(number):
        make_child(region, by=by, categories=categories)


def test_ten_children_are_the_least_that_are_told() -> None:
    assert SMALLEST_COUNT == 10


def test_fewer_are_not_counted_in_public(today: datetime.date, system: Actor) -> None:
    children(2, VILLAGE, by=system)
    assert jiangyin(today).totals.total is None
    assert jiangyin(today).told == ()


def test_small_areas_and_groups_are_withheld_and_the_whole_is_told(
    today: datetime.date, system: Actor
) -> None:
    children(4, VILLAGE, "poverty", by=system)
    children(1, TOWN, "sexual_abuse", by=system)
    table = jiangyin(today)
    assert table.totals.total == 5
    assert "南闸街道" in {row.name for row in table.untold}
    counts = [count for row in (*table.areas, table.totals) for count in (*row.counts, row.total)]
    assert all(count is None or count >= 3 for count in counts)


def test_what_was_said_in_a_month_stays_said(today: datetime.date, system: Actor) -> None:
    children(3, VILLAGE, by=system)
    assert jiangyin(today).totals.total == 3
    children(1, VILLAGE, by=system)
    tomorrow = today + datetime.timedelta(1)
    assert public_figures(today=tomorrow).counted_date == today
    assert jiangyin(tomorrow).totals.total == 3
    assert jiangyin(today + datetime.timedelta(30)).totals.total == 4
    assert FigureRelease.objects.count() == 2


def test_an_empty_register_says_nothing_for_the_rest_of_the_month(
    today: datetime.date, system: Actor
) -> None:
    assert jiangyin(today).totals.total is None
    assert not FigureRelease.objects.exists()
    children(3, VILLAGE, by=system)
    assert jiangyin(today).totals.total == 3


def test_a_release_keeps_no_count_that_it_withholds(today: datetime.date, system: Actor) -> None:
    children(2, VILLAGE, "sexual_abuse", by=system)
    children(4, TOWN, "poverty", by=system)
    public_figures(today=today)
    for table in FigureRelease.objects.get().tables:
        for row in (*(area["counts"] for area in table["areas"]), table["totals"]):
            assert not {0, 1, 2} & {*row}


def test_the_front_page_says_the_same_number(today: datetime.date, system: Actor) -> None:
    children(4, VILLAGE, by=system)
    counts = {city.name: city.child_count for city in public_cities(today=today)}
    assert counts == {"江阴市": 4, "郑州市": None}


def test_the_figures_go_out_with_their_definition_and_day(
    today: datetime.date, system: Actor
) -> None:
    children(4, VILLAGE, "poverty", by=system)
    figures = public_figures(today=today)
    document = figures_as_document(figures)
    assert document["date"] == "2026-11-20"
    assert "只计一次" in document["definition"]
    total = next(one for one in document["tables"] if one["region"]["code"] == "320281")["total"]
    assert total["total"] == 4
    lines = csv_text(figures_as_rows(figures)).splitlines()
    assert "2026-11-20,江阴市困境未成年人五类,江阴市,全部,合计,4" in lines
