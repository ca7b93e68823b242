"""The page Report in a browser: a file is begun, watched, cancelled, made again, downloaded; a page is published."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from consensus.services.examples.replay import Stage
from consensus.services.processes.processes import get_process
from tests.browser.people import People, cast_people
from tests.browser.visitor import Visitor

STOPPING = re.compile("still being stopped")


@pytest.fixture
def people(app) -> People:
    """The whole example, with its statements adopted."""
    return cast_people(app, Stage.FINISHED)


def test_an_archive_is_watched_cancelled_made_again_and_downloaded(people, open_browser):
    desk = at_the_report(people, open_browser, "Archive")

    with people.app.db.transaction() as session:
        people.app.db.now(session)  # While this one may write, the archive waits for its turn.
        desk.press("Make the archive")
        bar = desk.main.get_by_role("progressbar")
        expect(bar).to_be_visible()
        expect(desk.main.get_by_text("Archive for publication is being made")).to_be_visible()
        desk.press("Cancel")
        expect(desk.main.get_by_text("was cancelled. Nothing of it is kept.")).to_be_visible()
        expect(bar).to_have_count(0)
    start_again(desk)

    name = f"{get_process(people.facilitator, people.process_id).slug}-archive.zip"
    with desk.page.expect_download() as download:
        desk.main.get_by_role("link", name=f"Download {name}").click()
    assert download.value.suggested_filename == name
    assert "verify.py" in zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())).namelist()
    assert desk.problems == []


def test_the_report_is_downloaded_under_its_name_and_type(people, open_browser):
    desk = at_the_report(people, open_browser, "Download")

    desk.press("Make the file")

    slug = get_process(people.facilitator, people.process_id).slug
    link = desk.main.get_by_role("link", name=f"Download {slug}-report.docx")
    expect(link).to_be_visible()
    answer = desk.page.request.get(f"{people.app.url}{link.get_attribute('href')}")
    assert answer.headers["content-type"].startswith(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )
    assert f'filename="{slug}-report.docx"' in answer.headers["content-disposition"]
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.body())).namelist()
    assert desk.problems == []


def test_the_statements_are_published_from_a_phone_and_read_by_anybody(people, open_browser):
    phone = at_the_report(people, open_browser, "Publish", phone=True)

    phone.confirm("Publish the final statements", "Publish")

    expect(phone.main.get_by_text("Public page: done.")).to_be_visible()
    address = phone.main.get_by_role("link", name="Open the page").get_attribute("href")
    stranger = open_browser()
    stranger.page.goto(address)
    expect(stranger.page.get_by_role("heading", level=1)).to_be_visible()
    assert (phone.problems, stranger.problems) == ([], [])


def at_the_report(people: People, open_browser, part: str, *, phone: bool = False) -> Visitor:
    desk: Visitor = open_browser(phone=phone)
    desk.join(people.facilitator_link())
    desk.go_to("Report")
    desk.turn_to(part)
    return desk


def start_again(desk: Visitor) -> None:
    """Press until what was cancelled has let go; then wait for the file."""
    ready = desk.main.get_by_text(re.compile("Archive for publication is ready"))
    stopping = desk.main.get_by_text(STOPPING)
    for _ in range(20):
        desk.press("Make the archive")
        expect(ready.or_(stopping).first).to_be_visible()
        if ready.count():
            return
    raise AssertionError("What was cancelled never let go.")
