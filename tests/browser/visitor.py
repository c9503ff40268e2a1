"""One person at one browser. What the browser complains of, and any request to another host, is kept."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.server import Server

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    def __init__(self, context: BrowserContext, *, server: Server, pictures: Path) -> None:
        self.server = server
        self.pictures = pictures
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        context.on("request", self._note_request)
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def open(self, path: str) -> int:
        """Go there; returns the HTTP status. A missing page is no complaint: the caller reads the status."""
        response = self.page.goto(self.server.address + path)
        assert response is not None
        return response.status

    def status_of(self, path: str) -> int:
        """What the address answers this person, without going there."""
        return self.page.request.get(self.server.address + path, max_redirects=0).status

    def log_in(self, username: str) -> None:
        self.open("/admin/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(self.server.passwords[username])
        self.page.get_by_role("button", name="登录").click()
        expect(self.page).to_have_url(f"{self.server.address}/admin/")

    def photograph(self, name: str) -> None:
        """The page as it is, at a desk and on a phone; on neither may it scroll sideways."""
        for device, size in (("desk", DESK), ("phone", PHONE)):
            self.page.set_viewport_size(size)
            self.page.wait_for_load_state("networkidle")
            assert self.page.evaluate(_SIDEWAYS) <= 0, f"{name} scrolls sideways ({device})"
            self.page.screenshot(
                path=self.pictures / f"{name}-{device}.png", full_page=True, animations="disabled"
            )
        self.page.set_viewport_size(DESK)

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def _note_request(self, request: Request) -> None:
        where = urlsplit(request.url)
        own = where.scheme in ("data", "blob", "about")
        if not own and f"{where.scheme}://{where.netloc}" != self.server.address:
            self.complaints.append(f"another host: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        is_missing_page = message.location["url"] == self.page.url and " 404 " in message.text
        if message.type == "error" and not is_missing_page:
            self.complaints.append(f"console: {message.text} ({message.location['url']})")
