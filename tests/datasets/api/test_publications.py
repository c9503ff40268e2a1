"""Clauses and figures: public knowledge that is no collection."""

import pytest
from django.core.management import call_command

from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.api.calling import Program
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def test_each_clause_has_its_name_and_address() -> None:
    call_command("pages", verbosity=0)
    told = Program().get("clauses/").json()["items"]
    number = told[0]["policy"]
    of_one = Program().get("clauses/", policy=number).json()["items"]
    assert 0 < len(of_one) < len(told)
    assert {one["policy"] for one in of_one} == {number}
    assert of_one[0]["address"].endswith("#c-1")
    named = Program().get("clauses/", policy=number, name=of_one[1]["name"]).json()["items"]
    assert of_one[1] in named


def test_small_counts_are_not_told() -> None:
    for _number in range(3):
        make_child(XUXIAKE_VILLAGE, categories=("orphan",))
    answer = Program().get("figures/")
    assert answer.status_code == 200
    assert answer.json()["definition"]
    totals = [table["total"]["total"] for table in answer.json()["tables"]]
    assert set(totals) <= {None}


@pytest.mark.parametrize("address", ["clauses/?text=x", "clauses/?policy=", "figures/?day=1"])
def test_unknown_questions_are_refused(address: str) -> None:
    assert Program().get(address).status_code == 400
