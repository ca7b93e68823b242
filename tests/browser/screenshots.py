"""Pictures of the real app with the example in it: `python -m tests.browser.screenshots docs/images`."""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, expect, sync_playwright

from consensus.domain.roles import Role
from consensus.services.examples.replay import Stage
from consensus.services.meetings import meeting
from consensus.services.rounds import ballots
from consensus.services.rounds.round_views import RoundView
from consensus.services.statements import statements, topics
from consensus.services.statements.topics import TopicView
from tests.browser.people import THREE, People, cast_people, put_to_the_vote, start_meeting
from tests.browser.running_app import RunningApp, run_app
from tests.browser.visitor import Visitor, launch, visit

VOTER = THREE[0]
TOPIC = "Unresectable liver metastases"
# Of the ballots of the example this many are cast while the pictures of the open vote are taken.
SHARE_CAST = 0.7
GRANT = "A grant for a trial of the pump, since 2010."
TALLEST = 1200
# Pages are looked at on machines that are busy with other things, too.
PATIENCE = 30_000


class Album:
    """A folder of pictures, named after who sees what at which width."""

    def __init__(self, folder: Path, browser: Browser, app: RunningApp) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.browser = browser
        self.app = app

    @contextmanager
    def seen_by(self, link: str, *, phone: bool, dark: bool = False) -> Iterator[Visitor]:
        """Somebody who came in by a personal link."""
        visitor = visit(self.browser, self.app.url, phone=phone, dark=dark, scale=1.5 if phone else 1)
        visitor.join(link)
        yield visitor
        visitor.context.close()

    def take(self, visitor: Visitor, name: str, *, tallest: int = TALLEST) -> None:
        """Save what is seen from the top; the window grows with the page, up to `tallest` pixels."""
        visitor.settle()
        expect(
            visitor.main.get_by_role("heading", level=1).or_(visitor.main.get_by_role("alert")).first
        ).to_be_visible()
        size = visitor.page.viewport_size
        assert size is not None
        visitor.page.mouse.move(size["width"] - 1, size["height"] - 1)
        height = visitor.main.evaluate("main => { main.scrollTo(0, 0); return main.scrollHeight; }")
        tall = {"width": size["width"], "height": max(size["height"], min(height, tallest))}
        visitor.page.set_viewport_size(tall)  # type: ignore[arg-type]
        visitor.page.evaluate("document.fonts.ready.then(() => null)")
        visitor.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        width = "390" if visitor.is_phone else "1280"
        visitor.page.screenshot(path=self.folder / f"{name.format(width)}.png", animations="disabled")
        visitor.page.set_viewport_size(size)


def photograph(folder: Path) -> None:
    """Start the app, carry the example to the moments that are shown, and take the pictures."""
    with tempfile.TemporaryDirectory() as data, run_app(Path(data)) as app, sync_playwright() as playwright:
        browser = launch(playwright)
        expect.set_options(timeout=PATIENCE)
        album = Album(folder, browser, app)
        photograph_survey(album, cast_people(app, Stage.SURVEY, slug="haip-survey", holding_back=THREE))
        photograph_interests(album, cast_people(app, Stage.SURVEY, slug="haip-interests", holding_back=THREE))
        photograph_meeting(album, cast_people(app, Stage.DRAFTS, slug="haip-meeting"))
        photograph_end(album, cast_people(app, Stage.FINISHED))
        browser.close()


def photograph_survey(album: Album, people: People) -> None:
    """The survey is open, and a panelist is in the middle of it."""
    people.answer_for(VOTER, leaving_out=[question.id for question in people.folder.instrument.sections[2].questions])
    with album.seen_by(people.facilitator_link(), phone=False) as desk:
        album.take(desk, "facilitator-overview-{}")
        desk.go_to("Survey")
        album.take(desk, "facilitator-survey-{}")
        desk.go_to("Instrument")
        album.take(desk, "facilitator-instrument-{}")
        desk.go_to("Invitations")
        album.take(desk, "facilitator-invitations-{}")
        desk.turn_to("Texts")
        album.take(desk, "facilitator-invitation-text-{}")
        desk.go_to("Account")
        album.take(desk, "facilitator-account-{}")
    with album.seen_by(people.link(VOTER), phone=True) as phone:
        album.take(phone, "panelist-home-{}")
        phone.go_to("Survey")
        album.take(phone, "panelist-survey-{}")
    with album.seen_by(people.link(VOTER), phone=True, dark=True) as phone:
        phone.go_to("Survey")
        album.take(phone, "panelist-survey-{}-dark")


def photograph_interests(album: Album, people: People) -> None:
    """A panelist declares, the chair decides, and a vote waits for those who have not declared."""
    with album.seen_by(people.link(VOTER), phone=True) as phone:
        phone.go_to("Interests")
        phone.press("Nothing to declare")
        phone.press("I have something to declare")
        phone.main.get_by_role("button", name="Financial").click()
        phone.main.get_by_role("textbox").fill(GRANT)
        phone.press("Declare this")
        expect(phone.main.get_by_text(GRANT)).to_be_visible()
        expect(phone.page.get_by_test_id("stToast")).to_have_count(0)
        album.take(phone, "panelist-interests-{}")
    chair = next(member.id for member in people.folder.members if member.role is Role.CHAIR)
    with album.seen_by(people.link(chair), phone=False) as desk:
        desk.go_to("Conflicts")
        album.take(desk, "chair-conflicts-{}")
    ctx = people.facilitator
    topic = topics.list_topics(ctx, people.process_id)[0]
    candidate = statements.add_candidate(ctx, topic.id, "Combine the pump with systemic chemotherapy.")
    start_meeting(people, [member.id for member in people.folder.members if member.attends and member.votes])
    statements.present_statement(ctx, candidate)
    with album.seen_by(people.facilitator_link(), phone=False) as desk:
        desk.go_to("Meeting")
        expect(desk.main.get_by_text("Before the vote can open")).to_be_visible()
        album.take(desk, "facilitator-meeting-waits-{}")


def photograph_meeting(album: Album, people: People) -> None:
    """The panel is in the room: drafts, an open vote that is watched, the verdict."""
    with album.seen_by(people.link(VOTER), phone=True) as phone:
        phone.go_to("Statements")
        album.take(phone, "panelist-statements-{}")
    with album.seen_by(people.facilitator_link(), phone=False) as desk:
        for title in ("Topics", "Settings"):
            desk.go_to(title)
            if title == "Settings":
                desk.turn_to("Consensus")
            album.take(desk, f"facilitator-{title.lower()}-{{}}")
    round_, late = open_the_vote(people)
    with (
        album.seen_by(people.facilitator_link(), phone=False) as desk,
        album.seen_by(people.link(VOTER), phone=True) as phone,
    ):
        phone.go_to("Meeting")
        expect(choices(phone, "Agree").first).to_be_visible()
        album.take(phone, "panelist-ballot-before-{}", tallest=0)
        for place in range(len(round_.items)):
            if place:
                phone.main.get_by_role("button", name="Next statement").filter(visible=True).click()
            choices(phone, "Disagree" if place == 0 else "Agree").check()
            expect(phone.main.get_by_text(re.compile(r"^Recorded")).filter(visible=True)).to_be_visible()
        album.take(phone, "panelist-ballot-{}", tallest=0)
        phone.page.emulate_media(color_scheme="dark")
        album.take(phone, "panelist-ballot-{}-dark", tallest=0)
        phone.page.emulate_media(color_scheme="light")
        desk.go_to("Meeting")
        album.take(desk, "facilitator-meeting-{}")
        desk.page.emulate_media(color_scheme="dark")
        album.take(desk, "facilitator-meeting-{}-dark")
        desk.page.emulate_media(color_scheme="light")
        cast_ballots(people, round_, late)
        desk.page.reload()
        desk.press("Close the vote")
        desk.press("Reveal the verdict")
        for visitor in (desk, phone):
            expect(visitor.main.get_by_text(re.compile(r"the rule asks for")).first).to_be_visible()
        expect(desk.page.get_by_test_id("stToast")).to_have_count(0)
        album.take(desk, "facilitator-verdict-{}")
        album.take(phone, "panelist-verdict-{}")


def choices(phone: Visitor, choice: str) -> Locator:
    """The radio button of an answer to the statement a phone shows now."""
    return phone.main.get_by_role("radio", name=choice, exact=True).filter(visible=True)


def photograph_end(album: Album, people: People) -> None:
    """The process is finished: everything that can be read afterwards."""
    with album.seen_by(people.facilitator_link(), phone=False) as desk:
        for title in desk.list_pages():
            if title in {"Panel", "Collation", "Results", "Record"}:
                desk.go_to(title)
                album.take(desk, f"facilitator-{title.lower()}-{{}}")
    with album.seen_by(people.link(VOTER), phone=True) as phone:
        phone.go_to("Results")
        album.take(phone, "panelist-results-{}")
    with album.seen_by(people.link(VOTER), phone=True, dark=True) as phone:
        phone.go_to("Results")
        album.take(phone, "panelist-results-{}-dark")


def open_the_vote(people: People) -> tuple[RoundView, list[str]]:
    """Carry the meeting to the vote of the topic with three candidates; most have voted, and who is late is named."""
    start_meeting(people, [member.id for member in people.folder.members if member.attends])
    agenda = topics.list_topics(people.facilitator, people.process_id)
    settle_first_topic(people, agenda[0])
    topic = next(topic for topic in agenda if topic.title == TOPIC)
    round_ = put_to_the_vote(people, topic.id, [statement.id for statement in topic.statements])
    voters = [member.id for member in people.folder.members if member.attends and member.votes and member.id != VOTER]
    n_early = round(len(voters) * SHARE_CAST)
    cast_ballots(people, round_, voters[:n_early])
    return round_, voters[n_early:]


def cast_ballots(people: People, round_: RoundView, voters: Sequence[str]) -> None:
    """Let these members vote as the example has them vote."""
    items = {item.text: item for item in round_.items}
    plans = {plan.id: plan.text for topic_plan in people.folder.topics for plan in topic_plan.statements}
    for ballot in people.folder.ballots:
        item = items.get(plans[ballot.statement])
        if item is not None and ballot.member in voters:
            ballots.cast_ballot(
                people.context(ballot.member), item.id, item.version_sha256, ballot.choice, ballot.comment
            )


def settle_first_topic(people: People, topic: TopicView) -> None:
    """Adopt the last candidate of the first topic without a vote, so that the agenda shows something done."""
    ctx, held = people.facilitator, people.meeting()
    meeting_id = held.id
    if held.topic is None or held.topic.id != topic.id:
        meeting.choose_topic(ctx, meeting_id, topic.id)
    last = topic.statements[-1].id
    statements.present_statement(ctx, last)
    meeting.record_full_consensus(ctx, meeting_id, last)


if __name__ == "__main__":
    photograph(Path(sys.argv[1]))
