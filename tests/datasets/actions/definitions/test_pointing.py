"""What a relation points to may be deleted while the relation is out of use."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from datasets.access import Actor
from datasets.actions.definitions.fields import (
    archive_field,
    change_field,
    define_field,
    take_field_up,
)
from datasets.actions.dispatch import create, delete
from datasets.actions.records import RecordInUse
from datasets.models import Child, FieldDefinition
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.custom.volunteers import volunteers
from tests.factories import make_child

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def link(volunteers: Any, system: Actor) -> FieldDefinition:
    values = {
        "code": "child", "label": "结对儿童", "kind": "relation", "options": {"target": "children"},
    }  # fmt: skip
    return define_field(collection="volunteers", values=values, by=system, reason="结对")


@pytest.fixture
def child(link: FieldDefinition) -> Child:
    return make_child(XUXIAKE_VILLAGE)


@pytest.fixture
def pair(volunteers: Any, child: Child, system: Actor) -> Any:
    values = {"region": region(XUXIAKE_VILLAGE), "name": "李爱心", "child": child}
    return create(volunteers, values=values, by=system, reason="登记")


def test_while_it_is_in_use_nothing_that_it_points_to_goes(
    pair: Any, child: Child, system: Actor
) -> None:
    with pytest.raises(RecordInUse):
        delete(child, by=system, reason="重复")
    if connection.vendor == "postgresql":  # whoever goes round the actions is stopped too
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            Child.objects.filter(pk=child.pk)._raw_delete("default")


def test_an_archived_one_comes_back_without_what_was_deleted(
    link: FieldDefinition, pair: Any, child: Child, system: Actor
) -> None:
    other = create(
        type(pair),
        values={"region": pair.region, "name": "王热心", "child": make_child(XUXIAKE_VILLAGE)},
        by=system,
        reason="登记",
    )
    archive_field(field=link, by=system, reason="不用了")
    key = child.pk
    delete(child, by=system, reason="重复")
    connection.check_constraints()

    take_field_up(field=link, by=system, reason="还要用")

    pair.refresh_from_db()
    assert pair.child is None
    last, first = pair.history.all()
    assert (last.child_id, first.child_id) == (None, key)
    assert "已经删除" in last.history_change_reason
    other.refresh_from_db()
    assert other.child is not None
    assert other.history.count() == 1
    with pytest.raises(RecordInUse):
        delete(other.child, by=system, reason="重复")


def test_one_that_became_text_and_a_link_again_too(
    link: FieldDefinition, pair: Any, child: Child, system: Actor
) -> None:
    change_field(field=link, values={"kind": "text", "options": {}}, by=system, reason="写名字")
    delete(child, by=system, reason="重复")
    connection.check_constraints()
    link.refresh_from_db()
    values = {"kind": "relation", "options": {"target": "children"}}
    change_field(field=link, values=values, by=system, reason="还是要选")
    pair.refresh_from_db()
    assert pair.child is None


def test_two_records_may_be_kept_from_pointing_to_the_same(
    volunteers: Any, pair: Any, child: Child, system: Actor
) -> None:
    define_field(
        collection="volunteers",
        values={
            "code": "only", "label": "只结一对", "kind": "relation", "is_unique": True,
            "options": {"target": "children"},
        },
        by=system,
        reason="一对一",
    )  # fmt: skip
    values = {"region": region(XUXIAKE_VILLAGE), "only": child}
    create(volunteers, values={**values, "name": "王热心"}, by=system, reason="登记")
    with pytest.raises(IntegrityError), transaction.atomic():
        volunteers.objects.bulk_create([volunteers(**values, name="赵热心")])
