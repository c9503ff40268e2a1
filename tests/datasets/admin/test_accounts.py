"""Accounts and posts on the screen: no way round "nobody gives more than is theirs"."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CityDesk, SystemAdministrator, TownshipClerk, VillageWorker
from datasets.actions.dispatch import change
from datasets.models import AccessEntry, Post
from tests.conftest import CHANGJING, XUXIAKE, XUXIAKE_VILLAGE, region, someone

pytestmark = pytest.mark.django_db

ACCOUNTS = reverse("wagtailusers_users:index")
NEW = {
    "username": "newcomer", "first_name": "小芳", "last_name": "钱", "is_active": "on",
    "password1": "correct horse battery", "password2": "correct horse battery",
}  # fmt: skip


def edit(user: Any) -> str:
    return reverse("wagtailusers_users:edit", args=[user.pk])


def group(name: str) -> Group:
    return Group.objects.get(name=name)


@pytest.fixture
def keeper(client: Any) -> Any:
    keeper = someone("keeper", SystemAdministrator, XUXIAKE)
    client.force_login(keeper)
    return keeper


def test_an_account_is_made_and_appointed(client: Any, keeper: Any) -> None:
    made = client.post(reverse("wagtailusers_users:add"), NEW)
    user = get_user_model().objects.get(username="newcomer")
    assert made["Location"] == f"{reverse('datasets_post_modeladmin_create')}?user={user.pk}"
    assert "钱小芳" in client.get(made["Location"]).content.decode()
    page = client.get(edit(user)).content.decode()
    assert "还没有任职" in page
    client.post(
        reverse("datasets_post_modeladmin_create"),
        {"user": user.pk, "role": group(VillageWorker.name).pk, "region": region(XUXIAKE_VILLAGE).pk,
         "title": "儿童主任", "reason": "新任", "_seen_version": ""},
    )  # fmt: skip
    assert Post.objects.get(user=user).title == "儿童主任"
    assert "儿童主任" in client.get(edit(user)).content.decode()
    assert "徐霞客村" in client.get(ACCOUNTS).content.decode()


def test_groups_and_superusers_are_not_given_by_the_accounts_form(client: Any, keeper: Any) -> None:
    sent = {**NEW, "is_superuser": "on", "groups": [group(CityDesk.name).pk]}
    client.post(reverse("wagtailusers_users:add"), sent)
    user = get_user_model().objects.get(username="newcomer")
    assert not user.is_superuser
    assert not user.groups.exists()
    client.post(edit(user), {**sent, "password1": "", "password2": ""})
    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.groups.exists()


def test_a_superuser_makes_a_superuser(client: Any, boss: Any) -> None:
    client.force_login(boss)
    client.post(reverse("wagtailusers_users:add"), {**NEW, "is_superuser": "on"})
    assert get_user_model().objects.get(username="newcomer").is_superuser


def test_accounts_of_others_are_not_there(
    client: Any, keeper: Any, other_clerk: Any, boss: Any, clerk: Any
) -> None:
    shown = client.get(ACCOUNTS).content.decode()
    assert "clerk" in shown
    assert "other_clerk" not in shown
    assert "boss" not in shown
    for user in (other_clerk, boss):
        before = user.password
        for name in ("edit", "delete", "history"):
            assert (
                client.get(reverse(f"wagtailusers_users:{name}", args=[user.pk])).status_code == 404
            )
        answer = client.post(edit(user), {**NEW, "username": user.username})
        assert answer.status_code == 404
        user.refresh_from_db()
        assert user.password == before
    assert client.get(edit(clerk)).status_code == 200


@pytest.mark.parametrize("action", ["assign_role", "set_active_state", "delete"])
def test_no_action_on_many_accounts(client: Any, keeper: Any, clerk: Any, action: str) -> None:
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    sent = {"role": group(CityDesk.name).pk, "mark_as_active": "False"}
    client.post(f"{address}?id={clerk.pk}", sent)
    client.post(f"{address}?id=all", sent)
    clerk.refresh_from_db()
    assert clerk.is_active
    assert [one.name for one in clerk.groups.all()] == [TownshipClerk.name]


def test_the_form_offers_the_roles_that_the_user_may_give(client: Any, keeper: Any) -> None:
    page = client.get(reverse("datasets_post_modeladmin_create")).content.decode()
    assert VillageWorker.name in page
    assert f"{SystemAdministrator.name}</option>" not in page


def test_a_role_beyond_reach_sent_by_hand_is_refused(client: Any, keeper: Any, clerk: Any) -> None:
    page = client.post(
        reverse("datasets_post_modeladmin_create"),
        {
            "user": clerk.pk,
            "role": group(SystemAdministrator.name).pk,
            "region": region(XUXIAKE).pk,
        },
    )
    assert page.status_code == 200
    assert Post.objects.filter(user=clerk).count() == 1


def test_retiring_somebody_is_logged_as_a_change_of_role(
    client: Any, keeper: Any, clerk: Any
) -> None:
    post = Post.objects.get(user=clerk)
    client.get(reverse("datasets_post_modeladmin_delete", args=[post.pk]))
    client.post(reverse("datasets_post_modeladmin_delete", args=[post.pk]), {"reason": "误"})
    assert not Post.objects.filter(user=clerk).exists()
    told = AccessEntry.objects.filter(username="keeper").exclude(verb="login")
    assert [(one.verb, one.records) for one in told] == 2 * [("role", [post.pk])]


def test_a_post_that_ended_overnight_has_taken_its_group_by_the_next_page(
    client: Any, clerk: Any, system: Actor
) -> None:
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200
    post = Post.objects.get(user=clerk)
    yesterday = system.today - datetime.timedelta(1)
    # Told on the last day itself, the group is still there.
    change(
        post,
        values={"until_date": yesterday},
        by=Actor.system(today=yesterday),
        reason="离任",
    )
    assert clerk.groups.exists()
    client.get("/admin/")
    assert not clerk.groups.exists()


def test_a_role_in_use_is_not_deleted(client: Any, boss: Any, clerk: Any) -> None:
    client.force_login(boss)
    role = group(TownshipClerk.name)
    page = client.post(reverse("wagtailusers_groups:delete", args=[role.pk]), follow=True)
    assert "还有任职" in page.content.decode()
    assert Group.objects.filter(pk=role.pk).exists()


def test_a_password_is_changed_without_an_email_or_a_name_in_two_parts(client: Any) -> None:
    clerk = someone("clerk", TownshipClerk, XUXIAKE)
    clerk.set_password("护童-own-password-1")
    clerk.save()
    client.force_login(clerk)
    address = reverse("wagtailadmin_account")
    sent = {}
    for panels in client.get(address).context["panels_by_tab"].values():
        for form in (panel.get_form() for panel in panels):
            sent |= {one.html_name: one.value() or "" for one in form}
    sent |= {"name_email-last_name": "钱小芳", "name_email-first_name": "", "name_email-email": ""}
    new = "护童-own-password-2"
    sent |= {"password-old_password": "护童-own-password-1"}
    sent |= {"password-new_password1": new, "password-new_password2": new}
    assert client.post(address, sent).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password(new)
    assert clerk.last_name == "钱小芳"


def test_a_chinese_name_is_written_surname_first(client: Any) -> None:
    clerk = someone("clerk", TownshipClerk, XUXIAKE)
    clerk.last_name, clerk.first_name = "钱", "小芳"
    clerk.save()
    client.force_login(clerk)
    assert "钱小芳，您好" in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("named", ["0", "-1", "一", "1 or 1=1", "9" * 30, ""])
def test_a_new_post_begins_without_an_account_that_is_not_there(
    client: Any, keeper: Any, named: str
) -> None:
    page = client.get(reverse("datasets_post_modeladmin_create"), {"user": named})
    assert page.status_code == 200


def test_a_new_post_names_no_account_of_another_area(client: Any, keeper: Any) -> None:
    other = someone("other", TownshipClerk, CHANGJING)
    page = client.get(reverse("datasets_post_modeladmin_create"), {"user": other.pk})
    assert other.get_username() not in page.content.decode()


def test_where_no_mail_is_sent_nobody_is_told_to_wait_for_one(client: Any, settings: Any) -> None:
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = False
    login = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "忘记密码，请联系本单位的系统管理员。" in login
    assert reverse("wagtailadmin_password_reset") not in login
    assert client.get(reverse("wagtailadmin_password_reset")).status_code == 404
