"""What was done by mistake in a meeting is taken back on record; what was counted by it stays."""

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError
from consensus.persistence.tables import Attendance, MeetingTimer, TopicTurn
from consensus.services import audit
from consensus.services.meetings import breaks, corrections, meeting, minutes, timers
from tests.services.builders import ANN, FACILITATOR, PATIENT, begin_meeting, open_vote


@pytest.fixture
def nora(running):
    return running.context(FACILITATOR)


def newest(ctx, built):
    return audit.list_events(ctx, built.process_id)[0].sentence


def test_a_topic_taken_up_by_mistake_gives_way_to_the_one_before(running, nora, clock):
    clock.forward(minutes=10)
    meeting.choose_topic(nora, running.meeting_id, running.other_topic_id)
    clock.forward(minutes=1)

    corrections.undo_topic(nora, running.meeting_id)

    view = meeting.get_meeting(nora, running.process_id)
    assert view.topic.id == running.topic_id
    assert newest(nora, running) == "“Fasting” had been taken up by mistake; “Choice” is on again."
    first, second = view.agenda
    assert [stretch.ended_at for stretch in first.pace.stretches] == [None]
    assert second.pace.stretches == ()
    with running.db.reading() as session:
        assert len(session.exec(select(TopicTurn)).all()) == 2


def test_the_first_topic_and_one_that_was_worked_on_stay_on_record(running, nora, clock):
    with pytest.raises(ConflictError, match="No other topic was on before"):
        corrections.undo_topic(nora, running.meeting_id)
    clock.forward(minutes=1)
    meeting.choose_topic(nora, running.meeting_id, running.other_topic_id)
    timers.begin_discussion(nora, running.meeting_id)
    (timer,) = meeting.get_meeting(nora, running.process_id).timers
    timers.stop_timer(nora, timer.id)

    assert corrections.issues_before_undoing_topic(nora, running.meeting_id) == (
        "This topic was worked on since it was taken up, so it stays on record. Take up another one instead.",
    )


def test_the_clock_that_runs_on_a_mistaken_topic_is_taken_back_with_it(running, nora, clock):
    clock.forward(minutes=1)
    meeting.choose_topic(nora, running.meeting_id, running.other_topic_id)
    timers.begin_discussion(nora, running.meeting_id)

    corrections.undo_topic(nora, running.meeting_id)

    with running.db.reading() as session:
        assert [timer.is_undone for timer in session.exec(select(MeetingTimer))] == [True]


def test_a_break_begun_by_mistake_is_over_and_the_record_says_so(running, nora):
    breaks.begin_break(nora, running.meeting_id, "Lunch", 60)

    corrections.undo_break(nora, running.meeting_id)

    assert meeting.get_meeting(nora, running.process_id).pause is None
    assert newest(nora, running) == "The break had been begun by mistake; the meeting goes on."
    with pytest.raises(ConflictError, match="There is no break"):
        corrections.undo_break(nora, running.meeting_id)


@pytest.mark.parametrize("is_stopped", [False, True], ids=["running", "stopped"])
def test_a_clock_started_by_mistake_leaves_the_minutes_of_its_topic(running, nora, is_stopped):
    timers.begin_discussion(nora, running.meeting_id)
    (timer,) = meeting.get_meeting(nora, running.process_id).timers
    if is_stopped:
        timers.stop_timer(nora, timer.id)

    corrections.undo_timer(nora, timer.id)

    assert meeting.get_meeting(nora, running.process_id).timers == ()
    told = minutes.get_minutes(nora, running.process_id)
    assert told.items[0].presentations == ()
    assert told.entries[-1].text == "The discussion had been put on the clock by mistake."
    with pytest.raises(ConflictError, match="taken back already"):
        corrections.undo_timer(nora, timer.id)


def test_somebody_checked_in_by_mistake_was_never_there(planned):
    nora = planned.context(FACILITATOR)
    begin_meeting(planned, present=[ANN])
    meeting.check_in(nora, planned.meeting_id, planned.members[PATIENT])

    corrections.undo_presence(nora, planned.meeting_id, planned.members[PATIENT], is_coming=True)

    with planned.db.reading() as session:
        assert session.get(Attendance, (planned.meeting_id, planned.members[PATIENT])) is None
    told = minutes.get_minutes(nora, planned.process_id)
    assert [row.name for row in told.presence] == [ANN]
    assert told.entries[-1].text == f"{PATIENT} had been checked in by mistake."


def test_somebody_checked_out_by_mistake_was_there_all_the_time(running, nora, clock):
    clock.forward(minutes=5)
    meeting.check_out(nora, running.meeting_id, running.members[ANN])
    clock.forward(minutes=1)

    corrections.undo_presence(nora, running.meeting_id, running.members[ANN], is_coming=False)

    row = next(row for row in meeting.get_meeting(nora, running.process_id).presence if row.name == ANN)
    assert (row.is_present, row.left_at) == (True, None)
    ann = next(row for row in minutes.get_minutes(nora, running.process_id).presence if row.name == ANN)
    assert ann.stays.endswith("–")


def test_a_second_coming_by_mistake_leaves_the_first_stay(running, nora, clock):
    clock.forward(minutes=5)
    meeting.check_out(nora, running.meeting_id, running.members[ANN])
    left_at = clock.now
    clock.forward(minutes=5)
    meeting.check_in(nora, running.meeting_id, running.members[ANN])

    corrections.undo_presence(nora, running.meeting_id, running.members[ANN], is_coming=True)

    with running.db.reading() as session:
        assert session.get_one(Attendance, (running.meeting_id, running.members[ANN])).left_at == left_at


def test_who_was_counted_in_a_vote_since_stays_as_recorded(running, nora):
    open_vote(running)

    with pytest.raises(ConflictError, match=r"Since Ann Alder came a vote was opened .* Check Ann Alder out instead\."):
        corrections.undo_presence(nora, running.meeting_id, running.members[ANN], is_coming=True)


def test_there_is_nothing_to_take_back_of_somebody_who_never_came(planned):
    nora = planned.context(FACILITATOR)
    begin_meeting(planned, present=[ANN])

    with pytest.raises(ConflictError, match="has not come or gone"):
        corrections.undo_presence(nora, planned.meeting_id, planned.members[PATIENT], is_coming=True)
