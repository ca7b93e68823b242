"""The queue for the floor: in order, public, and closed while people vote."""

from datetime import timedelta

import pytest

from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.services import audit
from consensus.services.meetings import breaks, floor, meeting
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, OBSERVER, open_vote


@pytest.fixture
def fay(running):
    return running.context(FACILITATOR)


def seen_by(running, name=FACILITATOR):
    return meeting.get_meeting(running.context(name), running.process_id).floor


def waiting(running):
    return [speaker.name for speaker in seen_by(running).waiting]


def ask(running, *names):
    for name in names:
        floor.ask(running.context(name), running.meeting_id)


def test_people_wait_in_the_order_in_which_they_asked_and_everybody_sees_it(running):
    ask(running, BEN, ANN, CLEO)

    assert waiting(running) == [BEN, ANN, CLEO]
    assert [speaker.name for speaker in seen_by(running, OBSERVER).waiting] == [BEN, ANN, CLEO]
    assert seen_by(running, ANN).my_place == 2


def test_asking_twice_is_asking_once_and_can_be_taken_back(running):
    ask(running, ANN)
    with pytest.raises(ConflictError, match="in the queue already"):
        ask(running, ANN)
    floor.take_back(running.context(ANN), running.meeting_id)

    assert waiting(running) == []
    ask(running, ANN)
    assert waiting(running) == [ANN]


def test_only_those_who_are_here_ask_and_observers_do_not(running):
    meeting.check_out(running.context(ANN), running.meeting_id)

    with pytest.raises(ConflictError, match="Check in first"):
        ask(running, ANN)
    with pytest.raises(NotAllowedError):
        ask(running, OBSERVER)
    assert not seen_by(running, ANN).may_ask


def test_giving_the_floor_ends_the_turn_before_it(running, fay, clock):
    floor.limit_speaking(fay, running.meeting_id, 120)
    ask(running, ANN, BEN)
    ann, ben = seen_by(running).waiting
    floor.give_floor(fay, ann.id)
    clock.forward(minutes=1)
    floor.give_floor(fay, ben.id)

    speaking = seen_by(running).speaking
    assert (speaking.name, speaking.due_at) == (BEN, clock.now + timedelta(minutes=2))
    assert seen_by(running, BEN).i_speak
    with pytest.raises(ConflictError, match=f"{ANN} no longer waits"):
        floor.give_floor(fay, ann.id)


def test_who_is_passed_over_is_told_and_may_ask_again(running, fay):
    ask(running, ANN, BEN)
    floor.skip_speaker(fay, seen_by(running).waiting[0].id)

    assert waiting(running) == [BEN]
    assert seen_by(running, ANN).was_skipped
    ask(running, ANN)
    assert not seen_by(running, ANN).was_skipped


def test_a_raised_hand_is_put_into_the_queue_by_whoever_runs_the_meeting(running, fay):
    floor.add_speaker(fay, running.meeting_id, "  Gert \n Guest ")
    floor.add_speaker(fay, running.meeting_id, "", running.members[ANN])

    assert waiting(running) == ["Gert Guest", ANN]
    with pytest.raises(ConflictError, match="in the queue already"):
        floor.add_speaker(fay, running.meeting_id, "", running.members[ANN])
    with pytest.raises(InvalidInputError, match="Say who"):
        floor.add_speaker(fay, running.meeting_id, " ")


def test_while_a_vote_is_unrevealed_nothing_moves_on_the_floor_and_afterwards_the_queue_is_there(running, fay):
    ask(running, ANN, BEN, CLEO)
    floor.give_floor(fay, seen_by(running).waiting[0].id)
    ben = seen_by(running).waiting[0].id
    vote = open_vote(running)
    n_events = len(audit.list_events(fay, running.process_id, limit=500))

    for act in (
        lambda: floor.take_back(running.context(BEN), running.meeting_id),
        lambda: floor.ask(running.context(ANN), running.meeting_id),
        lambda: floor.give_floor(fay, ben),
        lambda: floor.skip_speaker(fay, ben),
        lambda: floor.add_speaker(fay, running.meeting_id, "Gert Guest"),
        lambda: floor.limit_speaking(fay, running.meeting_id, 60),
    ):
        with pytest.raises(ConflictError, match="while a vote is open"):
            act()
    assert len(audit.list_events(fay, running.process_id, limit=500)) == n_events
    assert not seen_by(running, ANN).may_ask
    assert seen_by(running).speaking is None

    vote.reveal()
    assert waiting(running) == [BEN, CLEO]


def test_a_break_takes_the_floor_and_another_topic_empties_the_queue(running, fay):
    ask(running, ANN, BEN)
    floor.give_floor(fay, seen_by(running).waiting[0].id)
    breaks.begin_break(fay, running.meeting_id, "Coffee", 15)
    assert (seen_by(running).speaking, waiting(running)) == (None, [BEN])

    meeting.choose_topic(fay, running.meeting_id, running.other_topic_id)
    assert waiting(running) == []
    meeting.choose_topic(fay, running.meeting_id, running.topic_id)
    assert waiting(running) == []
