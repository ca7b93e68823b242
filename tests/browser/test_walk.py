"""The whole way in four browsers: from the personal links and the survey to the adopted statement and its file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from consensus.domain.lifecycle import StatementState
from consensus.services.examples.replay import Stage
from consensus.services.interests import interests
from consensus.services.statements import topics
from consensus.services.surveys import collation, survey
from surveys.model import QuestionKind
from tests.browser.answering import answer, choose, expect_saved
from tests.browser.people import ALONE, THREE, TOGETHER, TOPIC, People, cast_people, eventually
from tests.browser.visitor import Visitor

ASKED = "combination"
AS_FAST_AS_SEEN = 2_000
SENTENCE = re.compile(r"^2 of 2 .*the rule asks for at least .*consensus with .* to spare")


@pytest.fixture
def people(app) -> People:
    """Everybody but three has sent the survey in; two of the three have one question left."""
    cast = cast_people(app, Stage.SURVEY, holding_back=THREE)
    for member in THREE[1:]:
        cast.answer_for(member, leaving_out=[ASKED])
    return cast


def test_a_process_is_carried_from_the_links_to_the_published_statement(people, open_browser, tmp_path):
    phones = {member: open_browser(phone=True) for member in THREE}
    desk = open_browser()
    desk.join(people.facilitator_link())
    for member, phone in phones.items():
        phone.join(people.link(member))

    phones[THREE[0]] = answer_everything_in_two_sittings(people, phones[THREE[0]], open_browser)
    for phone in (phones[member] for member in THREE[1:]):
        answer_the_last_question(people, phone)
    declare_interests(people, list(phones.values()))
    close_the_survey(people, desk)
    make_candidates(people, desk)
    meet(desk, list(phones.values()))
    adopt_without_a_vote(people, desk, [people.name(member) for member in THREE])
    vote_and_watch(people, desk, phones)
    close_and_reveal(people, desk, list(phones.values()))
    adopt_and_publish(people, desk, phones[THREE[0]], tmp_path)

    for visitor in (desk, *phones.values()):
        assert visitor.problems == []


def answer_everything_in_two_sittings(people: People, phone: Visitor, open_browser) -> Visitor:
    """The first panelist answers every kind of question, and closes the browser after the first section."""
    my_survey = survey.get_my_survey(people.context(THREE[0]), people.process_id)
    first, *others = my_survey.instrument.sections
    phone.go_to("Survey")
    for n_saved, question in enumerate(first.questions, 1):
        answer(phone, question)
        expect_saved(phone, n_saved)
    again = open_browser(phone=True, stored=phone.close())
    again.page.goto(again.url)
    again.go_to("Survey")
    expect_saved(again, len(first.questions))
    chosen = first.questions[1].options[0].label
    expect(again.main.get_by_role("radio", name=chosen, exact=True)).to_be_checked()
    for section in others:
        again.press("Next section")
        expect(again.main.get_by_role("heading", name=section.title)).to_be_visible()
        for question in section.questions:
            # Questions that depend on an answer that was not given are not asked.
            if question.kind is not QuestionKind.TEXT:
                answer(again, question)
    send(people, again, 1)
    return again


def answer_the_last_question(people: People, phone: Visitor) -> None:
    n_sent = survey.get_monitor(people.facilitator, people.process_id).n_finished
    phone.go_to("Survey")
    choose(phone, question_text(people), "Given together with systemic chemotherapy")
    for _ in range(2):
        phone.press("Next section")
    send(people, phone, n_sent + 1 - others_sent(people))


def declare_interests(people: People, phones: list[Visitor]) -> None:
    """Two taps on each phone; without them no vote would open."""
    for phone in phones:
        phone.go_to("Interests")
        phone.press("Nothing to declare")
        expect(phone.main.get_by_text(re.compile(r"\d of \d+ to answer"))).to_be_visible()
        phone.press(re.compile("Nothing to declare on these"))
        expect(phone.main.get_by_text(re.compile("Everything is declared"))).to_be_visible()
    forms = [interests.get_my_interests(people.context(member), people.process_id) for member in THREE]
    assert [form.n_open for form in forms] == [0, 0, 0]


def send(people: People, phone: Visitor, n_of_three: int) -> None:
    phone.press("Read over and send")
    phone.press("Send my survey")
    expect(phone.main.get_by_text(re.compile("You sent your survey"))).to_be_visible()
    monitor = survey.get_monitor(people.facilitator, people.process_id)
    assert monitor.n_finished == others_sent(people) + n_of_three


def others_sent(people: People) -> int:
    """How many of the example's people sent the survey in before anybody opened a browser."""
    return len({given.member for given in people.folder.answers} - set(THREE))


def question_text(people: People) -> str:
    question = people.folder.instrument.question(ASKED)
    assert question is not None
    return question.text


def close_the_survey(people: People, desk: Visitor) -> None:
    desk.go_to("Survey")
    n_sent = others_sent(people) + len(THREE)
    n_invited = survey.get_monitor(people.facilitator, people.process_id).n_invited
    expect(desk.main.get_by_text(f"{n_sent} of {n_invited}").first).to_be_visible()
    desk.confirm("Close the survey", "Yes, close it")
    expect(desk.main.get_by_text(re.compile(r"Closed$"))).to_be_visible()


def make_candidates(people: People, desk: Visitor) -> None:
    """One candidate on the page, from what the survey proposes; the other beforehand."""
    topic_id = next(t.id for t in topics.list_topics(people.facilitator, people.process_id) if t.title == TOPIC)
    collation.draft_statement(people.facilitator, topic_id, ALONE, "", [(ASKED, "alone")])
    desk.go_to("Collation")
    desk.main.get_by_text("Draft statements", exact=True).click()
    proposal = desk.main.get_by_test_id("stVerticalBlock").filter(has_text=TOGETHER).last
    proposal.get_by_role("button", name="Make candidate").first.click()
    desk.page.get_by_role("button", name="Add as a candidate").click()
    eventually(lambda: TOGETHER in texts_of(people), True)


def texts_of(people: People) -> list[str]:
    agenda = topics.list_topics(people.facilitator, people.process_id)
    return [statement.text for topic in agenda for statement in topic.statements]


def meet(desk: Visitor, phones: list[Visitor]) -> None:
    """The panelists come in by themselves, and see the candidates when they are presented."""
    desk.go_to("Meeting")
    for phone in phones:
        phone.go_to("Meeting")
    desk.press("Start the meeting")
    for phone in phones:
        phone.press("I am here")
    expect(desk.main.get_by_text("3 present", exact=True).first).to_be_visible()
    expect(desk.main.get_by_role("heading", name=TOPIC)).to_be_visible()
    desk.press("Present all 2 candidates")
    for phone in phones:
        expect(phone.main.get_by_text(TOGETHER, exact=True).first).to_be_visible()
        expect(phone.main.get_by_text(ALONE, exact=True)).to_be_visible()


def adopt_without_a_vote(people: People, desk: Visitor, names: list[str]) -> None:
    """Nobody objects to the second candidate: it is adopted, with the names of those who were there."""
    label = statement_named(people, ALONE).label
    card = desk.main.get_by_test_id("stVerticalBlock").filter(has_text=f"Statement {label}").filter(has_text=ALONE).last
    card.get_by_role("button", name="Asked aloud").click()
    desk.page.get_by_role("button", name="Record full consensus of 3 present").click()
    expect(desk.main.get_by_text("Full consensus: 3 present")).to_be_visible()
    desk.main.get_by_text("Full consensus: 3 present").click()
    for name in names:
        expect(desk.main.get_by_test_id("stExpanderDetails").filter(visible=True, has_text=name)).to_be_visible()
    adoption = statement_named(people, ALONE).adopted
    assert adoption is not None
    assert sorted(adoption.present) == sorted(names)


def statement_named(people: People, text: str):
    agenda = topics.list_topics(people.facilitator, people.process_id)
    return next(s for topic in agenda for s in topic.statements if s.text == text)


def ballot(phone: Visitor) -> Locator:
    """The native radio buttons of the ballot on the first candidate."""
    return phone.main.get_by_role("group", name=TOGETHER)


def vote(phone: Visitor, choice: str, comment: str = "") -> None:
    if comment:
        phone.main.get_by_label("Comment (optional)").fill(comment)
    ballot(phone).get_by_role("radio", name=choice, exact=True).check()
    expect(phone.main.get_by_text(re.compile(r"Recorded \d\d:\d\d:\d\d"))).to_be_visible()


def vote_and_watch(people: People, desk: Visitor, phones: dict[str, Visitor]) -> None:
    """Three votes and one change of mind; the numbers move on a screen that nobody touches."""
    desk.press("Open the vote")
    for phone in phones.values():
        expect(ballot(phone)).to_be_visible()
    expect(tally(desk, "Agree 0")).to_be_visible()
    loads: list[str] = []
    desk.page.on("framenavigated", lambda frame: loads.append(frame.url))
    first, second, third = phones.values()
    for phone, choice, comment, shown in (
        (first, "Agree", "The responses were consistent.", "Agree 1, Disagree 0, Abstain 0"),
        (second, "Disagree", "", "Agree 1, Disagree 1, Abstain 0"),
        (third, "Abstain", "", "Agree 1, Disagree 1, Abstain 1"),
        (second, "Agree", "", "Agree 2, Disagree 0, Abstain 1"),
    ):
        vote(phone, choice, comment)
        expect(tally(desk, shown)).to_be_visible(timeout=AS_FAST_AS_SEEN)
    expect(desk.main.get_by_text("3 of 3 have voted")).to_be_visible()
    assert loads == []


def tally(desk: Visitor, shown: str) -> Locator:
    return desk.main.get_by_role("img", name=shown)


def close_and_reveal(people: People, desk: Visitor, phones: list[Visitor]) -> None:
    """The verdict comes to every screen by itself, with the rule and the margin in one sentence."""
    desk.press("Close the vote")
    desk.press("Reveal the verdict")
    for visitor in (desk, *phones):
        expect(visitor.main.get_by_text(SENTENCE).first).to_be_visible()
    round_ = people.meeting().round
    assert round_ is not None
    verdict = round_.items[0].verdict
    assert verdict is not None
    for visitor in (desk, *phones):
        expect(visitor.main.get_by_text(verdict.sentence, exact=True).first).to_be_visible()


def adopt_and_publish(people: People, desk: Visitor, phone: Visitor, folder: Path) -> None:
    """The adopted statement is on the panelist's results page and in the file."""
    desk.confirm(re.compile("Adopt "), "Yes, adopt it")
    eventually(lambda: statement_named(people, TOGETHER).state, StatementState.ADOPTED)
    expect(phone.main.get_by_text(re.compile(r"Adopted$")).first).to_be_visible()
    phone.go_to("Results")
    expect(phone.main.get_by_text(TOGETHER, exact=True).first).to_be_visible()
    desk.go_to("Results")
    with desk.page.expect_download() as download:
        desk.main.get_by_role("link", name=re.compile("Markdown")).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    text = file.read_text()
    assert TOGETHER in text
    assert "2 of 2" in text or "2/2" in text
