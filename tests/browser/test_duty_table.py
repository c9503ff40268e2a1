"""A keeper of duties hands in the duty table as the offices keep it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_clerks_way import figures, hand_in
from tests.browser.visitor import Visitor
from tests.spreadsheets import xlsx

TABLE = (
    ["附件2"],
    ["江阴市困境未成年人社会保护职责分工表（澄政办发〔2015〕77号）"],
    ["填报单位（盖章）：江阴市民政局", "", "", "", "填报日期：2026年11月20日"],
    ["序号", "责任单位", "条款", "职责内容", "配合单位", "完成时限"],
    [1, "市民政局", "三（一）4", "制定监护、风险和需求三项评估标准", "", "长期"],
    [2, "", "三（一）4", "组织评估员培训，每年不少于两次", "市教育局、市妇联", "每年"],
    [3, "市火星局", "同上", "在学校开设心理辅导课", "", "同上"],
    ["合计", "", "", 3, "", ""],
)


def test_a_duty_table_is_recognised_previewed_and_taken_back(
    visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    visitor = visit()
    page = visitor.page
    visitor.log_in("duties")
    visitor.open("/admin/ledgers/")
    expect(page.get_by_label("这是哪一种台账")).to_be_visible()
    visitor.photograph("30-upload-of-a-keeper")

    table = tmp_path / "职责分工表.xlsx"
    table.write_bytes(xlsx(*TABLE, merged=("B5:B6",)))
    hand_in(page, table)

    expect(page.get_by_text("表头更像“职责”")).to_be_visible()
    assert figures(page) == {
        "全部行": 3,
        "新增": 1,
        "更新": 0,
        "无变化": 1,
        "待核对": 0,
        "有错误": 1,
        "有提醒": 0,
    }
    visitor.photograph("31-duty-table-previewed")

    page.get_by_role("button", name="确认入库 1 行").click()
    expect(page.get_by_text("已入库：新增 1 条，更新 0 条。")).to_be_visible()
    page.get_by_role("link", name="组织评估员培训，每年不少于两次").click()
    expect(page.get_by_text("江阴市教育局").first).to_be_visible()
    visitor.photograph("32-duty-with-its-source")
    page.go_back()
    page.get_by_role("link", name="撤销这批台账").click()
    visitor.photograph("33-duty-table-undo")
    page.get_by_label("撤销原因").fill("传错了")
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_text("删除了 1 条新增的记录。")).to_be_visible()
    assert visitor.complaints == []
