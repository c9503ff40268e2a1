"""How children are counted before anything is published."""

import datetime

import pytest

from datasets.access import Actor
from datasets.actions.children import close_child
from datasets.actions.dispatch import change, create
from datasets.choices import ClosingReason
from datasets.models import CategoryPlacement, CategoryScheme, Region
from datasets.statistics.children import ChildTable, count_children, published_schemes
from tests.factories import make_child

pytestmark = pytest.mark.django_db

VILLAGE = "320281104208"  # 徐霞客镇
TOWN = "320281110"  # 长泾镇
COUNTY = "320281"  # 江阴市


def count(today: datetime.date) -> ChildTable:
    scheme = CategoryScheme.objects.get(code="jiangyin-2015")
    return count_children(scheme=scheme, region=Region.objects.get(code=COUNTY), today=today)


def by_group(table: ChildTable) -> dict[str, int]:
    totals = [sum(column) for column in zip(*table.counts, strict=True)]
    names = [group.name if group else "" for group in table.groups]
    return {name: total for name, total in zip(names, totals, strict=True) if total}


def by_area(table: ChildTable) -> dict[str, int]:
    names = [area.name if area else "" for area in table.areas]
    return {name: sum(row) for name, row in zip(names, table.counts, strict=True) if sum(row)}


def test_a_child_of_several_groups_counts_once_in_the_first(
    today: datetime.date, system: Actor
) -> None:
    make_child(VILLAGE, by=system, categories=("poverty", "orphan"))
    make_child(VILLAGE, by=system, categories=("poverty",))
    make_child(VILLAGE, by=system)
    assert by_group(count(today)) == {"流浪未成年人和孤儿": 1, "特殊困难": 1, "": 1}


def test_an_area_counts_all_that_lies_beneath_it_and_what_lies_in_none_stands_apart(
    today: datetime.date, system: Actor
) -> None:
    for region in (VILLAGE, VILLAGE, TOWN, COUNTY):
        make_child(region, by=system)
    make_child("410103", by=system)
    assert by_area(count(today)) == {"徐霞客镇": 2, "长泾镇": 1, "": 1}


def test_a_closed_case_and_an_ended_category_count_no_more(
    today: datetime.date, system: Actor
) -> None:
    closed = make_child(VILLAGE, by=system, categories=("orphan",))
    close_child(
        child=closed,
        closing_reason=ClosingReason.MOVED_AWAY,
        closed_date=today,
        by=system,
        reason="迁出",
    )
    child = make_child(VILLAGE, by=system, categories=("orphan",))
    link = child.category_links.get()
    ended = {"category_links": [{"id": link.pk, "until_date": today - datetime.timedelta(1)}]}
    change(child, values={}, owned=ended, by=system, reason="终止")
    assert by_group(count(today)) == {"": 1}


def test_a_group_of_one_sensitive_category_is_not_a_group_of_its_own(
    today: datetime.date, system: Actor
) -> None:
    harmed = CategoryPlacement.objects.filter(group__scheme__code="jiangyin-2015", group__number=3)
    for placement in harmed.exclude(category__code="sexual_abuse").select_related("category"):
        owned = {"placements": [{"id": placement.pk, "delete": True}]}
        change(placement.category, values={}, owned=owned, by=system, reason="改分组")
    make_child(VILLAGE, by=system, categories=("sexual_abuse",))
    table = count(today)
    assert "遭受侵害" not in [group.name for group in table.groups if group]
    assert by_group(table) == {"": 1}


def test_of_schemes_whose_regions_overlap_the_uppermost_alone_is_published(system: Actor) -> None:
    codes = {scheme.code for scheme, _region in published_schemes()}
    assert codes == {"jiangyin-2015", "zhengzhou-2014"}
    create(
        CategoryScheme,
        values={
            "code": "wuxi",
            "name": "无锡市分类",
            "region": Region.objects.get(code="3202"),
        },
        by=system,
        reason="测试",
    )
    assert {scheme.code for scheme, _region in published_schemes()} == {"wuxi", "zhengzhou-2014"}
