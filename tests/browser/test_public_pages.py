"""What the public sees, without an account: whole, within everybody's reach, and from this host alone."""

import gzip
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import DESK, PHONE, Visitor

Visit = Callable[..., Visitor]

#: One of each kind of page, with its heading.
KINDS = [
    ("30-home", "/", "孩子有危险？请马上求助"),
    ("31-policies", "/policies/", "政策文件"),
    ("32-policy", "/policies/zhengzhou-2014-10/", "郑州市困境未成年人社会保护试点工作实施方案"),
    ("32-duties", "/duties/", "谁负责什么"),
    ("32-duties-place", "/duties/place/320281104/", "徐霞客镇：谁负责什么"),
    ("32-duties-agency", "/duties/agency/jiangyin-public-security/", "江阴市公安局"),
    ("32-whom-to-call", "/duties/call/", None),
    ("32-figures", "/figures/", "数字"),
    ("33-articles", "/articles/", "科普宣传"),
    ("34-article", "/articles/growing-up-safe/violence-at-home/", "家里有人打你，这不是你的错"),
    ("35-topic", "/articles/growing-up-safe/", "平安长大"),
    ("36-campaign", "/articles/light-at-the-door/", "“门口的灯”宣传月：认识身边的儿童主任"),
    ("37-trainings", "/trainings/", "培训"),
    ("38-training", "/trainings/visiting-basics/", "新任儿童主任培训：走访与记录"),
    ("39-notice", "/notices/winter-visits/", "关于开展冬季走访的通知（示例）"),
    ("39-questions", "/questions/", "常见问题"),
    ("39-agency-card", "/articles/living-allowance/", "孤儿和事实无人抚养儿童：生活补助怎么申请"),
    ("39-calendar", "/calendar/", None),
    ("39-missing", "/no-such-page/", "找不到这个页面"),
]
#: Kilobytes of a page with its style and script, without pictures.
_WEIGHT = 60


@pytest.mark.parametrize(("name", "path", "heading"), KINDS)
def test_a_public_page_is_whole_and_within_reach(
    visit: Visit, name: str, path: str, heading: str | None
) -> None:
    visitor = visit()
    visitor.open(path)
    if heading:
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text(heading)
    visitor.photograph(name)
    for scheme in ("light", "dark"):
        for size in (DESK, PHONE):
            visitor.page.emulate_media(color_scheme=scheme)
            visitor.page.set_viewport_size(size)
            assert visitor.barriers() == [], (scheme, size)


@pytest.mark.parametrize("path", [path for _name, path, _heading in KINDS])
def test_a_page_is_light(visit: Visit, path: str) -> None:
    """As it travels: the site's files and the kept pages are sent compressed."""
    visitor = visit()
    weights: list[int] = []
    visitor.page.on(
        "response", lambda response: weights.append(len(gzip.compress(response.body())))
    )
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    assert sum(weights) < _WEIGHT * 1024


def test_large_text_is_kept_from_page_to_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="大字").click()
    assert page.evaluate(size) > before * 1.2
    visitor.open("/questions/")
    assert page.evaluate(size) > before * 1.2
    visitor.photograph("40-large-text")
    page.get_by_role("button", name="大字").click()
    visitor.open("/")
    assert page.evaluate(size) == before


def test_large_text_works_without_scripts(visit: Visit) -> None:
    page = visit().page
    page.context.route("**/site.js", lambda route: route.fulfill(body=""))
    page.goto(f"{visit().server.address}/questions/")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("link", name="大字").click()
    assert page.evaluate(size) > before * 1.2


@pytest.mark.parametrize("way", ["click", "escape"])
def test_quick_exit_leaves_nothing_to_come_back_to(visit: Visit, way: str) -> None:
    visitor = visit()
    page = visitor.page
    visitor.open("/articles/")
    visitor.open("/articles/growing-up-safe/violence-at-home/")
    if way == "click":
        page.get_by_role("link", name="快速离开").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("**/calendar/")
    expect(page).to_have_title("日历")
    expect(page.locator("body")).not_to_contain_text("护童")
    page.go_back()
    assert visitor.path() == "/articles/"


def test_the_menu_of_a_phone_opens_by_keyboard(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.set_viewport_size(PHONE)
    visitor.open("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.locator(".menu-folded summary").focus()
    page.keyboard.press("Enter")
    menu = page.locator(".menu-folded").get_by_role("link", name="科普宣传")
    expect(menu).to_be_visible()
    visitor.photograph("41-menu")
    page.set_viewport_size(PHONE)
    menu.click()
    assert visitor.path() == "/articles/"


def test_at_twice_the_size_nothing_is_cut_off(visit: Visit) -> None:
    """200 % zoom of a desk is a window half as wide."""
    visitor = visit()
    visitor.page.set_viewport_size({"width": 640, "height": 450})
    for _name, path, _heading in KINDS:
        visitor.open(path)
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert visitor.page.evaluate(wide) <= 0, path


def test_no_link_of_the_site_is_broken(visit: Visit) -> None:
    visitor = visit()
    home = visitor.server.address + "/"
    waiting, seen, broken = [home], {home}, []
    while waiting:
        address = waiting.pop()
        response = visitor.page.request.get(address)
        if response.status != 200:
            broken.append(f"{address}: {response.status}")
        if "text/html" not in response.headers.get("content-type", "") or "/admin/" in address:
            continue
        if "/duties/place/" in address and address != f"{home}duties/place/320281/":
            continue  # asked, and not walked: there is a page like it for each village of the country
        text = response.text()
        links = visitor.page.evaluate(
            "text => [...new DOMParser().parseFromString(text, 'text/html').querySelectorAll('a[href]')]"
            ".map(link => link.getAttribute('href'))",
            text,
        )
        for link in links:
            found = urldefrag(urljoin(address, link)).url
            if urlsplit(found).netloc == urlsplit(home).netloc and found not in seen:
                seen.add(found)
                waiting.append(found)
    assert broken == []
    assert len(seen) > 25


def test_a_wrong_address_is_not_there(visit: Visit) -> None:
    assert visit().status_of("/no-such-page/") == 404
