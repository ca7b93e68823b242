"""The panel is asked on its phones whether anybody objects, and adopts without a vote, or goes on to one."""

import os
import re

from playwright.sync_api import expect

from consensus.domain.lifecycle import StatementState
from consensus.services.statements import statements
from tests.browser.people import THREE, eventually
from tests.browser.test_thumbs_reach import begin

FIRST, SECOND = THREE[:2]
RECORDED = re.compile(r"Recorded \d\d:\d\d:\d\d")


def picture(visitor, name):
    if folder := os.environ.get("ASSENT_LOOK"):
        visitor.page.wait_for_timeout(800)
        visitor.page.screenshot(path=f"{folder}/{name}.png")


def test_nobody_objects_and_the_statement_is_adopted_with_those_who_were_heard(app, open_browser):
    people, (candidate,) = begin(app, ["Local anaesthesia should be the first choice in adults."])
    desk, phone, other = open_browser(), open_browser(phone=True), open_browser(phone=True)
    desk.join(people.facilitator_link())
    desk.go_to("Meeting")
    for visitor, member in ((phone, FIRST), (other, SECOND)):
        visitor.join(people.link(member))
        visitor.page.goto(f"{visitor.url}/meeting")
        visitor.settle()
    picture(desk, "f1"), picture(phone, "p1")

    desk.main.get_by_role("button", name="Ask for objections").first.click()

    for visitor in (phone, other):
        expect(visitor.main.get_by_role("radio", name="No objection").filter(visible=True)).to_be_visible()
    picture(phone, "p2")
    other.context.set_offline(True)
    for visitor in (phone, other):
        visitor.main.get_by_role("radio", name="No objection").filter(visible=True).check()
    expect(phone.main.get_by_text(RECORDED).filter(visible=True).first).to_be_visible()
    other.context.set_offline(False)
    expect(other.main.get_by_text(RECORDED).filter(visible=True).first).to_be_visible()
    picture(phone, "p3"), picture(desk, "f2")
    expect(desk.main.get_by_text(re.compile("2 of 8"))).to_be_visible()

    desk.press("End the check")
    picture(desk, "f3"), picture(other, "p3-ended")
    desk.press("Adopt by full consensus")
    picture(desk, "f3b")
    desk.page.get_by_role("button", name="They were asked, nobody objects: adopt").click()

    def state():
        found = statements.list_statements(people.facilitator, people.process_id)
        return next(one.state for one in found if one.id == candidate)

    eventually(state, StatementState.ADOPTED)
    picture(desk, "f4"), picture(phone, "p4")
    expect(phone.main.get_by_text("Adopted").first).to_be_visible()
    assert desk.problems == phone.problems == []
