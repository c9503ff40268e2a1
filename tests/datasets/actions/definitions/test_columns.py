"""A field that joins records which are there: no table is made anew, no record is given what nobody said of it."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db

CHOICES = [["a", "甲"], ["b", "乙"]]
KINDS: dict[str, dict[str, Any]] = {
    "text": {"default": "无"},
    "integer": {"default": 1},
    "decimal": {"default": 1},
    "money": {"default": 1},
    "yes_no": {"default": True},
    "choice": {"default": "a", "choices": CHOICES},
    "date": {"default_today": True},
    "id_number": {},
    "phone": {},
    "region": {},
    "agency": {},
    "relation": {"target": "children"},
}


@pytest.mark.filterwarnings("error")
def test_it_is_empty_there_whatever_new_ones_begin_with(volunteers: Any, system: Actor) -> None:
    values = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心"}
    record = create(volunteers, values=values, by=system, reason="登记")
    unique = {"text", "integer", "id_number", "phone", "region", "agency", "relation"}
    for kind, options in KINDS.items():
        told = {"code": f"of_{kind}", "label": kind, "kind": kind, "options": options}
        told["is_unique"] = kind in unique
        define_field(collection="volunteers", values=told, by=system, reason="加")
    for row in (volunteers.objects.get(), record.history.get()):
        assert {kind: getattr(row, f"of_{kind}") for kind in KINDS} == dict.fromkeys(KINDS)
