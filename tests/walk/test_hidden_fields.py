"""A masked field changes nothing in what its reader is answered: two registers that differ in it alone look the same,
however they are searched, filtered, ordered, counted, exported.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from datasets.access.roles import CityDesk
from datasets.models import Category, Child, ChildCategory, Family, Guardian
from tests.conftest import XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.walk.answers import Answer, answer, difference
from tests.walk.people import logged_in

pytestmark = pytest.mark.django_db

#: The masks show an area and the last four digits, a telephone's ends, a year of birth: beyond these the two differ.
ONE, OTHER = id_number(datetime.date(2012, 1, 2), sequence=10), id_number(sequence=10)[:-4]
FIRST: Mapping[str, Any] = {
    "id_number": ONE, "birth_date": datetime.date(2012, 1, 2), "health": "哮喘", "disability": "肢体二级",
    "aid": "低保", "remark": "甲", "residence_address": "徐霞客镇一号", "household_address": "徐霞客镇二号",
}  # fmt: skip
SECOND: Mapping[str, Any] = {
    "id_number": OTHER + ONE[-4:], "birth_date": datetime.date(2012, 9, 9), "health": "", "disability": "",
    "aid": "", "remark": "", "residence_address": "徐霞客镇三号", "household_address": "徐霞客镇四号",
}  # fmt: skip


@pytest.fixture
def children(db: None) -> list[Child]:
    found = []
    for name in ("陈甲", "陈乙"):
        family = make_family(XUXIAKE_VILLAGE, head_name=f"{name}户主", address="徐霞客镇一号")
        guardian = make_guardian(XUXIAKE_VILLAGE, family=family, name=f"{name}父")
        known = {"name": name, "family": family, "guardian": guardian}
        found.append(make_child(XUXIAKE_VILLAGE, categories=("orphan",), **known))
    return found


@pytest.fixture
def city(db: None) -> Client:
    client = logged_in(someone("city_prober", CityDesk, "320281"))
    client.get("/admin/")
    return client


def put(children: list[Child], *values: Mapping[str, Any]) -> None:
    """Write the fields past the actions: the histories of both registers are one."""
    for child in children:
        Child.objects.filter(pk=child.pk).update(id_number=None)
    for child, fields in zip(children, values, strict=True):
        Child.objects.filter(pk=child.pk).update(**fields)
        is_first = fields is FIRST
        guardian = Guardian.objects.filter(guardianships__child=child)
        guardian.update(
            condition="in_prison" if is_first else "healthy",
            condition_until_date=datetime.date(2030, 1, 1) if is_first else None,
            phone="13900001111" if is_first else "13922221111",
            remark="乙" if is_first else "",
        )
        Family.objects.filter(pk=child.family_id).update(
            economic_situation="destitute" if is_first else "ordinary",
            dossier_type="problem_family" if is_first else "child_in_difficulty",
            remark="丙" if is_first else "",
        )
        code = "hiv_affected" if is_first else "sexual_abuse"
        links = ChildCategory.objects.filter(child=child)
        links.update(category=Category.objects.get(code=code))


QUESTIONS: tuple[Mapping[str, str], ...] = (
    {}, {"q": ONE}, {"q": "13900001111"}, {"q": "哮喘"}, {"q": "2012"}, {"q": "一号"},
    {"category": "hiv_affected"}, {"category": "sexual_abuse"}, {"category": "orphan"},
    {"o": "born"}, {"o": "-born"}, {"o": "birth_date"}, {"o": "-birth_date"}, {"o": "id_number"},
    {"o": "3"}, {"o": "-3"},
    {"o": "categories"}, {"o": "-health"}, {"o": "phone"}, {"o": "condition"}, {"o": "-condition"},
    {"condition": "in_prison"}, {"dossier_type": "problem_family"}, {"economic_situation": "destitute"},
    {"closing_reason": "adopted"}, {"health": ""}, {"health__isnull": "0"}, {"birth_date__year": "2012"},
    {"birth_date__gte": "2012-05-01"}, {"condition__isnull": "0"}, {"photo": ""}, {"aid__gt": ""},
    {"grouped": "birth_date"}, {"grouped": "birth_date.year"}, {"grouped": "condition"}, {"grouped": "category_links"},
    {"where": '{"field":"condition","is":"any_of","value":["in_prison"]}'},
    {"where": '{"field":"guardianships.guardian","is":"not_empty"}'}, {"where": '{"field":"health","is":"empty"}'},
    {"where": '{"field":"family.economic_situation","is":"any_of","value":["destitute"]}'},
    {"where": '{"field":"birth_date","is":"before","value":"2012-05-01"}'},
)  # fmt: skip


def asked(client: Client, children: list[Child]) -> dict[str, Answer]:
    found = {}
    for noun in ("child", "family", "guardian"):
        lists = reverse(f"datasets_{noun}_modeladmin_index")
        for question in QUESTIONS:
            found[f"{noun} {question}"] = answer(client, lists, question)
        for question in (
            {},
            {"o": "-born"},
            {"category": "hiv_affected"},
            {"condition": "in_prison"},
        ):
            for kind in ("xlsx", "csv"):
                address = reverse(f"datasets_{noun}_modeladmin_export_{kind}")
                found[f"{noun} {kind} {question}"] = answer(client, address, question)
    for noun in ("family", "guardian"):
        for typed in ("", ONE, "13900001111", "徐霞客镇一号"):
            address = reverse(f"choose_{noun}:choose_results")
            found[f"choose {noun} {typed}"] = answer(client, address, {"q": typed})
    return found | pages_of(client, children)


def pages_of(client: Client, children: list[Child]) -> dict[str, Answer]:
    found = {}
    for child in children:
        for page in ("inspect", "edit", "history"):
            address = reverse(f"datasets_child_modeladmin_{page}", args=[child.pk])
            found[f"{page} {child.name}"] = answer(client, address)
    return found


def test_two_registers_that_differ_in_what_is_masked_look_the_same(
    city: Client, children: list[Child]
) -> None:
    for _time in range(2):
        pages_of(city, children)  # a page lists who opened it last
    put(children, FIRST, SECOND)
    before = asked(city, children)
    put(children, SECOND, FIRST)
    after = asked(city, children)
    told = [f"{key}: {difference(before[key], after[key])}" for key in before]
    assert [one for one in told if not one.endswith(": ")] == []
    assert "陈甲" in before["child {}"].text
