"""A phone of which nothing is asked: each moment of a meeting has a sentence that says what happens next."""

import re

import pytest

from consensus.domain.ballots import RoundKind
from consensus.domain.conflicts import Decision, Declaration, InterestKind, Publication
from consensus.services.interests import conflicts, interests
from consensus.services.meetings import breaks, floor, meeting, timers
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.statements import statements, topics
from tests.ui.meeting_room import PANEL, Room

ANN, BEN, CLEO = PANEL


@pytest.fixture
def room(stage):
    return Room(stage)


@pytest.fixture
def reads(open_page):
    """Everything a person reads on the page of the meeting, tags taken away."""

    def reads_(name=ANN):
        app = open_page(name, "meeting_panelist.py")
        assert not app.exception
        parts = [block.proto.body for block in app.get("html")]
        parts += [str(block.value) for kind in (app.info, app.caption, app.markdown) for block in kind]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(parts)))

    return reads_


def topic_of(room):
    return topics.list_topics(room.fay, room.stage.process_id)[0].id


def test_before_the_meeting(reads, room):
    assert "When it starts, this page moves on by itself." in reads()


def test_not_checked_in(reads, room):
    room.start(BEN)

    assert "Check in so that you can vote: only those present when a vote opens take part in it." in reads()


def test_while_something_is_presented(reads, room):
    topics.add_presentation(room.fay, topic_of(room), "Two trials", "Dr. Lund", 10)
    room.start(*PANEL)

    shown = reads()

    assert "Two trials (Dr. Lund, 10 min)" in shown
    assert "The candidate statements appear here when they are presented." in shown


@pytest.mark.parametrize("begun_by", ["a clock", "a speaker"])
def test_while_the_panel_discusses(reads, room, begun_by):
    room.start(*PANEL)
    room.present()
    if begun_by == "a clock":
        timers.begin_discussion(room.fay, room.view.id, 10)
    else:
        floor.ask(room.stage.as_(BEN), room.view.id)

    shown = reads()

    assert "Discussion Whatever the panel is asked appears here by itself." in shown
    assert "A vote is being prepared" not in shown


def test_while_a_vote_is_prepared(reads, room):
    room.start(*PANEL)
    room.present()

    shown = reads()

    assert "A vote is being prepared Read the 2 statements below." in shown
    assert "opens the vote, your answer is asked here." in shown


def test_a_discussion_whose_clock_was_stopped_leads_to_a_vote(reads, room):
    room.start(*PANEL)
    room.present()
    timers.begin_discussion(room.fay, room.view.id, 10)
    timers.stop_timer(room.fay, next(timer.id for timer in room.view.timers if timer.is_on))

    assert "A vote is being prepared" in reads()


def test_while_the_wording_is_worked_on_the_verdict_before_is_history(reads, room):
    room.start(*PANEL)
    room.present()
    room.reveal(("agree", "disagree"), ("disagree", "disagree"), ("agree", "disagree"))
    assert "No statement reached consensus." in reads()

    statements.reword(room.fay, room.first, "Use it at once.", "", "Early was vague.")
    assert "A vote is being prepared The wording is being worked on." in reads()
    statements.present_statement(room.fay, room.first)

    shown = reads()
    assert "A vote is being prepared Read the statement below." in shown
    assert shown.index("Use it at once.") < shown.index("No statement reached consensus.")


def test_a_candidate_that_is_not_voted_on_prepares_nothing_while_a_vote_is_open(reads, room):
    room.start(*PANEL)
    room.present()
    rounds.open_round(room.fay, room.view.id, [room.first])

    shown = reads(CLEO)

    assert "The vote is open" in shown
    assert "A vote is being prepared" not in shown


def test_a_break(reads, room):
    room.start(*PANEL)
    breaks.begin_break(room.fay, room.view.id, "Coffee", 15)

    assert re.search(r"We go on at \d\d:\d\d This page moves on by itself\.", reads())


def test_a_closed_vote_waits_for_its_verdict(reads, room):
    room.start(*PANEL)
    room.present()
    rounds.close_round(room.fay, room.open())

    assert "The vote is closed The facilitator reveals the verdict; it appears here by itself." in reads()


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ("agree", "The panel reached consensus. The facilitator adopts the statement next."),
        ("disagree", "No statement reached consensus. The panel goes back to the discussion, or goes on."),
    ],
)
def test_a_verdict_says_what_follows(reads, room, choice, sentence):
    room.start(*PANEL)
    room.present()
    room.reveal((choice, "disagree"), (choice, "disagree"), (choice, "disagree"))

    shown = reads()

    assert sentence in shown
    assert "A vote is being prepared" not in shown


def test_a_recommendation_against_is_a_decision_and_not_a_lack_of_consensus(reads, room, stage):
    room.start(*PANEL)
    room.present()
    round_id = rounds.open_round(room.fay, room.view.id, [room.first], kind=RoundKind.GRADE, preset="grade_grid")
    for name in PANEL:
        item = room.view.round.items[0]
        cast_ballot(stage.as_(name), item.id, item.version_sha256, "strong_against")
    rounds.close_round(room.fay, round_id)
    rounds.reveal_round(room.fay, round_id)

    shown = reads()

    assert "The panel decided against it: nothing is adopted." in shown
    assert "Strong recommendation against" in shown
    assert "o consensus" not in shown


def test_the_end(reads, room):
    room.start(*PANEL)
    meeting.end_meeting(room.fay, room.view.id)

    assert "The meeting is over Thank you for taking part." in reads()


def test_who_is_recused_follows_and_is_told_about_the_next_topic(reads, room):
    recuse(room, ANN)
    room.start(*PANEL)
    room.present()

    shown = reads()

    assert "You are recused from this topic: you follow it, and no ballot comes to you." in shown
    assert "What the panel is asked on the next one comes to you again" in shown
    assert "your answer is asked here" not in shown


def recuse(room, name):
    """The facilitator enters an interest of a panelist on the topic, and takes them out of it."""
    fay, process_id = room.fay, room.stage.process_id
    interests.set_asking(fay, process_id, asks=True, publication=Publication.CATEGORY)
    said = Declaration(True, frozenset({InterestKind.FINANCIAL}), "Shares in the maker.")
    interests.declare_for(fay, room.stage.members[name], topic_of(room), said)
    review = conflicts.get_review(fay, process_id)
    questions = next(member.questions for member in review.members if member.name == name)
    declared = next(one.current.id for one in questions if one.topic_id == topic_of(room) and one.current)
    conflicts.decide_conflict(fay, declared, Decision.RECUSED, "As the rules say.")
