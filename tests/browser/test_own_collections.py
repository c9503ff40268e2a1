"""From an Excel file to a governed register, by somebody who is no programmer and no superuser."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.spreadsheets import xlsx

ROSTER = (
    ["附件3"],
    ["徐霞客镇爱心妈妈花名册"],
    ["填报单位（盖章）：徐霞客镇", "", "", "", "", "", "填报日期：2026年11月20日"],
    ["序号", "村（社区）", "姓名", "联系电话", "加入日期", "特长", "服务时长（小时）", "结对情况"],
    [1, "金凤村", "李爱心", "13800001234", "2024.3.5", "音乐、数学", "12.5", "已结对"],
    [2, "金凤村", "王暖心", "138-0000-5678", 45000, "音乐", 3, "未结对"],
    [3, "上东村", "张知心", "13900002222", "2025年6月1日", "数学、书法", 40, "已结对"],
    [4, "上东村", "赵贴心", "", "20251008", "书法", 8, "未结对"],
    [5, "火星村", "孙细心", "13700003333", "2026/1/9", "音乐", 0, "未结对"],
    ["合计", "", "5人", "", "", "", 63.5, ""],
    ["填表人：", "", "审核人："],
)


def test_an_excel_file_becomes_a_register(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    _goes_the_whole_way(visit, tmp_path)


def test_on_postgresql_too(visit_on_postgresql: Callable[..., Visitor], tmp_path: Path) -> None:
    _goes_the_whole_way(visit_on_postgresql, tmp_path)


def _goes_the_whole_way(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    visitor = visit("deputy")  # of the county's desk, who reads Chinese whatever other tests chose
    page = visitor.page
    roster = tmp_path / "爱心妈妈花名册.xlsx"
    roster.write_bytes(xlsx(*ROSTER, sheet="花名册"))
    code = _made_from(roster, visitor)
    _has_records(visitor)
    _gets_a_field(visitor, code)
    _is_narrowed_and_kept_as_a_view(visitor, code)
    _warns(visitor, code)
    _goes_out(page)
    _is_read_by_a_program(visitor, code)
    _is_filled_in_by_the_public(visitor, visit(), code)


def _made_from(roster: Path, visitor: Visitor) -> str:
    page = visitor.page
    page.get_by_role("button", name="自建数据集").click()
    page.get_by_role("link", name="从表格新建").click()
    page.locator("#id_file").set_input_files(roster)
    page.get_by_role("button", name="读取表格").click()
    expect(page.get_by_text("读到 5 行数据。")).to_be_visible()
    expect(page.get_by_text("4 格里有 4 格读得出“电话”")).to_be_visible()
    visitor.photograph("80-proposed-from-a-spreadsheet")
    code = page.locator("#id_of-code").input_value()
    page.get_by_role("button", name="看看建好的样子").click()
    visitor.photograph("81-as-it-will-be")
    page.get_by_role("button", name="建立数据集并导入 4 行").click()
    expect(page.get_by_text("已建立")).to_be_visible()
    expect(page.get_by_text("入库结果")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("link", name=re.compile("^4 新增"))).to_be_visible()
    expect(page.get_by_text("找不到地区“火星村”，请核对名称。")).to_be_visible()
    visitor.photograph("82-brought-in")
    return code


def _has_records(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name="李爱心").click()
    expect(page.get_by_text("音乐、数学").first).to_be_visible()
    expect(page.get_by_text("13800001234").first).to_be_visible()
    visitor.photograph("83-record-of-ones-own-collection")


def _gets_a_field(visitor: Visitor, code: str) -> None:
    page = visitor.page
    visitor.open(f"/admin/definitions/of/{code}/")
    visitor.photograph("84-definition")
    page.get_by_role("link", name="新增字段").click()
    visitor.photograph("85-types-of-fields")
    page.get_by_role("link", name=re.compile("^是或否")).click()
    page.locator("#id_label").fill("参加过培训")
    visitor.photograph("86-new-field")
    page.get_by_role("button", name="加上这个字段").click()
    expect(page.get_by_text("已加上字段“参加过培训”")).to_be_visible()


def _is_narrowed_and_kept_as_a_view(visitor: Visitor, code: str) -> None:
    page = visitor.page
    visitor.open(f"/admin/made/{code}/")
    page.get_by_text("筛选", exact=True).click()
    _choose(page, "c-0", "服务时长（小时）", "大于")
    page.locator("[name=c-0-value]").fill("5")
    visitor.photograph("87-narrowing")
    page.get_by_role("button", name="按这些条件筛选").last.click()
    expect(page.get_by_text("服务时长（小时）大于 5")).to_be_visible()
    expect(page.get_by_text("共 3 条")).to_be_visible()
    page.get_by_role("link", name="保存为视图").click()
    page.locator("#id_name").fill("服务多的")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="服务多的")).to_be_visible()
    visitor.photograph("88-saved-view")


def _choose(page: Page, line: str, field: str, operator: str) -> None:
    if not page.locator(f"[name={line}-field]").count():
        page.get_by_role("button", name="加一个条件").first.click()
    page.locator(f"[name={line}-field]").select_option(label=field)
    page.locator(f"[name={line}-is]").select_option(label=operator)


def _warns(visitor: Visitor, code: str) -> None:
    page = visitor.page
    page.get_by_role("link", name="按这个条件预警").click()
    page.locator("#id_sentence").fill("服务时长较多，请安排表扬")
    visitor.photograph("89-new-warning-rule")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("服务时长较多")).first).to_be_visible()
    visitor.photograph("90-warnings")
    page.get_by_role("link", name=re.compile("服务时长较多")).first.click()
    visitor.photograph("91-warnings-of-one-rule")
    visitor.open(f"/admin/made/{code}/?view=1")


def _goes_out(page: Page) -> None:
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    told = download.value.path().read_text(encoding="utf-8-sig")
    assert "李爱心" in told
    assert "王暖心" not in told  # three hours only


def _is_read_by_a_program(visitor: Visitor, code: str) -> None:
    page = visitor.page
    visitor.open("/admin/tokens/")
    page.locator("#id_name").fill("县里的大屏")
    page.locator(f"input[value='{code}.read']").check()
    page.get_by_role("button", name=re.compile("签发")).click()
    token = page.locator(".hutong-secret").inner_text().strip()
    answer = page.request.get(
        f"{visitor.server.address}/api/v3/collections/{code}/",
        headers={"Authorization": f"Bearer {token}"},
    )
    told = json.loads(answer.text())
    assert answer.status == 200, told
    assert {"李爱心", "赵贴心"} <= {one.get("name") for one in told["items"]}


def _is_filled_in_by_the_public(visitor: Visitor, citizen: Visitor, code: str) -> None:
    page = visitor.page
    visitor.open(f"/admin/public-forms/new/{code}/")
    page.locator("#id_title").fill("爱心妈妈报名")
    page.locator("#id_code").fill("signing-up")
    page.locator("#id_introduction").fill(
        "愿意和困境儿童结对的，请填这张表。当地的工作人员会和您联系。"
    )
    page.get_by_role("button", name="选择地区").click()
    page.get_by_role("link", name="江阴市", exact=True).click()
    page.get_by_label("开放", exact=True).check()
    visitor.photograph("92-new-public-form")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="爱心妈妈报名")).to_be_visible()
    visitor.photograph("93-public-forms")

    citizen.open("/forms/signing-up/")
    form = citizen.page
    form.get_by_label("姓名").fill("钱新心")
    form.get_by_label("加入日期").fill("2026-11-01")
    form.get_by_label("音乐").check()
    form.get_by_label("服务时长").fill("0")
    form.get_by_label("结对情况").fill("未结对")
    form.get_by_label("您所在的村").fill("徐霞客镇 金凤村")
    citizen.photograph("94-form-for-the-public")
    form.wait_for_timeout(3_000)  # nobody fills it in faster
    form.get_by_role("button", name="交表").click()
    receipt = form.locator(".receipt strong").inner_text().strip()
    citizen.photograph("95-form-sent")

    visitor.open("/admin/public-forms/inbox/")
    page.get_by_role("link", name=receipt).click()
    visitor.photograph("96-answer-in-the-inbox")
    page.get_by_role("button", name="核对无误，登记").click()
    expect(page.get_by_text("已登记“钱新心”。")).to_be_visible()
    citizen.open("/forms/receipt/")
    form.get_by_label("回执号").fill(receipt)
    form.get_by_role("button", name="查询").click()
    expect(form.get_by_text("已登记")).to_be_visible()
    assert citizen.complaints == []
