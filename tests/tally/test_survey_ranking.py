"""Rankings in a survey: first places, mean place and Borda count by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consensus.tally.survey_ranking import rank_options

OPTIONS = ["a", "b", "c", "d"]


def test_first_places_mean_place_and_borda_by_hand():
    ranked = {option.option_id: option for option in rank_options([["a", "b", "c", "d"], ["b", "a"], ["c"]], OPTIONS)}

    # abcd gives 3 2 1 0; ba gives b 3, a 2 and half a point to c and d; c gives 3 and one point each to the others.
    assert [ranked[name].score for name in OPTIONS] == [Fraction(6), Fraction(6), Fraction(9, 2), Fraction(3, 2)]
    assert [ranked[name].n_first for name in OPTIONS] == [1, 1, 1, 0]
    assert [ranked[name].n_listed for name in OPTIONS] == [2, 2, 2, 1]
    assert [ranked[name].mean_place for name in OPTIONS] == [Fraction(3, 2), Fraction(3, 2), Fraction(2), Fraction(4)]
    assert [(ranked[name].place, ranked[name].tied) for name in OPTIONS] == [
        (1, True),
        (1, True),
        (3, False),
        (4, False),
    ]


def test_an_option_nobody_ranked_has_no_mean_place():
    ranked = rank_options([["a", "b"]], OPTIONS)

    assert [(option.option_id, option.mean_place) for option in ranked[2:]] == [("c", None), ("d", None)]


def test_without_rankings_there_is_nothing_to_show():
    assert rank_options([], OPTIONS) == ()
    assert rank_options([[]], OPTIONS) == ()


@given(st.lists(st.permutations(OPTIONS).flatmap(lambda p: st.integers(1, 4).map(lambda n: p[:n])), min_size=1))
def test_every_ballot_gives_the_same_points_however_much_it_ranks(ballots):
    assert sum(option.score for option in rank_options(ballots, OPTIONS)) == len(ballots) * (3 + 2 + 1)
