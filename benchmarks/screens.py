"""Real pages in a headless Chromium that note when they have drawn something, by the clock of the machine."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.machine import Server

# When the page first says that so many have voted; looked at in every frame that is drawn.
_NOTE_TURNOUT = r"""
() => {
  window.shownAt = {};
  const look = () => {
    const turnout = document.body.innerText.match(/(\d+) of \d+ have voted/);
    if (turnout && !(turnout[1] in window.shownAt)) window.shownAt[turnout[1]] = Date.now();
    requestAnimationFrame(look);
  };
  look();
}
"""
# When the first ballot can be filled in, and when the page around it says so, too.
_NOTE_BALLOT = r"""
() => {
  window.drawnAt = {};
  const look = () => {
    const hosts = [...document.querySelectorAll("div")].filter((element) => element.shadowRoot);
    const isThere = hosts.some((host) => host.shadowRoot.querySelector("fieldset:not(:disabled)"));
    if (isThere && !window.drawnAt.ballot) window.drawnAt.ballot = Date.now();
    if (document.body.innerText.includes("have voted") && !window.drawnAt.page) window.drawnAt.page = Date.now();
    requestAnimationFrame(look);
  };
  look();
}
"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


async def open_meeting(browser: Browser, server: Server, token: str) -> Page:
    """The meeting page of whoever holds this cookie."""
    url = f"http://127.0.0.1:{server.port}"
    context = await browser.new_context()
    await context.add_cookies([{"name": "assent", "value": token, "url": url}])
    page = await context.new_page()
    await page.goto(f"{url}/meeting")
    await page.get_by_role("heading", level=1).wait_for(timeout=60_000)
    return page


async def note_turnout(page: Page) -> None:
    """Begin to note when the turnout moves."""
    await page.evaluate(_NOTE_TURNOUT)


async def turnout_shown_at(page: Page) -> dict[int, float]:
    """When the page had drawn that so many have voted."""
    shown: dict[str, float] = await page.evaluate("window.shownAt")
    return {int(n_cast): at / 1000 for n_cast, at in shown.items()}


async def note_ballot(page: Page) -> None:
    """Begin to note when a ballot is drawn."""
    await page.evaluate(_NOTE_BALLOT)


async def ballot_drawn_at(page: Page) -> dict[str, float]:
    """When the ballot could be filled in (`ballot`), and when the page around it had followed (`page`)."""
    drawn: dict[str, float] = await page.evaluate("window.drawnAt")
    return {what: at / 1000 for what, at in drawn.items()}
