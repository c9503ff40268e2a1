"""What stands encrypted is asked by those who see it, where few records are left to read, and by nobody else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from datasets.access import Actor
from datasets.access.roles import CityDesk
from datasets.actions.definitions.collections import define_collection
from datasets.custom.loading import made_model
from datasets.models import Child
from datasets.queries.conditions import (
    UnanswerableCondition,
    asked_of,
    condition_of,
    operators_for,
    scanning,
    sentence_of,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import GRANTS
from tests.factories import make_child

pytestmark = pytest.mark.django_db

FIELDS: list[dict[str, Any]] = [
    {"code": "name", "label": "名字", "kind": "text"},
    {"code": "child", "label": "儿童", "kind": "relation", "options": {"target": "children"}},
    {"code": "verdict", "label": "结论", "kind": "choice", "group": "judicial",
     "options": {"choices": [["guilty", "有"], ["free", "无"]]}},
    {"code": "signs", "label": "症状", "kind": "choices", "group": "health",
     "options": {"choices": [["a", "甲"], ["b", "乙"]]}},
    {"code": "is_ill", "label": "病", "kind": "yes_no", "group": "health"},
    {"code": "dose", "label": "剂量", "kind": "integer", "group": "health"},
    {"code": "seen_at", "label": "看诊", "kind": "datetime", "group": "health"},
    {"code": "notes", "label": "说明", "kind": "text", "group": "health"},
    {"code": "double", "label": "双倍", "kind": "computed", "options": {"formula": "【剂量】 * 2"}},
    {"code": "said", "label": "说法", "kind": "computed",
     "options": {"formula": "concat(【名字】, 【说明】)"}},
]  # fmt: skip
GUILTY = {"field": "verdict", "is": "any_of", "value": ["guilty"]}


@pytest.fixture
def cases(system: Actor) -> Any:
    values = {"code": "cases", "label": "个案", "title": "name", "grants": GRANTS}
    define_collection(values=values, fields=FIELDS, by=system, reason="试")
    model: Any = made_model("cases")
    one, two = make_child(XUXIAKE_VILLAGE, name="甲甲"), make_child(XUXIAKE_VILLAGE, name="乙乙")
    here, there = region(XUXIAKE_VILLAGE), region(CHANGJING)
    model(
        region=here, name="一", child=one, verdict="guilty", signs=("a",), is_ill=True, dose=1,
        seen_at="2026-11-19T23:30:00+08:00", notes="重",
    ).save_base(raw=True)  # fmt: skip
    model(region=here, name="二", child=two, verdict="free", signs=("a", "b"), dose=3).save_base(
        raw=True
    )
    model(region=here, name="三").save_base(raw=True)
    model(region=there, name="四", verdict="guilty", is_ill=False, dose=2).save_base(raw=True)
    return model


def found(model: Any, told: Any, by: Actor) -> set[str]:
    rows = by.rows(model).filter(condition_of(model, told, by=by, today=TODAY))
    return {str(row) for row in rows}


def refusal(model: Any, told: Any, by: Actor) -> str:
    with pytest.raises(UnanswerableCondition) as refused:
        condition_of(model, told, by=by, today=TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    ("leaf", "names"),
    [
        (GUILTY, "一"),
        ({**GUILTY, "is": "none_of"}, "二三"),
        ({**GUILTY, "value": ["guilty", "free"]}, "一二"),
        ({"field": "verdict", "is": "empty"}, "三"),
        ({"field": "signs", "is": "any_of", "value": ["b"]}, "二"),
        ({"field": "signs", "is": "none_of", "value": ["b"]}, "一三"),
        ({"field": "is_ill", "is": "yes"}, "一"),
        ({"field": "is_ill", "is": "no"}, ""),
        ({"field": "dose", "is": "between", "value": [1, 2]}, "一"),
        ({"field": "seen_at", "is": "on", "value": "2026-11-19"}, "一"),
        ({"field": "seen_at", "is": "days_ago_or_never", "value": 30}, "二三"),
        ({"field": "double", "is": ">", "value": 2}, "二"),
        ({"field": "double", "is": "empty"}, "三"),
        ({"any": [GUILTY, {"field": "name", "is": "is", "value": "三"}]}, "一三"),
        ({"all": [GUILTY, {"field": "name", "is": "is", "value": "三"}]}, ""),
        ({"all": [GUILTY, {"field": "double", "is": "=", "value": 2}]}, "一"),
    ],
)
def test_who_sees_it_may_ask(cases: Any, clerk: Any, leaf: Any, names: str) -> None:
    assert found(cases, leaf, Actor.of(clerk, today=TODAY)) == set(names)


def test_it_is_asked_among_rows_and_behind_links(cases: Any, clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    among = {"field": "cases:child.verdict", "is": "any_of", "value": ["guilty"]}
    assert found(Child, among, by) == {"甲甲"}
    assert found(Child, {**among, "is": "none_of"}, by) == {"乙乙"}
    assert found(Child, {"field": "cases:child.double", "is": "=", "value": 6}, by) == {"乙乙"}


def test_who_does_not_see_it_may_not(cases: Any, city_desk: Any) -> None:
    group = Group.objects.get(name=CityDesk.name)
    group.permissions.add(Permission.objects.get(codename="view_made_cases"))
    by = Actor.of(city_desk, today=TODAY)
    for leaf in (GUILTY, {"field": "double", "is": ">", "value": 2}):
        assert "看不到" in refusal(cases, leaf, by)
        assert "看不到" in refusal(cases, {"any": [leaf, {"field": "name", "is": "empty"}]}, by)


def test_too_many_are_not_read_until_the_rest_of_the_question_leaves_few(
    cases: Any, clerk: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "MOST_READ", 2)
    by = Actor.of(clerk, today=TODAY)
    assert "最多 2 条" in refusal(cases, GUILTY, by)
    not_third = {"any": [{"field": "name", "is": "is", "value": name} for name in "一二"]}
    assert found(cases, {"all": [GUILTY, not_third]}, by) == {"一"}
    assert "最多 2 条" in refusal(cases, {"any": [GUILTY, not_third]}, by)
    few = cases.objects.filter(name__in="一四")
    told = condition_of(cases, GUILTY, by=by, today=TODAY, among=by.rows(few))
    assert {str(row) for row in by.rows(few).filter(told)} == {"一"}
    assert found(cases, GUILTY, system) == {"一", "四"}  # the program reads as much as it takes


def test_a_text_is_looked_through_by_the_program_alone(
    cases: Any, clerk: Any, system: Actor
) -> None:
    by = Actor.of(clerk, today=TODAY)
    for name in ("notes", "said"):
        leaf = {"field": name, "is": "contains", "value": "重"}
        assert "加密保存" in refusal(cases, leaf, by)
        assert found(cases, leaf, system) == {"一"}


def test_what_is_offered_is_what_is_answered(cases: Any, clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    offered = {
        name: [one.code for one in operators_for(asked_of(cases, name, by=by))]
        for name in ("verdict", "notes")
    }
    assert offered == {
        "verdict": ["any_of", "none_of", "empty", "not_empty"],
        "notes": ["empty", "not_empty"],
    }


def test_the_log_is_not_told_what_was_asked(cases: Any, clerk: Any) -> None:
    by = Actor.of(clerk, today=TODAY)
    for leaf in (GUILTY, {"field": "double", "is": "=", "value": 2}):
        assert sentence_of(cases, leaf, by=by, hides_private=True).endswith("***")
    assert sentence_of(cases, GUILTY, by=by) == "结论是“有”"
