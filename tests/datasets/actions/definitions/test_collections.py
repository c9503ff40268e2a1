"""A collection of one's own, from its definition to its records."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import archive_field, define_field, take_field_up
from datasets.actions.dispatch import change, create
from datasets.custom.loading import made_model
from datasets.history.timeline import timeline
from datasets.models import Child, FieldDefinition
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
