"""The verdicts of a round under every kind of rule, stored and read back as they were given."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.scales import NINE_POINTS
from consensus.tally.counts import ItemTally
from consensus.tally.proposal import propose
from consensus.tally.ranking import nominal_group, standings
from consensus.tally.round_verdicts import decide_round, is_in_favour, middle_text, verdict_from_dict

RATED_HIGH = ItemTally(10, {"8": 6, "9": 3, "cannot_judge": 1})
TOP_THREE = ConsensusDefinition(
    Fraction(3, 4),
    scale=NINE_POINTS,
    agreeing=frozenset("789"),
    disagreeing=frozenset("123456"),
    dissent_choices=frozenset("123"),
)


@pytest.mark.parametrize(
    ("rule", "tally", "outcome", "may_be_adopted"),
    [
        (ConsensusDefinition(Fraction(4, 5)), ItemTally(5, {"agree": 4, "disagree": 1}), "consensus", True),
        (TOP_THREE, RATED_HIGH, "consensus", True),
        (AppropriatenessRule(), RATED_HIGH, "appropriate", True),
        (AppropriatenessRule(), ItemTally(9, {"1": 5, "2": 4}), "inappropriate", False),
        (CoreOutcomeRule(), RATED_HIGH, "in", True),
        (GradeGridRule(), ItemTally(10, {"strong_for": 8, "weak_for": 1, "neutral": 1}), "strong_for", True),
        (GradeGridRule(), ItemTally(10, {"strong_against": 2, "weak_against": 8}), "weak_against", False),
        (GradeGridRule(), ItemTally(4, {"cannot_judge": 2}), "no_valid_votes", False),
        (AppropriatenessRule(minimum_n=5), ItemTally(9, {"9": 4}), "inquorate", False),
    ],
)
def test_each_rule_gives_its_own_outcome_and_survives_being_stored(rule, tally, outcome, may_be_adopted):
    verdict = decide_round({"a": tally}, rule)["a"]

    assert verdict.outcome.value == outcome
    assert is_in_favour(verdict.outcome) is may_be_adopted
    assert verdict_from_dict(verdict.to_dict()) == verdict
    assert verdict.definition_sentence == rule.sentence()


def test_a_ranking_names_the_first_and_no_statement_may_be_adopted_by_it():
    tallies = {
        "a": ItemTally(4, {"1": 3, "2": 0, "unranked": 0}),
        "b": ItemTally(4, {"1": 0, "2": 3}),
        "c": ItemTally(4, {"unranked": 3}),
    }

    verdicts = decide_round(tallies, RankingRule(2))

    assert [verdict.outcome.value for verdict in verdicts.values()] == ["first", "ranked", "ranked"]
    assert verdicts["a"].sentence == "6 points from 3 of 3 people who ranked: place 1 of 3."
    assert not any(is_in_favour(verdict.outcome) for verdict in verdicts.values())
    assert propose(verdicts).winner is None
    assert verdict_from_dict(verdicts["a"].to_dict()) == verdicts["a"]


def test_equal_scores_at_the_top_are_shown_as_a_tie():
    verdicts = decide_round({"a": ItemTally(2, {"1": 1, "2": 1}), "b": ItemTally(2, {"1": 1, "2": 1})}, RankingRule(2))

    assert {verdict.outcome.value for verdict in verdicts.values()} == {"tied_first"}


def test_ratings_under_a_share_are_compared_exactly_and_other_rules_propose_none_before_another():
    rated = decide_round({"a": RATED_HIGH, "b": ItemTally(10, {"8": 8, "3": 2})}, TOP_THREE)
    scored = decide_round({"a": RATED_HIGH, "b": ItemTally(10, {"9": 10})}, AppropriatenessRule())

    assert propose(rated).winner == "a"
    assert (propose(scored).winner, propose(scored).tied, propose(scored).reached) == (None, (), ("a", "b"))


def test_the_middle_of_ratings_leaves_out_who_could_not_judge():
    verdict = decide_round({"a": RATED_HIGH}, AppropriatenessRule())["a"]

    assert middle_text(verdict) == "Median 8, quartiles 8 to 9"


@given(st.lists(st.permutations(["a", "b", "c", "d"]).map(lambda order: order[:3]), max_size=12))
def test_places_give_the_scores_of_the_nominal_group_technique(ballots):
    items = ["a", "b", "c", "d"]
    tallies = {
        item: ItemTally.from_choices(
            [str(ballot.index(item) + 1) if item in ballot else "unranked" for ballot in ballots], len(ballots)
        )
        for item in items
    }

    found = standings(tallies, 3)

    expected = {ranked.item: ranked for ranked in nominal_group(ballots, items, 3)}
    assert {item: (s.score, s.n_voters, s.rank, s.tied) for item, s in found.items()} == {
        item: (r.score, r.n_voters, r.rank, r.tied) for item, r in expected.items()
    }
