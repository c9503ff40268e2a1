"""What two towns and an agency ask of each other, in the browser: a child is handed over, and one is referred."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.factories import id_number

Visit = Callable[..., Visitor]
NUMBER = id_number(sequence=471)
NAME = "欧阳小溪"


def fill_in_child(visitor: Visitor, village: str) -> None:
    page = visitor.page
    visitor.open("/admin/datasets/child/create/")
    page.get_by_label("姓名").first.fill(NAME)
    page.locator("#id_id_number").fill(NUMBER)
    choose(visitor, "#id_region-chooser", village)


def choose(visitor: Visitor, chooser: str, typed: str) -> None:
    """Take the first that the chooser finds."""
    page = visitor.page
    page.locator(chooser).get_by_role("button", name="选择").first.click()
    box = page.get_by_role("dialog")
    box.get_by_label("搜索").fill(typed)
    box.get_by_role("link", name=typed).first.click()
    expect(box).to_be_hidden()


def test_a_child_is_handed_over_and_an_agency_is_told_of_it(visit: Visit) -> None:
    theirs = visit("township2")
    fill_in_child(theirs, "长泾")
    theirs.page.get_by_role("button", name="保存").click()
    expect(theirs.page.get_by_text("已新增")).to_be_visible()

    mine = visit("township")
    fill_in_child(mine, "徐霞客")
    mine.page.get_by_role("button", name="保存").click()
    mine.photograph("70-recorded-elsewhere")
    mine.page.get_by_role("button", name="申请转入").click()
    expect(mine.page.get_by_label("证件号码")).to_have_value(NUMBER)
    mine.page.get_by_label("申请理由").fill("九月起随外婆住在村里")
    mine.photograph("71-asking")
    mine.page.get_by_role("button", name="提交申请").click()
    expect(mine.page.get_by_text("已提交转入申请")).to_be_visible()
    expect(mine.page.get_by_text(NAME)).to_have_count(0)
    mine.photograph("72-asked")

    county = visit("county")
    county.open("/admin/")
    county.photograph("73-home-of-who-decides")
    county.page.get_by_role("link", name="待决定的转入申请").click()
    county.photograph("74-requests")
    county.page.locator("td a").first.click()
    county.photograph("75-deciding")
    county.page.get_by_role("button", name="同意转出").click()
    expect(county.page.get_by_text("已同意。")).to_be_visible()

    mine.page.reload()
    mine.page.get_by_role("link", name=NAME).click()
    mine.page.get_by_role("link", name="转介", exact=True).last.click()
    choose(mine, "#id_agency-chooser", "江阴市教育局")
    mine.page.get_by_label("请求事项").fill("请协调转学到徐霞客镇的小学")
    mine.page.get_by_label("电话和住址").check()
    mine.photograph("76-referring")
    mine.page.get_by_role("button", name="转给这个机构").click()
    expect(mine.page.get_by_text("等待答复")).to_be_visible()
    mine.photograph("77-referred")

    officer = visit("officer")
    officer.photograph("78-home-of-an-officer")
    officer.page.get_by_role("link", name="转介给我的").first.click()
    officer.photograph("79-received")
    officer.page.get_by_role("link", name=NAME).click()
    expect(officer.page.get_by_text(NUMBER)).to_have_count(0)
    officer.page.get_by_label("办理情况").fill("已安排到徐霞客中心小学")
    officer.photograph("80-received-child")
    officer.page.get_by_role("button", name="答复").click()
    expect(officer.page.get_by_text("已答复。")).to_be_visible()

    mine.page.reload()
    expect(mine.page.get_by_text("已安排到徐霞客中心小学")).to_be_visible()
    mine.page.get_by_role("button", name="提前结束").click()
    officer.open("/admin/received/")
    expect(officer.page.get_by_role("link", name=NAME)).to_have_count(0)
