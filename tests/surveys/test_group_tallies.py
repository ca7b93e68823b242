"""The answers of stakeholder groups side by side, and what may not be shown."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import cannot_judge_answer
from surveys.collation import count_answers
from surveys.group_tallies import compare_groups
from surveys.model import Option, Question, QuestionKind, Scale

CANNOT = cannot_judge_answer()
OPTIONS = (Option("a", "A"), Option("b", "B"))
CHOICE = Question("q", QuestionKind.SINGLE, "?", options=OPTIONS)
SCALE = Question("q", QuestionKind.SCALE, "?", scale=Scale(1, 9, agree_from=7))
MATRIX = Question("q", QuestionKind.MATRIX, "?", rows=OPTIONS, scale=Scale(1, 5, agree_from=4))


def of(group, *answers):
    return [(group, answer) for answer in answers]


def test_each_group_has_its_own_counts_and_location():
    given_ = of("nurse", 1, 2, 3, 4, 5) + of("surgeon", 7, 8, 9, 9, 9, 5)

    (comparison,) = compare_groups(SCALE, given_, 5)

    nurses, surgeons = comparison.tallies
    assert (nurses.groups, nurses.n_valid, nurses.agreement, nurses.location.median) == (("nurse",), 5, (0, 5), 3)
    assert (surgeons.groups, surgeons.agreement, surgeons.location.median) == (("surgeon",), (5, 6), 8.5)


def test_who_cannot_judge_or_did_not_answer_makes_no_group_larger():
    given_ = of("nurse", "a", "a", "b", "b", CANNOT, None) + of("surgeon", *["a"] * 9)

    assert compare_groups(CHOICE, given_, 5) == ()


def test_each_row_of_a_matrix_is_judged_by_its_own_answers():
    nurses = of("nurse", *[{"a": 5, "b": 1}] * 5)
    surgeons = of("surgeon", *[{"a": 4, "b": "cannot_judge"}] * 4, {"a": 1, "b": 2})

    (first,) = compare_groups(MATRIX, nurses + surgeons, 5)

    assert first.part_id == "a"
    assert [(tally.groups, tally.agreement) for tally in first.tallies] == [
        (("nurse",), (5, 5)),
        (("surgeon",), (4, 5)),
    ]


def test_texts_are_never_broken_out():
    assert compare_groups(Question("q", QuestionKind.TEXT, "?"), of("a", *["x"] * 9) + of("b", *["y"] * 9), 5) == ()


GIVEN = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(["a", "b", CANNOT, None])), max_size=40)


@given(GIVEN, st.integers(3, 6))
def test_nothing_published_differs_by_fewer_than_the_smallest_group(given_, smallest):
    comparisons = compare_groups(CHOICE, given_, smallest)

    total = sum(answer in ("a", "b") for _, answer in given_)
    for comparison in comparisons:
        sizes = [tally.n_valid for tally in comparison.tallies]
        assert sum(sizes) == total
        assert min(sizes) >= smallest
        assert len(sizes) >= 2


@given(GIVEN)
def test_the_groups_add_up_to_the_tally_of_all(given_):
    whole, *_ = count_answers(CHOICE, [answer for _, answer in given_ if answer in ("a", "b")])

    for comparison in compare_groups(CHOICE, given_, 3):
        for place, (_, _, n) in enumerate(whole):
            assert sum(tally.counts[place][2] for tally in comparison.tallies) == n


@given(GIVEN, st.randoms())
def test_the_order_of_answers_tells_nothing(given_, rng: random.Random):
    assert compare_groups(CHOICE, rng.sample(given_, len(given_)), 3) == compare_groups(CHOICE, given_, 3)


@pytest.mark.parametrize("kind", [QuestionKind.RANKING, QuestionKind.MULTIPLE])
def test_lists_are_counted_by_group_too(kind):
    question = Question("q", kind, "?", options=OPTIONS)

    (comparison,) = compare_groups(question, of("x", *[["a", "b"]] * 3) + of("y", *[["b"]] * 4), 3)

    assert [tally.counts[0][2] for tally in comparison.tallies] == [3, 0]
