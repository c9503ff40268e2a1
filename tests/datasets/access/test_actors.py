"""属地管理: what a role may do, a post says where and when."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from datasets.access import Actor
from datasets.access.roles import (
    ROLES,
    AgencyOfficer,
    CityDesk,
    CountyDesk,
    DutyTableAdmin,
    Role,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.dispatch import create
from datasets.choices import FieldGroup
from datasets.models import (
    Agency,
    Child,
    ChildCategory,
    Family,
    Guardian,
    LedgerBatch,
    Post,
    Region,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.factories import make_child, make_guardian

pytestmark = pytest.mark.django_db

COUNTY = "320281"
DAY = datetime.timedelta(days=1)


def acting(user: Any) -> Actor:
    """A fresh look at the user: Django keeps a user's permissions for the life of the object."""
    return Actor.of(get_user_model().objects.get(pk=user.pk), today=TODAY)


@pytest.fixture
def here(db: None) -> Child:
    father = make_guardian(XUXIAKE_VILLAGE)
    return make_child(XUXIAKE_VILLAGE, categories=("orphan",), guardian=father)


@pytest.fixture
def there(db: None) -> Child:
    return make_child(CHANGJING)


@pytest.mark.parametrize("role", [VillageWorker, TownshipClerk, CountyDesk, CityDesk])
@pytest.mark.parametrize(
    ("post", "sees_here", "sees_there"),
    [
        (XUXIAKE_VILLAGE, True, False),
        (XUXIAKE, True, False),
        (CHANGJING, False, True),
        (COUNTY, True, True),
        ("4101", False, False),
    ],
)
def test_a_post_shows_its_area_and_what_lies_under_it(
    here: Child, there: Child, role: type[Role], post: str, *, sees_here: bool, sees_there: bool
) -> None:
    actor = acting(someone("staff", role, post))
    assert actor.may_on("view", here) is sees_here
    assert actor.may_on("change", here) is sees_here
    assert actor.may_on("view", there) is sees_there
    assert set(actor.rows(Child)) == {
        child for child, sees in ((here, sees_here), (there, sees_there)) if sees
    }
    for model in (Family, Guardian, ChildCategory):
        assert actor.rows(model).exists() is sees_here


def test_two_posts_show_two_areas(here: Child, there: Child) -> None:
    assert acting(someone("staff", TownshipClerk, XUXIAKE, CHANGJING)).rows(Child).count() == 2


@pytest.mark.parametrize(
    ("since", "until", "runs"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY - DAY, None, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
    ],
)
def test_a_post_counts_from_its_first_to_its_last_day(
    here: Child, system: Actor, since: Any, until: Any, *, runs: bool
) -> None:
    user = someone("staff", TownshipClerk)
    role = Group.objects.get(name=TownshipClerk.name)
    dates = {"since_date": since, "until_date": until}
    values = {"user": user, "role": role, "region": region(XUXIAKE), **dates}
    create(Post, values=values, by=system, reason="任命")
    assert acting(user).may_on("view", here) is runs
    assert acting(user).rows(Child).exists() is runs
    assert acting(user).may("view", Agency) is runs, "the role ends with the post"


def test_without_a_post_nobody_may_do_anything_whatever_groups_say(here: Child) -> None:
    user = someone("staff", CountyDesk)
    user.groups.add(Group.objects.get(name=CountyDesk.name))
    for model in (Child, Agency, Region):
        assert not acting(user).may("view", model)
        assert not acting(user).rows(model).exists()


def test_what_a_post_grants_is_not_granted_where_another_post_lies(
    here: Child, there: Child, system: Actor
) -> None:
    user = someone("staff", CountyDesk, XUXIAKE)
    clerk = Group.objects.get(name=TownshipClerk.name)
    values = {"user": user, "role": clerk, "region": region(CHANGJING)}
    create(Post, values=values, by=system, reason="任命")
    actor = acting(user)
    for verb in ("view", "change", "export", "import"):
        assert set(actor.rows(Child, verb)) == {here, there}
    assert set(actor.rows(Child, "delete")) == {here}
    assert actor.may("delete", Child)
    assert not actor.area("delete", Child).covers(there.region.path)


def test_of_two_posts_the_one_that_shows_least_tells_which_fields_are_shown(
    here: Child, system: Actor
) -> None:
    user = someone("staff", TownshipClerk, XUXIAKE)
    assert FieldGroup.JUDICIAL in acting(user).groups
    city = Group.objects.get(name=CityDesk.name)
    create(
        Post,
        values={"user": user, "role": city, "region": region(COUNTY)},
        by=system,
        reason="借调",
    )
    assert FieldGroup.JUDICIAL not in acting(user).groups


def test_a_post_at_an_agency_shows_no_record_of_the_agencys_region(
    here: Child, system: Actor
) -> None:
    user = someone("staff", CountyDesk)
    agency = Agency.objects.get(code="jiangyin-education")
    role = Group.objects.get(name=CountyDesk.name)
    create(Post, values={"user": user, "role": role, "agency": agency}, by=system, reason="任命")
    post = Post.objects.get(user=user)
    assert post.region == agency.region, "whose administrators may change it"
    actor = acting(user)
    assert actor.may("view", Child)
    assert not actor.rows(Child).exists()
    assert actor.rows(Agency).count() == Agency.objects.count()


@pytest.mark.parametrize("is_superuser", [False, True])
def test_a_deactivated_user_sees_nothing_whatever_the_account_was(
    here: Child, *, is_superuser: bool
) -> None:
    user = someone("staff", CountyDesk, COUNTY)
    user.is_active, user.is_superuser = False, is_superuser
    user.save()
    actor = acting(user)
    assert not actor.may("view", Child)
    assert not actor.rows(Child).exists()
    assert not actor.rows(Agency).exists()
    assert not actor.territory.covers(here.region.path)


def test_a_superuser_and_the_program_itself_act_everywhere_without_a_post(
    here: Child, there: Child, boss: Any, system: Actor
) -> None:
    for actor in (acting(boss), system):
        for verb in ("view", "change", "delete", "export", "import"):
            assert set(actor.rows(Child, verb)) == {here, there}
        assert actor.territory.is_whole
        assert actor.may("add", Region)


def test_nobody_can_log_in_as_the_program(system: Actor) -> None:
    assert not system.user.is_active
    assert not system.user.has_usable_password()
    assert not acting(system.user).rows(Child).exists()
    assert not acting(system.user).may("view", Child), "only Actor.system() is the program"


def test_public_knowledge_is_read_everywhere_and_changed_at_home_only() -> None:
    actor = acting(someone("staff", DutyTableAdmin, COUNTY))
    at_home = Agency.objects.filter(region__path__startswith=region(COUNTY).path)
    for verb in ("view", "export"):
        assert set(actor.rows(Agency, verb)) == set(Agency.objects.all()) > set(at_home)
    for verb in ("change", "delete", "import"):
        assert set(actor.rows(Agency, verb)) == set(at_home)


def test_a_region_is_changed_by_whom_it_is_entrusted_to_with_all_below(administrator: Any) -> None:
    actor = acting(someone("staff", CityDesk, XUXIAKE))
    assert actor.may_on("view", region(CHANGJING))
    assert not actor.may_on("change", region(CHANGJING))
    assert actor.may_on("change", region(XUXIAKE))
    assert actor.may_on("change", region(XUXIAKE_VILLAGE))
    assert not actor.may_on("change", region(COUNTY))
    assert acting(administrator).may_on("change", region(COUNTY))


def test_what_the_role_does_not_grant_is_refused_at_home_too(here: Child) -> None:
    worker = acting(someone("worker", VillageWorker, XUXIAKE_VILLAGE))
    assert worker.may_on("change", here)
    for verb in ("delete", "export", "import"):
        assert not worker.may(verb, Child)
        assert not worker.may_on(verb, here)
    officer = acting(someone("officer", AgencyOfficer, COUNTY))
    assert not officer.may_on("view", here)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_roles_that_keep_children_see_a_child_or_a_family(
    here: Child, role: type[Role]
) -> None:
    actor = acting(someone("staff", role, "32"))
    keeps = role in (VillageWorker, TownshipClerk, CountyDesk, CityDesk)
    for model in (Child, ChildCategory, Family, Guardian):
        for verb in ("view", "add", "change"):
            assert actor.may(verb, model) is keeps
        assert actor.rows(model).exists() is keeps
    assert actor.rows(Child, "export").exists() is (keeps and role is not VillageWorker)


def test_a_group_that_a_city_changed_takes_effect(here: Child, clerk: Any) -> None:
    Group.objects.get(name=TownshipClerk.name).permissions.clear()
    assert not acting(clerk).rows(Child).exists()


def batch_of(user: Any, code: str | None) -> LedgerBatch:
    return LedgerBatch.objects.create(
        collection="children", region=region(code) if code else None, file="x.xlsx",
        file_name="台账.xlsx", file_size=1, file_sha256="0" * 64, uploaded_by=user,
        uploaded_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )  # fmt: skip


def test_a_ledger_is_seen_by_its_area_and_those_above(
    clerk: Any, other_clerk: Any, supervisor: Any, village_worker: Any, editor: Any, boss: Any
) -> None:
    batch = batch_of(clerk, XUXIAKE_VILLAGE)
    for user in (clerk, supervisor, boss):
        assert acting(user).may_on("view", batch)
    for user in (other_clerk, village_worker, editor):
        assert not acting(user).may_on("view", batch)


def test_the_sender_sees_a_ledger_over_two_of_the_own_towns_and_a_colleague_does_not(
    clerk: Any,
) -> None:
    sender = someone("sender", TownshipClerk, XUXIAKE, CHANGJING)
    batch = batch_of(sender, COUNTY)
    assert acting(sender).may_on("view", batch)
    assert not acting(clerk).may_on("view", batch)
    assert not acting(clerk).may_on("view", batch_of(sender, None))


def test_the_sender_of_a_ledger_who_has_left_the_area_sees_it_no_more(system: Actor) -> None:
    user = someone("sender", TownshipClerk, CHANGJING)
    assert not acting(user).may_on("view", batch_of(user, XUXIAKE))
    left = someone("left", TownshipClerk)
    assert not acting(left).may_on("view", batch_of(left, COUNTY)), "who has no post at all"


@pytest.mark.parametrize("role", [DutyTableAdmin, SystemAdministrator])
def test_who_may_not_view_children_sees_no_ledger_of_theirs(
    role: type[Role], clerk: Any, system: Actor
) -> None:
    batch = batch_of(clerk, XUXIAKE)
    reader = acting(someone("reader", role, "320281"))

    assert not reader.rows(LedgerBatch).exists()
    LedgerBatch.objects.filter(pk=batch.pk).update(collection="regions")
    assert reader.may_on("view", batch)


def test_the_sender_of_a_ledger_that_lies_in_no_region_sees_it(system: Actor) -> None:
    keeper = someone("keeper", DutyTableAdmin, "4101")
    batch = batch_of(keeper, None)
    LedgerBatch.objects.filter(pk=batch.pk).update(collection="duties")

    assert acting(keeper).may_on("view", batch)
    assert not acting(someone("other_keeper", DutyTableAdmin, "4101")).may_on("view", batch)
