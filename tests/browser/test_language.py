"""English by switch, for one account."""

import gettext
import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.server import ROOT
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
CATALOGUE = ROOT / "site" / "locale" / "en" / "LC_MESSAGES" / "django.mo"
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_an_account_set_to_english_gets_the_admin_in_english(visit: Visit) -> None:
    visitor = visit("county")
    page = visitor.page
    visitor.open("/admin/account/")
    visitor.photograph("40-account")
    page.get_by_label("首选语言").select_option("en")
    page.locator("[name=name_email-first_name]").fill("Officer")
    page.locator("[name=name_email-email]").fill("county@example.org")
    page.get_by_role("button", name="保存").click()
    visitor.open("/admin/ledgers/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    with CATALOGUE.open("rb") as file:
        english = gettext.GNUTranslations(file).gettext
    assert not CHINESE.search(english("台账导入"))
    expect(page.get_by_role("heading", name=english("台账导入"))).to_be_visible()
    expect(page.get_by_role("button", name=english("上传并预览"))).to_be_visible()
    menu = page.locator("#wagtail-sidebar")
    expect(menu).to_contain_text("Help")  # Wagtail's own
    expect(menu).not_to_contain_text(CHINESE)
    visitor.photograph("41-english")
