"""Warning rules and views that travel with definitions."""

import datetime
import json
from typing import Any

import pytest
from django.urls import reverse

from datasets.access import Actor
from datasets.actions.definitions.bringing import bring_in
from datasets.actions.dispatch import create
from datasets.actions.views import save_view
from datasets.actions.warnings.evaluating import evaluate_due
from datasets.actions.warnings.rules import make_rule
from datasets.custom.definition_files import UnreadableDefinitions, read, starters
from datasets.custom.loading import made_model
from datasets.models import CollectionDefinition, OpenWarning, SavedView, WarningRule
from datasets.queries.definition_files import written
from datasets.queries.warnings import warnings_for
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.datasets.admin.definitions.test_collections import as_city
from tests.datasets.admin.definitions.test_files import file_of, sent_as_shown
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["as_city", "volunteers"]
pytestmark = pytest.mark.django_db

SENTENCE = "30 天没有入校走访，或者从没走访过"
VISITS = reverse("definitions_starter", args=["school_visits"])


def told(user: Any, day: datetime.date) -> list[int]:
    """Whom the clerk is told of that night."""
    evaluate_due(today=day)
    found = {one.rule.sentence: one for one in warnings_for(Actor.of(user, today=day))}
    return [one.record_key for one in found[SENTENCE].warnings]


def test_no_visit_for_thirty_days_opens_and_a_visit_closes_it(
    as_city: Any, clerk: Any, other_clerk: Any
) -> None:
    child = make_child(XUXIAKE_VILLAGE, school="徐霞客实验小学")
    make_child(XUXIAKE_VILLAGE)  # goes to no school
    page = as_city.get(VISITS)
    assert SENTENCE in page.content.decode()
    as_city.post(VISITS, {**sent_as_shown(page), "make": "1"})
    assert OpenWarning.objects.filter(rule__sentence=SENTENCE).count() == 1  # at once

    day = TODAY + datetime.timedelta(days=1)
    assert [told(clerk, day), told(other_clerk, day)] == [[child.pk], []]
    values = {
        "child": child, "date": day, "school": "徐霞客实验小学", "visitor": "王敏",
        "region": region(XUXIAKE_VILLAGE),
    }  # fmt: skip
    visits = made_model("school_visits")
    create(visits, values=values, by=Actor.of(clerk, today=day), reason="走访")
    days = [day + datetime.timedelta(days=count) for count in (1, 30, 31)]
    assert [told(clerk, one) for one in days] == [[], [], [child.pk]]


def test_its_views_come_along_for_everyone(as_city: Any, city_desk: Any) -> None:
    as_city.post(VISITS, {**sent_as_shown(as_city.get(VISITS)), "make": "1"})
    views = {one.name: one for one in SavedView.objects.filter(collection="school_visits")}
    assert views.keys() == {"本月走访", "需要跟进", "走访日历"}
    assert {one.scope for one in views.values()} == {"everyone"}
    assert views["本月走访"].is_pinned
    for view in views.values():
        listed = reverse("made", args=["school_visits/"])
        assert as_city.get(listed, {"view": view.pk}).status_code == 200


def test_under_another_code_they_ask_of_that_one(as_city: Any) -> None:
    sent = {**sent_as_shown(as_city.get(VISITS)), "code:school_visits": "campus", "make": "1"}
    as_city.post(VISITS, sent)
    rule = WarningRule.objects.get(sentence=SENTENCE)
    assert rule.condition["all"][2]["field"] == "campus:child.date"
    assert WarningRule.objects.filter(collection="campus").count() == 1


def test_what_was_brought_in_is_told_again_and_made_once(as_city: Any, system: Actor) -> None:
    starter = starters()["school_visits"]
    bring_in(told=starter, by=system, reason="模板")
    (again,) = read(written(["school_visits"]))
    assert (again.warnings, again.views) == (starter[0].warnings, starter[0].views)
    count = WarningRule.objects.count(), SavedView.objects.count()
    brought = bring_in(told=[again], by=system, reason="再来")
    assert (brought.touched, brought.left_out) == ([], [])
    assert (WarningRule.objects.count(), SavedView.objects.count()) == count


def test_nobody_stands_in_a_file(volunteers: Any, system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    named = {"all": [{"field": "name", "is": "contains", "value": "欧阳"}]}
    in_village = {"all": [{"field": "region", "is": "under", "value": XUXIAKE_VILLAGE}]}
    by_key = {"all": [{"field": "region", "is": "under", "value": child.region_id}]}
    for name, condition in (("有名字", named), ("在村里", in_village), ("按编号", by_key)):
        values = {"collection": "volunteers", "sentence": name, "condition": condition}
        make_rule(values=values, by=system, reason="测试")
        values = {"name": name, "condition": condition, "scope": "everyone"}
        save_view(collection="volunteers", values=values, by=system, reason="测试")
    save_view(collection="volunteers", values={"name": "我的"}, by=system, reason="测试")
    text = written(["volunteers"])
    (collection,) = json.loads(text)["collections"]
    assert [one["sentence"] for one in collection["warnings"]] == ["在村里"]
    assert [one["name"] for one in collection["views"]] == ["在村里"]
    assert "欧阳" not in text


def test_what_is_not_the_author_s_to_make_is_left_out_and_said(
    administrator: Any, client: Any
) -> None:
    client.force_login(administrator)
    page = client.post(
        VISITS, {**sent_as_shown(client.get(VISITS)), "make": "1"}, follow=True
    ).content.decode()
    assert CollectionDefinition.objects.filter(code="school_visits").exists()
    assert not WarningRule.objects.filter(code="").exists()
    assert f"预警“{SENTENCE}”没有建" in page


@pytest.mark.parametrize(
    "beside",
    [
        {"warnings": {}},
        {"warnings": ["x"]},
        {"warnings": [{"sentence": "x", "told": [7]}]},
        {"views": [{"name": "x", "columns": [["y"]]}]},
        {"views": [{"name": "x", "grouping": {"rows": 7}}]},
        {"views": [{"name": "x", "owner": "王"}]},
    ],
)
def test_a_file_in_which_anything_else_stands_there_is_none(beside: Any) -> None:
    with pytest.raises(UnreadableDefinitions):
        read(file_of({"code": "children", "fields": [], **beside}))


def test_a_condition_without_a_bottom_is_none() -> None:
    deep: Any = {"all": []}
    for _step in range(200):
        deep = {"all": [deep]}
    rule = {"sentence": "x", "condition": deep}
    with pytest.raises(UnreadableDefinitions):
        read(file_of({"code": "children", "fields": [], "warnings": [rule]}))
