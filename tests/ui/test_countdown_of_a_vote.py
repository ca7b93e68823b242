"""A vote is opened with a countdown, runs on the screens, and asks to be closed when the time is up."""

from datetime import timedelta

import pytest

from consensus.persistence.tables import VoteCountdown
from consensus.services.meetings import meeting
from consensus.services.rounds.countdowns import end_countdowns
from tests.ui.test_facilitator_meeting import PANEL, Room, keys, said

FAY = "Fay Cilitator"


@pytest.fixture
def room(stage):
    held = Room(stage)
    held.start(*PANEL)
    held.present()
    return held


def opened(room, open_page, *, closes_itself=False):
    app = open_page(FAY, "meeting.py")
    app.button_group(key="meeting.countdown").set_value(60).run()
    if closes_itself:
        app.checkbox(key="meeting.closes_itself").check().run()
    app.button(key="meeting.open").click().run()
    return app


def let_it_run_out(room):
    with room.stage.db.transaction() as session:
        countdown = session.get_one(VoteCountdown, room.view.round.id)
        countdown.due_at -= timedelta(seconds=61)
    end_countdowns(room.stage.db)


def clocks(app):
    return [one for one in app.get("bidi_component") if "Time to vote" in str(one.proto)]


def test_the_facilitator_opens_a_vote_with_a_minute_and_everybody_sees_it_run(room, open_page):
    app = opened(room, open_page)

    countdown = room.view.round.countdown
    assert (countdown.due_at - countdown.began_at).total_seconds() == 60
    assert not countdown.closes_itself
    assert clocks(app)
    assert clocks(open_page(PANEL[0], "meeting_panelist.py"))


def test_when_the_time_is_up_the_next_step_is_to_close_and_a_minute_more_is_offered(room, open_page):
    app = opened(room, open_page)
    let_it_run_out(room)
    app.run()
    assert "The time is up; 3 people have not voted. Close the vote, or give a minute more." in said(app)

    app.button(key="meeting.extend").click().run()

    assert not room.view.round.countdown.is_over
    assert "The time is up" not in said(app)


def test_a_vote_that_closes_by_itself_goes_on_to_the_verdict(room, open_page):
    app = opened(room, open_page, closes_itself=True)
    assert "closes by itself; 3 have not voted yet" in said(app)

    let_it_run_out(room)
    app.run()

    assert "meeting.reveal" in keys(app)
    assert meeting.get_meeting(room.fay, room.stage.process_id).round.countdown is None
