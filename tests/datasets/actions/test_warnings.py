"""Early warning: what a rule finds comes and goes with its condition."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.access.roles import VillageWorker
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.actions.warnings.evaluating import evaluate_all
from datasets.actions.warnings.muting import mute_warning
from datasets.actions.warnings.rules import make_rule
from datasets.models import Child, Guardian, OpenWarning
from datasets.queries.conditions import UnanswerableCondition, condition_of, sentence_of
from datasets.queries.warnings import warnings_for
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.factories import make_guardian

pytestmark = pytest.mark.django_db

RULE = {
    "collection": "children",
    "sentence": "还没有填学校",
    "condition": {"all": [{"field": "school", "is": "empty"}]},
}


@pytest.fixture
def child(system: Actor) -> Child:
    return create(
        Child,
        values={"name": "王小明", "region": region(XUXIAKE_VILLAGE)},
        by=system,
        reason="登记",
    )


def told(user: Any) -> list[int]:
    by = Actor.of(user, today=TODAY)
    return [
        one.record_key
        for found in warnings_for(by)
        if not found.rule.code  # those that ship have a test of their own
        for one in found.warnings
    ]


def test_a_warning_opens_and_closes_by_itself(child: Child, system: Actor, clerk: Any) -> None:
    make_rule(values=RULE, by=system, reason="督促")
    assert told(clerk) == [child.pk]
    change(child, values={"school": "徐霞客实验小学"}, by=system, reason="开学")
    evaluate_all(today=TODAY)
    assert told(clerk) == []


def test_a_rule_may_ask_what_is_worked_out(system: Actor, clerk: Any) -> None:
    age = {"code": "x_age", "label": "周岁", "kind": "computed",
           "options": {"formula": "age(【出生日期】)"}}  # fmt: skip
    define_field(collection="children", values=age, by=system, reason="要算")
    here = {"region": region(XUXIAKE_VILLAGE)}
    for name, born in (("大", "2008-11-20"), ("小", "2008-11-21")):
        create(Child, values={**here, "name": name, "birth_date": born}, by=system, reason="登记")
    grown = {"field": "x_age", "is": ">=", "value": 18}
    make_rule(values={**RULE, "condition": grown}, by=system, reason="督促")
    assert [Child.objects.get(pk=key).name for key in told(clerk)] == ["大"]


def test_it_is_told_to_whom_the_record_is_and_to_nobody_else(
    child: Child, system: Actor, clerk: Any, other_clerk: Any, editor: Any
) -> None:
    make_rule(values=RULE, by=system, reason="督促")
    assert [told(user) for user in (clerk, other_clerk, editor)] == [[child.pk], [], []]


def test_a_rule_may_tell_some_roles_only(
    child: Child, system: Actor, clerk: Any, supervisor: Any
) -> None:
    values = {**RULE, "told": ["县（市、区）未保专员"]}
    make_rule(values=values, by=system, reason="督促")
    assert [told(clerk), told(supervisor)] == [[], [child.pk]]


def test_whoever_does_not_see_what_a_rule_asks_is_told_nothing(
    child: Child, system: Actor, clerk: Any, village_worker: Any
) -> None:
    condition = {"all": [{"field": "health", "is": "empty"}]}
    make_rule(values={**RULE, "condition": condition}, by=system, reason="督促")
    group = Group.objects.get(name=VillageWorker.name)
    group.permissions.remove(*group.permissions.filter(codename="see_health"))
    assert [told(clerk), told(village_worker)] == [[child.pk], []]


def test_a_false_alarm_is_muted_until_its_day(
    child: Child, system: Actor, clerk: Any, other_clerk: Any
) -> None:
    make_rule(values=RULE, by=system, reason="督促")
    warning = OpenWarning.objects.get()
    until = TODAY + datetime.timedelta(days=10)
    mine, theirs = Actor.of(clerk, today=TODAY), Actor.of(other_clerk, today=TODAY)
    with pytest.raises(NotPermitted):
        mute_warning(warning=warning, until=until, why="不归我", by=theirs)
    with pytest.raises(ValidationError):
        mute_warning(warning=warning, until=TODAY, why="学龄前", by=mine)
    mute = mute_warning(warning=warning, until=until, why="学龄前", by=mine)
    assert mute.history.get().history_user == clerk
    evaluate_all(today=until)
    assert told(clerk) == []
    evaluate_all(today=until + datetime.timedelta(days=1))
    assert told(clerk) == [child.pk]


def test_a_rule_that_asks_nothing_is_refused(system: Actor) -> None:
    for condition in ({}, {"all": [{"field": "nickname", "is": "empty"}]}):
        with pytest.raises(ValidationError):
            make_rule(values={**RULE, "condition": condition}, by=system, reason="督促")


def test_the_rules_that_ship_say_what_they_ask_and_find_it(
    child: Child, system: Actor, clerk: Any, village_worker: Any
) -> None:
    guardian = make_guardian(
        XUXIAKE_VILLAGE,
        condition="in_prison",
        condition_until_date=TODAY - datetime.timedelta(days=1),
    )
    change(
        child,
        values={"birth_date": datetime.date(2008, 12, 24)},
        by=system,
        reason="核对",
    )
    evaluate_all(today=TODAY)
    found = {one.rule.code: one for one in warnings_for(Actor.of(clerk, today=TODAY))}
    keys = {code: [one.record_key for one in found[code].warnings] for code in found}
    assert keys == {
        "coming-of-age": [child.pk],
        "no-guardian": [child.pk],
        "no-identity": [],
        "no-school": [child.pk],
        "condition-ended": [guardian.pk],
    }
    said = {code: sentence_of(one.model, one.rule.condition) for code, one in found.items()}
    assert "周岁" in said["coming-of-age"]
    assert said["condition-ended"] == "状况截止日期在 0 天以前"
    # 服刑 is not for the village's worker to see: nor is a warning that tells of it.
    codes = {one.rule.code for one in warnings_for(Actor.of(village_worker, today=TODAY))}
    assert "condition-ended" not in codes


def test_ciphertexts_are_read_for_warnings_and_only_for_those_who_see_them(
    system: Actor, village_worker: Any
) -> None:
    asked = {"all": [{"field": "condition", "is": "any_of", "value": ["in_prison"]}]}
    with pytest.raises(UnanswerableCondition):
        condition_of(Guardian, asked, by=Actor.of(village_worker, today=TODAY), today=TODAY)
    prisoner = make_guardian(XUXIAKE_VILLAGE, condition="in_prison")
    make_guardian(XUXIAKE_VILLAGE, condition="healthy")
    met = condition_of(Guardian, asked, by=system, today=TODAY)
    assert [*Guardian.objects.filter(met)] == [prisoner]
