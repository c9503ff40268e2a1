"""Between login and admin: own password, code of conduct, second factor; and when a session is over."""

import datetime
import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from datasets.access import Actor
from datasets.access.roles import TownshipClerk
from datasets.actions.accounts import demand_new_password
from datasets.actions.dispatch import create
from datasets.admin.gates import sessions
from datasets.models import AccessEntry, LoginRule, Post, StaffAccount
from tests.conftest import TODAY, XUXIAKE, region

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
CHILDREN = "/admin/datasets/child/"


def led_to(client: Any, address: str = CHILDREN) -> str:
    """The gate's page that stops the way to the address; "" where it is free."""
    answer = client.get(address)
    if answer.status_code == 200:
        return ""
    assert answer.status_code == 302
    return str(answer.url.partition("?")[0])


def rule(**values: Any) -> None:
    group = Group.objects.get(name=TownshipClerk.name)
    values = {"group": group, "idle_minutes": 60, "session_hours": 12, **values}
    create(LoginRule, values=values, by=Actor.system(today=TODAY), reason="安全规定")


def token_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp()
    return f"{totp.token():06d}"


@pytest.fixture
def newcomer(client: Any) -> Any:
    user = get_user_model().objects.create_user("newcomer", password=PASSWORD)
    role = Group.objects.get(name=TownshipClerk.name)
    post = {"user": user, "role": role, "region": region(XUXIAKE)}
    create(Post, values=post, by=Actor.system(today=TODAY), reason="任命")
    client.force_login(user)
    return user


def test_whoever_has_passed_every_gate_goes_in(as_clerk: Any) -> None:
    assert led_to(as_clerk) == ""


def test_a_newcomer_first_promises_to_keep_the_code_of_conduct(client: Any, newcomer: Any) -> None:
    gate = reverse("conduct")
    assert led_to(client) == gate
    page = client.get(gate)
    assert "不截屏" in page.content.decode()
    assert client.post(gate, {}).status_code == 200, "without the tick"
    assert led_to(client) == gate
    answer = client.post(f"{gate}?next={CHILDREN}", {"accepted": "on"})
    assert answer.url == CHILDREN
    assert led_to(client) == ""
    assert StaffAccount.objects.get(user=newcomer).conduct_accepted_at


def test_what_a_gates_page_fetches_is_not_the_gate_again(client: Any, newcomer: Any) -> None:
    page = client.get(reverse("conduct")).content.decode()
    fetched = re.findall(r'(?:src|data-icon-url)="(/admin/[^"]+)"', page)
    assert fetched, "the icons at least"
    assert {address: led_to(client, address) for address in fetched} == dict.fromkeys(fetched, "")


def test_no_gate_leads_out_of_the_site(client: Any, newcomer: Any) -> None:
    for elsewhere in ("https://example.com/", "//example.com/", "javascript:alert(1)"):
        StaffAccount.objects.all().delete()
        answer = client.post(f"{reverse('conduct')}?next={elsewhere}", {"accepted": "on"})
        assert answer.url == "/admin/"


def test_a_password_of_somebody_elses_choice_serves_for_one_login(
    as_clerk: Any, clerk: Any
) -> None:
    demand_new_password(user=clerk)
    gate = reverse("first_password")
    assert led_to(as_clerk) == gate
    same = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "不能与现在的密码相同" in as_clerk.post(gate, same).content.decode()
    own = {"new_password1": "护童-own-password-7", "new_password2": "护童-own-password-7"}
    assert as_clerk.post(gate, own).status_code == 302
    assert led_to(as_clerk) == "", "the session goes on"
    clerk.refresh_from_db()
    assert clerk.check_password("护童-own-password-7")


def test_an_administrator_who_sets_a_password_makes_it_a_first_one(
    client: Any, boss: Any, clerk: Any
) -> None:
    client.force_login(boss)
    edit = reverse("wagtailusers_users:edit", args=[clerk.pk])
    values = {
        "username": "clerk", "first_name": "某", "last_name": "钱", "email": "c@example.gov.cn",
        "is_active": "on",
    }  # fmt: skip
    client.post(edit, values)
    assert not StaffAccount.objects.get(user=clerk).must_change_password
    new = "another horse battery"
    client.post(edit, {**values, "password1": new, "password2": new})
    assert StaffAccount.objects.get(user=clerk).must_change_password


def test_whose_role_demands_a_second_factor_sets_it_up_and_is_asked_in_every_session(
    client: Any, clerk: Any
) -> None:
    rule(needs_second_factor=True)
    client.force_login(clerk)
    gate = reverse("second_factor")
    assert led_to(client) == gate
    page = client.get(gate).content.decode()
    assert "<svg" in page
    device = TOTPDevice.objects.get(user=clerk)
    assert client.post(gate, {"token": token_of(device)}).status_code == 302
    assert led_to(client) == ""

    client.logout()
    client.force_login(clerk)
    assert led_to(client) == gate
    page = client.get(gate).content.decode()
    assert "<svg" not in page, "the secret is shown once only"
    device.refresh_from_db()
    assert device.confirmed


def test_wrong_digits_do_not_open_and_are_slowed_down(client: Any, clerk: Any) -> None:
    rule(needs_second_factor=True)
    client.force_login(clerk)
    gate = reverse("second_factor")
    client.get(gate)
    device = TOTPDevice.objects.get(user=clerk)
    wrong = "000000" if token_of(device) != "000000" else "000001"
    assert "验证码不对" in client.post(gate, {"token": wrong}).content.decode()
    assert "试错次数过多" in client.post(gate, {"token": token_of(device)}).content.decode()
    assert led_to(client) == gate


def test_a_token_serves_once(client: Any, clerk: Any) -> None:
    rule(needs_second_factor=True)
    client.force_login(clerk)
    client.get(reverse("second_factor"))
    token = token_of(TOTPDevice.objects.get(user=clerk))
    client.post(reverse("second_factor"), {"token": token})
    client.logout()
    client.force_login(clerk)
    answer = client.post(reverse("second_factor"), {"token": token})
    assert answer.status_code == 200
    assert led_to(client) == reverse("second_factor")


def test_whoever_lost_the_phone_sets_it_up_anew_after_a_reset(client: Any, clerk: Any) -> None:
    rule(needs_second_factor=True)
    with pytest.raises(CommandError, match="没有设过"):
        call_command("second_factor", "reset", "clerk")
    TOTPDevice.objects.create(user=clerk, confirmed=True)
    call_command("second_factor", "reset", "clerk", stdout=StringIO())
    client.force_login(clerk)
    assert "<svg" in client.get(reverse("second_factor")).content.decode()
    entry = AccessEntry.objects.get(verb="role")
    assert (entry.records, entry.filters) == ([clerk.pk], {"second_factor": "reset"})


def test_a_second_factor_of_ones_own_will_is_asked_from_then_on(client: Any, clerk: Any) -> None:
    client.force_login(clerk)
    assert reverse("second_factor") in client.get("/admin/account/").content.decode()
    client.get(reverse("second_factor"))
    assert led_to(client) == "", "shown is not set up"
    token = token_of(TOTPDevice.objects.get(user=clerk))
    client.post(reverse("second_factor"), {"token": token})
    client.logout()
    client.force_login(clerk)
    assert led_to(client) == reverse("second_factor")


def test_a_script_is_told_where_the_gate_is(client: Any, newcomer: Any) -> None:
    answer = client.get(
        "/admin/choose_family/results/", headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert answer.status_code == 403
    assert answer.json() == {"location": reverse("conduct")}


@pytest.mark.parametrize(
    ("key", "ago", "is_over"),
    [
        ("_SEEN", datetime.timedelta(minutes=59), False),
        ("_SEEN", datetime.timedelta(minutes=61), True),
        ("_BEGUN", datetime.timedelta(hours=11, minutes=59), False),
        ("_BEGUN", datetime.timedelta(hours=12, minutes=1), True),
    ],
)
def test_a_session_ends_by_idleness_and_by_the_clock(
    as_clerk: Any, key: str, ago: datetime.timedelta, is_over: bool
) -> None:
    as_clerk.get(CHILDREN)
    session = as_clerk.session
    session[getattr(sessions, key)] = (timezone.now() - ago).timestamp()
    session.save()
    assert led_to(as_clerk) == ("/admin/login/" if is_over else "")


def test_of_several_roles_the_strictest_rule_counts(client: Any, clerk: Any) -> None:
    rule(idle_minutes=10)
    client.force_login(clerk)
    client.get(CHILDREN)
    session = client.session
    session[sessions._SEEN] = (timezone.now() - datetime.timedelta(minutes=11)).timestamp()
    session.save()
    assert led_to(client) == "/admin/login/"


def test_signing_out_everywhere_ends_the_other_sessions_and_not_this_one(
    client: Any, clerk: Any, settings: Any
) -> None:
    other = client.__class__()
    for one in (client, other):
        one.force_login(clerk)
        assert led_to(one) == ""
    assert client.post(reverse("sign_out_others")).status_code == 302
    assert led_to(client) == ""
    assert led_to(other) == "/admin/login/"


def test_a_session_counts_from_its_login_though_it_lay_unused(client: Any, clerk: Any) -> None:
    stolen = client.__class__()
    for one in (client, stolen):
        one.force_login(clerk)
    client.post(reverse("sign_out_others"))
    assert led_to(client) == ""
    assert led_to(stolen) == "/admin/login/"


def test_a_deactivated_account_is_out_at_once(as_clerk: Any, clerk: Any) -> None:
    assert led_to(as_clerk) == ""
    clerk.is_active = False
    clerk.save()
    assert led_to(as_clerk) == "/admin/login/"


def log_in(client: Any, username: str, password: str, address: str = "10.0.0.1") -> Any:
    values = {"username": username, "password": password}
    return client.post(reverse("wagtailadmin_login"), values, REMOTE_ADDR=address)


def test_after_five_wrong_passwords_the_right_one_is_refused_at_that_address_only(
    client: Any, clerk: Any
) -> None:
    for _attempt in range(5):
        answer = log_in(client, "clerk", "wrong")
    assert answer.status_code == 429
    assert "15分钟后再试" in answer.content.decode()
    assert log_in(client, "clerk", PASSWORD).status_code == 429
    assert log_in(client, "clerk", PASSWORD, address="10.0.0.2").status_code == 302


def test_another_address_of_the_same_network_opens_no_closed_door(client: Any, clerk: Any) -> None:
    for number in range(5):
        log_in(client, "clerk", "wrong", address=f"2001:db8:0:1::{number}")
    assert log_in(client, "clerk", PASSWORD, address="2001:db8:0:1:ffff::1").status_code == 429
    assert log_in(client, "clerk", PASSWORD, address="2001:db8:0:2::1").status_code == 302


def test_accounts_that_do_not_exist_look_the_same(client: Any, clerk: Any) -> None:
    answers = [[log_in(client, name, "wrong") for _ in range(6)] for name in ("clerk", "nobody")]
    known, unknown = ([answer.status_code for answer in row] for row in answers)
    assert known == unknown
    pages = [row[0].content.decode().replace("clerk", "").replace("nobody", "") for row in answers]
    assert "请输入正确的用户名和密码" in pages[0] or "密码" in pages[0]
    assert len(pages[0]) == pytest.approx(len(pages[1]), abs=100)


def test_every_failed_login_is_in_the_access_log(client: Any, clerk: Any) -> None:
    for _attempt in range(6):
        log_in(client, "clerk", "wrong")
    assert AccessEntry.objects.filter(verb="login_failed", username="clerk").count() == 6
