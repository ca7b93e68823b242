"""The meeting: who is in the room, which topic is on, and what everybody sees of it."""

from datetime import date

import pytest

from consensus.domain.errors import ConflictError, NotAllowedError, NotFoundError
from consensus.domain.lifecycle import MeetingState
from consensus.services.meetings import meeting
from consensus.services.processes import processes
from tests.services.builders import (
    ANN,
    CHAIR,
    EVERYBODY,
    FACILITATOR,
    OBSERVER,
    PATIENT,
    begin_meeting,
    open_vote,
    plan_process,
)


def seen_by(built, name):
    return meeting.get_meeting(built.context(name), built.process_id)


def test_a_meeting_begins_with_the_first_topic_and_ends_for_good(planned):
    ctx = planned.context(FACILITATOR)
    processes.start_process(ctx, planned.process_id)
    assert seen_by(planned, ANN).state is MeetingState.PLANNED

    meeting.start_meeting(ctx, planned.meeting_id)
    assert seen_by(planned, ANN).topic.title == "Choice"
    meeting.end_meeting(ctx, planned.meeting_id)

    assert seen_by(planned, ANN).state is MeetingState.ENDED
    with pytest.raises(ConflictError, match="A meeting that is ended cannot become running"):
        meeting.start_meeting(ctx, planned.meeting_id)


def test_every_screen_follows_the_topic(running):
    meeting.choose_topic(running.context(FACILITATOR), running.meeting_id, running.other_topic_id)

    for name in EVERYBODY:
        seen = seen_by(running, name)
        assert seen.topic.title == "Fasting"
        assert [row.is_current for row in seen.agenda] == [False, True]


def test_present_is_who_is_in_the_room_now(planned):
    built = begin_meeting(planned, present=[CHAIR, ANN, PATIENT, OBSERVER])
    seen = seen_by(built, FACILITATOR)
    assert (seen.n_present, seen.n_may_vote, seen.n_institutions_present) == (4, 2, 2)

    meeting.check_out(built.context(ANN), built.meeting_id)
    meeting.check_out(built.context(ANN), built.meeting_id)
    assert (seen_by(built, ANN).i_am_present, seen_by(built, ANN).n_present) == (False, 3)
    meeting.check_in(built.context(ANN), built.meeting_id)
    meeting.check_in(built.context(ANN), built.meeting_id)

    assert (seen_by(built, ANN).i_am_present, seen_by(built, ANN).n_present) == (True, 4)


def test_the_list_of_who_is_present_is_for_the_staff(running):
    listed = {name for name in EVERYBODY if seen_by(running, name).presence}

    assert listed == {FACILITATOR, CHAIR}
    assert all(row.is_present for row in seen_by(running, CHAIR).presence)


def test_only_whoever_runs_the_meeting_checks_others_in(running):
    with pytest.raises(NotAllowedError, match="As a panelist you cannot do this"):
        meeting.check_out(running.context(ANN), running.meeting_id, running.members[CHAIR])

    meeting.check_out(running.context(FACILITATOR), running.meeting_id, running.members[CHAIR])
    assert seen_by(running, FACILITATOR).n_present == 6


def test_one_checks_in_to_a_meeting_that_is_on(planned):
    processes.start_process(planned.context(FACILITATOR), planned.process_id)

    with pytest.raises(ConflictError, match="The meeting is not running"):
        meeting.check_in(planned.context(ANN), planned.meeting_id)
    assert not seen_by(planned, ANN).may_join


def test_after_the_end_nobody_comes_in(running):
    ctx = running.context(FACILITATOR)
    meeting.end_meeting(ctx, running.meeting_id)

    with pytest.raises(ConflictError, match="The meeting is over"):
        meeting.check_in(ctx, running.meeting_id, running.members[ANN])
    with pytest.raises(ConflictError, match="The meeting is not running"):
        meeting.check_in(running.context(ANN), running.meeting_id)


def test_a_process_has_one_meeting(planned):
    with pytest.raises(ConflictError, match="has its meeting already"):
        meeting.add_meeting(planned.context(FACILITATOR), planned.process_id, "Second", date(2012, 9, 8))


def test_a_process_without_a_meeting_says_so(db, planned):
    other = plan_process(db, "other")
    with db.transaction() as session:
        session.delete(session.get_one(meeting.Meeting, other.meeting_id))

    with pytest.raises(NotFoundError, match="No meeting is planned yet"):
        seen_by(other, FACILITATOR)


def test_the_vote_on_screen_is_the_one_that_is_not_revealed_else_the_topics_last(running):
    assert seen_by(running, ANN).round is None
    vote = open_vote(running)
    assert seen_by(running, ANN).round.id == vote.id
    vote.reveal()
    assert seen_by(running, ANN).round.id == vote.id

    meeting.choose_topic(running.context(FACILITATOR), running.meeting_id, running.other_topic_id)

    assert seen_by(running, ANN).round is None


def test_the_agenda_counts_what_is_still_in_play(running):
    ctx = running.context(FACILITATOR)
    meeting.record_full_consensus(ctx, running.meeting_id, running.first)

    first, second = seen_by(running, FACILITATOR).agenda

    assert (first.n_statements, first.n_adopted, first.minutes) == (2, 1, 20)
    assert (second.n_statements, second.n_adopted, second.minutes) == (0, 0, 10)
