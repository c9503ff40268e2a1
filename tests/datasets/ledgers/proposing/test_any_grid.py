"""Whatever a sheet holds: a proposal comes or one sentence, its counts add up, and what it defines can be defined."""

import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.definitions.checking import check_field
from datasets.ledgers.proposing.correcting import Correction, corrected
from datasets.ledgers.proposing.defining import choices_in, fields_of
from datasets.ledgers.proposing.proposal import KINDS, Proposal, propose
from datasets.ledgers.proposing.rows import rows_as_records
from datasets.ledgers.proposing.weighing import Heard, reader_for
from datasets.ledgers.sheets import Sheet, UnreadableLedger

pytestmark = pytest.mark.django_db

_WORDS = st.sampled_from(
    ["姓名", "电话", "身份证号", "日期", "村", "备注", "是", "否", "男", "女", "无", "合计", "注：", "1", "2024.3.5",
     "13800001234", "徐霞客村", "音乐、数学", "1.10101E+17", "", "编号", "金额（元）", "300元", "√", "同上", "服刑"]
)  # fmt: skip
_CELLS = st.one_of(
    _WORDS,
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.datetimes(datetime.datetime(1890, 1, 1), datetime.datetime(2210, 1, 1)),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12),
)
_GRIDS = st.lists(st.lists(_CELLS, max_size=7), max_size=12)
_HEADED = st.builds(
    lambda heading, rows: [heading, *rows],
    st.lists(_WORDS.filter(bool), min_size=2, max_size=6, unique=True),
    _GRIDS,
)
_often = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def proposed(rows: list[list[Any]], by: Actor) -> Proposal | None:
    sheet = Sheet("表", rows, list(range(1, len(rows) + 1)))
    try:
        return propose([sheet], "表.xlsx", by=by)
    except UnreadableLedger:
        return None


@pytest.fixture
def by(system: Actor) -> Actor:
    return system


@given(rows=st.one_of(_GRIDS, _HEADED))
@_often
def test_counts_are_true_and_definitions_are_good(rows: list[list[Any]], by: Actor) -> None:
    proposal = proposed(rows, by)
    if proposal is None:
        return
    total = proposal.found.row_count
    assert total > 0
    for column in proposal.columns:
        evidence = column.evidence
        assert evidence.rows == total
        assert evidence.refused <= evidence.misfits
        if column.kind in KINDS:
            assert (evidence.fits, evidence.misfits) == _by_hand(proposal, column)
    for values in fields_of(proposal):
        check_field({**values, "collection": "one_of_my_own", "column": values["code"]})
    codes = [one.code for one in proposal.fields]
    assert len({*codes}) == len(codes)
    assert len({one.label for one in proposal.fields}) == len(codes)
    slots = [one.slot for one in proposal.columns if one.slot]
    assert len({*slots}) == len(slots)
    # Of tables below each other a column may stand in several places: each leads to it.
    holds = choices_in(proposal).columns
    assert all(holds[key] == one.slot for one in proposal.columns for key in one.raw.keys)
    counts = rows_as_records(proposal, shown=3)
    assert counts.looked_at == total


def _by_hand(proposal: Proposal, column: Any) -> tuple[int, int]:
    """Read cell by cell, each time anew."""
    read = reader_for(column.kind, column.options)
    fits = misfits = 0
    for place, table in enumerate(proposal.found.tables):
        own = column.raw.at.get(place)
        for _number, row in table.rows:
            heard = Heard()
            value = read(row[own.index] if own and own.index < len(row) else "", heard)
            misfits += bool(heard.severities)
            fits += not heard.severities and value not in (None, "")
    return fits, misfits


@given(rows=_HEADED, kind=st.sampled_from(KINDS))
@_often
def test_every_column_can_be_made_of_any_type(rows: list[list[Any]], kind: str, by: Actor) -> None:
    before = proposed(rows, by)
    if before is None:
        return
    said = [
        Correction(True, f"字段{place}", f"f{place}", kind, one.group, is_key=place == 0)
        for place, one in enumerate(before.columns)
    ]
    proposal = corrected(before, said, label="甲", code="a", title="f0", has_region=False)
    for column in proposal.columns:
        assert column.evidence.rows == proposal.found.row_count
        assert (column.evidence.fits, column.evidence.misfits) == _by_hand(proposal, column)
    for values in fields_of(proposal):
        if values["options"].get("choices") != []:
            check_field({**values, "collection": "one_of_my_own", "column": values["code"]})
