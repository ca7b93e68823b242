"""A panelist's meeting page: it says what is asked now, and what happens next where nothing is asked."""

import json
import re
from types import SimpleNamespace

import pytest

from consensus.services.meetings import breaks, meeting, objections
from consensus.services.people import panel
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.statements import statements, topics

WORDING = "Combine it, if <b>age</b> >= 65 & *fit*"


@pytest.fixture
def room(stage):
    """Acts of the facilitator, each by name."""
    fay, pid = stage.as_("Fay Cilitator"), stage.process_id
    topic_id = topics.list_topics(fay, pid)[0].id
    statement_id = statements.add_candidate(fay, topic_id, WORDING, "Use both")
    silent = panel.add_member(fay, pid, panel.MemberDraft("Dora Dahl"))

    def view():
        return meeting.get_meeting(fay, pid)

    def start():
        meeting.start_meeting(fay, view().id)
        for name in ("Ann Alder", "Ben Birch"):
            meeting.check_in(fay, view().id, stage.members[name])
        meeting.check_in(fay, view().id, silent)

    def vote(name, choice):
        item = view().round.items[0]
        cast_ballot(stage.as_(name), item.id, item.version_sha256, choice, "Thin <i>evidence</i>")

    return SimpleNamespace(
        statement_id=statement_id,
        start=start,
        present=lambda: statements.present_statement(fay, statement_id),
        ask=lambda: objections.ask_for_objections(fay, view().id, statement_id),
        answer=lambda name, choice, reason="": cast_ballot(
            stage.as_(name), view().check.item_id, view().check.version_sha256, choice, reason
        ),
        end_check=lambda: objections.end_check(fay, view().check.id),
        open=lambda: rounds.open_round(fay, view().id, [statement_id]),
        vote=vote,
        close=lambda: rounds.close_round(fay, view().round.id),
        reveal=lambda: rounds.reveal_round(fay, view().round.id),
        adopt=lambda: statements.adopt(fay, statement_id),
        agree_fully=lambda: meeting.record_full_consensus(fay, view().id, statement_id),
        end=lambda: meeting.end_meeting(fay, view().id),
        attends=lambda name: meeting.get_meeting(stage.as_(name), pid).i_am_present,
    )


@pytest.fixture
def page(open_page):
    """The meeting page of a person, and all the HTML on it as one text."""

    def open_(name="Ann Alder"):
        app = open_page(name, "meeting_panelist.py")
        assert not app.exception
        return app

    return open_


def text(app):
    """Everything of ours on the page, tags taken away."""
    return re.sub(r"<[^>]+>", " ", " ".join(block.proto.body for block in app.get("html")))


def items_of(app):
    """What the ballot element of the page is given to ask."""
    asked = json.loads(next(iter(app.get("bidi_component"))).proto.json)["asked"]
    return asked["items"] if asked else []


def test_before_the_meeting_it_says_that_it_moves_on_by_itself(room, page):
    assert "has not begun" in text(page())


def test_who_presents_is_said_with_what_comes_after(room, page, stage):
    topic_id = topics.list_topics(stage.as_("Fay Cilitator"), stage.process_id)[0].id
    topics.add_presentation(stage.as_("Fay Cilitator"), topic_id, "Two <b>trials</b>", "Dr. Lund", 10)
    room.start()

    assert "Two &lt;b&gt;trials&lt;/b&gt; (Dr. Lund, 10 min)" in text(page())
    assert "appear here when they are presented" in text(page())


def test_a_break_says_when_the_meeting_goes_on(room, page, stage):
    fay = stage.as_("Fay Cilitator")
    room.start()
    breaks.begin_break(fay, meeting.get_meeting(fay, stage.process_id).id, "Coffee", 15)

    app = page()

    assert app.title[0].value == "Coffee"
    assert re.search(r"We go on at \d\d:\d\d", text(app))


def test_one_button_makes_a_panelist_present(room, page):
    room.start()
    app = page("Cleo Cedar")

    app.button(key="meeting.check_in").click().run()

    assert room.attends("Cleo Cedar")
    assert "meeting.check_in" not in [button.key for button in app.button]


def test_a_statement_before_the_panel_is_shown_as_it_was_typed(room, page):
    room.start()
    room.present()

    app = page()

    assert "Combine it, if &lt;b&gt;age&lt;/b&gt; &gt;= 65 &amp; *fit*" in text(app)


def test_the_ballot_comes_with_the_promise_and_the_rule(room, page):
    room.start()
    room.present()
    room.open()

    app = page()
    ballot = next(iter(app.get("bidi_component")), None)

    assert "The vote is open" in text(app)
    assert "Your vote is confidential" in text(app)
    assert ballot is not None


def test_who_was_not_there_is_told_why_they_cannot_vote(room, page):
    room.start()
    room.present()
    room.open()

    assert "not among those who decide" in text(page("Cleo Cedar"))


def test_an_open_vote_says_what_follows_and_nothing_of_how_anybody_voted(room, page):
    room.start()
    room.present()
    room.open()
    room.vote("Ben Birch", "disagree")

    shown = text(page())

    assert "the verdict appears here by itself" in shown
    assert "Disagree" not in shown
    assert "Ben" not in shown


def test_a_closed_vote_waits_for_the_reveal(room, page):
    room.start()
    room.present()
    room.open()
    room.vote("Ben Birch", "disagree")
    room.close()

    shown = text(page())

    assert "The vote is closed" in shown
    assert "1 of 1" not in shown


def test_a_verdict_has_its_numbers_its_sentence_and_comments_without_names(room, page):
    room.start()
    room.present()
    room.open()
    room.vote("Ann Alder", "agree")
    room.vote("Ben Birch", "disagree")
    room.close()
    room.reveal()

    app = page()

    assert "1 of 2" in text(app)
    assert "no consensus" in text(app)
    assert "Thin &lt;i&gt;evidence&lt;/i&gt;" in text(app)
    assert "Ben" not in text(app)
    assert 'aria-label="Agree 1, Disagree 1' in " ".join(block.proto.body for block in app.get("html"))


def test_consensus_leads_to_adoption_and_the_page_says_so(room, page):
    room.start()
    room.present()
    room.open()
    room.vote("Ann Alder", "agree")
    room.vote("Ben Birch", "agree")
    room.close()
    room.reveal()
    assert "adopts the statement next" in text(page())

    room.adopt()

    assert "The statement is adopted" in text(page())


def test_full_consensus_is_shown_without_a_vote(room, page):
    room.start()
    room.present()
    room.agree_fully()

    shown = text(page())

    assert "Adopted" in shown
    assert "adopted without a vote" in shown


def test_after_the_meeting_the_results_are_one_tap_away(room, page):
    room.start()
    room.end()

    assert "The meeting is over" in text(page())


def test_the_question_for_objections_comes_with_two_answers_and_a_reason_for_one_of_them(room, page):
    room.start()
    room.present()
    room.ask()

    app = page()

    assert "Any objection to this wording?" in text(app)
    assert "what follows appears here by itself" in text(app)
    assert "sees who objects" in text(app)
    (item,) = items_of(app)
    assert [option["label"] for option in item["options"]] == ["No objection", "I object"]
    assert (item["text"], item["comment_on"]) == (WORDING, "object")


def test_after_an_objection_everybody_reads_the_reason_without_a_name(room, page):
    room.start()
    room.present()
    room.ask()
    room.answer("Ben Birch", "object", "Thin <i>evidence</i>")
    assert "objection has come" not in text(page())

    room.end_check()

    app = page()
    assert "1 objection" in text(app)
    assert "appears here by itself" in text(app)
    assert [block.value for block in app.text] == ["Thin <i>evidence</i>"]
    assert items_of(app) == []


def test_when_nobody_objects_the_phone_says_what_comes(room, page):
    room.start()
    room.present()
    room.ask()
    room.answer("Ann Alder", "no_objection")

    room.end_check()

    assert "Nobody objects" in text(page())
    assert "1 of 3 answered" in text(page())


def test_whoever_is_not_asked_follows_the_question(room, page, stage):
    room.start()
    room.present()
    room.ask()

    app = page("Cleo Cedar")

    assert "The panel is asked: any objection?" in text(app)
    assert items_of(app) == []
