"""Saved views: whose they are, and what cannot be saved."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.access.views import views_in_sight
from datasets.actions.records import NotPermitted
from datasets.actions.views import change_view, delete_view, save_view
from datasets.choices import ViewKind, ViewScope
from datasets.models import SavedView
from tests.conftest import TODAY, XUXIAKE, region, someone

pytestmark = pytest.mark.django_db

OPEN = {"field": "status", "is": "any_of", "value": ["open"]}


def saved(user: Any, **values: Any) -> SavedView:
    return save_view(
        collection="children",
        values={"name": "在册", "condition": OPEN, **values},
        by=Actor.of(user, today=TODAY),
        reason="测试",
    )


def seen_by(user: Any) -> list[str]:
    return [view.name for view in views_in_sight(Actor.of(user, today=TODAY))]


def test_ones_own_is_seen_by_nobody_else(clerk: Any, other_clerk: Any, boss: Any) -> None:
    view = saved(clerk)
    assert view.history.get().history_change_reason == "测试"
    assert seen_by(clerk) == ["在册"]
    assert seen_by(other_clerk) == seen_by(boss) == []


def test_an_offices_is_seen_by_whoever_has_a_post_there(clerk: Any, other_clerk: Any) -> None:
    saved(clerk, scope=ViewScope.OFFICE, region=region(XUXIAKE))
    colleague = someone("colleague", TownshipClerk, XUXIAKE)
    assert seen_by(colleague) == ["在册"]
    assert seen_by(other_clerk) == []


def test_another_office_gets_no_view(clerk: Any) -> None:
    for place in (region("320281"), None):
        with pytest.raises(ValidationError):
            saved(clerk, scope=ViewScope.OFFICE, region=place)


def test_everyones_is_saved_by_whoever_keeps_the_shared_ones(clerk: Any, city_desk: Any) -> None:
    with pytest.raises(ValidationError):
        saved(clerk, scope=ViewScope.EVERYONE)
    saved(city_desk, scope=ViewScope.EVERYONE)
    assert seen_by(clerk) == ["在册"]


def test_what_others_share_is_not_ones_own_to_change(clerk: Any, city_desk: Any) -> None:
    view = saved(city_desk, scope=ViewScope.EVERYONE)
    by = Actor.of(clerk, today=TODAY)
    with pytest.raises(NotPermitted):
        change_view(view=view, values={"name": "别的"}, by=by, reason="测试")
    with pytest.raises(NotPermitted):
        delete_view(view=view, by=by, reason="测试")
    delete_view(view=view, by=Actor.of(city_desk, today=TODAY), reason="测试")
    assert not SavedView.objects.exists()
    assert SavedView.history.filter(history_type="-").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"condition": {"field": "nobody", "is": "empty"}}, "condition"),
        ({"condition": {"field": "id_number", "is": "is", "value": "990000"}}, "condition"),
        ({"columns": ["path"]}, "columns"),
        ({"columns": "name"}, "columns"),
        ({"order": "remark"}, "order"),
        ({"kind": ViewKind.SUMMARY}, "grouping_rows"),
        ({"kind": ViewKind.SUMMARY, "grouping": {"rows": "remark"}}, "grouping_rows"),
        ({"kind": ViewKind.CALENDAR, "grouping": {"date": "name"}}, "grouping_date"),
    ],
)
def test_what_cannot_be_asked_cannot_be_saved(values: Any, field: str, clerk: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        saved(clerk, **values)
    assert field in refused.value.error_dict


def test_a_field_that_one_does_not_see_cannot_be_saved(city_desk: Any) -> None:
    for values in ({"columns": ["remark"]}, {"order": "birth_date"}):
        with pytest.raises(ValidationError):
            saved(city_desk, **values)


def test_whoever_sees_no_children_saves_no_view_of_them(officer: Any) -> None:
    with pytest.raises(NotPermitted):
        saved(officer)
