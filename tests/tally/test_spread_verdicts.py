"""The clause on median and spread: exact numbers, two findings, and bounds that hold for every completion."""

import json
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.definitions import ConsensusDefinition, RatingScale, SpreadClause
from consensus.tally.counts import ItemTally
from consensus.tally.rules import outcome_of
from consensus.tally.spread import spread_of
from consensus.tally.verdicts import Clause, Verdict, decide

FIVE = RatingScale(1, 5)
HIGH = {"scale": FIVE, "agreeing": frozenset("45"), "disagreeing": frozenset("123")}

clauses = st.builds(
    SpreadClause,
    st.none() | st.sampled_from([Fraction(3), Fraction(7, 2), Fraction(4)]),
    st.none() | st.sampled_from([Fraction(4), Fraction(9, 2)]),
    st.sampled_from([Fraction(0), Fraction(1), Fraction(3, 2)]),
)
definitions = st.builds(
    ConsensusDefinition,
    threshold=st.none() | st.sampled_from([Fraction(1, 2), Fraction(3, 4)]),
    spread=clauses,
    minimum_n=st.integers(0, 3),
    max_dissent=st.none() | st.just(1),
    dissent_choices=st.just(frozenset("1")),
    **{name: st.just(value) for name, value in HIGH.items()},
)
ratings = st.lists(st.sampled_from("12345"), max_size=6)


def rule(**clauses_):
    return ConsensusDefinition(**{"threshold": None, **HIGH, **clauses_})


def tally(text, missing=0):
    return ItemTally.from_choices(text, len(text) + missing)


BOTH = SpreadClause(Fraction(4), iqr_at_most=Fraction(1))


@pytest.mark.parametrize(
    ("text", "median", "q1", "q3"),
    [
        pytest.param("4", 4, 4, 4, id="one rating"),
        pytest.param("45", Fraction(9, 2), Fraction(17, 4), Fraction(19, 4), id="two"),
        pytest.param("1234", Fraction(5, 2), Fraction(7, 4), Fraction(13, 4), id="quartiles between ratings"),
        pytest.param("55555", 5, 5, 5, id="all alike"),
    ],
)
def test_median_and_quartiles_are_exact(text, median, q1, q3):
    spread = spread_of(tally(text), FIVE)

    assert (spread.n, spread.median, spread.q1, spread.q3) == (len(text), median, q1, q3)


def test_nobody_rated_has_no_median():
    assert spread_of(ItemTally(3, {"cannot_judge": 2}), FIVE) is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=30))
def test_quartiles_agree_with_numpy_on_any_scale(values):
    spread = spread_of(ItemTally.from_choices(map(str, values), len(values)), RatingScale(0, 10))

    found = [float(spread.q1), float(spread.median), float(spread.q3)]
    assert found == pytest.approx(np.quantile(values, [0.25, 0.5, 0.75], method="linear"))


@pytest.mark.parametrize(
    ("text", "clause", "failing", "words"),
    [
        pytest.param("4445", BOTH, (), "is 0.25 (asked for: at most 1): consensus.", id="both hold"),
        pytest.param(
            "2223",
            BOTH,
            (Clause.MEDIAN,),
            "concentrated, but not on the side asked for",
            id="concentrated is not agreed",
        ),
        pytest.param(
            "11555",
            BOTH,
            (Clause.SPREAD,),
            "on the side asked for, but not concentrated",
            id="agreed, not concentrated",
        ),
        pytest.param(
            "11125",
            SpreadClause(Fraction(4), iqr_at_most=Fraction(0)),
            (Clause.MEDIAN, Clause.SPREAD),
            "neither",
            id="none",
        ),
        pytest.param(
            "2244", SpreadClause(iqr_at_most=Fraction(1)), (Clause.SPREAD,), "not concentrated", id="range alone"
        ),
        pytest.param(
            "2244", SpreadClause(Fraction(4)), (Clause.MEDIAN,), "not on the side asked for", id="median alone"
        ),
        pytest.param(
            "3344", SpreadClause(Fraction(7, 2)), (), "The median of 4 ratings is 3.5", id="exactly the median"
        ),
    ],
)
def test_direction_and_spread_are_two_findings(text, clause, failing, words):
    verdict = decide(tally(text), rule(spread=clause))

    assert verdict.failing == failing
    assert words in verdict.sentence


def test_the_sentence_names_share_median_and_range():
    definition = rule(threshold=Fraction(3, 4), spread=BOTH)

    assert decide(tally("44451"), definition).sentence == (
        "4 of 5 ratings are 4 or 5 (80.0%); the rule asks for at least 75%, that is 4 of 5; the median of 5 "
        "ratings is 4 (asked for: at least 4) and their interquartile range is 0 (asked for: at most 1): "
        "consensus with no vote to spare."
    )
    assert decide(tally("444411155555"), definition).sentence.endswith(
        "the share is reached, yet no consensus, with ratings on the side asked for, but not concentrated."
    )


@pytest.mark.parametrize(
    ("text", "clause", "fragility"),
    [
        pytest.param("44445", BOTH, 2, id="two at the ends widen the range"),
        pytest.param("44455", SpreadClause(Fraction(4)), 3, id="three of five take the median away"),
        pytest.param("44455", SpreadClause(iqr_at_most=Fraction(4)), None, id="a range nobody can exceed"),
        pytest.param("22233", BOTH, None, id="making consensus is not defined"),
    ],
)
def test_fragility_counts_people_who_rate_anything_else(text, clause, fragility):
    assert decide(tally(text), rule(spread=clause)).fragility == fragility


def vectors(n, points=5):
    """Every way n people can rate on so many points."""
    if points == 1:
        return [(n,)]
    return [(first, *rest) for first in range(n + 1) for rest in vectors(n - first, points - 1)]


@given(ratings, definitions)
@settings(max_examples=400, deadline=None)
def test_fragility_of_consensus_is_what_trying_every_other_rating_finds(text, definition):
    verdict = decide(tally(text), definition)
    if not verdict.reached:
        return
    ours = [text.count(point) for point in "12345"]

    distances = [
        sum(abs(a - b) for a, b in zip(ours, other, strict=True)) // 2
        for other in vectors(len(text))
        if not outcome_of(ItemTally(len(text), dict(zip("12345", other, strict=True))), definition).reached
    ]

    assert verdict.fragility == min(distances, default=None)


def test_nobody_rated_is_no_verdict_on_the_median():
    assert decide(ItemTally(3, {"abstain": 3}), rule(spread=BOTH)).outcome == "no_valid_votes"


@given(ratings, st.integers(0, 3), definitions)
@settings(max_examples=300, deadline=None)
def test_bounds_hold_for_every_completion(text, missing, definition):
    verdict = decide(tally(text, missing), definition)

    reached = {
        outcome_of(tally([*text, *rest]), definition).reached
        for rest in combinations_with_replacement("12345", missing)
    }

    assert verdict.bounds.if_missing_agree.reached >= max(reached)
    assert verdict.bounds.if_missing_disagree.reached == min(reached)
    if verdict.robust:
        assert reached == {verdict.reached}


@pytest.mark.parametrize(
    ("missing", "if_agree", "if_not"),
    [
        pytest.param(0, "consensus", "consensus", id="nobody is missing"),
        pytest.param(2, "consensus", "consensus", id="two zeros leave the lower quartile at 8"),
        pytest.param(3, "consensus", "no_consensus", id="three zeros bring it down to 4"),
    ],
)
def test_bounds_on_a_scale_from_0(missing, if_agree, if_not):
    definition = ConsensusDefinition.from_dict(
        {
            "scale": {"low": 0, "high": 10},
            "agreeing": ["8", "9", "10"],
            "spread": {"median_at_least": 8, "iqr_at_most": 3},
        }
    )
    panel = ItemTally(8 + missing, {"8": 2, "9": 4, "10": 2})

    assert decide(panel, definition).bounds == (if_agree, if_not)


@given(ratings, definitions, st.randoms())
def test_the_order_of_ratings_is_irrelevant(text, definition, random):
    assert decide(tally(random.sample(text, len(text))), definition) == decide(tally(text), definition)


@given(ratings, definitions)
def test_turning_the_scale_round_turns_the_clause_round(text, definition):
    def mirrored(points):
        return frozenset(str(6 - int(point)) for point in points)

    def turned(bound):
        return None if bound is None else 6 - bound

    clause = definition.spread
    other = ConsensusDefinition(
        threshold=definition.threshold,
        minimum_n=definition.minimum_n,
        max_dissent=definition.max_dissent,
        dissent_choices=mirrored(definition.dissent_choices),
        scale=FIVE,
        agreeing=mirrored(definition.agreeing),
        disagreeing=mirrored(definition.disagreeing),
        spread=SpreadClause(turned(clause.median_at_most), turned(clause.median_at_least), clause.iqr_at_most),
    )
    ours, theirs = decide(tally(text), definition), decide(tally([str(6 - int(c)) for c in text]), other)

    assert (ours.outcome, ours.failing, ours.bounds) == (theirs.outcome, theirs.failing, theirs.bounds)


@given(ratings, definitions)
def test_a_stored_verdict_comes_back_the_same_and_is_one_sentence(text, definition):
    verdict = decide(tally(text), definition)

    assert Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))) == verdict
    assert verdict.sentence.endswith(".")
    assert ". " not in verdict.sentence


def test_a_verdict_stored_before_there_was_spread_is_still_read():
    stored = decide(tally("4444"), rule(threshold=Fraction(3, 4))).to_dict()
    del stored["spread"]

    assert Verdict.from_dict(stored).spread is None
