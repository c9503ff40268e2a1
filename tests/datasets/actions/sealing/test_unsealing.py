"""What is sealed opens on a ground in law, by two people, to one of them, and closes by itself."""

import dataclasses
import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import Auditor, CountyDesk
from datasets.access.sealing import opened_by, own_seals, requests_to_decide
from datasets.actions.dispatch import change
from datasets.actions.records import NotPermitted
from datasets.actions.sealing.seals import lift_seal, seal_child
from datasets.actions.sealing.unsealing import decide_unsealing, request_unsealing
from datasets.choices import SealGround, UnsealingGround
from datasets.models import Post, Seal, Unsealing
from tests.conftest import TODAY, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child

pytestmark = pytest.mark.django_db

NUMBER = id_number()


@pytest.fixture
def desk(supervisor: Any) -> Actor:
    return Actor.of(supervisor, today=TODAY)


@pytest.fixture
def colleague(db: None) -> Actor:
    return Actor.of(someone("colleague", CountyDesk, "320281"), today=TODAY)


@pytest.fixture
def seal(desk: Actor) -> Seal:
    child = make_child(XUXIAKE_VILLAGE, id_number=NUMBER)
    return seal_child(child=child, ground=SealGround.CONVICTION, by=desk)


def asked(by: Actor, **values: Any) -> Unsealing:
    told: dict[str, Any] = {
        "name": "王小明", "id_number": NUMBER, "ground": UnsealingGround.JUDICIAL,
        "document": "调取证据通知书1号", "purpose": "办案", "days": 3,
    }  # fmt: skip
    return request_unsealing(**{**told, **values}, by=by)


def on(actor: Actor, days: int) -> Actor:
    return dataclasses.replace(actor, today=TODAY + datetime.timedelta(days))


def test_a_granted_request_opens_to_its_asker_alone_and_ends_by_itself(
    seal: Seal, desk: Actor, colleague: Actor, boss: Any
) -> None:
    request = asked(colleague)
    assert not opened_by(request, colleague).exists()
    request = decide_unsealing(request=request, is_granted=True, by=desk)
    assert opened_by(request, colleague).get() == seal
    for other in (desk, Actor.of(boss, today=TODAY), Actor.system(today=TODAY)):
        assert not opened_by(request, other).exists()
    assert opened_by(request, on(colleague, 2)).exists()
    assert not opened_by(request, on(colleague, 3)).exists()
    assert not opened_by(request, on(colleague, -1)).exists()


def test_nobody_decides_on_the_own_request_and_the_database_holds_it(
    seal: Seal, desk: Actor
) -> None:
    request = asked(desk)
    assert request not in requests_to_decide(desk)
    with pytest.raises(NotPermitted):
        decide_unsealing(request=request, is_granted=True, by=desk)
    request.decided_by, request.decided_at = desk.user, timezone.now()
    request.is_granted, request.from_date, request.until_date = True, TODAY, TODAY
    with (
        pytest.raises(IntegrityError, match=r"unsealing_decided_by_another|CHECK"),
        transaction.atomic(),
    ):
        request.save()


def test_a_refusal_opens_nothing_and_is_decided_once(
    seal: Seal, desk: Actor, colleague: Actor
) -> None:
    request = decide_unsealing(request=asked(colleague), is_granted=False, by=desk)
    assert not opened_by(request, colleague).exists()
    with pytest.raises(ValidationError, match="已经有人审批"):
        decide_unsealing(request=request, is_granted=True, by=desk)


@pytest.mark.parametrize("days", [0, 8])
def test_nothing_opens_for_longer_than_a_week(seal: Seal, desk: Actor, days: int) -> None:
    with pytest.raises(ValidationError):
        asked(desk, days=days)


def test_a_request_in_vain_looks_like_any_other_until_it_is_granted(
    seal: Seal, desk: Actor, colleague: Actor
) -> None:
    there, not_there = asked(colleague), asked(colleague, id_number=id_number())
    columns = ("seal_id", "region_id", "decided_at", "is_granted")
    assert [getattr(there, c) for c in columns] == [getattr(not_there, c) for c in columns]
    assert set(requests_to_decide(desk)) == {there, not_there}
    granted = decide_unsealing(request=not_there, is_granted=True, by=desk)
    assert not opened_by(granted, colleague).exists()


def test_who_asks_in_one_county_finds_nothing_of_the_next(seal: Seal, desk: Actor) -> None:
    far = Actor.of(someone("far", CountyDesk, "410102"), today=TODAY)
    far_boss = Actor.of(someone("far_boss", CountyDesk, "410102"), today=TODAY)
    request = asked(far)
    assert request not in requests_to_decide(desk)
    request = decide_unsealing(request=request, is_granted=True, by=far_boss)
    assert not opened_by(request, far).exists()


def test_whoever_leaves_the_desk_reads_no_more(
    seal: Seal, desk: Actor, colleague: Actor, system: Actor
) -> None:
    request = decide_unsealing(request=asked(colleague), is_granted=True, by=desk)
    post = Post.objects.get(user=colleague.user)
    yesterday = TODAY - datetime.timedelta(1)
    change(post, values={"until_date": yesterday}, by=system, reason="调动")
    colleague.user.__dict__.pop("_held_posts")
    assert not opened_by(request, Actor.of(colleague.user, today=TODAY)).exists()


def test_only_the_sealer_and_the_auditor_know_of_a_seal(
    seal: Seal, desk: Actor, colleague: Actor, boss: Any, city_desk: Any, clerk: Any
) -> None:
    auditor = Actor.of(someone("auditor", Auditor, "320281"), today=TODAY)
    others = [colleague, *(Actor.of(user, today=TODAY) for user in (boss, city_desk, clerk))]
    assert own_seals(desk).get() == seal
    assert auditor.rows(Seal).get() == seal
    for other in others:
        assert not own_seals(other).exists()
        assert not other.rows(Seal).exists()
    assert not desk.rows(Seal).exists()
    far = Actor.of(someone("far_auditor", Auditor, "410102"), today=TODAY)
    assert not far.rows(Seal).exists()


def test_only_the_sealer_asks_by_the_seal_itself(seal: Seal, colleague: Actor) -> None:
    with pytest.raises(NotPermitted):
        asked(colleague, seal=seal)


def test_a_ground_for_reading_lifts_nothing(seal: Seal, desk: Actor, colleague: Actor) -> None:
    request = decide_unsealing(request=asked(colleague), is_granted=True, by=desk)
    with pytest.raises(NotPermitted):
        lift_seal(seal=seal, request=request, by=colleague)
    ending = asked(colleague, ground=UnsealingGround.MISTAKEN)
    with pytest.raises(NotPermitted):
        lift_seal(seal=seal, request=ending, by=colleague)
    ending = decide_unsealing(request=ending, is_granted=True, by=desk)
    with pytest.raises(NotPermitted):
        lift_seal(seal=seal, request=ending, by=on(colleague, 3))
    lift_seal(seal=seal, request=ending, by=colleague)
    assert not opened_by(request, colleague).exists(), "nothing is left to be read there"


@pytest.mark.parametrize("who", ["clerk", "boss", "editor"])
def test_others_ask_for_nothing(seal: Seal, who: str, request: Any) -> None:
    with pytest.raises(NotPermitted):
        asked(Actor.of(request.getfixturevalue(who), today=TODAY))
