"""Two facilitators press the same button at once, on two servers: one act happens, the other gets a sentence."""

from functools import partial

import pytest
from sqlmodel import select

from consensus.domain.errors import ConflictError
from consensus.domain.roles import Role
from consensus.persistence.tables import Adoption, MeetingTimer, Member, Round, TopicTurn, UndoneAdoption
from consensus.services.context import Context
from consensus.services.meetings import breaks, corrections, floor, meeting, timers, undoing_adoption
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.statements import statements
from tests.conformance.together import at_once
from tests.services.builders import ANN, BEN, FACILITATOR, VOTERS


@pytest.fixture
def two(replicas, running):
    """Two facilitators, each on a server of their own."""
    with replicas[0].transaction() as session:
        session.get_one(Member, running.members[ANN]).role = Role.FACILITATOR
    first, second = running.context(FACILITATOR), running.context(ANN)
    return Context(replicas[0], first.actor), Context(replicas[1], second.actor)


def press(two, act, *args, **kwargs):
    """Both press; the one sentence of refusal."""
    answers = at_once(*(partial(act, ctx, *args, **kwargs) for ctx in two))
    refusals = [answer for answer in answers if isinstance(answer, ConflictError)]
    assert len(refusals) == 1, answers
    assert not any(isinstance(answer, Exception) for answer in answers if answer not in refusals), answers
    return str(refusals[0])


def all_of(running, table):
    with running.db.reading() as session:
        return session.exec(select(table)).all()


def test_the_next_topic_is_taken_up_once(two, running):
    assert "is on already" in press(two, meeting.choose_topic, running.meeting_id, running.other_topic_id)

    turns = all_of(running, TopicTurn)
    assert len(turns) == 2
    assert [turn.topic_id for turn in turns if turn.ended_at is None] == [running.other_topic_id]


def test_a_vote_is_opened_closed_and_revealed_once_and_its_statement_adopted_once(two, running):
    opened = press(two, rounds.open_round, running.meeting_id, [running.first])
    (vote,) = all_of(running, Round)
    view = meeting.get_meeting(two[0], running.process_id).round
    for name in VOTERS:
        if name != ANN:
            cast_ballot(running.context(name), view.items[0].id, view.items[0].version_sha256, "agree", "")
    closed = press(two, rounds.close_round, vote.id)
    revealed = press(two, rounds.reveal_round, vote.id)
    adopted = press(two, statements.adopt, running.first)

    assert "Another vote is open" in opened or "not presented" in opened
    assert closed == "A round that is closed cannot become closed."
    assert revealed == "A round that is revealed cannot become revealed."
    assert adopted
    assert len(all_of(running, Adoption)) == 1


def test_full_consensus_is_recorded_once(two, running):
    assert press(two, meeting.record_full_consensus, running.meeting_id, running.first)
    assert len(all_of(running, Adoption)) == 1


def test_a_break_and_a_clock_begin_once(two, running):
    assert "having a break already" in press(two, breaks.begin_break, running.meeting_id, "Coffee", 15)
    breaks.end_break(two[0], running.meeting_id)

    assert "on the clock already" in press(two, timers.begin_discussion, running.meeting_id)
    assert len(all_of(running, MeetingTimer)) == 1


def test_an_adoption_is_undone_once(two, running):
    meeting.record_full_consensus(two[0], running.meeting_id, running.first)

    assert "has just been undone" in press(two, undoing_adoption.undo_adoption, running.first, "A slip.")
    assert all_of(running, Adoption) == []
    assert len(all_of(running, UndoneAdoption)) == 1


def test_what_was_begun_by_mistake_is_taken_back_once(two, running):
    meeting.choose_topic(two[0], running.meeting_id, running.other_topic_id)
    assert press(two, corrections.undo_topic, running.meeting_id) == "No other topic was on before this one."
    timers.begin_discussion(two[0], running.meeting_id)
    (timer,) = all_of(running, MeetingTimer)
    assert "taken back already" in press(two, corrections.undo_timer, timer.id)
    breaks.begin_break(two[0], running.meeting_id, "Coffee", 15)
    assert "There is no break" in press(two, corrections.undo_break, running.meeting_id)
    meeting.check_out(two[0], running.meeting_id, running.members[BEN])
    taken_back = press(two, corrections.undo_presence, running.meeting_id, running.members[BEN], is_coming=False)

    assert taken_back == "Somebody else has just noted or taken back that Ben Birch came or left."
    assert [turn.topic_id for turn in all_of(running, TopicTurn) if turn.ended_at is None] == [running.topic_id]


def test_the_floor_is_given_once(two, running):
    floor.add_speaker(two[0], running.meeting_id, "Gert Guest")
    (waiting,) = meeting.get_meeting(two[0], running.process_id).floor.waiting

    assert press(two, floor.give_floor, waiting.id) == "Gert Guest no longer waits for the floor."
