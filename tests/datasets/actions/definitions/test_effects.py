"""What a change of a field would do, told beforehand; what it left over, told afterwards; and its undoing."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import SystemAdministrator
from datasets.actions.definitions.collections import change_collection
from datasets.actions.definitions.effects import effects_of, values_as_of
from datasets.actions.definitions.fields import archive_field, change_field, define_field
from datasets.actions.definitions.leftovers import leftovers
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted
from datasets.actions.restore import restore_version
from datasets.history.timeline import timeline
from datasets.models import CollectionDefinition, FieldDefinition
from tests.datasets.actions.definitions.test_converting import (
    retype,
    said,
    volunteer,
    volunteers,
    years,
)

__all__ = ["volunteers", "years"]
pytestmark = pytest.mark.django_db


def test_of_another_type_it_tells_what_will_not_convert(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "第3年"), ("王热心", "很久"), ("孙热心", None)):
        volunteer(volunteers, system, name, years=text)
    effects = effects_of(years, {"kind": "integer"}, by=system)
    assert (effects.held, effects.converted, effects.left.count) == (2, 1, 1)
    assert [(one.title, one.text) for one in effects.left.told] == [("王热心", "很久")]
    assert said(volunteers) == ["第3年", "很久", None]


def test_of_narrower_options_it_tells_what_falls_out_and_leaves_it(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    record = volunteer(volunteers, system, "李爱心", years="一二三四五六", skills=("math",))
    told = effects_of(years, {"options": {"longest": 5}}, by=system)
    assert (told.is_converted, [one.text for one in told.outside.told]) == (False, ["一二三四五六"])
    skills = FieldDefinition.objects.get(code="skills")
    fewer = {"options": {"choices": [["music", "乐器"]]}}
    assert effects_of(skills, fewer, by=system).outside.count == 1

    retype(years, system, options={"longest": 5})
    assert said(volunteers) == ["一二三四五六"]
    with pytest.raises(ValidationError):
        change(record, values={"years": "六五四三二一"}, by=system, reason="改")


def test_of_required_and_unique_it_tells_who_stands_against_it(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "3"), ("王热心", "3"), ("孙热心", None)):
        volunteer(volunteers, system, name, years=text)
    effects = effects_of(years, {"is_required": True, "is_unique": True}, by=system)
    assert (effects.missing, effects.twice, effects.is_refused) == (1, [("3", 2)], True)
    with pytest.raises(ValidationError) as refusal:
        change_field(field=years, values={"is_unique": True}, by=system, reason="不能重复")
    assert refusal.value.message_dict.keys() == {"is_unique"}
    years.refresh_from_db()
    assert not years.is_unique


def test_of_archiving_it_tells_what_depends_on_the_field(volunteers: Any, system: Actor) -> None:
    skills = FieldDefinition.objects.get(code="skills")
    values = {"code": "more", "label": "其他", "kind": "text", "shown_when": ["skills", ["math"]]}
    define_field(collection="volunteers", values=values, by=system, reason="加一项")
    volunteer(volunteers, system, "李爱心", skills=("math",))
    effects = effects_of(skills, {"archived_date": system.today}, by=system)
    assert (effects.held, "其他" in "".join(map(str, effects.sentences))) == (1, True)
    name = FieldDefinition.objects.get(code="name")
    effects = effects_of(name, {"archived_date": system.today}, by=system)
    assert (effects.held, len(effects.sentences)) == (1, 2)


def test_nobody_learns_here_what_is_hidden_from_them(
    volunteers: Any, system: Actor, administrator: Any, clerk: Any
) -> None:
    volunteer(volunteers, system, "李爱心", phone="13800001234、13800001235")
    phone = FieldDefinition.objects.get(code="phone")
    with pytest.raises(NotPermitted):
        effects_of(phone, {"kind": "integer"}, by=Actor.of(clerk))
    role = Group.objects.get(name=SystemAdministrator.name)
    role.permissions.add(Permission.objects.get(codename="change_fielddefinition"))
    effects = effects_of(phone, {"kind": "integer"}, by=Actor.of(administrator))
    assert (effects.left.count, effects.left.told) == (1, [])


def test_what_is_left_over_is_told_until_somebody_fills_it_in(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    record = volunteer(volunteers, system, "李爱心", years="很久")
    emptied = volunteer(volunteers, system, "王热心", years="3")
    retype(years, system, kind="integer")
    change(emptied, values={"years": None}, by=system, reason="不对")
    left = leftovers(years, by=system)
    assert (left.count, [one.text for one in left.told]) == (1, ["很久"])
    change(record, values={"years": 12}, by=system, reason="问过了")
    assert leftovers(years, by=system).count == 0


def test_what_is_left_over_of_several_changes_is_told_once(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    for name, text in (("李爱心", "很久"), ("王热心", "3")):
        volunteer(volunteers, system, name, years=text)
    retype(years, system, kind="integer")
    retype(years, system, kind="date")
    assert [one.text for one in leftovers(years, by=system).told] == ["3", "很久"]


def test_what_is_left_over_of_a_protected_field_is_told_too(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    volunteer(volunteers, system, "李爱心", years="问她妈妈")
    retype(years, system, kind="phone", group="contact")
    assert [one.text for one in leftovers(years, by=system).told] == ["问她妈妈"]


def test_a_field_goes_back_to_an_earlier_version_with_its_type_and_values(
    volunteers: Any, years: FieldDefinition, system: Actor
) -> None:
    volunteer(volunteers, system, "李爱心", years="很久")
    before = timezone.now()
    retype(years, system, kind="integer", label="几年", is_filterable=True)
    archive_field(field=years, by=system, reason="不用了")
    assert values_as_of(years, before)["kind"] == "text"

    restore_version(record=years, at=before, by=system)

    years.refresh_from_db()
    assert (years.kind, years.label, years.archived_date) == ("text", "年限", None)
    assert said(volunteers) == ["很久"]
    assert timeline(years, to=system)[0].reason.startswith("恢复到")


def test_a_collection_goes_back_to_an_earlier_version(volunteers: Any, system: Actor) -> None:
    collection = CollectionDefinition.objects.get()
    before = timezone.now()
    change_collection(
        collection=collection, values={"label": "义工", "title": ""}, by=system, reason="改名"
    )
    restore_version(record=collection, at=before, by=system)
    collection.refresh_from_db()
    assert (collection.label, collection.title) == ("志愿者", "name")
