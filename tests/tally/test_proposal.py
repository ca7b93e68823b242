"""The largest exact share wins; an exact tie goes back to the panel."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.presets import load_presets
from consensus.tally.counts import ItemTally
from consensus.tally.proposal import Proposal, propose
from consensus.tally.verdicts import decide, full_consensus

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))


def vote(y, n):
    return decide(ItemTally(y + n, {"agree": y, "disagree": n}), FOUR_FIFTHS)


def test_the_largest_share_of_those_that_meet_the_rule_is_proposed():
    proposal = propose({"a": vote(12, 3), "b": vote(14, 1), "c": vote(5, 10)})

    assert proposal == Proposal(winner="b", tied=(), reached=("a", "b"))


def test_shares_are_compared_exactly_not_as_displayed():
    proposal = propose({"a": vote(8667, 1333), "b": vote(13, 2)})

    assert proposal.winner == "a"


def test_an_exact_tie_is_never_broken():
    proposal = propose({"a": vote(12, 3), "b": vote(4, 1), "c": vote(1, 1)})

    assert proposal == Proposal(winner=None, tied=("a", "b"), reached=("a", "b"))


def test_a_rule_by_median_and_spread_alone_compares_no_shares():
    by_median = load_presets()["median_and_iqr"].definition
    high, higher = (decide(ItemTally(4, points), by_median) for points in ({"7": 3, "6": 1}, {"9": 4}))

    assert propose({"a": high, "b": higher}) == Proposal(winner=None, tied=(), reached=("a", "b"))


def test_nothing_is_proposed_where_nothing_meets_the_rule():
    assert propose({"a": vote(11, 4), "b": vote(0, 0)}) == Proposal(None, (), ())


def test_full_consensus_stands_beside_votes():
    assert propose({"a": vote(14, 1), "b": full_consensus(15)}).winner == "b"


@given(st.dictionaries(st.integers(), st.tuples(st.integers(0, 9), st.integers(0, 9))), st.randoms())
def test_the_order_of_candidates_is_irrelevant(candidates, random):
    verdicts = {key: vote(*counts) for key, counts in candidates.items()}
    shuffled = dict(random.sample(list(verdicts.items()), len(verdicts)))

    first, second = propose(verdicts), propose(shuffled)

    assert first.winner == second.winner
    assert set(first.tied) == set(second.tied)
    assert set(first.reached) == set(second.reached)
