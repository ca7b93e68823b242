"""One obvious next step at every moment of a meeting: talks, clocks, the queue, a lost quorum, a break that is over."""

from datetime import timedelta

import pytest
from meeting_room import FAY, PANEL, Room, said

from consensus.services.meetings import breaks, floor, meeting, timers
from consensus.services.statements import topics
from consensus.ui.widgets.meeting.guidance import Move, next_move
from tests.services.builders import ANN, BEN, CHAIR, FACILITATOR, begin_meeting, definition, open_vote, plan_process


class Clock:
    """A clock that can be moved on."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


@pytest.fixture
def room(stage):
    return Room(stage)


@pytest.fixture
def later(stage):
    """Let minutes pass on the server."""
    with stage.db.reading() as session:
        clock = Clock(stage.db.now(session))
    stage.db._clock = clock

    def later_(minutes):
        clock.now += timedelta(minutes=minutes)

    yield later_
    stage.db._clock = None


@pytest.fixture
def run_meeting(open_page):
    return lambda: open_page(FAY, "meeting.py")


def first_primary(app):
    return next(button for button in app.button if button.proto.type == "primary" and not button.disabled)


def test_a_talk_is_started_stopped_when_its_time_is_up_and_then_candidates_come(room, later, run_meeting):
    topics.add_presentation(room.fay, room.view.agenda[0].topic_id, "A *trial*", "Ben Birch", 10)
    room.start(*PANEL)
    app = run_meeting()
    assert "Next on the clock: “A *trial*” (Ben Birch)." in said(app)

    app.button(key="meeting.next.talk").click().run()
    assert "Stop it when the talk has ended." in said(app)
    later(11)
    assert "the time is up. Ask for the end." in said(app.run())
    app.button(key="meeting.next.stop").click().run()

    assert first_primary(app).key == "meeting.present_all"


def test_a_clock_that_stands_still_is_let_run_on(room, run_meeting):
    room.start(*PANEL)
    timers.begin_discussion(room.fay, room.view.id)
    timers.pause_timer(room.fay, room.view.timers[0].id)
    app = run_meeting()
    assert "the clock stands still. Let it run on." in said(app)

    app.button(key="meeting.next.resume").click().run()

    assert room.view.timers[0].run.paused_at is None


def test_whoever_waits_first_is_given_the_floor(room, run_meeting):
    room.start(*PANEL)
    room.present()
    floor.add_speaker(room.fay, room.view.id, "Gert *Guest*")
    app = run_meeting()
    assert "1 person waits for the floor. Gert *Guest* is next." in said(app)
    assert first_primary(app).key == "meeting.next.give"

    app.button(key="meeting.next.give").click().run()

    assert room.view.floor.speaking.name == "Gert *Guest*"
    assert "ny objection" in said(app)


def test_when_the_discussion_is_over_time_the_decision_is_due(room, later, run_meeting):
    room.start(*PANEL)
    room.present()
    timers.begin_discussion(room.fay, room.view.id, 5)
    assert "The time for the discussion is up." not in said(run_meeting())

    later(6)

    assert "The time for the discussion is up." in said(run_meeting())


def test_a_lost_quorum_comes_before_any_decision(db):
    built = begin_meeting(plan_process(db, rule=definition(minimum_n=3)), present=(CHAIR, ANN))
    view = meeting.get_meeting(built.context(FACILITATOR), built.process_id)

    guidance = next_move(view)

    assert guidance.move is Move.GATHER
    assert guidance.sentence == "Too few are here to decide: 1 more person must come. Check in whoever is back."


def test_a_quorum_lost_in_a_vote_says_to_call_the_room_back(db):
    vote = open_vote(begin_meeting(plan_process(db, rule=definition(quorum="3/4"))))
    nora = vote.built.context(FACILITATOR)
    for name in (ANN, BEN):
        meeting.check_out(nora, vote.built.meeting_id, vote.built.members[name])

    guidance = next_move(meeting.get_meeting(nora, vote.built.process_id))

    assert guidance.move is Move.CLOSE
    assert guidance.sentence == (
        "Too few are here and have voted for a verdict; 4 people have not voted yet. Call the room back, or close."
    )


def test_a_break_says_when_its_time_is_up(room, later, run_meeting):
    room.start(*PANEL)
    breaks.begin_break(room.fay, room.view.id, "Lunch", 30)
    app = run_meeting()
    assert "Lunch. Go on when the room is back." in said(app)

    later(31)

    app.run()
    assert "Lunch: the time is up. Go on." in said(app)
    assert first_primary(app).key == "meeting.go_on"
