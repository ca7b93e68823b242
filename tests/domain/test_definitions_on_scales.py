"""Definitions on rating scales: agreeing set, median and spread, and what they refuse."""

from fractions import Fraction

import pytest

from consensus.domain.definitions import ConsensusDefinition, RatingScale, SpreadClause, needed
from consensus.domain.errors import InvalidInputError
from consensus.domain.spread_clause import point_text

NINE = {"low": 1, "high": 9}
HIGH = {"scale": NINE, "agreeing": ["7", "8", "9"]}
SPREAD = {"median_at_least": 7, "iqr_at_most": 3}

# As stored before definitions knew scales: {"threshold": "4/5"} with every default.
STORED_BEFORE_SCALES = "d78d404e60f82469"


def read(**data):
    return ConsensusDefinition.from_dict(data)


def test_a_definition_without_a_scale_keeps_the_form_it_was_always_stored_in():
    assert set(read(threshold="4/5").to_dict()) == {
        "threshold",
        "operator",
        "denominator",
        "quorum",
        "minimum_n",
        "require_majority_of_eligible",
        "max_dissent",
        "dissent_choices",
        "group_rule",
        "bands",
        "agreeing",
        "disagreeing",
    }
    assert read(threshold="4/5").sha256().startswith(STORED_BEFORE_SCALES)


def test_every_point_outside_the_agreeing_set_counts_as_not_agreeing():
    definition = read(threshold="3/4", **HIGH)

    assert definition.disagreeing == frozenset("123456")
    assert definition == read(threshold="3/4", **HIGH, disagreeing=list("123456"))
    assert not definition.decides_votes


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            {**HIGH, "spread": SPREAD},
            "Consensus is reached when the median of the ratings is at least 7 and their interquartile range "
            "(quartiles of type 7) is at most 3; abstentions and 'cannot judge' are left out; ratings run from 1 to 9.",
            id="median and range",
        ),
        pytest.param(
            {**HIGH, "threshold": "3/4", "spread": {"iqr_at_most": "3/2"}, "minimum_n": 8},
            "Consensus is reached when at least 75% (3/4) of ratings are 7, 8 or 9, the interquartile range "
            "(quartiles of type 7) is at most 1.5 and there are at least 8 ratings; abstentions and 'cannot judge' are "
            "left out of the denominator; ratings run from 1 to 9.",
            id="share and range",
        ),
        pytest.param(
            {
                "threshold": "1/2",
                "scale": {"low": 0, "high": 100},
                "agreeing": [str(point) for point in range(70, 101)],
                "spread": {"median_at_least": 40, "median_at_most": "60.5"},
            },
            "Consensus is reached when at least 50% (1/2) of ratings are from 70 to 100 and the median of the ratings "
            "is from 40 to 60.5; abstentions and 'cannot judge' are left out of the denominator; "
            "ratings run from 0 to 100.",
            id="a long scale",
        ),
    ],
)
def test_the_sentence_names_scale_and_spread(data, sentence):
    definition = read(**data)

    assert definition.sentence() == sentence
    assert read(**definition.to_dict()) == definition


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({"threshold": None}, "lacks its 'threshold'", id="neither share nor spread"),
        pytest.param({"spread": SPREAD}, "needs a rating scale", id="spread without a scale"),
        pytest.param({**HIGH, "spread": {}}, "needs a bound", id="an empty clause"),
        pytest.param({**HIGH, "spread": {"iqr_at_most": -1}}, "cannot be negative", id="a negative range"),
        pytest.param({**HIGH, "spread": {"median_at_least": 7.5}}, "such as 7 or 6.5", id="a float"),
        pytest.param({**HIGH, "spread": {"mode": 7}}, "no field 'mode'", id="an unknown bound"),
        pytest.param({**HIGH, "spread": {"median_at_least": 10}}, "10 does not lie on the scale", id="off the scale"),
        pytest.param(
            {**HIGH, "spread": {"median_at_least": 7, "median_at_most": "6.5"}},
            "at least 7 cannot be at most 6.5",
            id="bounds that cross",
        ),
        pytest.param(
            {**HIGH, "spread": SPREAD, "group_rule": {"mode": "every"}}, "so it needs a threshold", id="groups alone"
        ),
        pytest.param(
            {"threshold": "3/4", "scale": {"low": 1, "high": 5}, "agreeing": ["5", "6"]},
            "must lie on the scale from 1 to 5, and '6' does not",
            id="agreeing off the scale",
        ),
        pytest.param(
            {"threshold": "3/4", "scale": NINE, "agreeing": ["9"], "disagreeing": ["1"]},
            "so 2 cannot be left out",
            id="a middle left out",
        ),
        pytest.param(
            {"threshold": "3/4", "scale": {"low": 5, "high": 5}, "agreeing": ["5"]}, "upwards", id="one point"
        ),
        pytest.param({"threshold": "3/4", "scale": {"low": 1}, "agreeing": ["5"]}, "'high'", id="half a scale"),
        pytest.param({"threshold": "3/4", "scale": {**NINE, "step": 1}}, "no field 'step'", id="an unknown field"),
        pytest.param(
            {"threshold": "3/4", "scale": NINE, "agreeing": [str(p) for p in range(1, 10)]},
            "choices that do not",
            id="everything agrees",
        ),
    ],
)
def test_a_definition_that_makes_no_sense_on_its_scale_is_refused(data, message):
    with pytest.raises(InvalidInputError, match=message):
        read(**data)


def test_no_share_needs_nobody():
    assert needed(read(**HIGH, spread=SPREAD), 12) == 0


def test_a_clause_says_which_medians_and_ranges_hold():
    clause = SpreadClause(Fraction(7), Fraction(8), Fraction(3, 2))

    assert [clause.median_holds(Fraction(n, 2)) for n in (13, 14, 16, 17)] == [False, True, True, False]
    assert [clause.iqr_holds(Fraction(n, 4)) for n in (6, 7)] == [True, False]


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(7), "7"), (Fraction(13, 2), "6.5"), (Fraction(25, 4), "6.25"), (Fraction(20, 3), "20/3")],
)
def test_a_place_on_the_scale_is_written_exactly(value, text):
    assert point_text(value) == text


def test_a_scale_knows_its_points():
    assert RatingScale(0, 10).points >= {"0", "10"}
    assert RatingScale(0, 10).n_points == 11
