"""Collation against numbers worked out by hand."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.collation import collate, contested_first
from surveys.loader import parse_instrument
from surveys.proposals import propose_agenda, propose_statements
from surveys.spread import contestedness_of_counts, contestedness_of_ratings, locate

CANNOT = {"cannot_judge": True}
INSTRUMENT = parse_instrument(
    """
id = "i"
version = "1"
title = "T"
[[section]]
id = "s"
title = "S"
topic = "one"
[[section.question]]
id = "single"
kind = "single"
text = "?"
cannot_judge = true
options = [
  { id = "a", label = "A", statement = "A is so." },
  { id = "b", label = "B", statement = "B is so." },
  { id = "c", label = "C" },
]
[[section.question]]
id = "multiple"
kind = "multiple"
text = "?"
topic = "two"
options = [{ id = "a", label = "A", statement = "A too." }, { id = "b", label = "B" }]
[[section.question]]
id = "scale"
kind = "scale"
text = "?"
topic = "two"
statement = "It is good."
scale = { low = 1, high = 9, high_label = "agree", agree_from = 7 }
[[section.question]]
id = "matrix"
kind = "matrix"
text = "?"
cannot_judge = true
rows = [{ id = "r1", label = "R1", statement = "R1 counts." }, { id = "r2", label = "R2" }]
scale = { low = 1, high = 5, agree_from = 4 }
[[section.question]]
id = "ranking"
kind = "ranking"
text = "?"
topic = "three"
options = [{ id = "a", label = "A" }, { id = "b", label = "B" }]
[[section.question]]
id = "number"
kind = "number"
text = "?"
[[section.question]]
id = "text"
kind = "text"
text = "?"
""",
    "survey.toml",
)
ANSWERS = {
    "single": ["a", "a", "a", "b", CANNOT],
    "multiple": [["a"], ["a", "b"], ["a"], ["a", "b"]],
    "scale": [9, 8, 7, 1, 5],
    "matrix": [{"r1": 5, "r2": 1}, {"r1": 4, "r2": "cannot_judge"}, {"r1": 1}, CANNOT],
    "ranking": [["a", "b"], ["b"], ["b", "a"], ["a"]],
    "number": [3, 3, 12.5],
    "text": ["first", "second", "third"],
}


@pytest.fixture(scope="module")
def collated():
    return {c.question.id: c for c in collate(INSTRUMENT, ANSWERS, 6)}


def test_valid_cannot_judge_and_missing_are_three_things(collated):
    single = collated["single"]

    assert (single.n_valid, single.n_cannot_judge, single.n_missing) == (4, 1, 1)


def test_options_are_counted_in_order_with_zeros(collated):
    assert collated["single"].counts == (("A", "a", 3), ("B", "b", 1), ("C", "c", 0))
    assert collated["single"].agreement == (3, 4)
    assert collated["single"].contestedness == pytest.approx((1 - 3 / 4) / (1 - 1 / 3))


def test_each_option_of_several_is_a_share_of_those_who_answered(collated):
    multiple = collated["multiple"]

    assert multiple.counts == (("A", "a", 4), ("B", "b", 2))
    assert multiple.agreement == (4, 4)
    assert multiple.contestedness == pytest.approx((0 + 1) / 2)


def test_a_scale_has_its_agreeing_share_and_location(collated):
    scale = collated["scale"]

    assert scale.agreement == (3, 5)
    assert (scale.location.median, scale.location.lower_quartile, scale.location.upper_quartile) == (7, 5, 8)
    assert scale.counts[-1] == ("9 (agree)", 9, 1)
    assert scale.contestedness == pytest.approx((220 / 5 - 6**2) / 16)


def test_rows_of_a_matrix_are_collated_each_for_itself(collated):
    first, second = collated["matrix"].rows

    assert (first.agreement, first.n_valid, first.n_cannot_judge, first.n_missing) == ((2, 3), 3, 1, 2)
    assert (second.agreement, second.n_valid, second.n_cannot_judge, second.n_missing) == ((0, 1), 1, 2, 3)
    assert collated["matrix"].contestedness == pytest.approx((first.contestedness + second.contestedness) / 2)


def test_a_ranking_counts_first_places(collated):
    assert collated["ranking"].counts == (("A", "a", 2), ("B", "b", 2))


def test_numbers_have_a_middle_and_no_agreement(collated):
    number = collated["number"]

    assert number.counts == (("3", 3, 2), ("12.5", 12.5, 1))
    assert number.agreement is None
    assert number.location.median == 3


def test_a_question_without_answers_has_no_agreement_and_no_middle():
    empty = {c.question.id: c for c in collate(INSTRUMENT, {}, 6)}

    assert empty["single"].agreement is None
    assert empty["single"].n_missing == 6
    assert empty["scale"].location is None
    assert {c.contestedness for c in empty.values()} == {0.0}


def test_those_who_were_not_asked_are_not_missing():
    (single, *_) = collate(INSTRUMENT, ANSWERS, 6, n_asked={"single": 5})

    assert single.n_missing == 0


@given(st.randoms())
def test_the_order_of_answers_tells_nothing(rng: random.Random):
    shuffled = {name: rng.sample(given_answers, len(given_answers)) for name, given_answers in ANSWERS.items()}

    assert collate(INSTRUMENT, shuffled, 6) == collate(INSTRUMENT, ANSWERS, 6)


def test_the_most_contested_question_comes_first(collated):
    ordered = contested_first(tuple(collated.values()))

    assert [c.contestedness for c in ordered] == sorted((c.contestedness for c in ordered), reverse=True)
    assert ordered[0].question.id == "ranking"


@given(st.lists(st.integers(0, 50), min_size=2, max_size=7))
def test_contestedness_of_a_choice_is_0_when_unanimous_and_1_when_even(counts):
    value = contestedness_of_counts(counts)

    assert 0 <= value <= 1
    if sum(counts):
        assert (value == 0) == (sum(count > 0 for count in counts) == 1)
        assert (value == 1) == (len(set(counts)) == 1)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_contestedness_of_ratings_is_their_variance_over_the_largest(ratings):
    assert contestedness_of_ratings(ratings, 1, 9) == pytest.approx(np.var(ratings) / 16)


def test_a_scale_split_to_both_ends_is_as_contested_as_can_be():
    assert contestedness_of_ratings([1, 9, 1, 9], 1, 9) == 1.0


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_quartiles_are_those_of_type_7(ratings):
    location = locate(ratings)

    assert location is not None
    expected = np.quantile(ratings, [0.25, 0.5, 0.75], method="linear")
    assert [location.lower_quartile, location.median, location.upper_quartile] == pytest.approx(expected)


def test_statements_come_with_their_support_topic_and_source(collated):
    proposals = propose_statements(INSTRUMENT, tuple(collated.values()))

    assert [(p.source, p.text, p.n, p.n_valid, p.topic) for p in proposals] == [
        ("single.a", "A is so.", 3, 4, "one"),
        ("single.b", "B is so.", 1, 4, "one"),
        ("multiple.a", "A too.", 4, 4, "two"),
        ("scale", "It is good.", 3, 5, "two"),
        ("matrix.r1", "R1 counts.", 2, 3, "one"),
    ]


def test_contested_topics_come_first_and_get_more_minutes(collated):
    agenda = propose_agenda(["two", "one", "three", "quiet"], tuple(collated.values()), minutes=120)

    assert [item.topic for item in agenda] == ["three", "two", "one", "quiet"]
    assert sum(item.minutes for item in agenda) == 120
    assert [item.minutes for item in agenda] == sorted((item.minutes for item in agenda), reverse=True)
    assert agenda[1].question_ids == ("multiple", "scale")


@given(st.integers(0, 600))
def test_minutes_are_whole_steps_and_never_more_than_there_are(minutes):
    agenda = propose_agenda(["one", "two", "three"], collate(INSTRUMENT, ANSWERS, 6), minutes=minutes)

    assert all(item.minutes >= 5 and item.minutes % 5 == 0 for item in agenda)
    assert sum(item.minutes for item in agenda) == max(15, minutes - minutes % 5)
