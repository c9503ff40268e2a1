"""What the public sees, without an account."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("30-home", "/", "孩子有危险？请马上求助"),
        ("31-policies", "/policies/", "政策文件"),
        ("32-policy", "/policies/zhengzhou-2014-10/", "郑州市困境未成年人社会保护试点工作实施方案"),
        ("33-articles", "/articles/", "科普宣传"),
    ],
)
def test_a_public_page_is_whole_at_a_desk_and_on_a_phone(
    visit: Visit, name: str, path: str, heading: str
) -> None:
    visitor = visit()
    assert visitor.open(path) == 200
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(heading)
    visitor.photograph(name)


def test_a_field_of_protection_unfolds_to_its_agencies(visit: Visit) -> None:
    visitor = visit()
    visitor.open("/")
    visitor.page.locator("summary", has_text="教育保护").first.click()
    expect(visitor.page.get_by_role("heading", name="郑州市教育局").first).to_be_visible()
    visitor.photograph("34-duties")


def test_a_wrong_address_is_not_there(visit: Visit) -> None:
    assert visit().status_of("/no-such-page/") == 404
