"""What lies outside one's own area, or one's own work, is not there."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_clerks_way import hand_in
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


def test_the_other_townships_clerk_finds_neither_child_nor_ledger(
    visit: Visit, tmp_path: Path
) -> None:
    clerk = visit("township")
    clerk.open("/admin/datasets/child/")
    clerk.page.locator("td.field-name a").first.click()
    child = clerk.path()
    clerk.open("/admin/ledgers/")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="规范样表.xlsx").click()
    file = tmp_path / "规范样表.xlsx"
    download.value.save_as(file)
    hand_in(clerk.page, file)
    ledger = clerk.path()

    other = visit("township2")
    views = ("inspect", "edit", "history")
    addresses = [ledger, *(child.replace("inspect", view) for view in views)]
    assert [other.status_of(address) for address in addresses] == [404] * 4
    assert other.open(ledger) == 404
    expect(other.page.get_by_role("heading", name="找不到这个页面")).to_be_visible()
    other.photograph("20-not-there")
    other.open("/admin/ledgers/")
    expect(other.page.get_by_text("规范样表.xlsx")).to_have_count(1)  # the sample alone


def test_the_publicity_editor_sees_no_archive(visit: Visit) -> None:
    editor = visit("editor")
    menu = editor.page.locator("#wagtail-sidebar")
    expect(menu).to_contain_text("页面")
    expect(menu).not_to_contain_text("儿童档案")
    expect(editor.page.get_by_role("main")).not_to_contain_text("儿童")
    assert editor.status_of("/admin/datasets/child/") in (302, 403)
    assert editor.status_of("/admin/ledgers/") in (302, 403)
    editor.photograph("21-editor")
