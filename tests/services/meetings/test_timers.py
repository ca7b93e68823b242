"""Presentations and the discussion on the clock: started, paused, stopped, by the server's time."""

from datetime import timedelta

import pytest

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.services.meetings import breaks, meeting, timers
from consensus.services.statements import topics
from tests.services.builders import ANN, FACILITATOR, open_vote


@pytest.fixture
def fay(running):
    ctx = running.context(FACILITATOR)
    topics.add_presentation(ctx, running.topic_id, "Pain", ANN, 10)
    topics.add_presentation(ctx, running.topic_id, "Cost", "", 5)
    topics.add_presentation(ctx, running.other_topic_id, "Hunger", "", 5)
    return ctx


@pytest.fixture
def talks(running, fay):
    return {
        talk.title: talk.id for topic in topics.list_topics(fay, running.process_id) for talk in topic.presentations
    }


def on(running, ctx):
    return [timer for timer in meeting.get_meeting(ctx, running.process_id).timers if timer.is_on]


def test_everybody_in_the_room_gets_begin_and_end_by_the_clock_of_the_server(running, fay, talks, clock):
    timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    began_at = clock.now
    clock.forward(minutes=3)

    view = meeting.get_meeting(running.context(ANN), running.process_id)
    assert view.now == clock.now
    assert [timer.title for timer in view.timers] == [f"“Pain” ({ANN})"]
    assert view.timers[0].run.due_at == began_at + timedelta(minutes=10)


def test_a_pause_moves_the_end_by_as_long_as_it_lasts(running, fay, talks, clock):
    timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    due_at = on(running, fay)[0].run.due_at
    clock.forward(minutes=2)
    timers.pause_timer(fay, on(running, fay)[0].id)
    clock.forward(minutes=7)
    timers.resume_timer(fay, on(running, fay)[0].id)

    assert on(running, fay)[0].run.due_at == due_at + timedelta(minutes=7)


def test_a_pause_that_is_stopped_counts_as_a_pause(running, fay, talks, clock):
    timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    clock.forward(minutes=2)
    timer = on(running, fay)[0]
    timers.pause_timer(fay, timer.id)
    clock.forward(minutes=7)
    timers.stop_timer(fay, timer.id)

    (stopped,) = meeting.get_meeting(fay, running.process_id).timers
    assert stopped.run.spent(clock.now) == timedelta(minutes=2)


def test_one_thing_is_on_the_clock_at_a_time(running, fay, talks, clock):
    timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    clock.forward(minutes=10)
    timers.begin_discussion(fay, running.meeting_id)

    first, second = meeting.get_meeting(fay, running.process_id).timers
    assert first.run.ended_at == clock.now
    assert (second.is_on, second.run.minutes) == (True, 20)


def test_the_second_who_starts_or_stops_the_same_clock_is_told_so(running, fay, talks):
    timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    timer = on(running, fay)[0]
    with pytest.raises(ConflictError, match="is on the clock already"):
        timers.begin_presentation(fay, running.meeting_id, talks["Pain"])
    timers.pause_timer(fay, timer.id)
    with pytest.raises(ConflictError, match="stands still already"):
        timers.pause_timer(fay, timer.id)
    timers.stop_timer(fay, timer.id)
    with pytest.raises(ConflictError, match="has been stopped already"):
        timers.stop_timer(fay, timer.id)


def test_a_presentation_of_another_topic_waits_for_its_topic(running, fay, talks):
    with pytest.raises(ConflictError, match="belongs to another topic"):
        timers.begin_presentation(fay, running.meeting_id, talks["Hunger"])
    with pytest.raises(NotFoundError):
        timers.begin_presentation(fay, running.meeting_id, running.first)


def test_a_vote_stops_the_clock_and_a_break_lets_it_stand_still(running, fay, talks):
    timers.begin_discussion(fay, running.meeting_id)
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    assert on(running, fay)[0].run.paused_at is not None

    breaks.end_break(fay, running.meeting_id)
    open_vote(running)

    assert on(running, fay) == []
    with pytest.raises(ConflictError, match="The room is voting"):
        timers.begin_discussion(fay, running.meeting_id)


def test_another_topic_and_the_end_of_the_meeting_stop_the_clock(running, fay):
    timers.begin_discussion(fay, running.meeting_id)
    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)
    assert on(running, fay) == []

    timers.begin_discussion(fay, running.meeting_id)
    meeting.end_meeting(fay, running.meeting_id)
    assert on(running, fay) == []
