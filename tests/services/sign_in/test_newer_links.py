"""Whoever issues a link could open it, so a newer link does not show older votes."""

import pytest

from consensus.domain.errors import NotAllowedError
from consensus.services.context import Context
from consensus.services.rounds import ballots
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import credentials, identity
from tests.services.builders import ANN, FACILITATOR, Clock, Vote


def by_link(vote: Vote, clock: Clock) -> Context:
    """Ann in the browser that opens the link the facilitator issues now."""
    clock.forward(minutes=1)
    token = identity.exchange_link(vote.built.db, vote.built.link(ANN), address="192.0.2.1").token
    return Context(vote.built.db, identity.actor_for_token(vote.built.db, token))


def by_code(vote: Vote, clock: Clock) -> Context:
    """Ann in the browser that types the code the facilitator issues now."""
    clock.forward(minutes=1)
    code = credentials.issue_code(vote.built.context(FACILITATOR), vote.built.members[ANN])
    token = identity.exchange_code(vote.built.db, vote.built.slug, code, address="192.0.2.1").token
    return Context(vote.built.db, identity.actor_for_token(vote.built.db, token))


@pytest.mark.parametrize("come_in", [by_link, by_code])
def test_a_way_in_newer_than_the_vote_shows_that_it_is_recorded_and_not_what_it_says(vote, clock, come_in):
    recorded = vote.cast(ANN, "disagree", "Too early.")

    mine = get_round(come_in(vote, clock), vote.id).items[0].my_ballot

    assert mine is not None
    assert (mine.choice, mine.comment, mine.at) == (None, "", recorded.at)


@pytest.mark.parametrize("come_in", [by_link, by_code])
def test_a_way_in_newer_than_the_vote_cannot_change_it_and_read_it_from_the_counts(vote, clock, come_in):
    vote.cast(ANN, "disagree")
    later, item = come_in(vote, clock), vote.items[0]

    with pytest.raises(NotAllowedError, match="stands as it is"):
        ballots.cast_ballot(later, item.id, item.version_sha256, "agree")

    counted = get_round(vote.built.context(FACILITATOR), vote.id).items[0].tally
    assert counted is not None
    assert (counted.n_agree, counted.n_disagree) == (0, 1)


def test_the_same_holds_for_a_ballot_from_a_browser(vote, clock):
    vote.cast(ANN, "disagree")
    clock.forward(minutes=1)
    token = identity.exchange_link(vote.built.db, vote.built.link(ANN), address="192.0.2.1").token

    [answer] = ballots.cast_ballots(vote.built.db, [vote.request(token, "key-of-ann")])

    assert isinstance(answer, ballots.Refused)
    assert "stands as it is" in answer.message


@pytest.mark.parametrize("come_in", [by_link, by_code])
def test_what_is_cast_with_the_newer_way_in_is_shown(vote, clock, come_in):
    later, item = come_in(vote, clock), vote.items[0]
    ballots.cast_ballot(later, item.id, item.version_sha256, "disagree")

    ballots.cast_ballot(later, item.id, item.version_sha256, "agree", "Now.")

    mine = get_round(later, vote.id).items[0].my_ballot
    assert mine is not None
    assert (mine.choice, mine.comment) == ("agree", "Now.")


def test_the_browser_that_voted_goes_on_showing_the_vote(vote, clock):
    vote.cast(ANN, "agree")
    clock.forward(minutes=1)

    mine = get_round(vote.built.signed_in(ANN), vote.id).items[0].my_ballot

    assert mine is not None
    assert mine.choice == "agree"
