"""A paper is entered for somebody without a device: marked wherever it counts, and never over a vote of their own."""

import pytest
from sqlmodel import select

from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.persistence.tables import Ballot, BallotRevision
from consensus.services import audit
from consensus.services.meetings.asked_now import ask_all
from consensus.services.processes import results, secrecy
from consensus.services.rounds import rounds
from consensus.services.rounds.paper_ballots import enter_paper, list_paper_voters
from consensus.services.rounds.round_views import get_round
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    OBSERVER,
    VOTERS,
    begin_meeting,
    open_vote,
)

MARK = "1 ballot was entered from paper."


@pytest.fixture
def open_voting(planned):
    """A vote by name whose counts are watched."""
    secrecy.set_secrecy(planned.context(FACILITATOR), planned.process_id, Anonymity.OPEN)
    return open_vote(begin_meeting(planned))


def enter(vote, name, *choices):
    said = {item.id: choice for item, choice in zip(vote.items, choices, strict=False)}
    enter_paper(vote.built.context(FACILITATOR), vote.id, vote.built.members[name], said)


def seen(vote, name=FACILITATOR):
    return get_round(vote.built.context(name), vote.id)


def test_a_paper_counts_like_a_ballot_and_its_voter_reads_who_entered_it(open_voting):
    enter(open_voting, ANN, "agree", "disagree")

    mine = seen(open_voting, ANN).items[0].my_ballot
    assert (mine.choice, mine.entered_by) == ("agree", FACILITATOR)
    first = seen(open_voting).items[0]
    assert (first.tally.n_agree, first.taken.n_paper) == (1, 1)
    assert seen(open_voting, BEN).items[0].taken.n_paper == 0
    assert "A ballot on paper was entered in round 1, with 2 answers." in [
        event.sentence
        for event in audit.list_events(open_voting.built.context(FACILITATOR), open_voting.built.process_id)
    ]
    assert audit.verify_chain(open_voting.built.context(FACILITATOR), open_voting.built.process_id).is_intact


def test_the_phone_of_the_voter_says_so_and_no_other(open_voting):
    enter(open_voting, ANN, "agree")
    tokens = {name: open_voting.built.token(name) for name in (ANN, BEN)}

    asked = ask_all(open_voting.built.db, open_voting.built.process_id, tokens.values())

    assert [asked.by_token[tokens[name]].items[0].entered_by for name in (ANN, BEN)] == [FACILITATOR, ""]


def test_the_voter_changes_it_and_the_mark_goes(open_voting):
    enter(open_voting, ANN, "agree")

    open_voting.cast(ANN, "disagree")

    assert (seen(open_voting, ANN).items[0].my_ballot.entered_by, seen(open_voting).items[0].taken.n_paper) == ("", 0)
    with pytest.raises(ConflictError, match="has voted personally"):
        enter(open_voting, ANN, "agree")


def test_a_vote_cast_personally_is_never_replaced_not_even_in_part(open_voting):
    open_voting.cast(ANN, "agree", item=1)

    with pytest.raises(ConflictError, match="has voted personally"):
        enter(open_voting, ANN, "disagree", "disagree")

    assert seen(open_voting).items[0].n_cast == 0


def test_a_paper_entered_wrongly_is_corrected_and_the_correction_kept(open_voting):
    enter(open_voting, ANN, "agree")
    enter(open_voting, ANN, "disagree")

    first = seen(open_voting).items[0]
    assert (first.tally.n_agree, first.tally.n_disagree, first.taken.n_paper) == (0, 1, 1)
    with open_voting.built.db.reading() as session:
        ballot = session.exec(select(Ballot).where(Ballot.item_id == first.id)).one()
        assert session.get_one(BallotRevision, (ballot.id, 1)).choice == "agree"


def test_tally_verdict_names_and_files_say_what_came_on_paper(open_voting):
    enter(open_voting, ANN, "agree", "agree")
    for name in (CHAIR, BEN, CLEO):
        open_voting.cast(name, "agree")
    open_voting.reveal()

    first = seen(open_voting, BEN).items[0]
    assert first.verdict.sentence.endswith(MARK)
    assert first.taken.n_paper == 1
    assert [ballot.name for ballot in first.named_ballots if ballot.is_paper] == [ANN]
    ctx, process_id = open_voting.built.context(FACILITATOR), open_voting.built.process_id
    assert all(
        MARK in results.export(ctx, process_id, name).content.decode() for name in ("results.csv", "results.json")
    )


@pytest.mark.parametrize(
    ("anonymity", "mode", "why"),
    [
        (Anonymity.CONFIDENTIAL, TallyMode.LIVE, "would tell you who has voted"),
        (Anonymity.SECRET, TallyMode.SEALED, "whoever enters one would read it"),
    ],
    ids=["confidential with counts", "secret"],
)
def test_where_its_refusal_would_tell_who_has_voted_no_paper_is_taken(vote, anonymity, mode, why):
    with vote.built.db.transaction() as session:
        round_ = session.get_one(rounds.Round, vote.id)
        round_.anonymity, round_.tally_mode = anonymity, mode

    assert list_paper_voters(vote.built.context(FACILITATOR), vote.id) == ()
    with pytest.raises(ConflictError, match=why):
        enter(vote, ANN, "agree")


def test_where_names_are_watched_a_confidential_vote_takes_papers(running):
    vote = open_vote(running, TallyMode.SEALED)

    enter(vote, ANN, "agree", "agree")

    assert seen(vote).items[0].taken.n_paper == 1
    assert ANN not in seen(vote).missing_names
    assert seen(vote).items[0].tally is None


def test_only_for_somebody_entitled_while_the_vote_is_open_and_with_an_answer(open_voting):
    voters = list_paper_voters(open_voting.built.context(FACILITATOR), open_voting.id)
    assert {voter.name for voter in voters} == set(VOTERS)

    with pytest.raises(NotFoundError):
        enter(open_voting, OBSERVER, "agree")
    with pytest.raises(InvalidInputError, match="answers nothing"):
        enter(open_voting, ANN)
    open_voting.close()
    with pytest.raises(ConflictError, match="closed"):
        enter(open_voting, ANN, "agree")
