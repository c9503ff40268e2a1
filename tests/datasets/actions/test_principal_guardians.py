"""Who is first in charge of a child: found in the family, else made."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.actions.principal_guardians import as_principal, guardian_in_family, principal_of
from datasets.actions.records import NotPermitted
from datasets.models import Family, Guardian
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

NUMBER = next(number for number in (id_number() for _n in range(300)) if number.endswith("X"))


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def guardian(
    family: Family | None, by: Actor, place: str = XUXIAKE_VILLAGE, **values: Any
) -> Guardian:
    values = {"name": "王父", **values}
    return guardian_in_family(
        values=values, family=family, region=region(place), by=by, reason="导入"
    )


def test_without_a_family_one_is_made_that_bears_the_guardians_name(mine: Actor) -> None:
    family = guardian(None, mine).family
    assert (family.head_name, family.region) == ("王父", region(XUXIAKE_VILLAGE))


@pytest.mark.parametrize("written", [NUMBER, NUMBER.lower(), f" {NUMBER} "])
def test_the_same_number_in_the_family_is_the_same_guardian(mine: Actor, written: str) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, id_number=NUMBER, phone="13800000001")
    found = guardian(father.family, mine, id_number=written, phone="13900000002")
    assert found == father
    father.refresh_from_db()
    assert (father.name, father.phone) == ("王父", "13900000002")


def test_without_a_number_a_new_guardian_is_made(mine: Actor) -> None:
    father = make_guardian(XUXIAKE_VILLAGE, name="王父")
    for number in (None, ""):
        assert guardian(father.family, mine, id_number=number) != father


def test_another_towns_family_is_out_of_reach(mine: Actor) -> None:
    with pytest.raises(NotPermitted):
        guardian(None, mine, CHANGJING)
    assert not Family.objects.exists(), "nothing half made"


def test_a_new_principal_steps_before_the_former_who_stays(mine: Actor) -> None:
    father, aunt = make_guardian(XUXIAKE_VILLAGE), make_guardian(XUXIAKE_VILLAGE, name="王姑")
    child = make_child(XUXIAKE_VILLAGE, guardian=father)
    for guardian_, relation in ((aunt, "aunt"), (father, "father"), (father, "uncle")):
        rows = as_principal(guardian_, relation=relation, child=child)
        change(child, values={}, owned={"guardianships": rows}, by=mine, reason="变更")
        link = principal_of(child)
        assert link is not None
        assert (link.guardian, link.relation) == (guardian_, relation)
    assert child.guardianships.count() == 2


def test_a_child_without_guardian_has_no_principal() -> None:
    assert principal_of(make_child(XUXIAKE_VILLAGE, family=make_family(XUXIAKE_VILLAGE))) is None
    assert [dict(row)["is_principal"] for row in as_principal(Guardian(), relation="")] == [True]
