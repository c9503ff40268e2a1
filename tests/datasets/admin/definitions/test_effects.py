"""What a change of a field would do is read before it is done, and what was left over after it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import CityDesk
from datasets.admin.definitions.field_form import told_of
from datasets.models import FieldDefinition
from tests.datasets.actions.definitions.test_converting import (
    retype,
    said,
    volunteer,
    volunteers,
    years,
)

__all__ = ["volunteers", "years"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_city(client: Any, city_desk: Any) -> Any:
    client.force_login(city_desk)
    return client


def sent(field: FieldDefinition, **values: Any) -> dict[str, Any]:
    told = {**told_of(field), **values}
    return {name: value for name, value in told.items() if value not in (None, False)}


def test_a_change_that_matters_is_saved_only_after_it_was_read(
    volunteers: Any, years: FieldDefinition, system: Actor, as_city: Any
) -> None:
    desk = Group.objects.get(name=CityDesk.name)
    desk.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    for name, text in (("李爱心", "3"), ("王热心", "很久")):
        volunteer(volunteers, system, name, years=text)
    address = reverse("definitions_field", args=[years.pk])
    change = sent(years, kind="integer")

    page = as_city.post(address, change)

    assert page.context["effects"].left.count == 1
    assert "王热心" in page.content.decode()
    assert said(volunteers) == ["3", "很久"]
    other = {**sent(years, kind="date"), "read_for": page.context["read_for"]}
    assert as_city.post(address, other).context["effects"].left.count == 2
    assert (
        as_city.post(address, {**change, "read_for": page.context["read_for"]}).status_code == 302
    )
    assert said(volunteers) == [3, None]

    listed = as_city.get(reverse("definitions_leftovers", args=[years.pk])).content.decode()
    assert "很久" in listed
    assert (
        reverse("definitions_leftovers", args=[years.pk]) in as_city.get(address).content.decode()
    )


def test_a_change_of_words_is_saved_at_once_unless_somebody_asks(
    years: FieldDefinition, as_city: Any
) -> None:
    address = reverse("definitions_field", args=[years.pk])
    change = sent(years, label="几年")
    assert as_city.post(address, {**change, "effects": "1"}).context["effects"].held == 0
    assert as_city.post(address, change).status_code == 302
    years.refresh_from_db()
    assert years.label == "几年"


def test_archiving_and_going_back_tell_what_they_do(
    volunteers: Any, years: FieldDefinition, system: Actor, as_city: Any
) -> None:
    volunteer(volunteers, system, "李爱心", years="很久")
    before = timezone.now()
    retype(years, system, kind="integer")
    address = reverse("definitions_effects", args=[years.pk])
    assert as_city.get(address).context["effects"].is_converted is False
    page = as_city.get(address, {"at": before.isoformat()})
    assert page.context["effects"].is_converted
    assert as_city.get(address, {"at": "yesterday"}).status_code == 400
    restore = reverse("definitions_restore", args=["field", years.pk])
    as_city.post(restore, {"at": before.isoformat()})
    assert said(volunteers) == ["很久"]


def test_whoever_may_not_change_definitions_reads_none_of_it(
    volunteers: Any, years: FieldDefinition, client: Any, clerk: Any, village_worker: Any
) -> None:
    for user in (clerk, village_worker):
        client.force_login(user)
        for name in ("definitions_effects", "definitions_leftovers"):
            address = reverse(name, args=[years.pk])
            assert client.get(address).status_code in (302, 403)
