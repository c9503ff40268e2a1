"""The stamp is another after every write of a record, and after nothing else."""

from typing import Any

import pytest
from django.apps import apps

from datasets.access import Actor
from datasets.actions.dispatch import change, create
from datasets.history.stamp import register_stamp
from datasets.models import Record
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


def test_a_write_of_a_record_makes_it_another(system: Actor) -> None:
    stamps = [register_stamp()]
    child = make_child(XUXIAKE_VILLAGE)
    stamps.append(register_stamp())
    change(child, values={"remark": "核实"}, by=system, reason="核实")
    stamps.append(register_stamp())
    assert len(set(stamps)) == 3


def test_a_write_to_a_collection_that_somebody_defined_does_too(
    volunteers: Any, system: Actor
) -> None:
    before = register_stamp()
    values = {"name": "李爱心", "region": region(XUXIAKE_VILLAGE)}
    create(volunteers, values=values, by=system, reason="登记")
    assert register_stamp() != before


def test_it_asks_of_every_collection(volunteers: Any) -> None:
    collections = [model for model in apps.get_models() if issubclass(model, Record)]
    assert volunteers in collections
    assert len(register_stamp()) == len(collections)


def test_what_is_only_read_leaves_it(system: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    before = register_stamp()
    child.refresh_from_db()
    assert register_stamp() == before
