"""One person at one browser. What the browser complains of, and any request to another host, is kept."""

from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.server import Server

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What is cut off at the right edge: visible, and in no frame that scrolls by itself. The admin's body hides what
#: is too wide, so that the page alone would not tell.
_CUT_OFF = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const rests = element => element.matches("body, main, .wrapper, .content-wrapper");
  const framed = element => {
    for (let a = element.parentElement; a && !rests(a); a = a.parentElement)
      if (getComputedStyle(a).overflowX !== "visible" && a.getBoundingClientRect().right <= edge) return true;
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > edge)
    .filter(element => element.getBoundingClientRect().width > 0)
    .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
    .filter(element => !element.closest(".w-minimap") && !framed(element))
    .map(element => element.outerHTML.slice(0, 120));
}"""
#: WCAG 2.2 AA, and what axe holds to be good practice.
_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


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
            assert self._cut_off() == [], f"{name} is cut off ({device})"
            self.page.screenshot(
                path=self.pictures / f"{name}-{device}.png", full_page=True, animations="disabled"
            )
        self.page.set_viewport_size(DESK)

    def _cut_off(self) -> list[str]:
        """What stays cut off when menus have slid into their places."""
        for _moment in range(20):
            found: list[str] = self.page.evaluate(_CUT_OFF)
            if not found:
                break
            self.page.wait_for_timeout(100)
        return found

    def barriers(self) -> list[str]:
        """What axe finds, with everything unfolded but the menus that float over the rest.

        Run by the browser's debugger, which the site's own ban on foreign scripts does not bind.
        """
        for details in self.page.locator("details:not(.hutong-menu, .hutong-filter)").all():
            details.evaluate("details => details.open = true")
        found = Axe().run(self.page, options=_AXE).response["violations"]
        return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]

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
