import dataclasses
import datetime
from typing import Any

import pytest

from datasets import public
from datasets.access import Actor
from datasets.actions.children import close_child
from datasets.actions.dispatch import change
from datasets.choices import ClosingReason
from datasets.models import Child, Duty
from datasets.public import PublicCity, public_cities, public_policies
from tests.factories import make_child

pytestmark = pytest.mark.django_db

VILLAGE = "320281104208"


def city(name: str, today: datetime.date) -> PublicCity:
    return next(city for city in public_cities(today=today) if city.name == name)


def test_both_cities_show_their_duties_by_domain(today: datetime.date) -> None:
    cities = public_cities(today=today)
    assert {city.name for city in cities} == {"郑州市", "江阴市"}
    jiangyin = city("江阴市", today)
    justice = next(domain for domain in jiangyin.domains if domain.code == "justice")
    assert "江阴市公安局" in {agency.name for agency in justice.agencies}
    duties = [duty for agency in justice.agencies for duty in agency.duties]
    assert all(duty.source.startswith("澄政办发〔2015〕77号 ") for duty in duties)


def test_a_duty_of_no_domain_stands_last_among_the_others(
    today: datetime.date, system: Actor
) -> None:
    duty = Duty.objects.filter(assignments__agency__code="jiangyin-education").first()
    assert duty is not None
    change(duty, values={"domain": ""}, by=system, reason="职责表没有写领域")
    last = city("江阴市", today).domains[-1]
    assert (last.code, last.label) == ("", "其他职责")
    assert duty.text in {one.text for agency in last.agencies for one in agency.duties}


def test_an_assignment_that_has_ended_is_no_longer_shown(
    today: datetime.date, system: Actor
) -> None:
    duty = Duty.objects.filter(assignments__agency__code="jiangyin-education").first()
    before = city("江阴市", today).duty_count
    ended = {"until_date": today - datetime.timedelta(1)}
    for assignment in duty.assignments.all():
        change(assignment, values=ended, by=system, reason="调整")
    assert city("江阴市", today).duty_count == before - 1


def test_fewer_than_ten_children_are_not_counted_in_public(
    today: datetime.date, system: Actor
) -> None:
    for _ in range(9):
        make_child(VILLAGE, by=system)
    assert city("江阴市", today).child_count is None
    tenth = make_child(VILLAGE, by=system)
    assert city("江阴市", today).child_count == 10
    assert city("郑州市", today).child_count is None
    close_child(
        child=tenth,
        closing_reason=ClosingReason.MOVED_AWAY,
        closed_date=today,
        by=system,
        reason="迁出",
    )
    assert city("江阴市", today).child_count is None


def test_nothing_public_names_a_person(today: datetime.date, system: Actor) -> None:
    make_child(VILLAGE, by=system, name="不可公开")
    assert Child.objects.filter(name="不可公开").exists()
    assert "不可公开" not in repr(public_cities(today=today))
    fields = {
        field.name
        for value in vars(public).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value)
        for field in dataclasses.fields(value)
    }
    assert not fields & {"officer", "guardian", "child", "id_number"}


def test_the_duty_table_costs_few_queries(
    today: datetime.date, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        public_cities(today=today)


def test_policies_carry_what_cites_them() -> None:
    numbers = {policy.code: policy.number for policy in public_policies()}
    assert numbers["zhengzhou-2014-10"] == "郑政办〔2014〕10号"
