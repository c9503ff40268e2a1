"""A field that gets another type, and what becomes of its values."""

from typing import Any

import pytest
from django.db import connection

from datasets.access import Actor
from datasets.actions.definitions.effects import effects_of
from datasets.actions.definitions.fields import change_field, define_field
from datasets.actions.definitions.leftovers import leftovers
from datasets.actions.dispatch import change, create
from datasets.models import Agency, FieldDefinition
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

TO_VOLUNTEERS = {"kind": "relation", "options": {"target": "volunteers"}}


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


def test_a_place_in_words_becomes_the_region_that_ledgers_would_find(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (
        ("李爱心", "徐霞客镇徐霞客村"), ("王热心", "长泾镇"), ("孙热心", "320281104208"), ("赵热心", "月亮村"),
    ):  # fmt: skip
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="region")
    village = region(XUXIAKE_VILLAGE)
    assert said(volunteers) == [village.pk, region(CHANGJING).pk, village.pk, None]
    assert {one.years for one in volunteers.history.all()} == {village, region(CHANGJING), None}
    assert [one.text for one in leftovers(years, by=system).told] == ["月亮村"]

    retype(years, system, kind="text")
    assert said(volunteers) == ["徐霞客镇徐霞客村", "长泾镇", "320281104208", "月亮村"]


def test_a_region_is_written_with_those_above_it_and_read_back(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    retype(years, system, kind="region")
    volunteer(volunteers, system, "李爱心", years=region(XUXIAKE_VILLAGE))
    retype(years, system, kind="long_text")
    (text,) = said(volunteers)
    assert text.split(" / ")[-2:] == ["徐霞客镇", region(XUXIAKE_VILLAGE).name]
    record = volunteer(volunteers, system, "王热心", years=text)
    retype(years, system, kind="region")
    assert volunteers.objects.get(pk=record.pk).years == region(XUXIAKE_VILLAGE)


def test_an_agency_is_found_by_its_name_where_only_one_bears_it(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    agency = Agency.objects.filter(region__level="county").exclude(code="").earliest("id")
    for name, text in (("李爱心", agency.code), ("王热心", "没有这个局")):
        volunteer(volunteers, system, name, years=text)
    whole = f"{agency.region.name}{agency.name.removeprefix(agency.region.name)}"
    volunteer(volunteers, system, "孙热心", years=whole)
    retype(years, system, kind="agency")
    assert said(volunteers) == [agency.pk, None, agency.pk]
    retype(years, system, kind="long_text")
    assert said(volunteers) == [agency.name, None, agency.name]


def test_a_record_is_found_by_its_number_or_its_name_where_only_one_bears_it(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    first = volunteer(volunteers, system, "李爱心")
    for name in ("王热心", "孙热心", "孙热心"):
        volunteer(volunteers, system, name)
    texts = ("李爱心", str(first.pk), "孙热心", "没有这个人")
    for text in texts:
        volunteer(volunteers, system, "赵热心", years=text)
    effects = effects_of(years, TO_VOLUNTEERS, by=system)
    assert (effects.converted, [one.text for one in effects.left.told]) == (2, list(texts[2:]))
    retype(years, system, **TO_VOLUNTEERS)
    assert said(volunteers)[4:] == [first.pk, first.pk, None, None]


def test_a_text_that_becomes_a_protected_link_stands_nowhere_in_plain(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "长泾镇"), ("王热心", "月亮村")):
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="region", group="contact")
    assert said(volunteers) == [region(CHANGJING).pk, None]
    assert plain(volunteers, "years") == plain(volunteers.history.model, "years") == [None, None]
    assert [one.text for one in leftovers(years, by=system).told] == ["月亮村"]


def test_of_files_it_is_said_that_nothing_converts(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    volunteer(volunteers, system, "李爱心", years="第3年")
    effects = effects_of(years, {"kind": "file"}, by=system)
    assert (effects.converted, effects.left.count) == (0, 1)
    assert any("文件和照片" in sentence for sentence in effects.sentences)


def plain(model: Any, column: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}" ORDER BY 1')  # noqa: S608
        return [value for (value,) in cursor.fetchall()]
