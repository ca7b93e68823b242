"""What each kind of round offers, who may decide it, and which ballot papers it refuses."""

from fractions import Fraction

import pytest

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import RoundKind
from consensus.domain.core_outcome_rule import CoreOutcomeRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.presets import load_presets
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.round_kinds import KINDS, check_choice, check_paper, options_of
from consensus.domain.rule_needs import needs_sentence
from consensus.domain.scales import NINE_POINTS, RatingScale

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
NINE = BallotScale(NINE_POINTS, ((1, "low"), (9, "high")))
THREE_PLACES = BallotScale(RatingScale(1, 3))


@pytest.mark.parametrize(
    ("kind", "scale", "values"),
    [
        (RoundKind.VOTE, None, ["agree", "disagree", "abstain", "cannot_judge"]),
        (RoundKind.APPROVAL, None, ["agree", "disagree", "abstain"]),
        (RoundKind.RATING, NINE, [*"123456789", "cannot_judge"]),
        (
            RoundKind.GRADE,
            None,
            ["strong_for", "weak_for", "neutral", "weak_against", "strong_against", "cannot_judge"],
        ),
        (RoundKind.RANKING, THREE_PLACES, ["1", "2", "3", "unranked"]),
        (RoundKind.OBJECTION, None, ["no_objection", "object"]),
    ],
    ids=lambda value: value.value if isinstance(value, RoundKind) else None,
)
def test_a_ballot_offers_the_answers_of_its_kind_in_the_order_of_the_keys(kind, scale, values):
    assert [option.value for option in options_of(kind, scale)] == values


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_decided_by_a_ready_made_rule_or_by_the_definition_of_the_process(kind):
    row = KINDS[kind]

    rule = load_presets()[row.preset].rule if row.preset else FOUR_FIFTHS

    assert row.judges(rule)
    frozen, scale = row.freeze(rule, 3)
    assert row.judges(frozen)
    assert needs_sentence(frozen, 15).endswith(".")
    assert scale is None or BallotScale.from_dict(scale.to_dict()) == scale


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        (FOUR_FIFTHS, {RoundKind.VOTE, RoundKind.APPROVAL}),
        (AppropriatenessRule(), {RoundKind.RATING}),
        (CoreOutcomeRule(), {RoundKind.RATING}),
        (GradeGridRule(), {RoundKind.GRADE}),
        (RankingRule(3), {RoundKind.RANKING}),
    ],
    ids=lambda value: value.kind if not isinstance(value, set) else None,
)
def test_a_rule_decides_the_kinds_it_is_defined_for_and_no_other(rule, kinds):
    assert {kind for kind, row in KINDS.items() if row.judges(rule)} == kinds


@pytest.mark.parametrize("choice", ["0", "10", "7.5", " 7", "agree", ""], ids=repr)
def test_a_rating_beside_the_scale_is_refused(choice):
    with pytest.raises(InvalidInputError, match="not one of the answers"):
        check_choice(RoundKind.RATING, NINE, choice)


def test_the_words_of_a_point_come_with_its_answer():
    hints = {option.value: option.hint for option in options_of(RoundKind.RATING, NINE)}

    assert (hints["1"], hints["5"], hints["9"]) == ("low", "", "high")


def test_a_ranking_has_no_more_places_than_there_are_candidates():
    rule, scale = KINDS[RoundKind.RANKING].freeze(RankingRule(5), 3)

    assert (rule.picks, scale.points) == (3, RatingScale(1, 3))
    with pytest.raises(InvalidInputError, match="at least two"):
        KINDS[RoundKind.RANKING].freeze(RankingRule(5), 1)


@pytest.mark.parametrize(
    ("places", "why"),
    [
        (["1", "1", "unranked"], "given once"),
        (["1", "3", "unranked"], "without a gap"),
        (["unranked", "unranked", "unranked"], "at least one"),
        (["1", "2"], "is missing"),
        (["1", "2", "4"], "not one of the answers"),
    ],
    ids=["a place twice", "a gap", "nothing ranked", "a candidate left out", "a place too many"],
)
def test_a_ranking_that_is_no_order_is_refused_as_a_whole(places, why):
    with pytest.raises(InvalidInputError, match=why):
        check_paper(RoundKind.RANKING, THREE_PLACES, 3, dict(enumerate(places)))


def test_a_ranking_of_the_first_few_and_an_approval_of_none_are_papers():
    check_paper(RoundKind.RANKING, THREE_PLACES, 4, dict(enumerate(["2", "unranked", "1", "unranked"])))
    check_paper(RoundKind.APPROVAL, None, 2, dict(enumerate(["disagree", "disagree"])))

    with pytest.raises(InvalidInputError, match="on its own"):
        check_paper(RoundKind.VOTE, None, 1, {0: "agree"})
