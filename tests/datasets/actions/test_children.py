"""A child's record is closed, reopened, and open only once."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.actions.children import close_child, reopen_child
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.choices import ChildStatus, ClosingReason
from datasets.models import Child
from tests.conftest import TODAY, XUXIAKE_VILLAGE, region
from tests.factories import id_number, make_child

pytestmark = pytest.mark.django_db

NUMBER = id_number(sequence=400)
TAKEN = "这个证件号码已经登记在册。"


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


def close(child: Child, by: Actor) -> None:
    close_child(
        child=child,
        closing_reason=ClosingReason.MOVED_AWAY,
        closed_date=TODAY,
        by=by,
        reason="迁出",
    )


def test_a_closed_record_says_why_and_when_and_opens_again(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    close(child, mine)
    child.refresh_from_db()
    assert (child.status, child.closing_reason, child.closed_date) == (
        ChildStatus.CLOSED, ClosingReason.MOVED_AWAY, TODAY,
    )  # fmt: skip
    reopen_child(child=child, by=mine, reason="迁回")
    child.refresh_from_db()
    assert (child.status, child.closing_reason, child.closed_date) == (ChildStatus.OPEN, "", None)
    reasons = [version.history_change_reason for version in child.history.all()]
    assert reasons == ["迁回", "迁出", "测试"]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "closed"},
        {"status": "closed", "closed_date": TODAY},
        {"status": "closed", "closing_reason": "of_age"},
        {"closing_reason": "of_age"},
        {"closed_date": TODAY},
    ],
)
def test_half_closed_is_refused(mine: Actor, values: dict[str, Any]) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(ValidationError, match="结案须填写结案原因和结案日期；在册的不填。"):
        change(child, values=values, by=mine, reason="误")


def test_the_other_towns_clerk_closes_nothing(other_clerk: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE)
    with pytest.raises(NotPermitted):
        close(child, Actor.of(other_clerk, today=TODAY))
    assert child.history.count() == 1


def test_one_id_number_has_one_open_record_and_any_number_of_closed_ones(mine: Actor) -> None:
    first = make_child(XUXIAKE_VILLAGE, id_number=NUMBER)
    again = {"name": "王小明", "region": region(XUXIAKE_VILLAGE), "id_number": NUMBER.lower()}
    with pytest.raises(ValidationError, match=TAKEN):
        create(Child, values=again, by=mine, reason="重复")
    close(first, mine)
    second = create(Child, values=again, by=mine, reason="迁回")
    with pytest.raises(ValidationError, match=TAKEN):
        reopen_child(child=first, by=mine, reason="误")
    close(second, mine)
    reopen_child(child=first, by=mine, reason="更正")
    assert Child.objects.filter(id_number=NUMBER).count() == 2


def test_many_children_without_a_number_stand_side_by_side() -> None:
    for number in (None, "", " "):
        make_child(XUXIAKE_VILLAGE, id_number=number)
    assert Child.objects.filter(id_number=None).count() == 3


def test_a_foreign_passport_may_be_any_text_and_a_resident_number_not(mine: Actor) -> None:
    child = make_child(XUXIAKE_VILLAGE, id_type="passport", id_number="E12345678")
    with pytest.raises(ValidationError, match="身份证号应为18位。"):
        change(child, values={"id_type": "resident_id"}, by=mine, reason="误")
