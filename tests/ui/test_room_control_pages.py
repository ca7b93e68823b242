"""Running a room on its page: the clock, the queue for the floor, who is here, and a vote that is declared void."""

import pytest
from meeting_room import FAY, PANEL, Room, said

from consensus.domain.lifecycle import RoundState
from consensus.services.meetings import floor, meeting, timers


@pytest.fixture
def room(stage):
    made = Room(stage)
    made.start(*PANEL)
    return made


@pytest.fixture
def run_meeting(open_page):
    return lambda: open_page(FAY, "meeting.py")


def test_the_clock_of_the_discussion_is_started_paused_and_stopped(room, run_meeting):
    app = run_meeting()
    app.button(key="meeting.timer.start.discussion").click().run()
    app.button(key="meeting.timer.pause").click().run()
    assert room.view.timers[0].run.paused_at is not None
    app.button(key="meeting.timer.on").click().run()

    app.button(key="meeting.timer.stop").click().run()

    assert room.view.timers[0].run.ended_at is not None
    assert "0 of 30 min" in said(app)


def test_the_queue_is_served_in_order_and_somebody_passed_over_leaves_it(room, run_meeting):
    for name in ("Gert Guest", "Gesa Guest"):
        floor.add_speaker(room.fay, room.view.id, name)
    first, second = room.view.floor.waiting
    app = run_meeting()
    assert "1\\. Gert Guest" in said(app)

    app.button(key=f"meeting.floor.skip.{first.id}").click().run()
    app.button(key=f"meeting.floor.give.{second.id}").click().run()
    assert room.view.floor.speaking.name == "Gesa Guest"
    app.button(key=f"meeting.floor.end.{second.id}").click().run()

    assert (room.view.floor.speaking, room.view.floor.waiting) == (None, ())


def test_who_is_here_of_those_expected_stays_in_sight(room, run_meeting, stage):
    n_expected = room.view.n_may_come
    assert f"3 of {n_expected} expected are here" in said(run_meeting())

    meeting.check_out(room.fay, room.view.id, stage.members["Ben Birch"])

    assert f"2 of {n_expected} expected are here" in said(run_meeting())


def test_a_vote_that_is_not_secret_is_declared_void_with_a_reason_and_the_page_says_it(room, run_meeting):
    room.present()
    room.open()
    room.vote("Ann Alder", "agree", "disagree")
    app = run_meeting()
    app.text_input(key="meeting.void.reason").set_value("The wrong *wording*.")

    app.button(key="meeting.void").click().run()

    assert room.view.round.state is RoundState.VOID
    assert any("The wrong \\*wording\\*." in warning.value for warning in app.warning)


def test_a_clock_somebody_else_has_stopped_is_refused_in_one_sentence(room, run_meeting):
    timers.begin_discussion(room.fay, room.view.id)
    app = run_meeting()
    timers.stop_timer(room.fay, room.view.timers[0].id)

    app.button(key="meeting.timer.stop").click().run()

    assert "This clock has been stopped already." in said(app)
