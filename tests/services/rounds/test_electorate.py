"""Who may vote on a topic: entitled, present if the rule says so, not recused; and frozen on opening."""

import pytest

from consensus.domain.conflicts import NOTHING, Decision, Publication
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.services.interests import interests
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import results
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.statements.statements import list_statements
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    EVERYBODY,
    FACILITATOR,
    INTEREST,
    PATIENT,
    VOTERS,
    Vote,
    ask_interests,
    begin_meeting,
    decide,
    declare_everything,
    definition,
    open_vote,
    plan_process,
)

ENTITLED = definition(electorate="entitled")


@pytest.fixture
def asked(running):
    ask_interests(running)
    return running


def issues(built):
    return rounds.issues_before_opening(built.context(FACILITATOR), built.meeting_id, [built.first])


def recuse(built, name, topic_id="topic"):
    where = built.topic_id if topic_id == "topic" else topic_id
    interests.declare(built.context(name), built.process_id, where, INTEREST)
    decide(built, name, where, Decision.RECUSED)


def seen(built, name=FACILITATOR):
    return meeting.get_meeting(built.context(name), built.process_id)


def test_those_present_decide_unless_the_rule_says_otherwise(planned):
    built = begin_meeting(planned, present=[ANN, BEN, PATIENT, FACILITATOR])
    assert seen(built).n_may_vote == 2


def test_everyone_entitled_decides_where_the_rule_says_so_but_who_declined(db):
    built = plan_process(db, rule=ENTITLED)
    panel.record_invitation(built.context(FACILITATOR), built.members[CLEO], InvitationState.DECLINED)
    begin_meeting(built, present=[ANN, FACILITATOR])

    vote = open_vote(built)

    assert get_round(built.context(FACILITATOR), vote.id).electorate.entitled == (CHAIR, ANN, BEN)
    assert vote.cast(BEN, "agree").choice == "agree"
    with pytest.raises(Exception, match="not among"):
        vote.cast(CLEO, "agree")


def test_whoever_declined_and_came_all_the_same_decides(planned):
    panel.record_invitation(planned.context(FACILITATOR), planned.members[CLEO], InvitationState.DECLINED)
    begin_meeting(planned, present=[ANN, BEN, CLEO])

    assert seen(planned).n_may_vote == 3


def test_full_consensus_of_those_present_is_not_that_of_the_absent(db):
    built = begin_meeting(plan_process(db, rule=ENTITLED), present=[ANN, BEN, FACILITATOR])

    with pytest.raises(ConflictError, match="2 of them are not here"):
        meeting.record_full_consensus(built.context(FACILITATOR), built.meeting_id, built.first)


def test_a_recused_person_is_listed_and_takes_no_part(asked):
    declare_everything(asked)
    recuse(asked, ANN)

    vote = open_vote(asked)

    frozen = get_round(asked.context(BEN), vote.id).electorate
    assert frozen.recused == (ANN,)
    assert ANN not in frozen.entitled
    assert get_round(asked.context(ANN), vote.id).why_not_vote == "You are recused from this vote."
    with pytest.raises(Exception, match="recused"):
        vote.cast(ANN, "agree")


def test_recused_is_none_of_missing_abstaining_or_eligible(asked):
    declare_everything(asked)
    recuse(asked, ANN)
    vote = open_vote(asked)
    for name in (CHAIR, BEN, CLEO):
        vote.cast(name, "agree")
    vote.reveal()

    tally = get_round(asked.context(CHAIR), vote.id).items[0].verdict.tally

    assert (tally.eligible, tally.recused, tally.n_agree, tally.n_missing) == (3, 1, 3, 0)


def test_a_recusal_is_for_its_topic_and_a_general_one_for_all(asked):
    declare_everything(asked)
    recuse(asked, ANN, asked.other_topic_id)
    recuse(asked, BEN, None)

    assert seen(asked).recused == (BEN,)
    meeting.choose_topic(asked.context(FACILITATOR), asked.meeting_id, asked.other_topic_id)
    assert seen(asked).recused == (ANN, BEN)
    assert seen(asked, ANN).i_am_recused


def test_the_minimum_counts_without_the_recused(db):
    built = begin_meeting(plan_process(db, rule=definition(minimum_n=4)))
    ask_interests(built)
    declare_everything(built)
    assert issues(built) == ()

    recuse(built, ANN)

    assert issues(built) == ("The rule needs at least 4 votes and only 3 may vote here.",)


def test_a_vote_waits_for_those_who_have_not_declared_and_names_them(asked):
    declare_everything(asked, names=(CHAIR, ANN))
    interests.declare(asked.context(BEN), asked.process_id, None, NOTHING)

    assert issues(asked) == (f"Interests not declared yet: {BEN}, {CLEO}.",)
    with pytest.raises(ConflictError, match="Interests not declared yet"):
        open_vote(asked)


def test_a_vote_waits_for_what_is_undecided(asked):
    declare_everything(asked, {(ANN, None): INTEREST, (BEN, asked.topic_id): INTEREST})

    assert issues(asked) == (f"Declared interests not decided on yet: {ANN}, {BEN}.",)
    decide(asked, ANN, None, Decision.NONE_NEEDED)
    decide(asked, BEN, asked.topic_id, Decision.DISCLOSED_ONLY)
    assert issues(asked) == ()


def test_a_long_list_of_names_is_cut(asked):
    for number in range(9):
        ctx = asked.context(FACILITATOR)
        member_id = panel.add_member(ctx, asked.process_id, panel.MemberDraft(f"Zed {number:02}"))
        meeting.check_in(ctx, asked.meeting_id, member_id)
    declare_everything(asked)

    assert issues(asked)[0].endswith("Zed 07 and 1 other.")


def test_nobody_is_held_up_by_people_who_are_not_there_or_have_no_vote(planned):
    built = begin_meeting(planned, present=[name for name in EVERYBODY if name != CLEO])
    ask_interests(built)
    declare_everything(built, names=[name for name in VOTERS if name != CLEO])

    assert issues(built) == ()


def test_full_consensus_waits_for_declarations_as_a_vote_does(asked):
    with pytest.raises(ConflictError, match="Interests not declared yet"):
        meeting.record_full_consensus(asked.context(FACILITATOR), asked.meeting_id, asked.first)


def test_full_consensus_is_that_of_those_who_are_not_recused(asked):
    declare_everything(asked)
    recuse(asked, ANN)

    meeting.record_full_consensus(asked.context(FACILITATOR), asked.meeting_id, asked.first)

    adopted = list_statements(asked.context(BEN), asked.process_id)[0].adopted
    assert (adopted.n_present, adopted.present) == (3, (CHAIR, BEN, CLEO))
    assert results.get_results(asked.context(BEN), asked.process_id).statements[0].eligible == 3


def test_nobody_is_left_where_all_are_recused(asked):
    declare_everything(asked)
    for name in VOTERS:
        interests.declare(asked.context(name), asked.process_id, asked.topic_id, INTEREST)
        decide(asked, name, asked.topic_id, Decision.RECUSED, by=FACILITATOR if name == CHAIR else CHAIR)

    assert issues(asked) == ("Everybody who could vote on this topic is recused.",)


def test_nobody_is_recused_from_a_vote_that_runs_and_the_refusal_says_what_to_do(asked):
    declare_everything(asked)
    vote = open_vote(asked)
    interests.declare(asked.context(ANN), asked.process_id, asked.topic_id, INTEREST)
    interests.declare(asked.context(BEN), asked.process_id, asked.other_topic_id, INTEREST)

    with pytest.raises(ConflictError, match="Close and reveal it, then decide"):
        decide(asked, ANN, asked.topic_id, Decision.RECUSED)
    decide(asked, BEN, asked.other_topic_id, Decision.RECUSED)
    vote.close()
    with pytest.raises(ConflictError, match="Close and reveal it, then decide"):
        decide(asked, ANN, asked.topic_id, Decision.RECUSED)
    rounds.reveal_round(asked.context(FACILITATOR), vote.id)

    decide(asked, ANN, asked.topic_id, Decision.RECUSED)

    assert ANN in get_round(asked.context(CHAIR), vote.id).electorate.entitled


def test_a_frozen_electorate_is_not_changed_by_who_comes_goes_or_is_recused(asked):
    declare_everything(asked)
    recuse(asked, ANN)
    vote: Vote = open_vote(asked)

    decide(asked, ANN, asked.topic_id, Decision.NONE_NEEDED)
    meeting.check_out(asked.context(FACILITATOR), asked.meeting_id, asked.members[BEN])

    frozen = get_round(asked.context(CHAIR), vote.id).electorate
    assert (frozen.entitled, frozen.recused) == ((CHAIR, BEN, CLEO), (ANN,))


def test_where_declarations_are_not_asked_for_nothing_is_missing(running):
    assert issues(running) == ()


def test_a_recusal_outlives_the_asking(asked):
    declare_everything(asked)
    recuse(asked, ANN)

    interests.set_asking(asked.context(FACILITATOR), asked.process_id, asks=False, publication=Publication.CATEGORY)

    assert seen(asked).recused == (ANN,)
