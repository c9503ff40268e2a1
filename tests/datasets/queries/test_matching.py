"""What a ledger's rows may speak of: fetched by sets, no more than needed."""

import datetime
from typing import Any

import pytest

from datasets.models import Child, Region
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.matching import Register, Sought, register_for
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

NOTHING: dict[str, Any] = {
    "id_numbers": set(), "people": set(), "guardian_id_numbers": set(), "guardian_phones": set(),
    "household_numbers": set(),
}  # fmt: skip


def registered(within: str = XUXIAKE, **sought: Any) -> Register:
    return register_for(Sought(**NOTHING | sought, within=region(within).path))


def test_names_are_fetched_in_the_rows_area_and_among_open_records_only() -> None:
    here = make_child(XUXIAKE_VILLAGE, name="张伟")
    make_child(CHANGJING, name="张伟")
    make_child(XUXIAKE_VILLAGE, name="李四")
    make_child(XUXIAKE_VILLAGE, name="张伟", status="closed", closing_reason="of_age",
               closed_date=datetime.date(2026, 1, 1))  # fmt: skip
    found = registered(people={("", "张伟")}).children_by_name
    assert [child.id for child in found["张伟"]] == [here.pk]
    assert set(found) == {"张伟"}


def test_numbers_are_found_in_the_whole_register_closed_records_too() -> None:
    number = id_number()
    closed = make_child(CHANGJING, id_number=number, status="closed", closing_reason="of_age",
                        closed_date=datetime.date(2026, 1, 1))  # fmt: skip
    child = make_child(CHANGJING, id_number=number)
    found = registered(id_numbers={number}).children_by_id_number[number]
    assert {(one.id, one.is_open) for one in found} == {(child.pk, True), (closed.pk, False)}


def test_who_is_found_by_number_is_not_sought_by_name(django_assert_num_queries: Any) -> None:
    number = id_number()
    make_child(XUXIAKE_VILLAGE, name="张伟", id_number=number)
    make_child(XUXIAKE_VILLAGE, name="张伟")
    found = registered(id_numbers={number}, people={(number, "张伟")})
    assert found.children_by_name == {}
    assert len(found.children_by_id_number[number]) == 1


def test_a_child_comes_with_its_present_categories_family_and_guardians() -> None:
    family = make_family(XUXIAKE_VILLAGE, household_number="12", head_name="张户")
    father = make_guardian(XUXIAKE_VILLAGE, family=family, name="张父", phone="13800000001")
    make_child(XUXIAKE_VILLAGE, name="张伟", family=family, guardian=father, categories=("orphan",))
    (child,) = registered(people={("", "张伟")}).children_by_name["张伟"]
    assert child.categories == ("orphan",)
    assert child.family is not None
    assert child.family.fields == ("12", "张户")
    (link,) = child.guardianships
    assert (link.guardian.id, link.relation, link.is_principal) == (father.pk, "father", True)
    assert link.guardian.path == region(XUXIAKE_VILLAGE).path


def test_guardians_are_found_by_number_everywhere_and_by_phone_in_the_area() -> None:
    number = id_number(datetime.date(1980, 1, 1))
    for code in (XUXIAKE_VILLAGE, CHANGJING):
        make_guardian(code, name="张父", id_number=number)
        make_guardian(code, name="张母", phone="13800000001")
    found = registered(guardian_id_numbers={number}, guardian_phones={"13800000001"})
    assert len(found.guardians_by_id_number[number]) == 2
    assert len(found.guardians_by_phone["张母", "13800000001"]) == 1


def test_families_are_found_by_their_number_in_the_area() -> None:
    here = make_family(XUXIAKE_VILLAGE, household_number="12")
    make_family(CHANGJING, household_number="12")
    found = registered(household_numbers={"12"}).families_by_number
    assert {key: family.id for key, family in found.items()} == {(here.region_id, "12"): here.pk}


def test_the_number_of_queries_does_not_grow_with_the_rows(
    django_assert_max_num_queries: Any,
) -> None:
    def household(number: int) -> dict[str, Any]:
        father = make_guardian(XUXIAKE_VILLAGE, name=f"父{number}", phone=f"1380000{number:04}")
        child = make_child(
            XUXIAKE_VILLAGE, name=f"子{number}", guardian=father, family=father.family,
            categories=("orphan",), id_number=id_number(sequence=number),
        )  # fmt: skip
        make_child(XUXIAKE_VILLAGE, name=f"女{number}", guardian=father)
        return {"number": child.id_number, "name": f"女{number}", "phone": father.phone}

    households = [household(number) for number in range(40)]
    for some in (households[:2], households):
        sought = {
            "id_numbers": {one["number"] for one in some},
            "people": {("", one["name"]) for one in some},
            "guardian_phones": {one["phone"] for one in some},
            "household_numbers": {str(number) for number in range(len(some))},
        }
        with django_assert_max_num_queries(13):
            found = registered(**sought)
        assert len(found.children_by_name) == len(some)
        assert len(found.children_by_id_number) == len(some)


@pytest.mark.parametrize("size", [0, 1, 3000])
def test_a_long_list_is_one_parameter_on_either_database(size: int) -> None:
    make_child(XUXIAKE_VILLAGE, name="名2")
    child = Child.objects.get()
    names = [f"名{number}" for number in range(size)]
    assert Child.objects.filter(name__in=among_texts(names)).exists() is (size > 2)
    keys = range(child.pk, child.pk + size)
    assert Child.objects.filter(pk__in=among_keys(keys)).exists() is (size > 0)


def test_a_text_of_a_long_list_may_hold_anything() -> None:
    for name in ("O'Brien", '"引号"', "{花括号}", "逗号,", "反斜\\杠", "%s", "NULL"):
        make_child(XUXIAKE_VILLAGE, name=name)
        assert Child.objects.filter(name__in=among_texts([name])).get().name == name
    assert not Region.objects.filter(name__in=among_texts([""])).exists()
