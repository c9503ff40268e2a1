"""Computed fields in conditions: each operator of their kind finds what plain Python finds."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.queries.conditions import condition_of, fields_to_ask, operators_for, sentence_of
from tests.conftest import TODAY
from tests.datasets.queries.conditions.plainly import holds
from tests.datasets.queries.conditions.test_operators import many
from tests.datasets.queries.conditions.things import things

__all__ = ["things"]
pytestmark = pytest.mark.django_db

FORMULAS = {
    "total": "sum(【件数】, 【重量】, 0.1, 0.2)",
    "called": "concat(【文字】, “号”)",
    "later": "if(empty(【出生日期】), 【时刻】, 【出生日期】)",
    "is_heavy": "【重量】 > 1",
    "numbered": "concat(【文字】, 【件数】)",
}
_NUMBERS = st.sampled_from([0.3, 0.0, 1.4, -2.25, 7.3, "0.3", 100])
_WORDS = st.sampled_from(["号", "徐霞客", "abc", "%", "7"])
_DAYS = st.sampled_from([-400, -30, -1, 0, 1, 31]).map(
    lambda days: (TODAY + datetime.timedelta(days=days)).isoformat()
)
_SPANS = st.sampled_from([0, 1, 30, 400])
_NOTHING = st.just(None)
_TEXTS = dict.fromkeys(("is", "contains", "starts"), _WORDS)
#: Field → operator → its values.
ASKED: dict[str, dict[str, Any]] = {
    "total": dict.fromkeys(("=", "<", "<=", ">", ">="), _NUMBERS)
    | {"between": st.tuples(_NUMBERS, _NUMBERS).map(lambda two: sorted(two, key=float))},
    "called": _TEXTS,
    "numbered": _TEXTS,
    "later": dict.fromkeys(("on", "before", "after"), _DAYS)
    | {"between": st.tuples(_DAYS, _DAYS).map(sorted)}
    | dict.fromkeys(("in_next_days", "in_last_days", "days_ago", "days_ago_or_never"), _SPANS)
    | dict.fromkeys(("this_month", "this_year"), _NOTHING)
    | {"age_reaches": st.tuples(st.sampled_from([17, 18]), _SPANS)}
    | {"age_reached": st.sampled_from([0, 1, 18])},
    "is_heavy": {"yes": _NOTHING, "no": _NOTHING},
}


@pytest.fixture
def reckoned(things: Any, system: Actor) -> Any:
    for code, formula in FORMULAS.items():
        field = {"code": code, "label": code, "kind": "computed", "options": {"formula": formula}}
        define_field(collection="things", values=field, by=system, reason="要算")
    return things


@st.composite
def _leaves(draw: Any) -> Any:
    field = draw(st.sampled_from(sorted(ASKED)))
    operators = {**ASKED[field], "empty": _NOTHING, "not_empty": _NOTHING}
    operator = draw(st.sampled_from(sorted(operators)))
    return field, operator, draw(operators[operator])


def _plain(value: Any) -> Any:
    """As it is shown: with six places."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) or value == "0.3":
        return round(float(value), 6)
    return value


@many
@given(leaf=_leaves())
def test_a_leaf_finds_what_plain_python_finds(reckoned: Any, system: Actor, leaf: Any) -> None:
    field, operator, value = leaf
    told = {"field": field, "is": operator, "value": value}
    condition = condition_of(reckoned, told, by=system, today=TODAY)
    found = set(reckoned.objects.filter(condition).values_list("pk", flat=True))
    expected = {
        row.pk
        for row in reckoned.objects.all()
        if holds(operator, _plain(_answer(row, field)), _plain(value))
    }
    assert found == expected


def _answer(row: Any, field: str) -> Any:
    computed = getattr(type(row), field)
    return computed.of({name: getattr(row, name) for name in computed.operands}, TODAY)


def test_every_operator_of_its_kind_is_tried(reckoned: Any, system: Actor) -> None:
    offered = {one.code: one for one in fields_to_ask(reckoned, by=system)}
    for name, operators in ASKED.items():
        codes = {one.code for one in operators_for(offered[name])}
        assert {*operators, "empty", "not_empty"} == codes, name


def test_what_reads_alike_is_equal(reckoned: Any, system: Actor) -> None:
    row = reckoned.objects.filter(count=None, weight=None).first()
    assert row.total != 0.3
    for operator, is_found in (("=", True), ("<=", True), (">", False), ("<", False)):
        told = {"field": "total", "is": operator, "value": "0.3"}
        condition = condition_of(reckoned, told, by=system, today=TODAY)
        assert reckoned.objects.filter(condition, pk=row.pk).exists() is is_found
    assert sentence_of(reckoned, told) == "total小于 0.3"
