"""Sex and birth date need not be typed beside an ID number that tells them."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.models import Child, Guardian
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family

pytestmark = pytest.mark.django_db

BORN = datetime.date(2014, 5, 6)
NUMBER = id_number(born=BORN, sex="female", sequence=62)


def child(**values: Any) -> Child:
    said = {"name": "赵新", "region": region(XUXIAKE_VILLAGE), "id_number": NUMBER, **values}
    return create(Child, values=said, by=Actor.system(today=TODAY), reason="登记")


def test_a_new_child_has_them_from_the_number_and_so_has_its_history() -> None:
    made = child()
    made.refresh_from_db()
    assert (made.sex, made.birth_date) == ("female", BORN)
    assert made.history.get().birth_date == BORN


def test_a_number_that_comes_later_fills_what_is_empty() -> None:
    made = make_child(XUXIAKE_VILLAGE, id_number=None, birth_date=None, sex="")
    changed = change(
        made, values={"id_number": NUMBER}, by=Actor.system(today=TODAY), reason="补登"
    )
    assert set(changed) == {"id_number", "sex", "birth_date"}
    made.refresh_from_db()
    assert (made.sex, made.birth_date) == ("female", BORN)


def test_a_number_that_is_corrected_corrects_what_the_wrong_one_told() -> None:
    made = child(id_number=id_number(sex="male"))
    change(made, values={"id_number": NUMBER}, by=Actor.system(today=TODAY), reason="更正")
    made.refresh_from_db()
    assert (made.sex, made.birth_date) == ("female", BORN)


def test_a_number_does_not_overrule_what_somebody_said() -> None:
    made = make_child(XUXIAKE_VILLAGE, id_number=None, birth_date=datetime.date(2014, 5, 7))
    with pytest.raises(ValidationError, match="出生日期与身份证号不一致"):
        change(made, values={"id_number": NUMBER}, by=Actor.system(today=TODAY), reason="补登")


def test_what_is_given_stands_nothing_too() -> None:
    assert child(birth_date=None, sex="").birth_date is None


def test_no_other_paper_tells_anything() -> None:
    assert child(id_type="passport", id_number="E12345678").birth_date is None


def test_of_a_guardian_it_tells_the_sex() -> None:
    values = {"name": "赵父", "family": make_family(XUXIAKE_VILLAGE), "id_number": NUMBER}
    made = create(Guardian, values=values, by=Actor.system(today=TODAY), reason="登记")
    assert made.sex == "female"
