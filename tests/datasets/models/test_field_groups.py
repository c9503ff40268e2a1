"""A field of a person's record that nobody put into a group is refused at the start, and shown to nobody."""

from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks

from datasets.access import Actor
from datasets.choices import FieldGroup
from datasets.models import Agency, Child, Record
from datasets.models.field_groups import UNKNOWN_FIELD, WITHOUT_GROUP, group_of, problems_of


def test_every_field_of_every_record_has_one_group() -> None:
    assert [one for one in run_checks() if one.id in (WITHOUT_GROUP, UNKNOWN_FIELD)] == []
    people = [
        model
        for model in apps.get_app_config("datasets").get_models()
        if issubclass(model, Record) and not model.is_public_knowledge
    ]
    assert Child in people
    for model in people:
        assert all(group_of(model, field.name) for field in model._meta.concrete_fields), model


def forgetting(name: str) -> dict[FieldGroup, tuple[str, ...]]:
    groups = Child.field_groups.items()
    return {group: tuple(one for one in names if one != name) for group, names in groups}


@pytest.mark.parametrize("name", ["health", "name", "remark"])
def test_a_field_without_a_group_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Child, "field_groups", forgetting(name))
    (problem,) = problems_of(Child)
    assert (problem.id, name in problem.msg) == (WITHOUT_GROUP, True)


def test_a_field_in_two_groups_or_of_no_column_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = {**Child.field_groups, FieldGroup.JUDICIAL: ("health", "verdict")}
    monkeypatch.setattr(Child, "field_groups", groups)
    assert [one.id for one in problems_of(Child)] == [UNKNOWN_FIELD, UNKNOWN_FIELD]


@pytest.mark.django_db
def test_what_has_no_group_is_seen_by_nobody_and_public_knowledge_by_all(clerk: Any) -> None:
    actor = Actor.of(clerk)
    assert actor.sees(Child, "guardianships__guardian__id_number")
    assert not actor.sees(Child, "age")
    assert actor.sees(Agency, "public_phone")
