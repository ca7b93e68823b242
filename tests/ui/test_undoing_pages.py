"""What was done by mistake is undone where it stands on the meeting page; where it cannot be, the page says why."""

import pytest
from meeting_room import FAY, PANEL, Room, said

from consensus.domain.lifecycle import StatementState
from consensus.services.meetings import breaks, meeting, timers, undoing_adoption
from consensus.services.rounds import rounds
from consensus.services.statements import topics


@pytest.fixture
def room(stage):
    return Room(stage)


@pytest.fixture
def run_meeting(open_page):
    return lambda: open_page(FAY, "meeting.py")


def unfold(app, key):
    """Open a popover, as a click on it does."""
    app.session_state[key] = True
    return app.run()


def test_full_consensus_recorded_by_mistake_is_undone_with_a_reason(room, run_meeting):
    room.start("Ann Alder", "Ben Birch")
    room.present()
    meeting.record_full_consensus(room.fay, room.view.id, room.first)
    key = f"meeting.undo.{room.first}"
    app = unfold(run_meeting(), key)
    app.text_input(key=f"{key}.reason").set_value("Cleo *objected*.")

    app.button(key=f"{key}.do").click().run()

    assert room.state_of(room.first) is StatementState.PRESENTED
    assert "of 2 present was recorded by mistake and undone: Cleo \\*objected\\*." in said(app)


def test_an_adoption_that_something_builds_on_says_why_it_stays(room, run_meeting):
    room.start(*PANEL)
    room.present()
    for statement_id in (room.first, room.second):
        meeting.record_full_consensus(room.fay, room.view.id, statement_id)

    app = unfold(run_meeting(), f"meeting.undo.{room.first}")

    assert "was adopted after it on the same topic. Undo that first." in said(app)
    assert not [button for button in app.button if button.key == f"meeting.undo.{room.first}.do"]


def test_a_topic_taken_up_by_mistake_gives_way_and_the_first_says_why_not(room, run_meeting):
    other = topics.add_topic(room.fay, room.stage.process_id, "Patients", "", 30)
    room.start(*PANEL)
    app = unfold(run_meeting(), "meeting.undo.topic")
    assert "No other topic was on before this one." in said(app)
    meeting.choose_topic(room.fay, room.view.id, other)

    unfold(app.run(), "meeting.undo.topic").button(key="meeting.undo.topic.do").click().run()

    assert room.view.topic.title == "Combination"


def test_a_break_and_a_clock_begun_by_mistake_are_taken_back(room, run_meeting):
    room.start(*PANEL)
    timers.begin_discussion(room.fay, room.view.id)
    (timer,) = room.view.timers
    app = run_meeting()
    app.button(key=f"meeting.undo.timer.{timer.id}").click().run()
    assert room.view.timers == ()
    breaks.begin_break(room.fay, room.view.id, "Lunch", 60)

    app.run().button(key="meeting.undo.break").click().run()

    assert room.view.pause is None


def test_the_last_comings_and_goings_can_be_taken_back(room, run_meeting, stage):
    room.start("Ann Alder", "Ben Birch")
    meeting.check_out(room.fay, room.view.id, stage.members["Ben Birch"])
    app = run_meeting()
    button = app.button(key=f"meeting.undo.presence.{stage.members['Ben Birch']}")
    assert button.label.endswith("Ben Birch checked out")

    button.click().run()

    assert room.view.n_present == 2


def test_votes_verdicts_and_closed_live_votes_say_why_they_stay(room, run_meeting):
    room.start(*PANEL)
    room.present()
    round_id = room.open()
    app = run_meeting()
    assert "A recorded ballot is the voter's own" in said(app)
    rounds.close_round(room.fay, round_id)
    assert "its counts were seen while people voted." in said(app.run())
    rounds.reveal_round(room.fay, round_id)

    assert "A revealed verdict stays: everybody has seen it." in said(app.run())


def test_the_results_tell_of_an_adoption_that_was_undone(room, stage, open_page):
    room.start(*PANEL)
    room.present()
    meeting.record_full_consensus(room.fay, room.view.id, room.first)
    undoing_adoption.undo_adoption(room.fay, room.first, "A slip.")

    app = open_page("Ann Alder", "results.py")

    assert "recorded by mistake and undone: A slip." in said(app)
