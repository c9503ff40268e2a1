"""Policies clause by clause, who is responsible, and the figures, as a visitor reads them."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.server import Server
from tests.browser.visitor import PHONE, Visitor

Visit = Callable[..., Visitor]


def test_whoever_worries_about_a_child_finds_a_number_on_a_phone(visit: Visit) -> None:
    visitor = visit()
    visitor.page.set_viewport_size(PHONE)
    visitor.open("/duties/")
    visitor.page.get_by_role("main").get_by_role("link", name="我担心一个孩子，该打给谁").click()
    visitor.page.get_by_label("镇、街道或者村、社区的名称").fill("江阴徐霞客镇")
    visitor.page.get_by_role("button", name="查找").click()
    visitor.page.get_by_role("link", name="没有人照看").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("没有人照看")
    expect(visitor.page.get_by_role("link", name="12345").first).to_be_visible()
    visitor.photograph("34-call")


def test_the_contents_follow_the_reader_of_a_document(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/policies/jiangyin-2015-77/#c-3-6")
    current = visitor.page.locator(".contents a[aria-current]")
    expect(current).to_have_text("（六）司法保护")
    visitor.page.locator(".contents a", has_text="四、主要措施").click()
    expect(current).to_have_text("四、主要措施")
    duties = visitor.page.locator("#c-4-1 .duties")
    duties.locator("summary").click()
    expect(duties.get_by_text("江阴市民政局").first).to_be_visible()


def test_a_document_is_read_whole_without_scripts(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{server.address}/policies/jiangyin-2015-77/")
    page.locator(".contents summary").click()
    page.locator(".contents a", has_text="（九）精神保护").click()
    assert page.url.endswith("#c-3-9")
    expect(page.locator("#c-3-9-2")).to_be_visible()
    context.close()


def test_a_wrong_address_is_not_there(visit: Visit) -> None:
    assert visit().status_of("/no-such-page/") == 404
