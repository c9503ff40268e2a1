"""A new colleague: the administrator makes the account and gives the post, the colleague passes the gates."""

from base64 import b32decode
from collections.abc import Callable

from django_otp.oath import totp
from playwright.sync_api import expect

from tests.browser.test_asked_of_others import choose
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]

NAME = "newcomer"
GIVEN, OWN = "kan-bu-jian-de-7", "wo-zi-ji-de-mi-ma-9"


def test_a_new_account_is_made_given_a_post_and_passes_the_gates(visit: Visit) -> None:
    make_account(visit("sysadmin"))
    newcomer = visit()
    page = newcomer.page
    newcomer.open("/admin/login/")
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(GIVEN)
    page.get_by_role("button", name="登录").click()

    stands_alone(newcomer, "请设一个自己的密码")
    newcomer.photograph("90-own-password")
    for field in ("new_password1", "new_password2"):
        page.locator(f"#id_{field}").fill(OWN)
    page.get_by_role("button", name="继续").click()

    stands_alone(newcomer, "工作守则")
    newcomer.photograph("91-conduct")
    page.get_by_label("我已阅读，并保证遵守").check()
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="儿童档案 · 徐霞客镇")).to_be_visible()
    newcomer.photograph("92-home-of-a-newcomer")

    newcomer.open("/admin/gates/second-factor/")
    stands_alone(newcomer, "动态验证码")
    newcomer.photograph("93-second-factor")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("六位验证码").fill(f"{totp(b32decode(secret)):06}")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="儿童档案 · 徐霞客镇")).to_be_visible()


def make_account(administrator: Visitor) -> None:
    page = administrator.page
    administrator.open("/admin/users/new/")
    for field, text in {
        "username": NAME,
        "last_name": "新",
        "password1": GIVEN,
        "password2": GIVEN,
    }.items():
        page.locator(f"#id_{field}").fill(text)
    page.get_by_role("button", name="创建").click()
    expect(page.get_by_text("再给一个任职")).to_be_visible()
    expect(page.locator("#id_user-chooser")).to_contain_text(NAME)
    administrator.photograph("88-account-made")
    page.get_by_label("角色").select_option(label="镇（街道）专干")
    choose(administrator, "#id_region-chooser", "徐霞客镇")
    administrator.photograph("89-post")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已新增")).to_be_visible()


def stands_alone(visitor: Visitor, heading: str) -> None:
    """The gate's page, and nothing of another page within it."""
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.get_by_role("heading")).to_have_text([heading])
