"""Each operator finds what plain Python finds."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.models import Region
from datasets.queries.conditions import condition_of
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.operators import OPERATORS
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.queries.conditions.plainly import holds
from tests.datasets.queries.conditions.things import BIRTHS, COUNTS, DAYS, WEIGHTS, WORDS, things

__all__ = ["things"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("things")]

many = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

_nothing = st.just(None)
_days = st.sampled_from([day for day in [*DAYS, *BIRTHS] if day]).map(datetime.date.isoformat)
_two_days = st.tuples(_days, _days).map(sorted)
_spans = st.sampled_from([0, 1, 29, 30, 31, 400])
_words = st.sampled_from([word for word in WORDS if word]) | st.text("徐霞客abC%_\\", min_size=1)
_counts = st.sampled_from([number for number in COUNTS if number is not None])
_weights = st.sampled_from([number for number in WEIGHTS if number is not None])
_days_asked = {
    "on": _days, "before": _days, "after": _days, "between": _two_days, "in_next_days": _spans,
    "in_last_days": _spans, "days_ago": _spans, "days_ago_or_never": _spans, "this_month": _nothing,
    "this_year": _nothing,
}  # fmt: skip


def _numbers(some: Any) -> dict[str, Any]:
    two = st.tuples(some, some).map(sorted)
    return {"between": two} | dict.fromkeys(("=", "<", "<=", ">", ">="), some)


def _codes(*codes: str) -> dict[str, Any]:
    return dict.fromkeys(
        ("any_of", "none_of"), st.lists(st.sampled_from(codes), min_size=1, unique=True)
    )


#: Field → operator → its values.
ASKED: dict[str, dict[str, Any]] = {
    "word": dict.fromkeys(("is", "contains", "starts"), _words),
    "count": _numbers(_counts),
    "weight": _numbers(_weights),
    "born": {
        **_days_asked, "age_reached": st.sampled_from([0, 17, 18]),
        "age_reaches": st.tuples(st.sampled_from([17, 18]), st.sampled_from([0, 1, 60, 366])),
    },
    "moment": _days_asked,
    "is_new": {"yes": _nothing, "no": _nothing},
    "colour": _codes("red", "blue", "green"),
    "uses": _codes("a", "b", "ab"),
}  # fmt: skip


@st.composite
def _leaves(draw: Any) -> Any:
    field = draw(st.sampled_from(sorted(ASKED)))
    operators = {**ASKED[field], "empty": _nothing, "not_empty": _nothing}
    operator = draw(st.sampled_from(sorted(operators)))
    return field, operator, draw(operators[operator])


def _told(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, Decimal):
        return str(value)
    return [_told(one) for one in value] if isinstance(value, list | tuple) else value


def _leaf(field: str, operator: str, value: Any) -> dict[str, Any]:
    return {"field": field, "is": operator, "value": _told(value)}


def _found(model: Any, told: Any, by: Actor) -> set[int]:
    rows = model.objects.filter(condition_of(model, told, by=by, today=TODAY))
    return set(rows.values_list("pk", flat=True))


@many
@given(leaf=_leaves())
def test_a_leaf_finds_what_plain_python_finds(things: Any, system: Actor, leaf: Any) -> None:
    field, operator, value = leaf
    if field == "word" and value is not None:
        value = value.strip()
    expected = {
        row.pk for row in things.objects.all() if holds(operator, getattr(row, field), value)
    }
    assert _found(things, _leaf(field, operator, value), system) == expected


@many
@given(first=_leaves(), second=_leaves(), third=_leaves(), word=st.sampled_from(["all", "any"]))
def test_groups_are_and_and_or(
    things: Any, system: Actor, first: Any, second: Any, third: Any, word: str
) -> None:
    other = "any" if word == "all" else "all"
    one, two, three = (_found(things, _leaf(*leaf), system) for leaf in (first, second, third))
    told = {word: [_leaf(*first), {other: [_leaf(*second), _leaf(*third)]}]}
    expected = one & (two | three) if word == "all" else one | (two & three)
    assert _found(things, told, system) == expected


def test_every_operator_but_those_of_links_is_tried() -> None:
    tried = {operator for operators in ASKED.values() for operator in operators}
    kinds = {Kind.FINDABLE, Kind.LINK, Kind.REGION, Kind.PRESENCE}
    there = {one.code for one in OPERATORS if set(one.kinds) - kinds}
    assert tried | {"empty", "not_empty"} == there


@pytest.mark.parametrize("code", [XUXIAKE, XUXIAKE_VILLAGE, CHANGJING])
def test_a_region_is_itself_and_what_lies_under_it(things: Any, system: Actor, code: str) -> None:
    region = Region.objects.get(code=code)
    for operator, told in (("under", code), ("under", region.pk)):
        expected = {
            row.pk
            for row in things.objects.all()
            if row.place and holds("under", row.place, region)
        }
        assert _found(things, _leaf("place", operator, told), system) == expected
    same = set(things.objects.filter(place=region).values_list("pk", flat=True))
    assert _found(things, _leaf("place", "is", code), system) == same


def test_a_contrary_is_what_the_operator_leaves(things: Any, system: Actor) -> None:
    everything = set(things.objects.values_list("pk", flat=True))
    examples = {"any_of": ["a"], "in_last_days": 30, "not_empty": None}
    for operator in (one for one in OPERATORS if one.contrary and Kind.LINK not in one.kinds):
        field = {Kind.CHOICE: "colour", Kind.SEVERAL: "uses"}.get(operator.kinds[0], "born")
        value = ["red"] if field == "colour" else examples[operator.contrary]
        holding = _found(things, _leaf(field, operator.code, value), system)
        others = _found(things, _leaf(field, operator.contrary, value), system)
        assert holding | others == everything
        assert not holding & others
