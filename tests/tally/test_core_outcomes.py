"""Core outcomes: the 70/15 bounds, the variants, groups without data, and the mirror image."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.errors import InvalidInputError
from consensus.tally.core_outcomes import CoreOutcome, core_outcome

nine_counts = st.lists(st.integers(0, 12), min_size=9, max_size=9)
MIRRORED = {CoreOutcome.IN: CoreOutcome.OUT, CoreOutcome.OUT: CoreOutcome.IN}


def scores(low=0, middle=0, high=0):
    return [low, 0, 0, 0, middle, 0, 0, 0, high]


def judged(variant=Variant.EACH_GROUP, **groups):
    return core_outcome(groups, CoreOutcomeRule(variant=variant)).outcome


@pytest.mark.parametrize(
    ("low", "middle", "high", "outcome"),
    [
        pytest.param(14, 16, 70, "in", id="70% high is enough"),
        pytest.param(14, 17, 69, "no_consensus", id="69% is not"),
        pytest.param(15, 15, 70, "no_consensus", id="15% low is too many"),
        pytest.param(70, 16, 14, "out", id="the mirror image"),
        pytest.param(70, 15, 15, "no_consensus", id="the mirror image, 15% high"),
        pytest.param(0, 3, 7, "in", id="7 of 10"),
        pytest.param(0, 6999, 1, "no_consensus", id="all in the middle"),
        pytest.param(0, 3001, 6999, "no_consensus", id="69.99%"),
    ],
)
def test_the_definition_of_the_comet_handbook(low, middle, high, outcome):
    """Williamson et al. (2017), COMET Handbook: 70% or more at 7-9 and fewer than 15% at 1-3, and the reverse."""
    assert judged(panel=scores(low, middle, high)) == outcome


GOOD, MIXED, BAD, SILENT = scores(high=8), scores(2, 3, 5), scores(low=8), scores()


@pytest.mark.parametrize(
    ("groups", "each", "pooled", "some"),
    [
        pytest.param((GOOD, GOOD), "in", "in", "in", id="both agree"),
        pytest.param((GOOD, MIXED), "no_consensus", "in", "in", id="one agrees"),
        pytest.param((GOOD, SILENT), "no_consensus", "in", "in", id="a group without data cannot meet each-group"),
        pytest.param((GOOD, BAD), "no_consensus", "no_consensus", "no_consensus", id="one in, one out"),
        pytest.param((BAD, BAD), "out", "out", "out", id="both reject"),
        pytest.param((MIXED, MIXED), "no_consensus", "no_consensus", "no_consensus", id="neither"),
    ],
)
def test_variants(groups, each, pooled, some):
    doctors, patients = groups

    assert judged(doctors=doctors, patients=patients) == each
    assert judged(Variant.POOLED, doctors=doctors, patients=patients) == pooled
    assert judged(Variant.ANY_GROUP, doctors=doctors, patients=patients) == some


def test_each_group_and_the_pool_are_shown():
    found = core_outcome({"doctors": GOOD, "patients": SILENT})

    assert (found.groups["doctors"].n_high, found.groups["doctors"].outcome) == (8, "in")
    assert (found.groups["patients"].n, found.groups["patients"].outcome) == (0, None)
    assert (found.pooled.n, found.pooled.outcome) == (8, "in")


def test_without_any_score_nothing_is_defined():
    assert judged(doctors=SILENT, patients=SILENT) is None


@given(st.lists(nine_counts, min_size=1, max_size=3), st.sampled_from(Variant))
def test_turning_the_scale_round_mirrors_the_verdict(groups, variant):
    rule = CoreOutcomeRule(variant=variant)
    named = {str(i): counts for i, counts in enumerate(groups)}
    found = core_outcome(named, rule).outcome

    assert core_outcome({name: counts[::-1] for name, counts in named.items()}, rule).outcome == MIRRORED.get(
        found, found
    )


@given(nine_counts)
def test_one_group_is_judged_alike_in_every_variant(counts):
    assert len({judged(variant, panel=counts) for variant in Variant}) == 1


def test_wrong_input_is_refused():
    with pytest.raises(InvalidInputError, match="1 to 9"):
        core_outcome({"panel": [1, 2, 3, 4, 5]})
    with pytest.raises(InvalidInputError, match="at least one group"):
        core_outcome({})
    with pytest.raises(InvalidInputError, match="cannot exceed"):
        CoreOutcomeRule(Fraction(1, 10), Fraction(1, 5))
