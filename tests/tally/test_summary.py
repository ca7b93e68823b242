"""The table of a whole study: every number is the one that the item alone yields."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.definitions import (
    ConsensusDefinition,
    Denominator,
    GroupMode,
    GroupRule,
    Operator,
    RatingScale,
    SpreadClause,
)
from consensus.domain.errors import InvalidInputError
from consensus.tally.appropriateness import rand_ucla
from consensus.tally.core_outcomes import core_outcome, core_outcome_column
from consensus.tally.counts import ItemTally
from consensus.tally.intervals import clopper_pearson, wilson
from consensus.tally.location import location
from consensus.tally.outcome_columns import outcome_column
from consensus.tally.rating_counts import count_ratings
from consensus.tally.rules import outcome_of
from consensus.tally.summary import summarise

AGREEING, OTHERS = frozenset("789"), frozenset("123456")
studies = arrays.arrays(
    np.int8, st.tuples(st.integers(1, 5), st.integers(1, 12)), elements=st.sampled_from([-1, *range(1, 10)])
)
definitions = st.builds(
    ConsensusDefinition,
    threshold=st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]),
    operator=st.sampled_from(Operator),
    denominator=st.sampled_from(Denominator),
    quorum=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(4, 5)]),
    minimum_n=st.integers(0, 4),
    require_majority_of_eligible=st.booleans(),
    max_dissent=st.none() | st.integers(0, 2),
    dissent_choices=st.just(frozenset("123")),
    group_rule=st.none() | st.just(GroupRule(GroupMode.EVERY)),
    agreeing=st.just(AGREEING),
    disagreeing=st.just(OTHERS),
    scale=st.just(RatingScale(1, 9)),
    spread=st.none() | st.just(SpreadClause(median_at_least=Fraction(7), iqr_at_most=Fraction(3))),
)


def tally_of(row):
    rated = [str(rating) for rating in row if rating > 0]
    return ItemTally.from_choices(rated, len(row))


def shown(value):
    """A cell as the functions on one item give it."""
    return None if value is pd.NA else value


@given(studies)
def test_each_row_is_what_the_item_alone_yields(matrix):
    table = summarise(matrix, 9)

    for (_, row), ratings in zip(table.iterrows(), matrix, strict=True):
        counts = [int((ratings == point).sum()) for point in range(1, 10)]
        place, judged, agreeing = location(counts), rand_ucla(counts), sum(counts[6:])
        assert [row[f"n_{point}"] for point in range(1, 10)] == counts
        assert (row["n"], row["missing"], row["agreeing"]) == (sum(counts), (ratings == -1).sum(), agreeing)
        for name in ("median", "q1", "q3", "iqr", "mad", "mean", "sd"):
            assert shown(row[name]) == getattr(place, name)
        for name in ("p30", "p70", "ipr", "ipras", "disagreement_index"):
            assert shown(row[name]) == (pytest.approx(getattr(judged, name)) if judged.n else None)
        for name in ("disagreement", "appropriateness", "classic"):
            assert shown(row[name]) == getattr(judged, name)
        assert shown(row["core_outcome"]) == core_outcome({"panel": counts}).outcome
        for prefix, interval in (("wilson", wilson), ("exact", clopper_pearson)):
            bounds = interval(agreeing, judged.n)
            found = shown(row[f"{prefix}_lower"]), shown(row[f"{prefix}_upper"])
            assert found == (pytest.approx((bounds.lower, bounds.upper)) if bounds else (None, None))


@given(studies, definitions)
def test_outcomes_are_those_of_the_definition_item_by_item(matrix, definition):
    found = outcome_column(count_ratings(matrix, 9), definition)

    assert found == [outcome_of(tally_of(row), definition) for row in matrix]


@given(studies, st.integers(0, 12))
def test_groups_decide_where_the_definition_asks_them(matrix, n_doctors):
    panelists = matrix.shape[1]
    groups = ["doctors" if i < n_doctors else "patients" for i in range(panelists)]
    definition = ConsensusDefinition(
        Fraction(2, 3), agreeing=AGREEING, disagreeing=OTHERS, dissent_choices=frozenset("123"),
        group_rule=GroupRule(GroupMode.EVERY),
    )  # fmt: skip

    table = summarise(matrix, 9, definition=definition, groups=groups)

    for outcome, core, row in zip(table["outcome"], table["core_outcome"], matrix, strict=True):
        parts = {name: row[[group == name for group in groups]] for name in sorted(set(groups))}
        tally = ItemTally(panelists, tally_of(row).counts, groups={name: tally_of(p) for name, p in parts.items()})
        counts = {name: [int((part == point).sum()) for point in range(1, 10)] for name, part in parts.items()}
        assert outcome == outcome_of(tally, definition)
        assert shown(core) == core_outcome(counts).outcome


@given(st.lists(arrays.arrays(np.int64, (4, 9), elements=st.integers(0, 9)), min_size=1, max_size=3))
def test_core_outcomes_in_columns_are_those_one_by_one(groups):
    for variant in Variant:
        rule = CoreOutcomeRule(variant=variant)

        codes, defined = core_outcome_column(groups, rule)

        for item in range(4):
            expected = core_outcome({str(i): counts[item] for i, counts in enumerate(groups)}, rule).outcome
            assert ({1: "in", -1: "out", 0: "no_consensus"}[codes[item]] if defined[item] else None) == expected


@given(studies, st.randoms())
def test_the_order_of_panelists_is_irrelevant(matrix, random):
    shuffled = matrix[:, random.sample(range(matrix.shape[1]), matrix.shape[1])]

    pd.testing.assert_frame_equal(summarise(shuffled, 9), summarise(matrix, 9))


def test_rand_ucla_is_not_computed_on_other_scales():
    table = summarise([[1, 5, 5]], 5, labels=["Item A"])

    assert table.index.tolist() == ["Item A"]
    assert table.loc["Item A", ["agreeing", "median"]].tolist() == [2, 5]
    assert not {"appropriateness", "p30", "core_outcome", "outcome"} & set(table.columns)
    assert "share" not in summarise([[1, 2]], 4).columns


def test_nobody_rating_leaves_no_number_and_no_verdict():
    row = summarise([[-1, -1]], 9).iloc[0]

    assert (row["n"], row["missing"]) == (0, 2)
    assert all(
        row[name] is pd.NA
        for name in ("median", "sd", "share", "wilson_lower", "ipr", "appropriateness", "core_outcome")
    )


def test_nothing_at_all_is_an_empty_table():
    assert summarise(np.empty((0, 4)), 9).shape[0] == 0
    assert summarise(np.empty((2, 0)), 9)["n"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"labels": ["only one"]}, "2 items and 1 names"),
        ({"groups": ["doctors"]}, "3 panelists and 1 entries"),
        ({"definition": ConsensusDefinition(Fraction(4, 5))}, "not one for ratings from 1 to 9"),
    ],
)
def test_what_does_not_fit_the_study_is_refused(keywords, message):
    with pytest.raises(InvalidInputError, match=message):
        summarise([[1, 2, 3], [4, 5, 6]], 9, **keywords)
