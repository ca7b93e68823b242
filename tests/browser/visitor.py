"""A person with a browser of their own: opens a personal link, goes from page to page, and notes what goes wrong."""

import os
import re
import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    StorageState,
    WebSocket,
    expect,
)

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
    "--font-render-hinting=none",
]
NO_CHROMIUM = (
    "The browser tests need Chromium: install the Debian package chromium (apt-get install chromium), "
    "or name the program in ASSENT_CHROMIUM."
)
# Written before any script of the page runs: the policy reports what it refuses as events of the document.
_NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""
_SETTLED = (
    ":root:not([data-line=away]) "
    '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'
)
_TIMEOUT = 40_000


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium; without one, say which package is missing."""
    program = os.environ.get("ASSENT_CHROMIUM") or shutil.which("chromium")
    if not program:
        raise RuntimeError(NO_CHROMIUM)
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


@dataclass(slots=True)
class Visitor:
    """One browser context with one page; `problems` are errors of the console, `foreign` requests that left the app."""

    url: str
    context: BrowserContext
    page: Page
    problems: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    is_phone: bool = False

    def join(self, link: str) -> None:
        """Open a personal link and go on from it."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Continue").click()
        self.settle()

    def go_to(self, title: str) -> None:
        """Turn to a page by the navigation, as a person does."""
        if self.is_phone:
            self.open_menu()
        self.navigation.get_by_role("link", name=title, exact=True).click()
        expect(self.navigation.locator("[aria-current=page]")).to_have_text(re.compile(f"{re.escape(title)}$"))
        self.settle()
        if self.is_phone:
            self.close_menu()

    @property
    def navigation(self) -> Locator:
        """The list of the pages this person has."""
        return self.page.get_by_test_id("stSidebarNav")

    @property
    def main(self) -> Locator:
        """The page without its navigation."""
        return self.page.get_by_test_id("stMain")

    @property
    def sidebar(self) -> Locator:
        """Navigation, process and name; on a phone behind a button."""
        return self.page.get_by_test_id("stSidebar")

    def open_menu(self) -> None:
        """Unfold the navigation where it is folded away."""
        if self.sidebar.get_attribute("data-collapsed") == "true":
            self.page.get_by_test_id("stExpandSidebarButton").click()
        expect(self.sidebar).to_have_attribute("data-collapsed", "false")

    def close_menu(self) -> None:
        """Fold the navigation away."""
        if self.sidebar.get_attribute("data-collapsed") == "false":
            self.page.get_by_role("button", name="Collapse sidebar").click()
        expect(self.sidebar).to_have_attribute("data-collapsed", "true")

    def list_pages(self) -> list[str]:
        """The titles of the navigation, in order."""
        if self.is_phone:
            self.open_menu()
        links = self.navigation.get_by_role("link")
        expect(links.first).to_be_visible()
        titles = [re.sub(r"\s+", " ", text).strip() for text in links.locator("p, span[label]").all_inner_texts()]
        if self.is_phone:
            self.close_menu()
        return [title for title in dict.fromkeys(titles) if title]

    @property
    def parts(self) -> Locator:
        """The parts of a page that shows one at a time."""
        return self.main.get_by_role("radiogroup", name="Part of the page").get_by_role("radio")

    def turn_to(self, part: str) -> None:
        """Choose a part of the page."""
        chosen = self.parts.filter(has_text=part)
        chosen.click()
        expect(chosen).to_be_checked()
        self.settle()

    def settle(self) -> None:
        """Wait until the server has drawn the page."""
        expect(self.page.locator(_SETTLED)).to_be_attached()
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of that name on the page."""
        self.main.get_by_role("button", name=name).first.click()

    def confirm(self, first: str | re.Pattern[str], second: str | re.Pattern[str]) -> None:
        """Press a button that asks again, and the one that makes sure."""
        self.press(first)
        self.page.get_by_test_id("stPopoverBody").get_by_role("button", name=second).click()

    def list_violations(self) -> list[str]:
        """What the content security policy has refused on the present document."""
        violations: list[str] = self.page.evaluate("window.violations")
        return violations

    def close(self) -> StorageState:
        """Close the browser; what it had stored is returned, as a phone keeps it."""
        state = self.context.storage_state()
        self.context.close()
        return state


def visit(
    browser: Browser,
    url: str,
    *,
    phone: bool = False,
    stored: StorageState | None = None,
    dark: bool = False,
    scale: float = 1,
) -> Visitor:
    """A browser context that shares nothing with any other; `stored` is what an earlier one left behind."""
    context = browser.new_context(
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
        is_mobile=phone,
        has_touch=phone,
        device_scale_factor=scale,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="America/Toronto",
        storage_state=stored,
        accept_downloads=True,
    )
    context.set_default_timeout(_TIMEOUT)
    context.add_init_script(_NOTE_VIOLATIONS)
    visitor = Visitor(url, context, context.new_page(), is_phone=phone)
    _watch(visitor)
    return visitor


def _watch(visitor: Visitor) -> None:
    own = urlsplit(visitor.url).netloc

    def note_address(request: Request | WebSocket) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != own:
            visitor.foreign.append(request.url)

    def note_message(message: ConsoleMessage) -> None:
        if message.type == "error":
            visitor.problems.append(message.text)

    visitor.page.on("console", note_message)
    visitor.page.on("pageerror", lambda error: visitor.problems.append(str(error)))
    visitor.page.on("request", note_address)
    visitor.page.on("websocket", note_address)
