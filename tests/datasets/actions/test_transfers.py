"""A child is handed from one area to another: asked for by its number, decided where it lies, in one act."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.access.roles import CountyDesk, TownshipClerk
from datasets.actions.children import close_child
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted
from datasets.actions.transfers import (
    agree_to_transfer,
    ask_for_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from datasets.choices import ClosingReason, TransferState
from datasets.models import Child, Guardian, TransferRequest
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import id_number, make_child, make_family, make_guardian

pytestmark = pytest.mark.django_db

NUMBER = id_number(sequence=401)
#: 郑州市二七区, another county in another province.
ERQI = "410103"
WHY = "随外公外婆居住，在徐霞客村上学"


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def keeper(supervisor: Any) -> Actor:
    """The county's desk over both towns."""
    return Actor.of(supervisor, today=TODAY)


@pytest.fixture
def father(db: None) -> Guardian:
    return make_guardian(CHANGJING, name="李父")


@pytest.fixture
def child(father: Guardian) -> Child:
    return make_child(CHANGJING, id_number=NUMBER, family=father.family, guardian=father)


def asked(by: Actor, number: str = NUMBER, to: str = XUXIAKE_VILLAGE) -> TransferRequest:
    return ask_for_transfer(id_number=number, to_region=region(to), why=WHY, by=by)


def test_a_child_that_is_agreed_to_comes_with_its_family_and_guardians(
    child: Child, father: Guardian, mine: Actor, keeper: Actor
) -> None:
    request = asked(mine)
    assert not mine.rows(Child).exists()
    assert agree_to_transfer(request=request, by=keeper)
    request.refresh_from_db()
    assert (request.state, request.from_region) == (TransferState.AGREED, region(CHANGJING))
    assert mine.rows(Child).get().region == region(XUXIAKE_VILLAGE)
    assert mine.rows(Guardian).get() == father
    latest = child.history.latest("history_date")
    assert (latest.history_user, latest.history_change_reason) == (keeper.user, "转出到其他地区")
    assert list(request.history.values_list("state", flat=True)) == ["agreed", "asked"]


def test_a_family_stays_where_a_sister_needs_it(
    child: Child, father: Guardian, mine: Actor, keeper: Actor
) -> None:
    make_child(CHANGJING, name="王小妹", family=father.family)
    assert not agree_to_transfer(request=asked(mine), by=keeper)
    father.family.refresh_from_db()
    assert father.family.region == region(CHANGJING)
    assert mine.rows(Child).get() == child


def test_a_family_stays_where_the_village_has_a_household_of_its_number(
    child: Child, father: Guardian, mine: Actor, keeper: Actor
) -> None:
    change(father.family, values={"household_number": "12"}, by=Actor.system(), reason="户号")
    make_family(XUXIAKE_VILLAGE, household_number="12")
    assert not agree_to_transfer(request=asked(mine), by=keeper)
    assert mine.rows(Child).get() == child


@pytest.mark.parametrize("number", [id_number(sequence=402), "", "123"])
def test_a_number_of_nobody_is_not_asked_for(child: Child, mine: Actor, number: str) -> None:
    with pytest.raises(ValidationError, match="没有在其他地区登记的儿童用这个证件号码"):
        asked(mine, number)


def test_a_child_of_ones_own_area_is_answered_like_one_of_nobody(mine: Actor) -> None:
    make_child(XUXIAKE_VILLAGE, id_number=NUMBER)
    with pytest.raises(ValidationError, match="没有在其他地区登记的儿童用这个证件号码"):
        asked(mine)


def test_a_child_is_asked_for_once_at_a_time_and_to_an_area_of_ones_own(
    child: Child, mine: Actor
) -> None:
    with pytest.raises(ValidationError, match="不在您负责的地区"):
        asked(mine, to=CHANGJING)
    request = asked(mine)
    with pytest.raises(ValidationError, match="正在等待决定"):
        asked(mine, to=XUXIAKE)
    withdraw_transfer(request=request, by=mine)
    asked(mine)


def test_who_may_not_ask_is_refused(child: Child, village_worker: Any, city_desk: Any) -> None:
    for user in (village_worker, city_desk):
        with pytest.raises(NotPermitted):
            asked(Actor.of(user, today=TODAY))


def test_only_the_supervisor_where_the_child_lies_decides(
    child: Child, mine: Actor, other_clerk: Any
) -> None:
    request = asked(mine)
    stranger = someone("erqi", CountyDesk, ERQI)
    for user in (mine.user, other_clerk, stranger):
        with pytest.raises(NotPermitted):
            agree_to_transfer(request=request, by=Actor.of(user, today=TODAY))
        with pytest.raises(NotPermitted):
            refuse_transfer(request=request, answer="不行", by=Actor.of(user, today=TODAY))
    assert Child.objects.get().region == region(CHANGJING)


def test_nobody_decides_what_they_asked_for_themselves(child: Child, mine: Actor) -> None:
    request = asked(mine)
    someone_now_county = mine.user
    group = someone("promoted", CountyDesk, "320281").posts.get().role
    change(
        someone_now_county.posts.get(),
        values={"role": group, "region": region("320281")},
        by=Actor.system(today=TODAY),
        reason="提拔",
    )
    fresh = type(someone_now_county).objects.get(pk=someone_now_county.pk)
    with pytest.raises(NotPermitted, match="申请人自己不能决定"):
        agree_to_transfer(request=request, by=Actor.of(fresh, today=TODAY))


def test_a_refusal_tells_why_and_nothing_is_decided_twice(
    child: Child, mine: Actor, keeper: Actor
) -> None:
    request = asked(mine)
    with pytest.raises(ValidationError, match="请写明理由"):
        refuse_transfer(request=request, answer="", by=keeper)
    refuse_transfer(request=request, answer="孩子仍在长泾上学", by=keeper)
    for step in (
        lambda: agree_to_transfer(request=request, by=keeper),
        lambda: withdraw_transfer(request=request, by=mine),
    ):
        with pytest.raises(ValidationError, match="已经处理过"):
            step()
    assert Child.objects.get().region == region(CHANGJING)


def test_a_child_closed_meanwhile_is_not_moved(child: Child, mine: Actor, keeper: Actor) -> None:
    request = asked(mine)
    close_child(
        child=child,
        closing_reason=ClosingReason.DECEASED,
        closed_date=TODAY,
        by=keeper,
        reason="结案",
    )
    with pytest.raises(ValidationError, match="已经结案"):
        agree_to_transfer(request=request, by=keeper)


def test_both_areas_supervisors_and_the_asker_see_the_request_and_nobody_else(
    child: Child, mine: Actor, keeper: Actor, other_clerk: Any, village_worker: Any
) -> None:
    far = make_child(ERQI, name="远方", id_number=id_number(sequence=403))
    request = asked(mine, far.id_number or "")
    erqi, its_clerk = someone("erqi", CountyDesk, ERQI), someone("erqi_clerk", TownshipClerk, ERQI)
    seen = {
        user.username: Actor.of(user, today=TODAY).rows(TransferRequest).exists()
        for user in (mine.user, keeper.user, erqi, its_clerk, other_clerk, village_worker)
    }
    assert seen == {
        "clerk": True, "supervisor": True, "erqi": True,
        "erqi_clerk": False, "other_clerk": False, "village_worker": False,
    }  # fmt: skip
    agree_to_transfer(request=request, by=Actor.of(erqi, today=TODAY))
    assert Actor.of(erqi, today=TODAY).rows(TransferRequest).exists(), "who gave it away still sees"
    assert not Actor.of(erqi, today=TODAY).rows(Child).exists()
    assert mine.rows(Child).get() == far


def test_a_request_is_not_seen_after_the_post_has_ended(child: Child, mine: Actor) -> None:
    asked(mine)
    change(
        mine.user.posts.get(),
        values={"until_date": TODAY - datetime.timedelta(1)},
        by=Actor.system(today=TODAY),
        reason="退休",
    )
    fresh = type(mine.user).objects.get(pk=mine.user.pk)
    assert not Actor.of(fresh, today=TODAY).rows(TransferRequest).exists()
