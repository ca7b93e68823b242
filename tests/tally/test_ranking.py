"""Rankings: the nominal group technique by hand, Borda against its pairwise meaning, and truncated ballots."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.errors import InvalidInputError
from consensus.tally.ranking import Truncated, borda, nominal_group

ITEMS = ("time", "money", "staff", "space")
full_ballots = st.lists(st.permutations(ITEMS), max_size=8)
short_ballots = st.lists(st.permutations(ITEMS).flatmap(lambda b: st.integers(0, 4).map(lambda r: b[:r])), max_size=8)


def scores_of(ranking):
    return {row.item: row.score for row in ranking}


def test_the_nominal_group_technique_by_its_rule():
    """Delbecq et al. (1975): everybody ranks the most important items; here the best of 3 gets 3 points, the last 1."""
    ballots = [("time", "money", "staff"), ("money", "time", "staff"), ("time", "staff", "money"), ("staff", "money")]

    ranking = nominal_group(ballots, ITEMS, picks=3)

    assert [(row.item, row.score, row.n_voters, row.rank, row.tied) for row in ranking] == [
        ("time", 8, 3, 1, True),
        ("money", 8, 4, 1, True),
        ("staff", 7, 4, 3, False),
        ("space", 0, 0, 4, False),
    ]


@given(short_ballots, st.randoms())
def test_the_order_of_ballots_and_the_names_of_items_are_irrelevant(ballots, random):
    new_names = dict(zip(ITEMS, random.sample(ITEMS, len(ITEMS)), strict=True))
    renamed = [[new_names[item] for item in ballot] for ballot in random.sample(ballots, len(ballots))]

    for count in (
        lambda ballots: nominal_group(ballots, ITEMS, picks=4),
        lambda ballots: borda(ballots, ITEMS, Truncated.NOTHING),
        lambda ballots: borda(ballots, ITEMS, Truncated.SHARED),
        lambda ballots: borda(ballots, ITEMS, Truncated.FEWER_POINTS),
    ):
        found, other = count(ballots), count(renamed)
        assert {new_names[item]: score for item, score in scores_of(found).items()} == scores_of(other)
        assert [(row.rank, row.tied) for row in found] == [(row.rank, row.tied) for row in other]


@given(full_ballots)
def test_a_borda_score_is_the_number_of_times_others_are_placed_below(ballots):
    for row in borda(ballots, ITEMS):
        below = sum(
            ballot.index(row.item) < ballot.index(other) for ballot in ballots for other in ITEMS if other != row.item
        )
        assert row.score == below


@given(full_ballots)
def test_of_complete_ballots_every_policy_makes_the_same_order(ballots):
    orders = [[(row.item, row.rank) for row in borda(ballots, ITEMS, policy)] for policy in Truncated]

    assert all(order == orders[0] for order in orders)


def test_what_each_policy_makes_of_a_truncated_ballot():
    ballot = [("staff", "time")]

    def scored(policy):
        return tuple(scores_of(borda(ballot, ITEMS, policy))[item] for item in ("staff", "time", "money", "space"))

    assert scored(Truncated.NOTHING) == (3, 2, 0, 0)
    assert scored(Truncated.SHARED) == (3, 2, Fraction(1, 2), Fraction(1, 2))
    assert scored(Truncated.FEWER_POINTS) == (2, 1, 0, 0)
    with pytest.raises(InvalidInputError, match="Ballot 1 ranks 2 of 4"):
        borda(ballot, ITEMS, Truncated.REFUSED)


def test_shared_points_are_the_mean_over_every_way_to_complete_the_ballot():
    completions = [borda([("staff", *rest)], ITEMS) for rest in permutations(["time", "money", "space"])]
    mean = {item: sum(scores_of(one)[item] for one in completions) / len(completions) for item in ITEMS}

    assert scores_of(borda([("staff",)], ITEMS, Truncated.SHARED)) == mean


def test_ties_are_shown_and_not_broken():
    ranking = borda([("time", "money", "staff", "space"), ("money", "time", "space", "staff")], ITEMS)

    assert [(row.item, row.rank, row.tied) for row in ranking] == [
        ("time", 1, True),
        ("money", 1, True),
        ("staff", 3, True),
        ("space", 3, True),
    ]


def test_an_empty_ballot_gives_nothing_under_any_policy():
    for policy in Truncated:
        assert {row.score for row in borda([()], ITEMS, policy)} == {0}
        assert policy.phrase().endswith(".")


@pytest.mark.parametrize(
    ("ballots", "message"),
    [
        ([("time", "time")], "ranks an item twice"),
        ([(), ("luck",)], "Ballot 2 ranks 'luck'"),
        (["time"], "not one text"),
        ([("time", "money", "staff")], "picks 3 items where 2"),
    ],
)
def test_ballots_that_are_none_are_refused(ballots, message):
    with pytest.raises(InvalidInputError, match=message):
        nominal_group(ballots, ITEMS, picks=2)


@pytest.mark.parametrize("picks", [0, 5])
def test_as_many_picks_as_there_are_items_and_at_least_one(picks):
    with pytest.raises(InvalidInputError, match="between 1 and 4"):
        nominal_group([], ITEMS, picks)
