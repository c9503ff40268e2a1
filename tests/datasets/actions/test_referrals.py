"""An agency is told of a child for a time: who may tell it, how much, and that it ends."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.dispatch import change, delete
from datasets.actions.records import NotPermitted, RecordInUse
from datasets.actions.referrals import answer_referral, end_referral, refer_child
from datasets.choices import FieldGroup
from datasets.models import Agency, Child, Referral
from tests.conftest import CHANGJING, TODAY, XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def mine(clerk: Any) -> Actor:
    return Actor.of(clerk, today=TODAY)


@pytest.fixture
def theirs(officer: Any) -> Actor:
    return Actor.of(officer, today=TODAY)


@pytest.fixture
def child(db: None) -> Child:
    return make_child(XUXIAKE_VILLAGE)


def refer(child: Child, by: Actor, **values: Any) -> Referral:
    told: dict[str, Any] = {
        "agency": Agency.objects.get(code="jiangyin-education"),
        "asked_for": "请协调转学",
        "shown_groups": [FieldGroup.CONTACT],
        "until_date": TODAY + 30 * DAY,
        **values,
    }
    return refer_child(child=child, by=by, **told)


def received(officer: Any, day: datetime.date = TODAY) -> list[Referral]:
    fresh = type(officer).objects.get(pk=officer.pk)
    return list(Actor.of(fresh, today=day).rows(Referral, "receive"))


def test_the_agencys_officer_receives_it_from_the_first_to_the_last_day(
    child: Child, mine: Actor, officer: Any
) -> None:
    referral = refer(child, mine)
    assert received(officer) == [referral]
    assert received(officer, TODAY + 30 * DAY) == [referral]
    assert received(officer, TODAY + 31 * DAY) == []
    assert received(officer, TODAY - DAY) == []


def test_of_the_register_itself_an_officer_sees_nothing(
    child: Child, mine: Actor, theirs: Actor
) -> None:
    refer(child, mine)
    assert not theirs.rows(Child).exists()
    assert not theirs.rows(Referral).exists(), "the keepers' own view"
    assert not theirs.may("view", Child)


def test_what_was_sent_to_another_agency_is_not_received(
    child: Child, mine: Actor, officer: Any
) -> None:
    refer(child, mine, agency=Agency.objects.exclude(code="jiangyin-education").first())
    assert received(officer) == []


def test_an_officers_role_without_an_agency_receives_nothing(
    child: Child, mine: Actor, officer: Any
) -> None:
    refer(child, mine)
    values = {"agency": None, "region": child.region}
    change(officer.posts.get(), values=values, by=Actor.system(today=TODAY), reason="误填")
    assert received(officer) == []


def test_sight_ends_with_the_post_at_once(child: Child, mine: Actor, officer: Any) -> None:
    refer(child, mine)
    ended = {"until_date": TODAY - DAY}
    change(officer.posts.get(), values=ended, by=Actor.system(today=TODAY), reason="调离")
    assert received(officer) == []


def test_sight_ends_at_once_where_the_keepers_end_it(
    child: Child, mine: Actor, officer: Any, theirs: Actor
) -> None:
    referral = refer(child, mine)
    with pytest.raises(NotPermitted):
        end_referral(referral=referral, by=theirs)
    end_referral(referral=referral, by=mine)
    assert received(officer) == []
    with pytest.raises(NotPermitted, match="已经结束"):
        answer_referral(referral=referral, answer="已转学", by=theirs)
    with pytest.raises(ValidationError, match="已经结束"):
        end_referral(referral=referral, by=mine)


def test_an_answer_is_kept_with_who_gave_it_and_the_one_before(
    child: Child, mine: Actor, theirs: Actor
) -> None:
    referral = refer(child, mine)
    with pytest.raises(ValidationError, match="请填写办理情况"):
        answer_referral(referral=referral, answer="", by=theirs)
    with pytest.raises(NotPermitted):
        answer_referral(referral=referral, answer="已转学", by=mine)
    answer_referral(referral=referral, answer="正在办理", by=theirs)
    answer_referral(referral=referral, answer="已转学", by=theirs)
    referral.refresh_from_db()
    assert (referral.answer, referral.answered_by) == ("已转学", theirs.user)
    assert referral.answered_at is not None
    assert referral.answered_at <= timezone.now()
    assert [one.answer for one in referral.history.all()] == ["已转学", "正在办理", ""]


def test_nobody_shows_more_than_they_see(child: Child, city_desk: Any) -> None:
    city = Actor.of(city_desk, today=TODAY)
    with pytest.raises(NotPermitted, match="自己看不到的内容"):
        refer(child, city)
    assert refer(child, city, shown_groups=[]).groups == {FieldGroup.BASIC}


def test_only_those_who_keep_the_child_refer_it(
    child: Child, other_clerk: Any, village_worker: Any, theirs: Actor
) -> None:
    for by in (Actor.of(other_clerk, today=TODAY), Actor.of(village_worker, today=TODAY), theirs):
        with pytest.raises(NotPermitted):
            refer(child, by)
    assert not Referral.objects.exists()


@pytest.mark.parametrize("until", [TODAY - DAY, TODAY + 400 * DAY])
def test_a_referral_ends_within_a_year(child: Child, mine: Actor, until: datetime.date) -> None:
    with pytest.raises(ValidationError, match="最长一年"):
        refer(child, mine, until_date=until)


def test_the_child_is_not_deleted_from_under_it(
    child: Child, mine: Actor, supervisor: Any, other_clerk: Any
) -> None:
    refer(child, mine)
    with pytest.raises(RecordInUse):
        delete(child, by=Actor.of(supervisor, today=TODAY), reason="误录")
    assert not Actor.of(other_clerk, today=TODAY).rows(Referral).exists()
    assert make_child(CHANGJING) not in mine.rows(Child)
