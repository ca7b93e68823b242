"""What goes wrong in a room: a laptop dies, people leave in the middle, somebody is recused after casting."""

import pytest

from consensus.domain.conflicts import Decision
from consensus.domain.errors import ConflictError, NotAllowedError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Role
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.rounds import rounds, voiding
from consensus.services.rounds.ballots import cast_ballot
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import sign_ins
from consensus.services.statements import statements
from consensus.tally.rules import Outcome
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    INTEREST,
    VOTERS,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    definition,
    open_vote,
    plan_process,
)


def test_another_facilitator_goes_on_when_a_laptop_dies_in_an_open_vote_and_votes_keep_coming(db):
    built = plan_process(db)
    second = panel.MemberDraft("Sam Second", role=Role.FACILITATOR, votes=False)
    built.members["Sam Second"] = panel.add_member(built.context(FACILITATOR), built.process_id, second)
    vote = open_vote(begin_meeting(built))
    vote.cast(ANN, "agree")
    first = built.signed_in(FACILITATOR)
    sign_ins.end_my_sign_in(first, first.actor.session_id)

    for name in (BEN, CLEO, CHAIR):
        vote.cast(name, "agree")
    sam = built.signed_in("Sam Second")
    rounds.close_round(sam, vote.id)
    rounds.reveal_round(sam, vote.id)

    assert get_round(sam, vote.id).n_cast == len(VOTERS)
    statements.adopt(sam, built.first)


def test_the_same_facilitator_goes_on_with_a_second_device(vote):
    laptop, tablet = (vote.built.signed_in(FACILITATOR) for _ in range(2))
    vote.cast(ANN, "agree")
    sign_ins.end_my_sign_in(laptop, laptop.actor.session_id)

    rounds.close_round(tablet, vote.id)

    assert get_round(tablet, vote.id).state is RoundState.CLOSED


@pytest.fixture
def quorate(db):
    """An open vote under a rule that asks three quarters of the electorate to take part."""
    return open_vote(begin_meeting(plan_process(db, rule=definition(quorum="3/4"))))


def test_people_who_leave_during_a_vote_stay_entitled_and_the_page_warns(quorate):
    built = quorate.built
    for name in (ANN, BEN):
        meeting.check_out(built.context(FACILITATOR), built.meeting_id, built.members[name])

    quorum = meeting.get_meeting(built.context(FACILITATOR), built.process_id).quorum
    assert (quorum.n_needed, quorum.n_eligible, quorum.n_here, quorum.is_lost) == (3, 4, 2, True)
    quorate.cast(ANN, "agree")
    assert get_round(built.context(FACILITATOR), quorate.id).n_electors == len(VOTERS)


def test_too_few_votes_make_an_inquorate_verdict_and_never_an_adoption(quorate):
    built = quorate.built
    for name in (ANN, BEN):
        quorate.cast(name, "agree")
    quorate.reveal()

    verdict = get_round(built.context(ANN), quorate.id).items[0].verdict
    assert verdict.outcome is Outcome.INQUORATE
    with pytest.raises(ConflictError, match="reached consensus"):
        statements.adopt(built.context(FACILITATOR), built.first)


def test_who_comes_during_a_vote_counts_for_the_next_one(db):
    built = begin_meeting(plan_process(db), present=(FACILITATOR, CHAIR, ANN, BEN))
    vote = open_vote(built)
    meeting.check_in(built.context(CLEO), built.meeting_id)

    quorum = meeting.get_meeting(built.context(FACILITATOR), built.process_id).quorum
    assert (quorum.n_eligible, quorum.n_here) == (3, 3)
    item = vote.items[0]
    with pytest.raises(NotAllowedError, match="not among those who decide"):
        cast_ballot(built.context(CLEO), item.id, item.version_sha256, "agree", "")


def test_a_rewording_while_a_vote_is_open_is_refused(vote):
    ctx = vote.built.context(FACILITATOR)

    with pytest.raises(ConflictError, match="being voted on"):
        statements.reword(ctx, vote.built.first, "Other words.", "", "A mistake")


def test_a_recusal_after_casting_waits_until_the_vote_is_declared_void(db):
    built = plan_process(db)
    ask_interests(built)
    begin_meeting(built)
    declare_everything(built, {(ANN, built.topic_id): INTEREST})
    decide(built, ANN, built.topic_id, Decision.NONE_NEEDED)
    vote = open_vote(built)
    vote.cast(ANN, "agree")
    with pytest.raises(ConflictError, match="vote"):
        decide(built, ANN, built.topic_id, Decision.RECUSED)

    voiding.void_round(built.context(FACILITATOR), vote.id, "Ann Alder should not have voted.")
    decide(built, ANN, built.topic_id, Decision.RECUSED)

    void = get_round(built.context(BEN), vote.id)
    assert (void.state, void.void_reason) == (RoundState.VOID, "Ann Alder should not have voted.")
    assert [(item.tally, item.verdict, item.comments) for item in void.items] == [(None, None, None)] * 2
    with pytest.raises(ConflictError):
        statements.adopt(built.context(FACILITATOR), built.first)
    again = open_vote(built)
    assert get_round(built.context(FACILITATOR), again.id).n_electors == len(VOTERS) - 1


def test_ballots_of_a_void_vote_count_nowhere(vote):
    for name in VOTERS:
        vote.cast(name, "agree")
    ctx = vote.built.context(FACILITATOR)
    voiding.void_round(ctx, vote.id, "The wrong wording was put to the vote.")

    for name in (FACILITATOR, ANN):
        seen = get_round(vote.built.context(name), vote.id)
        assert [(item.tally, item.verdict, item.named_ballots) for item in seen.items] == [(None, None, None)] * 2
    candidates = {s.id: s for s in statements.list_statements(ctx, vote.built.process_id)}
    assert not candidates[vote.built.first].may_adopt_by_vote
    item = vote.items[0]
    with pytest.raises(ConflictError):
        cast_ballot(vote.built.context(ANN), item.id, item.version_sha256, "disagree", "")
