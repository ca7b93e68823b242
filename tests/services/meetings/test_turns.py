"""When each topic was on is stored, and told beside the plan."""

import pytest

from consensus.domain.errors import ConflictError
from consensus.domain.pace import Stretch
from consensus.services.meetings import agenda, breaks, meeting
from surveys.agenda_plan import DayPlan
from tests.services.builders import FACILITATOR, NOON


@pytest.fixture
def fay(running):
    return running.context(FACILITATOR)


def row(fay, running, topic_id):
    return next(row for row in meeting.get_meeting(fay, running.process_id).agenda if row.topic_id == topic_id)


def test_taking_up_a_topic_ends_the_one_before(running, fay, clock):
    clock.forward(minutes=12)
    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)
    changed_at = clock.now
    clock.forward(minutes=8)
    meeting.choose_topic(fay, running.meeting_id, running.topic_id)

    first, other = (row(fay, running, topic_id) for topic_id in (running.topic_id, running.other_topic_id))
    assert first.pace.stretches == (Stretch(NOON, changed_at), Stretch(clock.now, None))
    assert other.pace.stretches == (Stretch(changed_at, clock.now),)


def test_the_agenda_says_how_late_a_topic_began_and_when_it_ends_at_this_pace(running, fay, clock):
    agenda.generate_agenda(fay, running.process_id, DayPlan(starts_at=11 * 60 + 30))
    planned = row(fay, running, running.topic_id)
    clock.forward(minutes=3)

    told = row(fay, running, running.topic_id)
    assert told.pace.late == 12 * 60 - minutes_of(planned.planned)
    assert (told.pace.ends_about - NOON).total_seconds() == 60 * told.minutes


def minutes_of(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def test_a_topic_that_is_on_is_not_taken_up_again_except_to_end_a_break(running, fay):
    with pytest.raises(ConflictError, match="“Choice” is on already"):
        meeting.choose_topic(fay, running.meeting_id, running.topic_id)

    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    meeting.choose_topic(fay, running.meeting_id, running.topic_id)

    view = meeting.get_meeting(fay, running.process_id)
    assert view.pause is None
    assert len(row(fay, running, running.topic_id).pace.stretches) == 1


def test_the_end_of_the_meeting_ends_the_topic(running, fay, clock):
    clock.forward(minutes=30)
    meeting.end_meeting(fay, running.meeting_id)

    assert row(fay, running, running.topic_id).pace.stretches == (Stretch(NOON, clock.now),)
