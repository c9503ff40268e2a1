"""A large ledger in the background: followed, left and come back to, cancelled, applied, undone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.bench.ledgers import write_ledger
from tests.browser.standstill import reading_stands_still
from tests.browser.visitor import Visitor

Visit = Callable[..., Visitor]

_ROWS = 12_000
#: Milliseconds: the first worker takes seconds to start, on a busy machine many.
_PATIENCE = 120_000


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledgers") / "大台账.xlsx"
    write_ledger(path, rows=_ROWS, villages=[("徐霞客镇", "徐霞客村")])
    return path


def test_a_large_ledger_is_followed_cancelled_applied_and_undone(
    visit: Visit, ledger: Path
) -> None:
    visitor = visit("township")
    page = visitor.page
    bar, words = page.get_by_role("progressbar"), page.locator("[data-job-detail]")
    visitor.open("/admin/ledgers/")
    page.get_by_label("把文件拖到这里").set_input_files(ledger)
    with reading_stands_still(visitor.server):
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_role("heading", name="正在读取并比对")).to_be_visible()
        expect(bar).to_be_visible()
        address = visitor.path()
        expect(words).to_contain_text("读取", timeout=_PATIENCE)
        visitor.photograph("50-reading")

        # A closed browser and a colleague's list: the work goes on, and is seen.
        visitor.open("/admin/ledgers/")
        expect(page.locator("table.listing")).to_contain_text("正在读取并比对")
        visitor.photograph("51-list-while-reading")
    visitor.open(address)
    expect(page.get_by_role("heading", name="预览：入库前请看一遍")).to_be_visible(
        timeout=_PATIENCE
    )

    with reading_stands_still(visitor.server):
        page.get_by_role("button", name=re.compile("确认入库")).click()
        expect(page.get_by_role("heading", name="正在入库")).to_be_visible()
        expect(words).to_contain_text("读取", timeout=_PATIENCE)
        page.get_by_role("button", name="取消处理").click()
    expect(page.get_by_text("已取消，没有改动任何档案。")).to_be_visible(timeout=_PATIENCE)
    visitor.photograph("52-cancelled")

    with reading_stands_still(visitor.server):
        page.get_by_role("button", name=re.compile("确认入库")).click()
        expect(words).to_contain_text("读取", timeout=_PATIENCE)
        visitor.photograph("53-applying")
        page.reload()
        expect(page.get_by_role("heading", name="正在入库")).to_be_visible()
    expect(page.get_by_role("heading", name="入库结果")).to_be_visible(timeout=_PATIENCE)

    page.get_by_role("link", name="撤销这批台账").click()
    visitor.photograph("54-undo-asked")
    page.get_by_label("撤销原因").fill("试用")
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_role("heading", name="正在撤销")).to_be_visible()
    expect(page.get_by_role("heading", name="撤销结果")).to_be_visible(timeout=_PATIENCE)
    visitor.photograph("55-undone")
    log = visitor.server.var / "logs" / "ledger-workers.log"
    assert log.read_text("utf-8") == ""
