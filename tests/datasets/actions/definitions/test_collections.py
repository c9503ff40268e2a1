"""A collection of one's own, from its definition to its records."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.access.roles import CityDesk, SystemAdministrator
from datasets.actions.definitions.collections import change_collection, define_collection
from datasets.actions.definitions.fields import (
    archive_field,
    change_field,
    define_field,
    take_field_up,
)
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.custom.loading import made_model
from datasets.history.timeline import timeline
from datasets.models import Child, CollectionDefinition, FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import FIELDS, volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


def test_its_records_are_written_with_a_history(volunteers: Any, system: Actor) -> None:
    values = {
        "region": region(XUXIAKE_VILLAGE), "name": "李爱心", "phone": "13800001234",
        "skills": ("music", "math"), "hours": "2.5",
    }  # fmt: skip
    record = create(volunteers, values=values, by=system, reason="登记")
    change(record, values={"hours": 4}, by=system, reason="又来了一次")

    stored = volunteers.objects.get()
    assert (str(stored), stored.skills, stored.joined_date) == ("李爱心", ("math", "music"), None)
    assert [entry.reason for entry in timeline(stored, to=system)] == ["又来了一次", "登记"]
    latest = timeline(stored, to=system)[0].changes[0]
    assert (latest.label, latest.old, latest.new) == ("服务时长（小时）", "2.50", "4.00")


def test_what_its_fields_do_not_take_is_refused_by_field(volunteers: Any, system: Actor) -> None:
    values = {"region": region(XUXIAKE_VILLAGE), "hours": -1, "skills": ("cooking",)}
    with pytest.raises(ValidationError) as refusal:
        create(volunteers, values=values, by=system, reason="登记")
    assert refusal.value.message_dict.keys() == {"name", "hours", "skills"}


def test_a_field_that_is_archived_comes_back_with_what_stood_in_it(
    volunteers: Any, system: Actor
) -> None:
    values = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心", "hours": 3}
    create(volunteers, values=values, by=system, reason="登记")
    hours = FieldDefinition.objects.get(code="hours")
    archive_field(field=hours, by=system, reason="不用了")
    assert not hasattr(volunteers.objects.get(), "hours")
    take_field_up(field=hours, by=system, reason="还是要")
    assert volunteers.objects.get().hours == 3


def test_a_built_in_collection_takes_a_field_beside_its_own(system: Actor) -> None:
    values = {"code": "x_paired", "label": "结对爱心妈妈", "kind": "yes_no"}
    define_field(collection="children", values=values, by=system, reason="县里要")
    child = create(
        Child,
        values={"name": "王小明", "region": region(XUXIAKE_VILLAGE), "x_paired": True},
        by=system,
        reason="登记",
    )
    stored = Child.objects.get(pk=child.pk)
    assert stored.x_paired is True
    assert stored.history.get().x_paired is True


def test_nothing_is_left_of_a_definition_that_was_refused(system: Actor) -> None:
    bad = [*FIELDS, {"code": "class", "label": "班", "kind": "text"}]
    with pytest.raises(ValidationError):
        define_collection(
            values={"code": "volunteers", "label": "志愿者"}, fields=bad, by=system, reason="名册"
        )
    with pytest.raises(KeyError):
        made_model("volunteers")


def test_who_does_not_see_what_a_field_holds_does_not_decide_who_sees_it(
    volunteers: Any, city_desk: Any, supervisor: Any
) -> None:
    phone = FieldDefinition.objects.get(code="phone")
    opened = {"group": "basic"}
    with pytest.raises(NotPermitted):
        change_field(field=phone, values=opened, by=Actor.of(city_desk), reason="改")
    phone.refresh_from_db()
    assert phone.group == "contact"
    change_field(field=phone, values={"label": "手机"}, by=Actor.of(city_desk), reason="改名")
    change_field(field=phone, values=opened, by=Actor.of(supervisor), reason="公开的电话")
    phone.refresh_from_db()
    assert (phone.label, phone.group) == ("手机", "basic")


def test_nobody_lets_the_own_role_do_more_with_what_others_recorded(
    volunteers: Any, administrator: Any
) -> None:
    by, definition = Actor.of(administrator), CollectionDefinition.objects.get()
    given = {**definition.grants, SystemAdministrator.name: ["view"]}
    with pytest.raises(NotPermitted):
        change_collection(collection=definition, values={"grants": given}, by=by, reason="看看")
    assert not Actor.of(administrator).may("view", volunteers)

    for_the_city = {**definition.grants, CityDesk.name: ["view"]}
    change_collection(
        collection=definition, values={"grants": for_the_city}, by=by, reason="给市里"
    )
    assert CollectionDefinition.objects.get().grants == for_the_city
