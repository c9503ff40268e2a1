"""A real server and Debian's Chromium. HUTONG_SCREENSHOTS names the folder that keeps the pictures."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Server, running
from tests.browser.visitor import DESK, Visitor
from tests.postgresql import fresh_database

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Of the package, not of the session: while Playwright's event loop runs, Django refuses its database
# to whatever tests come after.
@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("var")) as server:
        yield server


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def pictures(server: Server) -> Path:
    folder = Path(os.environ.get("HUTONG_SCREENSHOTS") or server.var / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(browser: Browser, server: Server, pictures: Path) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser for somebody, logged in or not. At the end nobody may have had a complaint."""
    with visits(browser, server, pictures) as visit:
        yield visit


@pytest.fixture
def visit_on_postgresql(
    browser: Browser, pictures: Path, tmp_path: Path
) -> Iterator[Callable[..., Visitor]]:
    """The same, of a server on PostgreSQL, where TEST_DATABASE_URL names one."""
    named = os.environ.get("TEST_DATABASE_URL", "")
    if not named:
        pytest.skip("TEST_DATABASE_URL names no PostgreSQL")
    with (
        fresh_database(named) as address,
        running(tmp_path, database=address or named) as server,
        visits(browser, server, pictures / "postgresql") as visit,
    ):
        yield visit


@contextmanager
def visits(browser: Browser, server: Server, pictures: Path) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []
    pictures.mkdir(exist_ok=True)

    def visit(username: str = "") -> Visitor:
        context = browser.new_context(
            viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        visitors.append(Visitor(context, server=server, pictures=pictures))
        if username:
            visitors[-1].log_in(username)
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.page.context.close()
    assert [one for visitor in visitors for one in visitor.complaints] == []
