"""Early warning: what a rule finds comes and goes with its condition."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import VillageWorker
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.actions.warnings import evaluating
from datasets.actions.warnings.evaluating import evaluate_all, evaluate_due
from datasets.actions.warnings.muting import mute_warning
from datasets.actions.warnings.rules import make_rule
from datasets.models import Child, Guardian, OpenWarning, WarningRule, Webhook
from datasets.queries.conditions import UnanswerableCondition, condition_of, sentence_of
from datasets.queries.warnings import warnings_for
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_guardian

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


def test_a_rule_that_fails_keeps_no_other_from_being_asked(
    child: Child, system: Actor, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = make_rule(values=RULE, by=system, reason="督促")
    gone = make_rule(values=RULE, by=system, reason="督促")
    make_rule(values={**RULE, "sentence": "照常"}, by=system, reason="督促")
    WarningRule.objects.filter(pk=gone.pk).update(
        condition={"all": [{"field": "x_gone", "is": "empty"}]}
    )
    OpenWarning.objects.all().delete()
    asked = evaluating._meeting

    def failing(rule: WarningRule, today: datetime.date) -> Any:
        if rule.pk == broken.pk:
            raise ZeroDivisionError
        return asked(rule, today)

    monkeypatch.setattr(evaluating, "_meeting", failing)
    tomorrow = TODAY + datetime.timedelta(days=1)
    count = WarningRule.objects.filter(is_enabled=True).count()
    assert evaluate_due(today=tomorrow) == count
    assert told(clerk) == [child.pk]
    faults = {one.pk: one.fault for one in WarningRule.objects.exclude(fault="")}
    assert faults == {broken.pk: "failed", gone.pk: "unanswerable"}
    assert evaluate_due(today=tomorrow) == 0  # not each minute anew
    monkeypatch.undo()
    evaluate_all(today=tomorrow)
    broken.refresh_from_db()
    assert broken.fault == ""


def test_other_systems_are_told_how_many_and_of_nobody(child: Child, system: Actor) -> None:
    hook = Webhook.objects.create(
        name="值班", url="https://example.org/", secret="s", events=["warnings.opened"],
        made_by=system.user, made_at=timezone.now(),
    )  # fmt: skip
    rule = make_rule(values=RULE, by=system, reason="督促")
    evaluate_all(today=TODAY)  # nothing has opened since
    (body,) = [one.body for one in hook.deliveries.all() if one.body["rule"] == rule.pk]
    assert {name: body[name] for name in body.keys() - {"id", "at"}} == {
        "event": "warnings.opened",
        "rule": rule.pk,
        "collection": "children",
        "opened": 1,
        "open": 1,
    }


YESTERDAY = TODAY - datetime.timedelta(days=1)
OF_SCHOOL_AGE = datetime.date(2020, 11, 20)
#: Code → its sentence in plain words, a child that it speaks of, what must not be of that child. `until`: when the
#: guardian's prison term ends.
SHIPPED: dict[str, tuple[str, dict[str, Any], list[dict[str, Any]]]] = {
    "coming-of-age": (
        "按出生日期，60 天以内满 18 周岁",
        {"birth_date": datetime.date(2009, 1, 19)},  # in 60 days
        [{"birth_date": datetime.date(2009, 1, 20)}, {"birth_date": datetime.date(2008, 11, 19)}],
    ),
    "no-guardian": ("监护关系的条数等于 0", {}, [{"until": None}]),
    "no-identity": (
        "证件号码没有填写，并且出生日期没有填写",
        {},
        [{"birth_date": OF_SCHOOL_AGE}, {"id_number": id_number()}],
    ),
    "no-school": (
        "按出生日期，已满 6 周岁，并且就读学校没有填写",
        {"birth_date": OF_SCHOOL_AGE},
        [
            {"birth_date": OF_SCHOOL_AGE + datetime.timedelta(days=1)},
            {"birth_date": OF_SCHOOL_AGE, "school": "徐霞客实验小学"},
        ],
    ),
    "condition-ended": (
        "监护关系的监护人的状况截止日期早于今天，并且（补助标准（元/月）大于 0，或者享受救助已经填写）",
        {"until": YESTERDAY, "subsidy_amount": 1300},
        [
            {"until": YESTERDAY},
            {"until": TODAY, "subsidy_amount": 1300},
            {"until": None, "aid": "孤儿基本生活费"},
        ],
    ),
}


def a_child(values: dict[str, Any]) -> Child:
    told = {**values}
    if "until" in told:
        until = told.pop("until")
        told["guardian"] = make_guardian(
            XUXIAKE_VILLAGE, condition="in_prison", condition_until_date=until
        )
    return make_child(XUXIAKE_VILLAGE, **told)


@pytest.mark.parametrize("code", SHIPPED)
def test_the_rules_that_ship_find_what_they_say_and_nothing_else(code: str, clerk: Any) -> None:
    said, meant, others = SHIPPED[code]
    child = a_child(meant)
    for values in others:
        a_child({**meant, **values} if code != "condition-ended" else values)
    evaluate_all(today=TODAY)
    found = {one.rule.code: one for one in warnings_for(Actor.of(clerk, today=TODAY))}[code]
    assert [one.record_key for one in found.warnings] == [child.pk]
    assert sentence_of(found.model, found.rule.condition) == f"状态是“在册”，并且{said}"


def test_whoever_may_not_know_of_prison_is_not_warned_of_its_end(village_worker: Any) -> None:
    a_child({"until": YESTERDAY, "aid": "孤儿基本生活费"})
    evaluate_all(today=TODAY)
    codes = {one.rule.code for one in warnings_for(Actor.of(village_worker, today=TODAY))}
    assert {"no-identity"} <= codes
    assert "condition-ended" not in codes


def test_a_ledger_of_guardians_has_the_rules_asked_that_ask_of_guardians(system: Actor) -> None:
    child = a_child({"until": YESTERDAY, "subsidy_amount": 1300})
    evaluate_all(today=TODAY, among=["families"])
    assert not OpenWarning.objects.exists()
    evaluate_all(today=TODAY, among=["guardians"])
    assert [one.record_key for one in OpenWarning.objects.all()] == [child.pk]


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
