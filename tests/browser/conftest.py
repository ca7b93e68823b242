"""A real server and a real Chromium for the tests that drive the pages as people do."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.browser.running_app import RunningApp, run_app
from tests.browser.visitor import Visitor, launch, visit

_FAILED = pytest.StashKey[bool]()
# Two workers and two servers on a small machine: a condition may take long, but is never slept for.
expect.set_options(timeout=40_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep how the test itself went, for the fixture that shows what the browsers saw last."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The server of one worker, over a database in which each test has a process of its own."""
    with run_app(tmp_path_factory.mktemp("assent")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module; it ends with the module, since it occupies the event loop of this thread."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_browser(
    app: RunningApp, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[..., Visitor]]:
    """A browser of its own for each person; all are closed at the end, and a test that failed leaves pictures."""
    opened: list[Visitor] = []

    def open_(*, phone: bool = False, stored: StorageState | None = None) -> Visitor:
        opened.append(visit(browser, app.url, phone=phone, stored=stored))
        return opened[-1]

    yield open_
    for place, visitor in enumerate(opened):
        if request.node.stash.get(_FAILED, False) and not visitor.page.is_closed():
            visitor.page.screenshot(path=tmp_path / f"failed-{place}.png")
        visitor.context.close()
