"""A township clerk's whole way: a messy ledger in, a child found, changed and brought back, a list out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]
LEDGER = "杂乱台账.xlsx"


def figures(page: Page) -> dict[str, int]:
    """The large figures of a ledger's page, by what they count."""
    boxes = page.locator(".hutong-figures a").all()
    return {
        box.locator("span").inner_text(): int(box.locator("strong").inner_text()) for box in boxes
    }


def rows(page: Page) -> Locator:
    return page.locator(".hutong-row")


def hand_in(page: Page, file: Path) -> None:
    page.get_by_label("把文件拖到这里").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", name="预览：入库前请看一遍")).to_be_visible()


def test_a_clerk_takes_in_a_messy_ledger_and_follows_a_child(visit: Visit, tmp_path: Path) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/admin/login/")
    expect(page.get_by_text("困境未成年人保护数据平台")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    visitor.photograph("01-login")

    visitor.log_in("township")
    expect(page.get_by_role("heading", name="儿童档案 · 徐霞客镇")).to_be_visible()
    visitor.photograph("02-dashboard")

    page.get_by_role("button", name="儿童档案").click()
    page.get_by_role("link", name="台账导入").click()
    expect(page.get_by_role("heading", name="上传台账")).to_be_visible()
    visitor.photograph("03-ledgers")
    with page.expect_download() as download:
        page.get_by_role("link", name=LEDGER).click()
    ledger = tmp_path / LEDGER
    download.value.save_as(ledger)

    hand_in(page, ledger)
    visitor.photograph("04-preview")
    shown = figures(page)
    total = shown.pop("全部行")
    assert total == sum(shown.values()) - shown["有提醒"] == rows(page).count()
    assert all(shown[kind] > 0 for kind in ("新增", "更新", "待核对", "有错误"))
    expect(page.get_by_text("没有对应的字段")).to_be_visible()  # 网格员
    for kind in ("待核对", "有错误"):
        page.locator(".hutong-figures").get_by_role("link", name=kind).click()
        expect(rows(page)).to_have_count(shown[kind])
        expect(rows(page).locator(".hutong-tag").first).to_have_text(kind)
    rows(page).first.get_by_text("原单元格与读到的内容").click()
    expect(rows(page).first.get_by_role("row", name="姓名")).to_be_visible()
    visitor.photograph("05-rows-with-errors")
    a_row_is_found_among_the_changed_ones(page)
    the_record_keeps_what_the_clerk_says(visitor)

    page.get_by_role("button", name=f"确认入库 {shown['新增'] + shown['更新']} 行").click()
    done = f"已入库：新增 {shown['新增']} 条，更新 {shown['更新']} 条。"
    expect(page.get_by_text(done)).to_be_visible()
    visitor.photograph("06-result")

    page.locator(".hutong-figures").get_by_role("link", name="新增").click()
    number = rows(page).first.locator(".hutong-rownumber").inner_text()
    name = rows(page).first.locator("a.hutong-name").inner_text()
    rows(page).first.locator("a.hutong-name").click()
    visitor.photograph("07-child")
    child = visitor.path()

    history_names_the_ledgers_row(visitor, number)
    a_change_and_the_way_back_are_in_the_history(visitor, child)
    the_same_ledger_again_changes_nothing(visitor, ledger)
    the_list_finds_and_exports(visitor, child, name, tmp_path)


def a_row_is_found_among_the_changed_ones(page: Page) -> None:
    page.locator(".hutong-figures").get_by_role("link", name="更新").click()
    name = rows(page).last.locator(".hutong-name").inner_text()
    page.get_by_role("searchbox", name="按姓名或行号查找").fill(name)
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("找到 1 行")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator(".hutong-name")).to_have_text(name)
    page.get_by_role("link", name="清除").click()


def the_record_keeps_what_the_clerk_says(visitor: Visitor) -> None:
    """The choice is sent as it is made, and taken back again."""
    page = visitor.page
    choice = page.locator("#overwritten select").first
    choice.select_option("保留档案的")
    expect(page.get_by_text("已重新读取")).to_be_visible()
    expect(choice.locator("option:checked")).to_have_text("保留档案的")
    expect(rows(page).get_by_text("（台账写的是").first).to_be_visible()
    visitor.photograph("05-what-is-kept")
    choice.select_option("用台账的")
    expect(page.get_by_text("（台账写的是")).to_have_count(0)


def history_names_the_ledgers_row(visitor: Visitor, number: str) -> None:
    visitor.page.get_by_role("link", name="历史").click()
    expect(visitor.page.locator(".hutong-timeline")).to_contain_text(
        f"台账《{LEDGER}》工作表 9月 {number}"
    )
    visitor.photograph("08-history")


def a_change_and_the_way_back_are_in_the_history(visitor: Visitor, child: str) -> None:
    page = visitor.page
    visitor.open(child)
    page.get_by_role("link", name="编辑").click()
    school = page.get_by_label("就读学校")
    before = school.input_value()
    visitor.photograph("09-form")
    school.fill("马镇中心小学")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("的修改。")).to_be_visible()

    page.get_by_role("link", name="历史").click()
    entries = page.locator(".hutong-timeline > li")
    expect(entries).to_have_count(2)
    expect(entries.first.locator("ins")).to_have_text("马镇中心小学")
    if before:
        expect(entries.first.locator("del")).to_have_text(before)
    expect(entries.first).to_contain_text("演示·徐霞客镇专干")
    visitor.photograph("10-history-of-a-change")

    page.get_by_role("button", name="恢复到此版本").click()
    expect(page.get_by_text("已恢复。")).to_be_visible()
    expect(entries).to_have_count(3)
    expect(entries.first.locator("del")).to_have_text("马镇中心小学")


def the_same_ledger_again_changes_nothing(visitor: Visitor, ledger: Path) -> None:
    visitor.open("/admin/ledgers/")
    hand_in(visitor.page, ledger)
    again = figures(visitor.page)
    assert (again["新增"], again["更新"]) == (0, 0)
    expect(visitor.page.get_by_text("没有需要入库的行。")).to_be_visible()
    visitor.page.get_by_role("button", name="放弃").click()
    expect(visitor.page.get_by_text("没有改动任何档案")).to_be_visible()
    visitor.photograph("11-ledgers-handed-in")


def the_list_finds_and_exports(visitor: Visitor, child: str, name: str, folder: Path) -> None:
    page = visitor.page
    visitor.open(child)
    id_number = page.locator("dt:has-text('证件号码') + dd").inner_text()
    visitor.open("/admin/datasets/child/")
    visitor.photograph("12-children")
    for typed in (name, id_number):
        search(page, typed)
        expect(page.locator("td.field-name", has_text=name).first).to_be_visible()
    search(page, "璜塘村")
    villages = page.locator("td.field-village").all_inner_texts()
    assert villages
    assert all("璜塘村" in village for village in villages)

    search(page, "")
    page.locator(".hutong-filter summary", has_text="性别").click()
    page.locator(".hutong-filter").get_by_role("link", name="女").click()
    expect(page.locator(".hutong-filter", has_text="性别").locator("b, strong").first).to_have_text(
        "女"
    )
    visitor.photograph("13-children-filtered")
    count = int(page.locator(".hutong-count").inner_text().split()[1])
    page.locator(".hutong-menu summary").click()
    visitor.photograph("14-export-menu")
    title, _line, header, *lines = downloaded(page, "Excel 规范表", folder / "children.xlsx")
    assert title[0] == "江阴市徐霞客镇困境儿童"
    assert len(lines) == count
    assert {line[header.index("性别")] for line in lines} == {"女"}

    page.get_by_role("link", name="按台账的格式").click()
    expect(page.get_by_text("标题照原样")).to_be_visible()
    visitor.photograph("15-export-layouts")
    title, *_above, header, first = downloaded(page, LEDGER, folder / "layout.xlsx")[:5]
    assert title[0] == "徐霞客镇困境未成年人摸底台账（2026年9月）"
    assert (header[3], header[4], first[0], first[4]) == ("儿童 姓名", "性别", 1, "女")


def downloaded(page: Page, name: str, book: Path) -> list[tuple[Any, ...]]:
    """The rows of the workbook behind a link of the page."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    download.value.save_as(book)
    return list(openpyxl.load_workbook(book, read_only=True).worksheets[0].values)


def search(page: Page, typed: str) -> None:
    page.get_by_role("searchbox", name="搜索").fill(typed)
    page.get_by_role("button", name="搜索").click()
    page.wait_for_load_state()
