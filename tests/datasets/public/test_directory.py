"""Who is responsible, as the public reads it."""

import dataclasses
import datetime
from typing import Any

import pytest

from datasets import public
from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.models import Agency, Child, Duty
from datasets.public import (
    PublicCity,
    by_bearers,
    by_domain,
    csv_text,
    duties_as_document,
    duties_as_rows,
    duties_at,
    duties_of_agency,
    duty_table,
    duty_table_version,
    public_cities,
    public_place,
    public_policies,
)
from tests.factories import make_child

pytestmark = pytest.mark.django_db

VILLAGE = "320281104208"


def city(name: str, today: datetime.date) -> PublicCity:
    return next(city for city in public_cities(today=today) if city.name == name)


def place(code: str) -> Any:
    found = public_place(code)
    assert found is not None
    return found.place


def test_both_cities_show_their_duties_by_domain(today: datetime.date) -> None:
    assert {city.name for city in public_cities(today=today)} == {"郑州市", "江阴市"}
    domains = by_domain(duties_at(place=place("320281"), today=today))
    justice = next(domain for domain in domains if domain.code == "justice")
    assert "江阴市公安局" in {one.agency.name for one in justice.agencies}
    duties = [duty for one in justice.agencies for duty in one.duties]
    assert all(duty.source.startswith("澄政办发〔2015〕77号 ") for duty in duties)


def test_a_village_is_answered_with_the_duties_laid_down_above_it(today: datetime.date) -> None:
    assert duties_at(place=place(VILLAGE), today=today) == duties_at(
        place=place("320281"), today=today
    )
    assert duties_at(place=place("32"), today=today) == ()


def test_a_duty_of_no_domain_stands_last_among_the_others(
    today: datetime.date, system: Actor
) -> None:
    duty = Duty.objects.filter(assignments__agency__code="jiangyin-education").first()
    assert duty is not None
    change(duty, values={"domain": ""}, by=system, reason="职责表没有写领域")
    last = by_domain(duties_at(place=place("320281"), today=today))[-1]
    assert (last.code, last.label) == ("other", "其他职责")
    assert duty.text in {one.text for agency in last.agencies for one in agency.duties}


def test_a_duty_of_several_agencies_is_told_once_with_all_of_them(today: datetime.date) -> None:
    shared = by_bearers(duty_table(today=today))
    texts = [text for one in shared for text in one.texts]
    assert len(texts) == len(set(texts))
    assert any(len(one.leading) > 1 for one in shared)
    assert any(one.supporting for one in shared)


def test_an_assignment_that_has_ended_is_no_longer_shown(
    today: datetime.date, system: Actor
) -> None:
    duty = Duty.objects.filter(assignments__agency__code="jiangyin-education").first()
    before = city("江阴市", today).duty_count
    ended = {"until_date": today - datetime.timedelta(1)}
    for assignment in duty.assignments.all():
        change(assignment, values=ended, by=system, reason="调整")
    assert city("江阴市", today).duty_count == before - 1


def test_a_new_telephone_is_shown_at_once_though_the_table_is_kept(
    today: datetime.date, system: Actor, settings: Any, tmp_path: Any
) -> None:
    settings.CACHES = settings.CACHES | {
        "public": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path,
        }
    }
    before = duty_table(today=today)
    assert duty_table(today=today) == before
    agency = Agency.objects.get(code="jiangyin-education")
    change(agency, values={"public_phone": "0510-00000000"}, by=system, reason="换号")
    found = duties_of_agency(code="jiangyin-education", today=today)
    assert {duty.agency.phone for duty in found} == {"0510-00000000"}


def test_the_kept_table_costs_one_query(
    today: datetime.date, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        duty_table_version(today=today)
    with django_assert_num_queries(2):
        duty_table(today=today)


def test_the_next_day_is_another_table(today: datetime.date) -> None:
    tomorrow = today + datetime.timedelta(1)
    assert duty_table_version(today=today) != duty_table_version(today=tomorrow)


def test_nothing_public_names_a_person(today: datetime.date, system: Actor) -> None:
    make_child(VILLAGE, by=system, name="不可公开")
    assert Child.objects.filter(name="不可公开").exists()
    assert "不可公开" not in repr((public_cities(today=today), public.public_figures(today=today)))
    fields = {
        field.name
        for value in vars(public).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value)
        for field in dataclasses.fields(value)
    }
    assert not fields & {"officer", "guardian", "child", "id_number"}


def test_policies_carry_what_cites_them() -> None:
    numbers = {policy.code: policy.number for policy in public_policies()}
    assert numbers["zhengzhou-2014-10"] == "郑政办〔2014〕10号"


def test_the_table_goes_out_as_csv_and_json(today: datetime.date, system: Actor) -> None:
    duty = Duty.objects.filter(assignments__agency__code="jiangyin-education").first()
    assert duty is not None
    change(duty, values={"text": "=1+1"}, by=system, reason="公式")
    duties = duty_table(today=today)
    lines = csv_text(duties_as_rows(duties)).splitlines()
    assert lines[0].startswith("\ufeff地区,领域,机构")
    assert len(lines) == len(duties) + 1
    assert any(",'=1+1," in line for line in lines)
    document = duties_as_document(duties, day=today)
    assert document["date"] == "2026-11-20"
    assert {row["part"] for row in document["duties"]} == {"lead", "support"}
