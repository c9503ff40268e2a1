"""A process that has not yet heard of a change writes nothing by the old definition."""

from collections.abc import Iterator
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import change_field
from datasets.actions.dispatch import create
from datasets.custom import loading
from datasets.custom.loading import DefinedOtherwise
from datasets.models import FieldDefinition
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.datasets.custom.lasting import another_process, lasting
from tests.datasets.custom.volunteers import FIELDS

pytestmark = pytest.mark.slow


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with lasting(django_db_blocker):
        yield


def test_what_was_filled_in_by_the_old_definition_is_refused(db: None) -> None:
    by = Actor.system(today=TODAY)
    years = {"code": "years", "label": "年限", "kind": "text"}
    values = {"code": "volunteers", "label": "志愿者"}
    define_collection(values=values, fields=[*FIELDS, years], by=by, reason="名册")
    told = {"name": "李爱心", "region": region(XUXIAKE_VILLAGE), "years": "3"}

    with another_process(retype) as other:
        pass
    assert other.exitcode == 0
    model = loading.made_model("volunteers")
    with pytest.raises(DefinedOtherwise):
        create(model, values=told, by=by, reason="登记")
    assert model.objects.count() == 0

    with loading.at_work():
        create(model, values={**told, "years": 3}, by=by, reason="登记")
    assert model.objects.get().years == 3


def retype() -> None:
    loading.refresh()
    field = FieldDefinition.objects.get(code="years")
    by = Actor.system(today=TODAY)
    change_field(field=field, values={"kind": "integer"}, by=by, reason="换个类型")
