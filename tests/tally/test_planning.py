"""The chance to pass: the binomial distribution, hand-computed values, and every way the votes can fall."""

from fractions import Fraction
from itertools import product
from math import comb, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, GroupRule, Operator, needed
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets
from consensus.tally.counts import ItemTally
from consensus.tally.planning import (
    Smallest,
    Voting,
    false_pass_chance,
    left_out,
    pass_chance,
    plan,
    smallest_panel,
)
from consensus.tally.rules import outcome_of

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
TWO_THIRDS = ConsensusDefinition(Fraction(2, 3))
MORE_THAN_HALF = ConsensusDefinition(Fraction(1, 2), operator=Operator.MORE_THAN)

RULES = {
    "valid votes": FOUR_FIFTHS,
    "more than half": MORE_THAN_HALF,
    "votes cast": ConsensusDefinition(Fraction(2, 3), denominator=Denominator.VOTES_CAST),
    "eligible": ConsensusDefinition(Fraction(3, 5), denominator=Denominator.ELIGIBLE),
    "quorum": ConsensusDefinition(Fraction(2, 3), quorum=Fraction(3, 4)),
    "minimum n": ConsensusDefinition(Fraction(2, 3), minimum_n=4),
    "majority of the eligible": ConsensusDefinition(Fraction(2, 3), require_majority_of_eligible=True),
    "few dissenters": ConsensusDefinition(Fraction(1, 2), max_dissent=1),
    "few abstainers": ConsensusDefinition(Fraction(1, 2), max_dissent=1, dissent_choices=frozenset({"abstain"})),
}


@pytest.mark.parametrize("n", [1, 5, 12, 15, 30, 101])
@pytest.mark.parametrize("p", [0.0, 0.5, 0.8, 0.93, 1.0])
def test_without_abstentions_it_is_the_upper_tail_of_the_binomial_distribution(n, p):
    expected = binom.sf(needed(FOUR_FIFTHS, n) - 1, n, p)

    assert pass_chance(FOUR_FIFTHS, n, Voting(p)) == pytest.approx(expected, abs=1e-12)


def test_values_computed_by_hand():
    # Four fifths of 5 is 4: five ways to 4 agreeing and one to 5, each person agreeing with 1/2.
    assert pass_chance(FOUR_FIFTHS, 5, Voting(0.5)) == pytest.approx(6 / 32)
    # Two thirds of 3 is 2: 3 (2/3)^2 (1/3) + (2/3)^3.
    assert pass_chance(TWO_THIRDS, 3, Voting(2 / 3)) == pytest.approx(20 / 27)
    # More than half of 2 is 2.
    assert pass_chance(MORE_THAN_HALF, 2, Voting(0.9)) == pytest.approx(0.81)
    # Two people, each absent with 1/2: one alone (1/2) passes with 0.9, both (1/4) with 0.81; nobody is no verdict.
    assert pass_chance(MORE_THAN_HALF, 2, Voting(0.9, absent=0.5)) == pytest.approx(0.5 * 0.9 + 0.25 * 0.81)


@pytest.mark.parametrize("definition", RULES.values(), ids=RULES.keys())
@pytest.mark.parametrize(
    "voting",
    [Voting(0.7), Voting(0.7, abstain=0.2), Voting(0.7, absent=0.25), Voting(0.85, abstain=0.15, absent=0.1)],
    ids=["all vote", "some abstain", "some are absent", "both"],
)
def test_it_is_the_sum_over_all_tallies_that_the_rule_itself_accepts(definition, voting):
    n = 7
    by_enumeration = 0.0
    for y, no, a in product(range(n + 1), repeat=3):
        m = n - y - no - a
        if m < 0 or not outcome_of(ItemTally(n, {"agree": y, "disagree": no, "abstain": a}), definition).reached:
            continue
        valid = 1 - voting.abstain - voting.absent
        ways = factorial(n) // (factorial(y) * factorial(no) * factorial(a) * factorial(m))
        of_votes = (valid * voting.agreement) ** y * (valid * (1 - voting.agreement)) ** no
        by_enumeration += ways * of_votes * voting.abstain**a * voting.absent**m

    assert pass_chance(definition, n, voting) == pytest.approx(by_enumeration, abs=1e-12)


def test_on_a_rating_scale_only_part_of_those_who_do_not_agree_dissent():
    # Core outcome set of 4: all four or three agree; of the one who does not, half rate 1-3 and none may.
    rule = ConsensusDefinition(
        Fraction(7, 10),
        agreeing=frozenset("789"),
        disagreeing=frozenset("123456"),
        dissent_choices=frozenset("123"),
        max_dissent=0,
    )

    chance = pass_chance(rule, 4, Voting(0.8, dissent=0.5))

    assert chance == pytest.approx(0.8**4 + comb(4, 3) * 0.8**3 * 0.2 * 0.5)


# Shares as people give them; below them the library that computes binomial tails overflows.
true_shares = st.integers(0, 1_000_000).map(lambda millionths: millionths / 1_000_000)


@given(
    n=st.integers(1, 40),
    p=true_shares,
    more=true_shares,
    name=st.sampled_from(sorted(RULES)),
    abstain=st.sampled_from([0.0, 0.1, 0.4]),
)
@settings(max_examples=60, deadline=None)
def test_more_true_agreement_never_lowers_the_chance(n, p, more, name, abstain):
    low, high = sorted((p, more))

    lower = pass_chance(RULES[name], n, Voting(low, abstain=abstain))
    higher = pass_chance(RULES[name], n, Voting(high, abstain=abstain))

    assert 0 <= lower <= higher + 1e-9 <= 1 + 1e-9


@given(n=st.integers(1, 40), p=true_shares)
@settings(max_examples=40, deadline=None)
def test_a_higher_threshold_never_raises_the_chance(n, p):
    assert pass_chance(FOUR_FIFTHS, n, Voting(p)) <= pass_chance(TWO_THIRDS, n, Voting(p)) + 1e-12


def test_the_smallest_panel_is_the_first_and_the_first_that_lasts():
    # Of 5 to 9 people one may disagree, of 10 two may: the chance falls from 5 to 9 and jumps at 10.
    found = smallest_panel(FOUR_FIFTHS, Voting(0.9), 0.9, largest=60)

    reached = [n for n in range(1, 61) if binom.sf(needed(FOUR_FIFTHS, n) - 1, n, 0.9) >= 0.9]
    missed = [n for n in range(1, 61) if n not in reached]
    assert found == Smallest(reached[0], missed[-1] + 1)
    assert found.first < found.lasting


def test_the_search_begins_where_it_is_told():
    assert smallest_panel(FOUR_FIFTHS, Voting(0.9), 0.9, largest=60).first == 1
    assert smallest_panel(FOUR_FIFTHS, Voting(0.9), 0.9, least=7, largest=60).first == 10


def test_a_power_no_panel_gives_is_no_number():
    assert smallest_panel(FOUR_FIFTHS, Voting(0.5), 0.99, largest=30) == Smallest(None, None)


def test_a_weak_statement_passes_more_often_on_a_small_panel():
    small, large = (false_pass_chance(FOUR_FIFTHS, n, Voting(0.95), 0.6) for n in (5, 30))

    assert small == pytest.approx(binom.sf(3, 5, 0.6))
    assert large < small / 10


def test_a_plan_has_one_row_per_size():
    frame = plan(FOUR_FIFTHS, [15, 5, 15], Voting(0.9), weak_agreement=0.6)

    assert list(frame.columns) == ["n", "needed", "chance", "false_chance"]
    assert frame["n"].tolist() == [5, 15]
    assert frame["needed"].tolist() == [4, 12]
    assert frame["chance"].tolist() == [pytest.approx(binom.sf(3, 5, 0.9)), pytest.approx(binom.sf(11, 15, 0.9))]


def test_the_group_clause_is_left_out_and_that_is_said():
    rule = ConsensusDefinition(Fraction(4, 5), group_rule=GroupRule(GroupMode.EVERY))

    assert pass_chance(rule, 10, Voting(0.9)) == pass_chance(FOUR_FIFTHS, 10, Voting(0.9))
    assert "stakeholder groups is left out" in left_out(rule)
    assert left_out(FOUR_FIFTHS) == ""


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Voting(1.2), "'agreement' must lie between 0 and 1"),
        (lambda: Voting(0.5, abstain=0.6, absent=0.6), "add up to more than 1"),
        (lambda: pass_chance(FOUR_FIFTHS, 0, Voting(0.5)), "between 1 and 500 people, not 0"),
        (lambda: pass_chance(load_presets()["median_and_iqr"].definition, 9, Voting(0.5)), "asks for no share"),
        (lambda: smallest_panel(FOUR_FIFTHS, Voting(0.5), 0), "above 0 and not above 1"),
    ],
    ids=["no chance", "too many chances", "nobody", "no share", "no power"],
)
def test_what_cannot_be_planned_is_refused(call, words):
    with pytest.raises(InvalidInputError, match=words):
        call()
