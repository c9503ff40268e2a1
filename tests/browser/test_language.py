"""English by switch, for one account."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_an_account_set_to_english_gets_the_admin_in_english(visit: Visit) -> None:
    visitor = visit("county")
    page = visitor.page
    visitor.open("/admin/account/")
    visitor.photograph("40-account")
    page.get_by_label("首选语言").select_option("en")
    page.locator("[name=name_email-first_name]").fill("专员")
    page.locator("[name=name_email-email]").fill("county@example.org")
    page.get_by_role("button", name="保存").click()
    visitor.open("/admin/ledgers/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#wagtail-sidebar")).to_contain_text("Help")
    visitor.photograph("41-english")
