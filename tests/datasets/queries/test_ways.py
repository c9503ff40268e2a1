"""Every way to group a collection with fields of every kind: groups stand together, whole, and can be asked for."""

from itertools import groupby
from typing import Any

import pytest

from datasets.access import Actor
from datasets.queries.conditions import condition_of
from datasets.queries.grouping import GROUP, grouped, groups_of, ways_of
from tests.conftest import TODAY
from tests.datasets.queries.conditions.things import things

__all__ = ["things"]
pytestmark = pytest.mark.django_db


def test_what_stands_in_plain_can_be_grouped_by(things: Any, system: Actor) -> None:
    fields = {code.partition(".")[0] for code in ways_of(things, by=system)}
    assert fields == {"region", "word", "born", "moment", "is_new", "colour", "place"}


def test_each_group_stands_together_and_is_what_its_condition_finds(
    things: Any, system: Actor
) -> None:
    for code, way in ways_of(things, by=system).items():
        rows = grouped(things.objects.all(), way)
        values = list(rows.order_by(*way.order(), "pk").values_list(GROUP, flat=True))
        runs = [value for value, _run in groupby(values)]
        assert len(runs) == len(set(runs)), code
        assert None not in runs[:-1], code
        for value, group in groups_of(rows, runs, way=way, sums=["count"]).items():
            told = group.heading.leaf
            condition = condition_of(things, told, by=system, today=TODAY)
            assert group.count == values.count(value), (code, value)
            if not way.is_relative:
                assert things.objects.filter(condition).count() == group.count, (code, value)
