"""The life of a round: what is frozen when it opens, who sees what, and what can never be undone."""

from dataclasses import replace
from itertools import product

import pytest
from sqlmodel import select

from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.domain.roles import Role
from consensus.persistence.tables import Ballot, Elector, ItemCount, Round, StoredVerdict
from consensus.services import audit
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import definitions, processes
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round, list_rounds
from consensus.services.statements import statements, topics
from consensus.services.statements.statements import list_statements
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    EVERYBODY,
    FACILITATOR,
    OBSERVER,
    PATIENT,
    VOTERS,
    begin_meeting,
    definition,
    open_vote,
    plan_process,
)


def states(built):
    return [row.state for row in list_statements(built.context(FACILITATOR), built.process_id)]


def test_a_round_is_opened_closed_and_revealed_with_a_verdict_for_each_item(vote):
    for name in VOTERS:
        vote.cast(name, "agree")
        vote.cast(name, "disagree", item=1)

    vote.reveal()

    revealed = get_round(vote.built.context(ANN), vote.id)
    first, second = revealed.items
    assert (revealed.state, revealed.n_electors, revealed.n_cast) == (RoundState.REVEALED, 4, 4)
    assert (first.verdict.outcome.value, second.verdict.outcome.value) == ("consensus", "no_consensus")
    assert (first.tally.n_agree, second.tally.n_disagree) == (4, 4)
    assert (first.is_proposed, second.is_proposed) == (True, False)
    assert states(vote.built) == [StatementState.PRESENTED, StatementState.NO_CONSENSUS]


def test_a_wording_on_which_a_vote_reached_consensus_can_be_adopted_and_no_other(vote):
    for name in VOTERS:
        vote.cast(name, "agree")
        vote.cast(name, "disagree", item=1)
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)

    statements.adopt(ctx, vote.built.first)

    with pytest.raises(ConflictError, match="Only a wording on which a vote reached consensus"):
        statements.adopt(ctx, vote.built.second)
    with pytest.raises(ConflictError, match="cannot become adopted"):
        statements.adopt(ctx, vote.built.first)
    assert states(vote.built) == [StatementState.ADOPTED, StatementState.NO_CONSENSUS]


def test_a_wording_changed_after_its_vote_has_to_be_voted_on_again(vote):
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)

    statements.reword(ctx, vote.built.first, "Local anaesthesia may be offered.", "", "Weaker")

    with pytest.raises(ConflictError, match="Only a wording on which a vote reached consensus"):
        statements.adopt(ctx, vote.built.first)


@pytest.mark.parametrize("closed", [False, True], ids=["while it is open", "until it is revealed"])
def test_a_statement_keeps_wording_and_place_under_a_vote(vote, closed):
    if closed:
        vote.close()
    ctx = vote.built.context(FACILITATOR)

    for change in (
        lambda: statements.reword(ctx, vote.built.first, "Something else.", "", ""),
        lambda: statements.withdraw(ctx, vote.built.first),
        lambda: statements.unpresent(ctx, vote.built.first),
    ):
        with pytest.raises(ConflictError, match="being voted on"):
            change()
    with pytest.raises(ConflictError, match="keep their numbers"):
        topics.move_topic(ctx, vote.built.topic_id, up=False)
    with pytest.raises(ConflictError, match="being voted on"):
        meeting.record_full_consensus(ctx, vote.built.meeting_id, vote.built.first)

    assert [item.text for item in get_round(ctx, vote.id).items] == [item.text for item in vote.items]


def test_a_rule_set_after_the_opening_is_not_the_rule_of_the_round(vote):
    before = get_round(vote.built.context(FACILITATOR), vote.id).definition_sentence
    definitions.set_definition(
        vote.built.context(FACILITATOR), vote.built.process_id, definition(threshold="1/2"), "Too strict"
    )
    for name, choice in zip(VOTERS, ("agree", "agree", "agree", "disagree"), strict=True):
        vote.cast(name, choice)

    vote.reveal()

    revealed = get_round(vote.built.context(FACILITATOR), vote.id)
    assert revealed.definition_sentence == before
    assert revealed.items[0].verdict.outcome.value == "no_consensus"
    assert revealed.items[0].verdict.definition_sentence == before


def test_whoever_comes_after_the_opening_has_no_vote_and_whoever_leaves_keeps_it(planned):
    built = begin_meeting(planned, present=[name for name in EVERYBODY if name != CLEO])
    vote = open_vote(built)

    meeting.check_in(built.context(CLEO), built.meeting_id)
    meeting.check_out(built.context(ANN), built.meeting_id)

    late = get_round(built.context(CLEO), vote.id)
    assert (late.may_vote, late.n_electors) == (False, 3)
    assert "were not checked in when this vote was opened" in late.why_not_vote
    with pytest.raises(NotAllowedError, match="not among those who decide"):
        vote.cast(CLEO, "agree")
    assert vote.cast(ANN, "agree").choice == "agree"


def test_a_vote_taken_away_or_given_after_the_opening_changes_nothing_of_the_round(vote):
    ctx, members = vote.built.context(FACILITATOR), vote.built.members
    panel.edit_member(ctx, members[ANN], panel.MemberDraft(ANN, votes=False))
    panel.edit_member(ctx, members[PATIENT], panel.MemberDraft(PATIENT, votes=True))

    vote.cast(ANN, "agree")

    with pytest.raises(NotAllowedError, match="not among those who decide"):
        vote.cast(PATIENT, "agree")
    assert get_round(ctx, vote.id).n_electors == 4


def test_nobody_is_taken_out_of_the_electorate_by_a_role_without_a_ballot(vote):
    ctx, members = vote.built.context(FACILITATOR), vote.built.members
    as_observer = panel.MemberDraft(ANN, role=Role.OBSERVER, votes=False)

    with pytest.raises(ConflictError, match="Ann Alder is voting now"):
        panel.edit_member(ctx, members[ANN], as_observer)
    vote.cast(ANN, "disagree")
    vote.reveal()
    panel.edit_member(ctx, members[ANN], as_observer)

    assert get_round(ctx, vote.id).items[0].tally.n_disagree == 1


def test_only_those_present_and_entitled_decide(vote):
    with vote.built.db.reading() as session:
        electors = set(session.exec(select(Elector.member_id).where(Elector.round_id == vote.id)))

    assert electors == {vote.built.members[name] for name in VOTERS}
    for name, reason in ((PATIENT, "without a vote"), (OBSERVER, "without a vote"), (FACILITATOR, "without a vote")):
        view = get_round(vote.built.context(name), vote.id)
        assert not view.may_vote
        assert reason in view.why_not_vote


def test_an_observer_is_never_given_a_vote_that_could_not_be_cast(running):
    with pytest.raises(InvalidInputError, match="An observer takes part without a vote"):
        panel.add_member(
            running.context(FACILITATOR), running.process_id, panel.MemberDraft("Otto Orm", role=Role.OBSERVER)
        )


@pytest.mark.parametrize("mode", TallyMode)
def test_only_a_round_whose_counts_nobody_watched_is_opened_again(running, mode):
    vote = open_vote(running, mode)
    vote.cast(ANN, "agree")
    vote.close()
    ctx = running.context(FACILITATOR)

    assert get_round(ctx, vote.id).may_reopen is (mode is TallyMode.SEALED)
    if mode is TallyMode.LIVE:
        with pytest.raises(ConflictError, match="counts of this round were watched"):
            rounds.reopen_round(ctx, vote.id)
        return
    rounds.reopen_round(ctx, vote.id)
    vote.cast(BEN, "disagree")
    vote.reveal()
    assert get_round(ctx, vote.id).items[0].tally.counts == {"agree": 1, "disagree": 1}


def test_what_was_revealed_stays_revealed(vote):
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)

    for again, sentence in (
        (rounds.reopen_round, "A round that is revealed cannot become open."),
        (rounds.close_round, "A round that is revealed cannot become closed."),
        (rounds.reveal_round, "A round that is revealed cannot become revealed."),
    ):
        with pytest.raises(ConflictError) as refusal:
            again(ctx, vote.id)
        assert str(refusal.value) == sentence


def test_a_round_is_closed_before_it_is_revealed(vote):
    with pytest.raises(ConflictError, match="A round that is open cannot become revealed"):
        rounds.reveal_round(vote.built.context(FACILITATOR), vote.id)


def test_a_second_vote_waits_for_the_reveal_of_the_first(vote):
    vote.close()
    ctx = vote.built.context(FACILITATOR)

    with pytest.raises(ConflictError, match="Another vote is open or not yet revealed"):
        rounds.open_round(ctx, vote.built.meeting_id, [vote.built.first])
    for leave in (
        lambda: meeting.end_meeting(ctx, vote.built.meeting_id),
        lambda: processes.finish_process(ctx, vote.built.process_id),
        lambda: meeting.choose_topic(ctx, vote.built.meeting_id, vote.built.other_topic_id),
    ):
        with pytest.raises(ConflictError, match="reveal"):
            leave()


def test_what_is_missing_before_opening_is_shown_and_refused_alike(planned):
    built = begin_meeting(planned, present=[PATIENT])
    ctx = built.context(FACILITATOR)
    statements.unpresent(ctx, built.second)
    definitions.set_definition(ctx, built.process_id, definition(minimum_n=3))

    def issues(*ids):
        found = rounds.issues_before_opening(ctx, built.meeting_id, ids)
        with pytest.raises(ConflictError) as refusal:
            rounds.open_round(ctx, built.meeting_id, ids)
        assert str(refusal.value) == found[0]
        return found

    assert issues() == ("Choose at least one presented candidate.", "Nobody who is entitled to vote is present.")
    assert "A statement can be in a round only once." in issues(built.first, built.first)
    assert "Statement 1.2 is not presented." in issues(built.first, built.second)
    meeting.check_in(built.context(ANN), built.meeting_id)
    assert issues(built.first) == (
        "The rule needs at least 3 votes and only 1 may vote here.",
        "A confidential vote needs at least 3 people: of fewer the counts name them.",
    )
    meeting.choose_topic(ctx, built.meeting_id, built.other_topic_id)
    assert "Only statements of the current topic can be voted on." in issues(built.first)
    meeting.end_meeting(ctx, built.meeting_id)
    assert "The meeting is not running." in issues(built.first)


def test_a_statement_without_consensus_is_reworded_and_voted_on_again(vote):
    for name in VOTERS:
        vote.cast(name, "disagree")
        vote.cast(name, "disagree", item=1)
    vote.reveal()
    ctx = vote.built.context(FACILITATOR)

    statements.reword(ctx, vote.built.first, "Local anaesthesia may be offered first.", "", "Weaker")
    statements.present_statement(ctx, vote.built.first)
    again = rounds.open_round(ctx, vote.built.meeting_id, [vote.built.first])

    assert [round_.number for round_ in list_rounds(ctx, vote.built.process_id)] == [1, 2]
    assert get_round(ctx, again).items[0].text == "Local anaesthesia may be offered first."
    assert get_round(ctx, vote.id).items[0].text == "Local anaesthesia should be offered first."


def test_a_verdict_is_stored_once_and_stays_what_it_was(vote):
    for name in VOTERS:
        vote.cast(name, "agree")
    vote.reveal()
    with vote.built.db.transaction() as session:
        for ballot in session.exec(select(Ballot)):
            ballot.choice = "disagree"

    item = get_round(vote.built.context(ANN), vote.id).items[0]

    assert item.verdict.outcome.value == "consensus"
    assert (item.verdict.numerator, item.verdict.denominator) == (4, 4)
    with vote.built.db.reading() as session:
        assert len(session.exec(select(StoredVerdict)).all()) == 2


@pytest.mark.parametrize("step", ["close", "reveal"])
def test_ballots_that_differ_from_the_running_tally_are_never_passed_over(vote, step):
    vote.cast(ANN, "agree")
    if step == "reveal":
        vote.close()
    with vote.built.db.transaction() as session:
        session.exec(select(Ballot)).one().choice = "disagree"
    ctx = vote.built.context(FACILITATOR)

    with pytest.raises(ConflictError, match="running tally and the ballots differ"):
        (rounds.close_round if step == "close" else rounds.reveal_round)(ctx, vote.id)

    with vote.built.db.reading() as session:
        assert session.exec(select(StoredVerdict)).all() == []


@pytest.mark.parametrize("anonymity", [Anonymity.OPEN, Anonymity.CONFIDENTIAL])
@pytest.mark.parametrize("mode", TallyMode)
def test_of_an_unrevealed_round_nobody_sees_counts_and_names_together(db, anonymity, mode):
    built = begin_meeting(plan_process(db, anonymity=anonymity))
    vote = open_vote(built, mode)
    vote.cast(ANN, "agree", "I said so.")
    vote.cast(BEN, "disagree")

    for state, name in product((RoundState.OPEN, RoundState.CLOSED), EVERYBODY):
        if state is RoundState.CLOSED and get_round(built.context(name), vote.id).state is RoundState.OPEN:
            vote.close()
        view = get_round(built.context(name), vote.id)
        assert view.state is state
        counts = [item.tally for item in view.items if item.tally is not None]
        assert not (counts and view.missing_names is not None)
        assert bool(counts) is (name == FACILITATOR and mode is TallyMode.LIVE)
        assert (view.missing_names is not None) is (name == FACILITATOR and mode is TallyMode.SEALED)
        assert all(item.named_ballots is None for item in view.items)
        assert all(item.comments is None for item in view.items)
        assert all(item.verdict is None for item in view.items)
        assert not any(item.is_proposed or item.is_tied for item in view.items)
        assert view.n_cast == 2


def test_a_sealed_round_names_whose_ballot_paper_is_not_complete(running):
    vote = open_vote(running, TallyMode.SEALED)
    vote.cast(ANN, "agree")
    vote.cast(ANN, "abstain", item=1)
    vote.cast(BEN, "agree")

    assert get_round(running.context(FACILITATOR), vote.id).missing_names == (CHAIR, BEN, CLEO)


def test_each_sees_the_own_ballot_and_no_other(vote):
    vote.cast(ANN, "agree", "As before.")
    vote.cast(BEN, "disagree")

    mine = get_round(vote.built.context(ANN), vote.id).items

    assert (mine[0].my_ballot.choice, mine[0].my_ballot.comment) == ("agree", "As before.")
    assert mine[1].my_ballot is None
    assert get_round(vote.built.context(FACILITATOR), vote.id).items[0].my_ballot is None


@pytest.mark.parametrize("name", EVERYBODY)
def test_after_the_reveal_of_a_confidential_vote_comments_come_without_names(vote, name):
    vote.cast(ANN, "agree", "It hurts less.")
    vote.cast(BEN, "disagree", "Not for children.")
    vote.reveal()

    view = get_round(vote.built.context(name), vote.id)

    assert set(view.items[0].comments) == {"It hurts less.", "Not for children."}
    assert view.items[0].named_ballots is None
    assert view.missing_names is None
    shown = repr(replace(view, electorate=None, items=tuple(replace(item, my_ballot=None) for item in view.items)))
    assert not any(person in shown for person in EVERYBODY)


def test_comments_stand_in_one_order_for_everybody_and_not_in_that_of_voting(db):
    built = begin_meeting(plan_process(db))
    vote = open_vote(built)
    comments = {CHAIR: "delta", ANN: "alpha", BEN: "charlie", CLEO: "bravo"}
    for name, comment in comments.items():
        vote.cast(name, "agree", comment)
    vote.reveal()

    orders = {get_round(built.context(name), vote.id).items[0].comments for name in EVERYBODY}

    assert len(orders) == 1
    assert sorted(orders.pop()) == sorted(comments.values())


@pytest.mark.parametrize("name", EVERYBODY)
def test_an_open_vote_names_each_ballot_after_the_reveal(db, name):
    vote = open_vote(begin_meeting(plan_process(db, anonymity=Anonymity.OPEN)))
    vote.cast(BEN, "disagree", "Not for children.")
    vote.cast(ANN, "agree")
    vote.reveal()

    named = get_round(vote.built.context(name), vote.id).items[0].named_ballots

    assert [(ballot.name, ballot.choice, ballot.comment) for ballot in named] == [
        (ANN, "agree", ""),
        (BEN, "disagree", "Not for children."),
    ]


def test_the_record_ties_no_ballot_to_a_person(vote):
    vote.cast(ANN, "agree", "It hurts less.")
    vote.cast(ANN, "disagree")
    vote.reveal()

    events = audit.list_events(vote.built.context(FACILITATOR), vote.built.process_id, limit=500)

    cast = [event for event in events if event.verb == "ballots.recorded"]
    assert [(event.actor, event.sentence) for event in cast] == [("", "Ballots were recorded: 1.")] * 2
    for verb in ("round.opened", "round.closed", "round.revealed"):
        assert all(event.actor == FACILITATOR for event in events if event.verb == verb)
    with vote.built.db.reading() as session:
        stored = session.exec(select(audit.Event).where(audit.Event.verb == "ballots.recorded")).all()
        digests = repr([(event.detail, event.object_id) for event in stored])
    assert str(vote.built.members[ANN]) not in digests
    assert "agree" not in digests
    assert "hurts" not in digests


def test_an_empty_round_has_no_valid_votes_and_no_consensus(vote):
    vote.reveal()

    outcomes = [item.verdict.outcome.value for item in get_round(vote.built.context(ANN), vote.id).items]

    assert outcomes == ["no_valid_votes"] * 2
    assert states(vote.built) == [StatementState.NO_CONSENSUS] * 2


def test_two_statements_with_the_same_share_are_tied_and_neither_is_proposed(vote):
    for name, item in product(VOTERS, (0, 1)):
        vote.cast(name, "agree", item=item)

    vote.reveal()

    items = get_round(vote.built.context(FACILITATOR), vote.id).items
    assert [(item.is_tied, item.is_proposed) for item in items] == [(True, False)] * 2


def test_a_rule_by_groups_is_decided_on_the_groups_as_they_were_at_the_opening(db):
    rule = definition(group_rule={"mode": "every", "minimum_n": 1})
    built = plan_process(db, rule=rule, anonymity=Anonymity.OPEN)
    ctx = built.context(FACILITATOR)
    groups = {CHAIR: "surgeon", ANN: "surgeon", BEN: "nurse", CLEO: "nurse"}
    for name, group in groups.items():
        role = Role.CHAIR if name == CHAIR else Role.PANELIST
        panel.edit_member(ctx, built.members[name], panel.MemberDraft(name, role=role, stakeholder_group=group))
    vote = open_vote(begin_meeting(built))
    panel.edit_member(ctx, built.members[BEN], panel.MemberDraft(BEN, stakeholder_group="surgeon"))
    for name, choice in ((CHAIR, "agree"), (ANN, "agree"), (BEN, "disagree"), (CLEO, "disagree")):
        vote.cast(name, choice)

    vote.reveal()

    tally = get_round(ctx, vote.id).items[0].verdict.tally
    assert {name: dict(group.counts) for name, group in tally.groups.items()} == {
        "nurse": {"disagree": 2},
        "surgeon": {"agree": 2},
    }


def test_a_confidential_vote_is_not_held_among_so_few_that_the_counts_name_them(planned):
    built = begin_meeting(planned, present=[FACILITATOR, ANN, BEN])

    with pytest.raises(ConflictError, match="at least 3 people"):
        open_vote(built)
    meeting.check_in(built.context(CLEO), built.meeting_id)

    assert open_vote(built).items


def test_a_confidential_vote_counts_no_group_apart_in_which_the_counts_name_people(db):
    built = plan_process(db, rule=definition(group_rule={"mode": "every", "minimum_n": 1}))
    ctx = built.context(FACILITATOR)
    panel.edit_member(ctx, built.members[ANN], panel.MemberDraft(ANN, stakeholder_group="nurse"))
    begin_meeting(built)

    assert rounds.issues_before_opening(ctx, built.meeting_id, [built.first]) == (
        "The rule counts the group “nurse” apart, and with fewer than 3 people its counts would name them. "
        "Merge groups, or make the vote open.",
    )


def test_the_rule_of_a_round_is_stored_with_its_fingerprint(vote):
    with vote.built.db.reading() as session:
        stored = session.get_one(Round, vote.id)
        counts = session.exec(select(ItemCount)).all()

    assert stored.definition_sha256 == definition().sha256()
    assert counts == []
