"""Lists of regions: what a row makes, moves and renames, and that all below follows."""

import time
from pathlib import Path
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.undo import undo_batch
from datasets.ledgers.pipeline import preview, read_ledger
from datasets.models import LedgerBatch, Region, RegionName
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import make_family
from tests.spreadsheets import csv_text, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(administrator: Any) -> Actor:
    return Actor.of(administrator, today=TODAY)


def planned(by: Actor, *rows: Any) -> Plan:
    reading = read_ledger(xlsx(*rows, sheet="区划"), "区划.xlsx", collection="regions", by=by)
    return preview(reading, by=by)


def applied(by: Actor, *rows: Any) -> tuple[LedgerBatch, Plan]:
    reading = read_ledger(xlsx(*rows, sheet="区划"), "区划.xlsx", collection="regions", by=by)
    return apply_upload(upload=reading.upload, rows=reading.rows, by=by)


def told(plan: Plan) -> list[tuple[int, str, list[str]]]:
    return [(row.read.row, row.action.value, [i.code for i in row.issues]) for row in plan.rows]


LIST = (
    ["江阴市行政区划调整表"],
    ["统计口径：2026年", "", "", "", ""],
    ["序号", "区划代码", "名称", "上级", "备注"],
    [1, "320281199000", "霞客新城街道", "江阴市", "新设"],
    [2, "320281199201", "新城社区", "霞客新城街道", ""],
    [3, "320281199202", "湖畔社区", "", ""],
    [4, XUXIAKE_VILLAGE, "徐霞客村", "徐霞客镇", ""],
    [5, "", "某某村", "没有的镇", ""],
    ["合计", "", "5个", "", ""],
)


def test_a_list_makes_towns_with_their_villages_and_undoing_takes_them_back(mine: Actor) -> None:
    before = Region.objects.count()
    batch, plan = applied(mine, *LIST)

    assert told(plan) == [
        (4, "create", []),
        (5, "create", []),
        (6, "create", []),
        (7, "unchanged", []),
        (8, "error", ["reference_unknown"]),
    ]
    town, village, other = (region(code) for code in ("320281199", "320281199201", "320281199202"))
    assert (town.level, town.parent, village.level) == ("township", region("320281"), "village")
    assert village.parent == other.parent == town
    assert village.path == f"{town.path}{village.pk:08d}"
    assert (village.name_key, village.history.get().ledger_row) == ("新城", 5)
    for made in (town, village, other):
        made.full_clean()
    assert Actor.system().rows(Region).filter(pk=village.pk).exists()
    result = undo_batch(batch=batch, by=mine, reason="传错了")
    assert (result.kept, Region.objects.count()) == ([], before)


def test_a_town_in_which_somebody_was_registered_since_stays_with_all_above_it(mine: Actor) -> None:
    batch, _plan = applied(mine, *LIST)
    make_family("320281199201", head_name="赵大")
    result = undo_batch(batch=batch, by=mine, reason="传错了")
    assert {(one["name"], one["why"]) for one in result.kept} == {
        ("霞客新城街道", "in_use"),
        ("新城社区", "in_use"),
    }
    assert not Region.objects.filter(code="320281199202").exists()


def test_a_move_takes_along_what_lies_below_and_a_renamed_region_is_found_by_its_old_name(
    mine: Actor,
) -> None:
    town, village = region(XUXIAKE), region(XUXIAKE_VILLAGE)
    below = create(
        Region,
        values={"name": "徐霞客新区", "level": "county", "parent": region("3202")},
        by=Actor.system(),
        reason="新设",
    )
    header = ["编号", "区划代码", "名称", "上级地区", "曾用名或别名"]
    row = [town.pk, town.code, "徐霞客街道", "江苏省/无锡市/徐霞客新区", "马镇\n璜塘镇"]
    batch, plan = applied(mine, header, row)

    assert told(plan) == [(2, "update", [])]
    assert plan.rows[0].changes["other_names"][1][-3:] == ["马镇", "璜塘镇", "徐霞客镇"]
    town.refresh_from_db()
    village.refresh_from_db()
    assert (town.name_key, town.parent) == ("徐霞客", below)
    assert town.path == f"{below.path}{town.pk:08d}"
    assert village.path.startswith(town.path)
    assert RegionName.objects.filter(region=town, name="徐霞客镇").exists()

    undo_batch(batch=batch, by=mine, reason="传错了")
    old = (town.path, village.path)
    town.refresh_from_db()
    village.refresh_from_db()
    assert (town.name, town.parent.code) == ("徐霞客镇", "320281")
    assert town.path.startswith(region("320281").path)
    assert village.path.startswith(town.path)
    assert old != (town.path, village.path)
    assert not RegionName.objects.filter(region=town, name="马镇").exists()


def test_a_town_moved_under_a_region_that_the_same_list_makes_returns_before_that_goes(
    mine: Actor,
) -> None:
    town = region(XUXIAKE)
    header = ["编号", "区划代码", "名称", "级别", "上级地区"]
    batch, _plan = applied(
        mine,
        header,
        [town.pk, town.code, town.name, "镇级", "新江阴区"],
        ["", "320299", "新江阴区", "县级", "3202"],
    )
    town.refresh_from_db()
    assert town.parent == region("320299")
    assert town.path.startswith(region("320299").path)
    result = undo_batch(batch=batch, by=mine, reason="传错了")
    town.refresh_from_db()
    assert (result.kept, town.parent) == ([], region("320281"))
    assert not Region.objects.filter(code="320299").exists()


def test_undoing_puts_no_region_under_itself(mine: Actor) -> None:
    town, other = region(XUXIAKE), region("320281110")
    header = ["编号", "区划代码", "名称", "级别", "上级地区"]
    county = create(
        Region,
        values={"name": "徐霞客新区", "level": "county", "parent": region("3202")},
        by=Actor.system(),
        reason="新设",
    )
    change(county, values={"parent": region("320281")}, by=Actor.system(), reason="划归")
    batch, _plan = applied(mine, header, [county.pk, "", county.name, "县级", "江苏省/无锡市"])
    change(region("320281"), values={"parent": county}, by=Actor.system(), reason="升格")

    result = undo_batch(batch=batch, by=mine, reason="传错了")

    assert [(one["field"], one["why"]) for one in result.kept] == [("parent", "lost")]
    for one in (town, other):
        one.refresh_from_db()
        county.refresh_from_db()
        assert one.path.startswith(county.path)


def test_no_region_comes_to_lie_under_itself(mine: Actor) -> None:
    header = ["编号", "区划代码", "名称", "上级地区"]
    county, town, village = region("320281"), region(XUXIAKE), region(XUXIAKE_VILLAGE)
    plan = planned(mine, header, [county.pk, county.code, county.name, XUXIAKE])
    assert plan.rows[0].action == "error"
    other = Region.objects.exclude(pk=town.pk).filter(level="township", parent=county).first()
    assert other is not None
    rows = [
        [town.pk, town.code, town.name, other.code],
        [other.pk, other.code, other.name, XUXIAKE],
    ]
    assert [row.action.value for row in planned(mine, header, *rows).rows] == ["error", "error"]
    assert village.path.startswith(town.path)


def test_a_village_written_otherwise_is_not_made_a_second_time(mine: Actor) -> None:
    header = ["名称", "上级地区", "级别"]
    plan = planned(mine, header, ["徐霞客村委会", XUXIAKE, "村级"])
    assert told(plan) == [(2, "park", ["record_alike"])]


def test_a_code_under_a_wholly_different_name_is_left_to_a_human(mine: Actor) -> None:
    header = ["区划代码", "名称", "上级"]
    plan = planned(mine, header, [XUXIAKE, "长安大道", "江阴市"])
    assert told(plan) == [(2, "park", ["name_differs_under_key"])]


def test_wrong_codes_levels_and_dates_are_errors(mine: Actor) -> None:
    header = ["区划代码", "名称", "上级", "级别", "并入", "撤销日期"]
    plan = planned(
        mine,
        header,
        ["3202AB", "甲镇", "江阴市", "镇级", "", ""],
        ["", "乙市", XUXIAKE, "市级", "", ""],
        ["", "丙村", XUXIAKE, "村级", XUXIAKE_VILLAGE, ""],
        ["", "丁村", XUXIAKE, "村级", XUXIAKE_VILLAGE, "2026.1.1"],
    )
    assert told(plan) == [
        (2, "error", ["region_code_unreadable"]),
        (3, "error", ["level_not_below"]),
        (4, "error", ["successor_without_date"]),
        (5, "create", []),
    ]


def test_regions_are_made_and_changed_in_ones_own_area_only(clerk: Any, mine: Actor) -> None:
    far = Actor.of(mine.user, today=TODAY)
    header = ["名称", "上级", "级别"]
    plan = planned(far, header, ["新省", "", "省"], ["新村", XUXIAKE, "村级"])
    assert [row.action.value for row in plan.rows] == ["error", "create"]


def test_thousands_of_villages_come_in_at_a_decent_rate(mine: Actor, tmp_path: Path) -> None:
    header = ["区划代码", "名称", "上级"]
    rows = [
        [f"32028120{n // 800}{100 + n % 800}", f"第{n}村", f"32028120{n // 800}"]
        for n in range(3_200)
    ]
    towns = [[f"32028120{n}", f"第{n}镇", "320281"] for n in range(4)]
    content = csv_text(header, *rows, *towns).encode()
    start = time.perf_counter()
    reading = read_ledger(content, "区划.csv", collection="regions", by=mine)
    _batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=mine)
    took = time.perf_counter() - start

    assert plan.summary()["create"] == 3_204
    assert took < 30  # some 2 s on an idle machine
    assert region("320281200100").path.startswith(region("320281200").path)
