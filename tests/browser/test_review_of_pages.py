"""A page on its way to the public: stopped by the guard, put right, read by three, published."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
ADDRESS = "/articles/a-good-neighbour/"
#: Milliseconds: the editor's scripts take seconds on a busy machine.
_PATIENCE = 30_000


def test_a_page_is_marked_put_right_read_and_published(visit: Visit) -> None:
    editor = visit("editor")
    page = editor.page
    editor.open(edit_address(editor))
    title = page.get_by_role("textbox", name="标题").first
    title.fill("做孩子的好邻居")
    page.get_by_label("何时拨打").first.fill("打给老张13812345678")
    choose(page, "action-submit")
    mark = page.locator("[data-contentpath='when'], [data-contentpath=when]").get_by_text(
        "个人手机号"
    )
    expect(mark).to_be_visible(timeout=_PATIENCE)
    editor.photograph("45-guard")

    page.get_by_label("何时拨打").first.fill("孩子有危险的时候")
    choose(page, "action-submit")
    expect(page.get_by_text("已经提交进行审核")).to_be_visible(timeout=_PATIENCE)
    assert "一碗热饭" in seen_by_public(visit)

    for reader in ("reviewer", "chief"):
        visitor = visit(reader)
        expect(visitor.page.get_by_role("link", name="做孩子的好邻居")).to_be_visible()
        visitor.photograph(f"46-waiting-for-{reader}")
        visitor.page.get_by_role("link", name="做孩子的好邻居").first.click()
        choose(visitor.page, "action-workflow-action", action="approve")
        visitor.page.wait_for_load_state("networkidle")
    assert "<h1>做孩子的好邻居</h1>" in seen_by_public(visit)


def edit_address(visitor: Visitor) -> str:
    """From the user bar of the page itself."""
    visitor.open(ADDRESS)
    link = visitor.page.locator("wagtail-userbar a[href*='/edit/']").first
    return urlsplit(link.get_attribute("href") or "").path


def seen_by_public(visit: Visit) -> str:
    visitor = visit()
    return visitor.page.request.get(visitor.server.address + ADDRESS).text()


def choose(page: Page, name: str, *, action: str = "") -> None:
    """From the menu beside the button at the foot of the editor."""
    page.locator("footer .w-dropdown-button [data-w-dropdown-target='toggle']").click()
    wanted = f"[data-workflow-action-name='{action}']" if action else f"[name='{name}']"
    page.locator(f"button{wanted}").first.click()
