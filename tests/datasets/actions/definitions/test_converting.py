"""A field that gets another type, and what becomes of its values."""

from typing import Any

import pytest
from django.db import connection

from datasets.access import Actor
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.dispatch import change, create
from datasets.models import FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def years(volunteers: Any, system: Actor) -> FieldDefinition:
    """A text in which somebody has written years."""
    values = {"code": "years", "label": "年限", "kind": "text"}
    return define_field(collection="volunteers", values=values, by=system, reason="加一项")


def volunteer(volunteers: Any, by: Actor, name: str, **values: Any) -> Any:
    told = {"region": region(XUXIAKE_VILLAGE), "name": name, **values}
    return create(volunteers, values=told, by=by, reason="登记")


def retype(field: FieldDefinition, by: Actor, **values: Any) -> None:
    change_field(field=field, values=values, by=by, reason="换个类型")
    field.refresh_from_db()


def said(volunteers: Any, code: str = "years") -> list[Any]:
    return list(volunteers.objects.order_by("id").values_list(code, flat=True))


def test_what_converts_is_converted_in_every_version(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    record = volunteer(volunteers, system, "李爱心", years="第3年")
    change(record, values={"years": "4"}, by=system, reason="又一年")
    volunteer(volunteers, system, "王热心", years="很久")
    before = volunteers.history.count()

    retype(years, system, kind="integer")

    assert (years.column, said(volunteers)) == ("years_v2", [4, None])
    assert list(record.history.order_by("history_id").values_list("years", flat=True)) == [3, 4]
    assert volunteers.history.count() == before


def test_whoever_goes_back_finds_the_first_writing(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "第3年"), ("王热心", "很久")):
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="integer")
    retype(years, system, kind="text")
    assert (years.column, said(volunteers)) == ("years", ["第3年", "很久"])


def test_whoever_goes_back_later_finds_what_was_recorded_since(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    kept = volunteer(volunteers, system, "李爱心", years="第3年")
    changed = volunteer(volunteers, system, "王热心", years="第4年")
    emptied = volunteer(volunteers, system, "赵热心", years="第5年")
    retype(years, system, kind="integer")
    change(changed, values={"years": 9}, by=system, reason="写错了")
    change(emptied, values={"years": None}, by=system, reason="写错了")
    volunteer(volunteers, system, "孙热心", years=1)

    retype(years, system, kind="text")

    assert (years.column, said(volunteers)) == ("years_v3", ["第3年", "9", None, "1"])
    versions = changed.history.order_by("history_id").values_list("years", flat=True)
    assert list(versions) == ["第4年", "9"]
    assert kept.history.get().years == "第3年"


def test_what_is_protected_from_now_on_stands_nowhere_in_plain(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    volunteer(volunteers, system, "李爱心", years="第3年")
    retype(years, system, group="health")
    assert said(volunteers) == ["第3年"]
    assert volunteers.history.get().years == "第3年"
    assert plain(volunteers, "years") == plain(volunteers.history.model, "years") == [None]
    assert "第3年" not in plain(volunteers, "years_v2")


def test_a_text_that_is_no_telephone_is_kept_encrypted(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "13800001234"), ("王热心", "问她妈妈")):
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="phone", group="contact")
    assert said(volunteers) == ["13800001234", None]
    assert plain(volunteers, "years") == [None, None]
    retype(years, system, kind="text", group="basic")
    assert said(volunteers) == ["13800001234", "问她妈妈"]


def test_a_longer_text_needs_no_other_column(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    retype(years, system, options={"longest": 20})
    retype(years, system, options={"longest": 2000})
    record = volunteer(volunteers, system, "李爱心", years="长" * 1500)
    assert years.column == "years"
    assert record.history.get().years == "长" * 1500


def test_more_places_behind_the_point_take_every_value_along(
    volunteers: Any, system: Actor
) -> None:
    volunteer(volunteers, system, "李爱心", hours="2.25")
    hours = FieldDefinition.objects.get(code="hours")
    retype(hours, system, options={"places": 3})
    assert [str(value) for value in said(volunteers, "hours")] == ["2.250"]
    retype(hours, system, options={"places": 1})
    assert said(volunteers, "hours") == [None]


def test_a_record_that_was_pointed_to_is_told_by_its_name(volunteers: Any, system: Actor) -> None:
    values = {
        "code": "mentor",
        "label": "带教",
        "kind": "relation",
        "options": {"target": "volunteers"},
    }
    mentor = define_field(collection="volunteers", values=values, by=system, reason="加一项")
    first = volunteer(volunteers, system, "李爱心")
    volunteer(volunteers, system, "王热心", mentor=first)
    retype(mentor, system, kind="text", options={})
    assert said(volunteers, "mentor") == [None, "李爱心"]
    retype(mentor, system, kind="relation", options={"target": "volunteers"})
    assert said(volunteers, "mentor") == [None, first.pk]


def plain(model: Any, column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608
        return [value for (value,) in cursor.fetchall()]
