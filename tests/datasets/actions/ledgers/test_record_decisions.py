"""Rows that may be a recorded family or agency: what somebody decided of them, and what no decision can do."""

from dataclasses import replace
from typing import Any

import pytest

from datasets.access import Actor
from datasets.access.roles import DutyTableAdmin
from datasets.actions.dispatch import create
from datasets.actions.ledgers.batches import apply_upload, plan_rows
from datasets.actions.ledgers.choices import NEW, SKIP, LedgerChoices, row_key
from datasets.actions.ledgers.plan import TAKEN, Plan
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Agency, Family, LedgerBatch, MatchDecision
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE, someone
from tests.factories import make_family
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db

FAMILIES = ["村", "户号", "户主", "住址", "备注"]
AGENCIES = ["编号", "标识", "名称", "所在地区", "备注"]


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def keeper(db: None) -> Actor:
    return Actor.of(someone("keeper", DutyTableAdmin, "320281"), today=TODAY)


def read(collection: str, by: Actor, rows: tuple[Any, ...], decided: dict[int, Any]) -> Any:
    reading = read_ledger(xlsx(*rows), "表.xlsx", collection=collection, by=by)
    sheet = reading.rows[0].sheet
    rows_decided = {row_key(sheet, row): str(word) for row, word in decided.items()}
    return reading, LedgerChoices(rows=rows_decided)


def planned(collection: str, by: Actor, *rows: Any, decided: dict[int, Any]) -> Plan:
    reading, choices = read(collection, by, rows, decided)
    return plan_rows(reading.rows, collection=collection, by=by, choices=choices)


def applied(collection: str, by: Actor, *rows: Any, decided: dict[int, Any]) -> LedgerBatch:
    reading, choices = read(collection, by, rows, decided)
    upload = replace(reading.upload, choices=choices)
    return apply_upload(upload=upload, rows=reading.rows, by=by)[0]


def told(plan: Plan) -> list[tuple[str, list[str], str]]:
    return [(row.action.value, [i.code for i in row.issues], row.decision) for row in plan.rows]


def candidates(plan: Plan, at: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    return [(one.record_id, one.evidence) for one in plan.rows[at].candidates]


def test_a_row_waits_with_every_family_that_it_may_be(mine: Actor) -> None:
    one, two = (make_family(XUXIAKE_VILLAGE, head_name="赵大", address=a) for a in ("一组", "二组"))
    make_family(CHANGJING, head_name="赵大", address="三组")
    plan = planned("families", mine, FAMILIES, ["徐霞客村", "", "赵大", "三组", ""], decided={})
    assert told(plan) == [("park", ["record_alike"], "")]
    assert candidates(plan) == [(one.pk, ()), (two.pk, ())]
    assert not plan.rows[0].cannot_be_new


def test_this_one_writes_the_row_into_the_family_chosen(mine: Actor) -> None:
    one, two = (make_family(XUXIAKE_VILLAGE, head_name="赵大", address=a) for a in ("一组", "二组"))
    row = ["徐霞客村", "", "赵大", "三组", "搬家"]
    batch = applied("families", mine, FAMILIES, row, decided={2: two.pk})
    assert (batch.updated_count, batch.created_count, batch.parked_count) == (1, 0, 0)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.address, two.address, two.remark) == ("一组", "三组", "搬家")
    assert two.history.first().ledger_batch_id == batch.pk
    assert not MatchDecision.objects.exists()


def test_none_of_them_is_a_new_family(mine: Actor) -> None:
    make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    row = ["徐霞客村", "", "赵大", "二组", ""]
    batch = applied("families", mine, FAMILIES, row, decided={2: NEW})
    assert (batch.created_count, batch.updated_count) == (1, 0)
    assert {*Family.objects.values_list("address", flat=True)} == {"一组", "二组"}


def test_two_rows_that_contradict_each_other_are_two_families_where_somebody_says_so(
    mine: Actor,
) -> None:
    rows = [["徐霞客村", "", "钱二", "一组", remark] for remark in ("甲", "乙")]
    plan = planned("families", mine, FAMILIES, *rows, decided={})
    assert told(plan)[1] == ("park", ["record_conflict"], "")
    assert not plan.rows[1].cannot_be_new
    plan = planned("families", mine, FAMILIES, *rows, decided={3: NEW})
    assert [row.action.value for row in plan.rows] == ["create", "create"]


def test_a_number_that_is_taken_makes_no_new_family(mine: Actor) -> None:
    known = make_family(XUXIAKE_VILLAGE, head_name="赵大", household_number="001")
    row = ["徐霞客村", "001", "完全另一人", "", ""]
    plan = planned("families", mine, FAMILIES, row, decided={2: NEW})
    assert told(plan) == [("park", ["name_differs_under_key"], "")]
    assert plan.rows[0].cannot_be_new
    plan = planned("families", mine, FAMILIES, row, decided={2: known.pk})
    assert plan.rows[0].changes == {"head_name": ["赵大", "完全另一人"]}


def test_neither_can_a_number_that_an_earlier_row_takes(mine: Actor) -> None:
    alike = make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    rows = [["徐霞客村", "001", "钱二", "二组", ""], ["徐霞客村", "001", "赵大", "三组", ""]]
    for word in (NEW, alike.pk):
        plan = planned("families", mine, FAMILIES, *rows, decided={3: word})
        assert [row.action.value for row in plan.rows] == ["create", "park"]
        assert plan.rows[1].cannot_be_new


@pytest.mark.parametrize("is_first", [True, False])
def test_no_row_is_decided_to_be_what_another_row_is_for_certain(
    mine: Actor, is_first: bool
) -> None:
    known = make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    certain = ["徐霞客村", "", "赵大", "一组", "甲"]
    doubtful = ["徐霞客村", "", "赵大", "二组", "乙"]
    rows = [doubtful, certain] if is_first else [certain, doubtful]
    at = rows.index(doubtful)
    for decided in ({}, {at + 2: known.pk}):
        plan = planned("families", mine, FAMILIES, *rows, decided=decided)
        assert [row.action.value for row in plan.rows if row.read.row != at + 2] == ["update"]
        assert plan.rows[at].action == "park"
        assert candidates(plan, at) == [(known.pk, (TAKEN,))]


def test_of_two_rows_decided_to_be_one_family_the_second_waits(mine: Actor) -> None:
    known = make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    rows = [["徐霞客村", "", "赵大", address, ""] for address in ("二组", "三组")]
    plan = planned("families", mine, FAMILIES, *rows, decided={2: known.pk, 3: known.pk})
    assert told(plan) == [("update", [], str(known.pk)), ("park", ["record_conflict"], "")]


def test_no_decision_reaches_a_family_of_another_town_or_one_that_is_no_candidate(
    mine: Actor,
) -> None:
    far = make_family(CHANGJING, head_name="赵大", address="一组")
    stranger = make_family(XUXIAKE_VILLAGE, head_name="钱二")
    make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    header = ["编号", *FAMILIES]
    for key in (far.pk, stranger.pk):
        for id_cell in ("", far.pk):
            row = [id_cell, "徐霞客村", "", "赵大", "二组", "改"]
            plan = planned("families", mine, header, row, decided={2: key})
            # A number of another town's is none of this register: unknown, or no column of numbers at all.
            assert plan.rows[0].action in ({"park", "error"} if id_cell else {"park"})
            assert far.pk not in dict(candidates(plan))
    plain = ["徐霞客村", "", "孙三", "二组", "改"]  # was alike once, and nothing is any longer
    plan = planned("families", mine, FAMILIES, plain, decided={2: stranger.pk})
    assert told(plan) == [("park", ["decision_void"], "")]


def test_a_skipped_family_is_left_out(mine: Actor) -> None:
    make_family(XUXIAKE_VILLAGE, head_name="赵大", address="一组")
    row = ["徐霞客村", "", "赵大", "二组", ""]
    plan = planned("families", mine, FAMILIES, row, decided={2: SKIP})
    assert told(plan) == [("unchanged", ["skipped"], SKIP)]


def test_an_agency_under_its_code_takes_another_name_where_somebody_says_so(
    keeper: Actor,
) -> None:
    known = Agency.objects.get(code="jiangyin-education")
    row = ["", known.code, "数据管理中心", "江阴市", "改名"]
    plan = planned("agencies", keeper, AGENCIES, row, decided={})
    assert told(plan) == [("park", ["name_differs_under_key"], "")]
    assert candidates(plan) == [(known.pk, ())]
    assert plan.rows[0].cannot_be_new
    batch = applied("agencies", keeper, AGENCIES, row, decided={2: known.pk})
    assert batch.updated_count == 1
    known.refresh_from_db()
    assert (known.name, known.note) == ("数据管理中心", "改名")
    known.full_clean()


def test_a_key_of_another_agency_can_be_that_one_or_a_new_one(keeper: Actor) -> None:
    one = Agency.objects.get(code="jiangyin-education")
    sure = Agency.objects.filter(code__startswith="jiangyin-").exclude(pk=one.pk)[:2]
    rows = [[each.pk, each.code, each.name, "江阴市", ""] for each in sure]
    rows.append([one.pk, "jy-data", "数据局", "徐霞客镇", ""])
    plan = planned("agencies", keeper, AGENCIES, *rows, decided={})
    assert told(plan)[2] == ("park", ["key_of_another"], "")
    this = planned("agencies", keeper, AGENCIES, *rows, decided={4: one.pk})
    assert (this.rows[2].action, this.rows[2].record_id) == ("update", one.pk)
    # Later its row is read alone: the column 编号 then agrees with nothing, and still the row is that one.
    alone = planned("agencies", keeper, AGENCIES, rows[2], decided={2: one.pk})
    assert (alone.rows[0].action, alone.rows[0].record_id) == ("update", one.pk)
    batch = applied("agencies", keeper, AGENCIES, *rows, decided={4: NEW})
    assert batch.created_count == 1
    one.refresh_from_db()
    assert (one.code, Agency.objects.get(name="数据局").code) == ("jiangyin-education", "jy-data")


def test_an_agency_beyond_ones_area_is_no_candidate_though_everybody_may_read_it(
    keeper: Actor,
) -> None:
    system = Actor.system()
    far = Agency.objects.get(code="zhengzhou-civil-affairs")
    near = Agency.objects.get(code="jiangyin-civil-affairs")
    other = create(
        Agency,
        values={"code": "zz-x", "name": "特别中心", "level": "city", "region": far.region},
        by=system,
        reason="新设",
    )
    own = create(
        Agency,
        values={"code": "jy-x", "name": "特别中心", "level": "county", "region": near.region},
        by=system,
        reason="新设",
    )
    header, row = ["单位名称", "电话", "备注"], ["特别中心", "", "改"]
    plan = planned("agencies", keeper, header, row, decided={2: other.pk})
    assert told(plan) == [("park", ["several_records"], "")]
    assert candidates(plan) == [(own.pk, ())]
    plan = planned("agencies", keeper, header, row, decided={2: own.pk})
    assert (plan.rows[0].action, plan.rows[0].record_id) == ("update", own.pk)
