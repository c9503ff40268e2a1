"""What reckons with a field or a collection is named before that goes out of use."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions import records
from datasets.actions.definitions.collections import archive_collection, take_collection_up
from datasets.actions.definitions.dependents import without_collection
from datasets.actions.definitions.effects import effects_of
from datasets.actions.definitions.fields import archive_field, define_field, take_field_up
from datasets.actions.dispatch import create
from datasets.actions.public_forms import make_form
from datasets.actions.views import save_view
from datasets.actions.warnings.evaluating import evaluate
from datasets.actions.warnings.rules import make_rule
from datasets.models import CollectionDefinition, FieldDefinition, LedgerHabit, WarningRule
from datasets.public.forms import open_form
from datasets.queries.warnings import why_paused
from tests.conftest import XUXIAKE, XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

LONG = {"field": "hours", "is": ">", "value": "5"}


@pytest.fixture
def hours(volunteers: Any) -> FieldDefinition:
    return FieldDefinition.objects.get(code="hours")


@pytest.fixture
def rule(volunteers: Any, system: Actor) -> WarningRule:
    values = {"collection": "volunteers", "sentence": "服务很久了", "condition": LONG}
    return make_rule(values=values, by=system, reason="督促")


def saved(by: Actor, name: str, collection: str = "volunteers", **values: Any) -> None:
    values = {"name": name, "condition": {}, "scope": "everyone", **values}
    save_view(collection=collection, values=values, by=by, reason="常看")


def form(by: Actor, *fields: str) -> None:
    values = {
        "code": "join", "collection": "volunteers", "title": "报名", "introduction": "欢迎",
        "fields": [*fields], "region": region(XUXIAKE), "is_open": True,
    }  # fmt: skip
    make_form(values=values, by=by, reason="招募")


def told(field: FieldDefinition, by: Actor) -> str:
    effects = effects_of(field, {"archived_date": by.today}, by=by)
    return "\n".join(map(str, (*effects.sentences, *effects.hindrances)))


def test_a_view_says_what_it_loses(volunteers: Any, hours: FieldDefinition, system: Actor) -> None:
    saved(system, "带时长", columns=["name", "hours"], order="-hours")
    saved(system, "超过五小时", condition=LONG)
    saved(system, "合计", kind="summary", grouping={"rows": "joined_date", "sum": "hours"})
    saved(system, "名单", columns=["name"])
    said = told(hours, system)
    assert "“带时长”：少一列；改用列表原来的次序" in said
    assert "“超过五小时”：条件用到它" in said
    assert "“合计”：打开时只说明原因" in said
    assert "名单" not in said


def test_conditions_of_other_collections_that_reach_the_field_count_too(
    volunteers: Any, hours: FieldDefinition, system: Actor
) -> None:
    values = {"code": "x_helper", "label": "帮扶人", "kind": "relation",
              "options": {"target": "volunteers"}}  # fmt: skip
    helper = define_field(collection="children", values=values, by=system, reason="结对")
    saved(system, "有老志愿者的", "children",
          condition={"field": "x_helper.hours", "is": ">", "value": "5"})  # fmt: skip
    saved(system, "帮得多的", condition={"field": "children:x_helper", "is": ">", "value": 3})
    assert "“有老志愿者的”：条件用到它" in told(hours, system)
    assert "“有老志愿者的”" in told(helper, system)
    assert "“帮得多的”" in told(helper, system)


def test_what_others_keep_for_themselves_is_counted_and_not_named(
    volunteers: Any, hours: FieldDefinition, system: Actor, clerk: Any
) -> None:
    saved(Actor.of(clerk), "我的名单", scope="mine", columns=["hours"])
    said = told(hours, system)
    assert "我的名单" not in said
    assert "还有 1 个别人的视图" in said


def test_a_rule_stops_with_a_reason_and_goes_on_when_the_field_is_back(
    volunteers: Any, hours: FieldDefinition, rule: WarningRule, system: Actor
) -> None:
    assert "“服务很久了”的条件用到它，会停下" in told(hours, system)
    archive_field(field=hours, by=system, reason="不用了")
    assert "已经停用" in why_paused(rule, today=system.today)
    told_of = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心"}
    record = create(volunteers, values=told_of, by=system, reason="登记")
    assert evaluate(rule, today=system.today) == 0
    take_field_up(field=hours, by=system, reason="还要")
    assert why_paused(rule, today=system.today) == ""
    records.change_record(record=record, values={"hours": 9}, by=system, reason="补记")
    assert evaluate(rule, today=system.today) == 1


def test_a_form_asks_less_and_closes_when_nothing_is_left(
    volunteers: Any, hours: FieldDefinition, system: Actor
) -> None:
    form(system, "name", "hours")
    assert "“报名”（/forms/join/）不再问这一项" in told(hours, system)
    archive_field(field=hours, by=system, reason="不用了")
    assert open_form("join", today=system.today) is not None
    name = FieldDefinition.objects.get(code="name")
    archive_field(field=name, by=system, reason="不用了")
    assert open_form("join", today=system.today) is None


def test_a_formula_has_to_be_changed_before(
    volunteers: Any, hours: FieldDefinition, system: Actor
) -> None:
    values = {"code": "days", "label": "天数", "kind": "computed",
              "options": {"formula": "【服务时长】 / 8"}}  # fmt: skip
    define_field(collection="volunteers", values=values, by=system, reason="加一项")
    effects = effects_of(hours, {"archived_date": system.today}, by=system)
    assert (effects.is_refused, "“天数”的公式用到它" in effects.hindrances[0]) == (True, True)
    assert any(
        "“天数”" in one
        for one in effects_of(hours, {"kind": "text", "options": {}}, by=system).sentences
    )


def test_what_senders_said_of_their_columns_is_counted(
    volunteers: Any, hours: FieldDefinition, system: Actor
) -> None:
    values = {"collection": "volunteers", "header": "h", "columns": {"3:时长": "hours"}}
    create(LedgerHabit, values=values, by=system, reason="对应")
    assert "1 种台账的对应关系用到它" in told(hours, system)


def test_of_another_type_it_tells_who_uses_the_field(
    volunteers: Any, hours: FieldDefinition, rule: WarningRule, system: Actor
) -> None:
    saved(system, "带时长", columns=["hours"])
    (said,) = effects_of(hours, {"kind": "text", "options": {}}, by=system).sentences
    assert "视图“带时长”" in said
    assert "预警规则“服务很久了”" in said
    assert not effects_of(hours, {"label": "时长"}, by=system).sentences


def test_of_a_collection_all_that_lives_on_it_is_told(
    volunteers: Any, rule: WarningRule, system: Actor
) -> None:
    saved(system, "名单")
    form(system, "name")
    values = {"code": "x_helper", "label": "帮扶人", "kind": "relation",
              "options": {"target": "volunteers"}}  # fmt: skip
    define_field(collection="children", values=values, by=system, reason="结对")
    create(volunteers, values={"region": region(XUXIAKE_VILLAGE), "name": "李爱心"}, by=system,
           reason="登记")  # fmt: skip
    collection = CollectionDefinition.objects.get()
    said = "\n".join(without_collection(collection, by=system))
    for part in ("1 条记录", "视图“名单”", "预警“服务很久了”", "网上填表“报名”", "“帮扶人”指向它"):
        assert part in said

    archive_collection(collection=collection, by=system, reason="合并了")
    assert "停用" in why_paused(rule, today=system.today)
    assert open_form("join", today=system.today) is None
    take_collection_up(collection=collection, by=system, reason="还要")
    assert why_paused(rule, today=system.today) == ""
    assert open_form("join", today=system.today) is not None
