"""Who appoints whom: within one's own roles and regions, and never oneself."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from datasets.access import Actor
from datasets.access.appointing import accounts_of, roles_to_give
from datasets.access.roles import (
    ROLES,
    Auditor,
    CountyDesk,
    Role,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.dispatch import change, create, delete
from datasets.actions.records import NotPermitted
from datasets.models import Child, Post
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def acting(user: Any) -> Actor:
    return Actor.of(get_user_model().objects.get(pk=user.pk), today=TODAY)


def group(role: type[Role]) -> Group:
    return Group.objects.get(name=role.name)


@pytest.fixture
def keeper(db: None) -> Any:
    """Administers the accounts of 徐霞客镇, and no other's."""
    return someone("keeper", SystemAdministrator, XUXIAKE)


def appoint(who: Any, role: type[Role], code: str, *, by: Any) -> Post:
    values = {"user": who, "role": group(role), "region": region(code)}
    return create(Post, values=values, by=acting(by), reason="任命")


def groups_of(user: Any) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def test_an_administrator_appoints_in_the_own_area(keeper: Any) -> None:
    newcomer = someone("newcomer", VillageWorker)
    appoint(newcomer, VillageWorker, XUXIAKE_VILLAGE, by=keeper)
    child = make_child(XUXIAKE_VILLAGE)
    assert acting(newcomer).may_on("change", child)
    assert groups_of(newcomer) == [VillageWorker.name]
    assert Post.history.latest("history_id").history_user == keeper


@pytest.mark.parametrize("code", [CHANGJING, "320281", "4101"])
def test_and_nowhere_beyond_it(keeper: Any, code: str) -> None:
    newcomer = someone("newcomer", VillageWorker)
    with pytest.raises((NotPermitted, ValidationError)):
        appoint(newcomer, TownshipClerk, code, by=keeper)
    assert not Post.objects.filter(user=newcomer).exists()


def test_nobody_gives_a_role_that_is_not_theirs_to_give(keeper: Any, clerk: Any) -> None:
    newcomer = someone("newcomer", VillageWorker)
    with pytest.raises(NotPermitted, match="不能任命或免去“系统管理员”"):
        appoint(newcomer, SystemAdministrator, XUXIAKE, by=keeper)
    with pytest.raises(NotPermitted):
        appoint(newcomer, VillageWorker, XUXIAKE_VILLAGE, by=clerk)
    assert not roles_to_give(acting(clerk)).exists()
    seeded = {role.name for role in ROLES} - {SystemAdministrator.name}
    assert {role.name for role in roles_to_give(acting(keeper))} == seeded


def test_nobody_takes_away_what_is_not_theirs_to_give(keeper: Any) -> None:
    colleague = someone("colleague", SystemAdministrator, XUXIAKE)
    post = Post.objects.get(user=colleague)
    ended = {"until_date": TODAY - datetime.timedelta(1)}
    with pytest.raises(NotPermitted):
        change(post, values=ended, by=acting(keeper), reason="免去")
    with pytest.raises(NotPermitted):
        change(post, values={"role": group(VillageWorker)}, by=acting(keeper), reason="免去")
    with pytest.raises(NotPermitted):
        delete(post, by=acting(keeper), reason="免去")


def test_nobody_changes_the_own_posts(keeper: Any, boss: Any) -> None:
    own = Post.objects.get(user=keeper)
    for by in (keeper, boss):
        with pytest.raises(NotPermitted, match="自己的任职"):
            appoint(by, VillageWorker, XUXIAKE_VILLAGE, by=by)
    with pytest.raises(NotPermitted, match="自己的任职"):
        change(own, values={"region": region("32")}, by=acting(keeper), reason="升")
    with pytest.raises(NotPermitted, match="自己的任职"):
        delete(own, by=acting(keeper), reason="退")
    clerk = someone("clerk", TownshipClerk, XUXIAKE)
    with pytest.raises(NotPermitted, match="自己的任职"):
        change(
            Post.objects.get(user=clerk), values={"user": keeper}, by=acting(keeper), reason="换"
        )


def test_moving_and_retiring_take_effect_at_once(system: Actor) -> None:
    clerk = someone("clerk", TownshipClerk, XUXIAKE)
    here, there = make_child(XUXIAKE), make_child(CHANGJING)
    post = Post.objects.get(user=clerk)
    change(post, values={"region": region(CHANGJING)}, by=system, reason="调动")
    assert set(acting(clerk).rows(Child)) == {there}
    change(post, values={"role": group(Auditor)}, by=system, reason="转任")
    assert not acting(clerk).may("view", Child)
    assert groups_of(clerk) == [Auditor.name]
    change(post, values={"until_date": TODAY - datetime.timedelta(1)}, by=system, reason="退休")
    assert groups_of(clerk) == []
    assert not acting(clerk).may_on("view", here)


def test_a_post_has_a_region_or_an_agency(system: Actor) -> None:
    newcomer = someone("newcomer", VillageWorker)
    values = {"user": newcomer, "role": group(VillageWorker)}
    with pytest.raises(ValidationError, match="请选择地区，或者选择机构"):
        create(Post, values=values, by=system, reason="任命")


def test_an_account_is_changed_by_who_could_give_all_that_it_is(
    keeper: Any, clerk: Any, other_clerk: Any, boss: Any, supervisor: Any
) -> None:
    """Whoever may set its password may log in as it."""
    newcomer = someone("newcomer", VillageWorker)
    mine = set(accounts_of(acting(keeper)))
    assert {clerk, newcomer, keeper} <= mine
    assert not mine & {other_clerk, boss, supervisor}
    colleague = someone("colleague", SystemAdministrator, XUXIAKE)
    both = someone("both", CountyDesk, XUXIAKE, CHANGJING)
    assert not {colleague, both} & set(accounts_of(acting(keeper)))
    assert {colleague, both, boss} <= set(accounts_of(acting(boss)))
