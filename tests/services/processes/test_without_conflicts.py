"""Verdicts without those who vote with a conflict: frozen at the opening, never a division that shows one person."""

from collections.abc import Iterator

import pytest

from consensus.domain.conflicts import Decision
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import InvitationState
from consensus.services.interests import interests
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import what_if
from consensus.services.rounds import rounds
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.rounds.round_views import get_round
from consensus.services.statements import statements
from tests.services.builders import (
    CHAIR,
    FACILITATOR,
    INTEREST,
    VOTERS,
    Built,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    plan_process,
)

MORE = tuple(f"Voter {number:02}" for number in range(1, 28))
EVERYONE = (*VOTERS, *MORE)


@pytest.fixture
def room(db) -> Built:
    """31 people who have declared nothing, and the meeting running."""
    return make_room(plan_process(db))


def make_room(built) -> Built:
    ctx = built.context(FACILITATOR)
    for name in MORE:
        built.members[name] = panel.add_member(ctx, built.process_id, panel.MemberDraft(name))
        panel.record_invitation(ctx, built.members[name], InvitationState.SENT)
    begin_meeting(built, present=EVERYONE)
    ask_interests(built)
    declare_everything(built, names=EVERYONE)
    return built


def disclose(built, names):
    for name in names:
        interests.declare(built.context(name), built.process_id, built.topic_id, INTEREST)
        decide(built, name, built.topic_id, Decision.DISCLOSED_ONLY, by=FACILITATOR if name == CHAIR else CHAIR)


def vote_on(built, statement_id, disagreeing):
    ctx = built.context(FACILITATOR)
    round_id = rounds.open_round(ctx, built.meeting_id, [statement_id])
    item = get_round(ctx, round_id).items[0]
    for name in EVERYONE:
        choice = "disagree" if name in disagreeing else "agree"
        cast_ballot(built.context(name), item.id, item.version_sha256, choice)
    rounds.close_round(ctx, round_id)
    rounds.reveal_round(ctx, round_id)


def sentences(built) -> Iterator[str]:
    return [item.without_conflicts.sentence() for item in what_if.list_analyses(built.context(CHAIR), built.process_id)]


def test_with_enough_people_it_is_said_that_the_outcome_would_change(room):
    disclose(room, MORE[:8])
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))

    assert sentences(room) == [
        "Without the 8 people with a disclosed conflict of interest the outcome would be consensus."
    ]


def test_a_decision_of_no_action_makes_no_conflict(room):
    interests.declare(room.context(MORE[0]), room.process_id, room.topic_id, INTEREST)
    decide(room, MORE[0], room.topic_id, Decision.NONE_NEEDED)
    vote_on(room, room.first, disagreeing=())

    assert sentences(room) == ["Nobody in the electorate had a disclosed conflict of interest."]


def test_few_people_are_named_by_number_only(room):
    disclose(room, MORE[:4])
    vote_on(room, room.first, disagreeing=(*MORE[:3], *MORE[10:13]))

    assert "fewer than 5 people" in sentences(room)[0]


def test_what_is_declared_or_decided_later_changes_no_division_that_was_said(room):
    disclose(room, MORE[:8])
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))
    before = sentences(room)

    disclose(room, MORE[8:9])
    interests.declare(room.context(MORE[0]), room.process_id, room.topic_id, INTEREST)
    decide(room, MORE[0], room.topic_id, Decision.RECUSED)

    assert sentences(room) == before


def test_a_second_division_that_differs_by_one_person_is_left_unsaid(room):
    ctx = room.context(FACILITATOR)
    disclose(room, MORE[:8])
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))
    disclose(room, MORE[8:9])
    statements.present_statement(ctx, room.first)
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))

    first, second = sentences(room)

    assert first.endswith("would be consensus.")
    assert "differs by only a few people" in second


def test_a_second_division_among_the_same_people_is_said_as_well(room):
    disclose(room, MORE[:8])
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))
    vote_on(room, room.second, disagreeing=(*MORE[:4], *MORE[10:13]))

    assert len(set(sentences(room))) == 1


def test_a_division_beside_an_electorate_of_almost_the_same_people_is_left_unsaid(room):
    ctx = room.context(FACILITATOR)
    disclose(room, MORE[:8])
    for name in MORE[:8][:6]:
        meeting.check_out(ctx, room.meeting_id, room.members[name])
    round_id = rounds.open_round(ctx, room.meeting_id, [room.second])
    rounds.close_round(ctx, round_id)
    rounds.reveal_round(ctx, round_id)
    for name in MORE[:8][:6]:
        meeting.check_in(ctx, room.meeting_id, room.members[name])
    vote_on(room, room.first, disagreeing=(*MORE[:4], *MORE[10:13]))

    assert "differs by only a few people" in sentences(room)[-1]


def test_in_open_voting_everything_is_public_by_name(db):
    built = make_room(plan_process(db, anonymity=Anonymity.OPEN))
    disclose(built, MORE[:1])
    vote_on(built, built.first, disagreeing=MORE[:7])

    assert sentences(built) == [
        "Without the 1 person with a disclosed conflict of interest the outcome would be consensus."
    ]
