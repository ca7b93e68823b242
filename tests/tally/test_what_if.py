"""Secondary analyses: other rules on the same votes, one person less, one group less."""

from fractions import Fraction

import pytest

from consensus.domain.definitions import ConsensusDefinition, GroupMode, GroupRule
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.presets import load_presets
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.scales import NINE_POINTS, RatingScale
from consensus.tally.counts import ItemTally
from consensus.tally.judging import RuleVerdict, applies_to, judge
from consensus.tally.what_if import Removals, applicable, robustness_table, rules_table, what_if

PRESETS = load_presets()
FOUR_FIFTHS = PRESETS["consensus_conference"].definition
OTHERS = applicable(PRESETS.values(), FOUR_FIFTHS, None)

CLOSE = ItemTally(15, {"agree": 12, "disagree": 3})
SHORT = ItemTally(15, {"agree": 11, "disagree": 4})


def test_the_standard_rules_that_count_votes_apply_to_a_vote_and_the_registered_one_is_left_out():
    assert {preset.slug for preset in OTHERS} == {"asco", "awmf", "graded", "two_thirds"}


@pytest.mark.parametrize(
    ("scale", "slugs"),
    [
        (NINE_POINTS, {"core_outcome_set", "median_and_iqr", "rand_ucla"}),
        (RatingScale(1, 5), {"top_two_of_five"}),
        (RatingScale(1, 7), {"top_two_of_seven"}),
        (RatingScale(1, 4), set()),
    ],
    ids=["nine points", "five points", "seven points", "four points"],
)
def test_rules_on_ratings_apply_on_their_own_scale_only(scale, slugs):
    assert {preset.slug for preset in applicable(PRESETS.values(), FOUR_FIFTHS, scale)} == slugs


def test_eleven_of_fifteen_misses_four_fifths_and_three_quarters_and_meets_two_thirds():
    found = what_if("1.1", SHORT, FOUR_FIFTHS, OTHERS)

    assert not found.registered.reached
    assert {other.slug: other.verdict.reached for other in found.others} == {
        "asco": False,
        "awmf": False,
        "graded": False,
        "two_thirds": True,
    }
    assert [other.slug for other in found.others if other.differs] == ["two_thirds"]


def test_a_close_verdict_hangs_on_single_people_and_a_clear_one_does_not():
    # Without one of the twelve who agree it is 11 of 14 (12 are needed); without one who disagrees, 12 of 14.
    assert what_if("1.1", CLOSE, FOUR_FIFTHS, ()).removals == Removals(12, 15)
    assert what_if("1.2", ItemTally(15, {"agree": 15}), FOUR_FIFTHS, ()).removals == Removals(0, 15)


def test_small_groups_are_not_told_apart():
    groups = {
        "doctors": ItemTally(11, {"agree": 10, "disagree": 1}),
        "patients": ItemTally(4, {"agree": 2, "disagree": 2}),
    }
    tally = ItemTally(15, {"agree": 12, "disagree": 3}, groups=groups)
    rule = ConsensusDefinition(Fraction(4, 5), group_rule=GroupRule(GroupMode.EVERY))

    found = what_if("1.1", tally, rule, ())

    assert found.removals is None
    assert found.groups_changing is None


def test_a_group_that_alone_stands_against_is_named():
    groups = {
        "doctors": ItemTally(10, {"agree": 10}),
        "patients": ItemTally(5, {"agree": 2, "disagree": 3}),
    }
    tally = ItemTally(15, {"agree": 12, "disagree": 3}, groups=groups)
    rule = ConsensusDefinition(Fraction(4, 5), group_rule=GroupRule(GroupMode.EVERY))

    found = what_if("1.1", tally, rule, ())

    assert not found.registered.reached
    assert found.groups_changing == ("patients",)


def test_the_tables_have_the_registered_rule_first_and_name_no_person():
    items = [what_if("1.1", CLOSE, FOUR_FIFTHS, OTHERS), what_if("1.2", SHORT, FOUR_FIFTHS, OTHERS)]

    rules, robustness = rules_table(items), robustness_table(items)

    assert list(rules.columns)[:2] == ["Item", "Registered rule"]
    assert rules["Registered rule"].tolist() == ["consensus", "no consensus"]
    assert rules["Two thirds"].tolist() == ["consensus", "consensus"]
    assert robustness["Votes that flip it"].tolist() == [1, 1]
    assert robustness["Removals that change it"].tolist() == ["12 of 15", "0 of 15"]


NINE = {"9": 5, "8": 3, "7": 2, "5": 1, "2": 1}


@pytest.mark.parametrize(
    ("rule", "tally", "verdict"),
    [
        (
            PRESETS["rand_ucla"].rule,
            ItemTally(12, NINE),
            RuleVerdict(
                "appropriate",
                True,
                "The median of 12 ratings is 8, without disagreement (IPR 1.7 against IPRAS 7.075): appropriate.",
            ),
        ),
        (
            PRESETS["core_outcome_set"].rule,
            ItemTally(12, NINE),
            RuleVerdict("in", True, "10/12 (83.3%) rate 7 to 9 and 1/12 (8.3%) rate 1 to 3: in."),
        ),
        (
            PRESETS["core_outcome_set"].rule,
            ItemTally(
                12, NINE, groups={"patients": ItemTally(2, {"5": 1, "2": 1}), "doctors": ItemTally(8, {"9": 5, "8": 3})}
            ),
            RuleVerdict(
                "no_consensus",
                False,
                "8/10 (80.0%) rate 7 to 9 and 1/10 (10.0%) rate 1 to 3 (in each stakeholder group: "
                "doctors in, patients no consensus): no consensus.",
            ),
        ),
        (
            GradeGridRule(),
            ItemTally(10, {"strong_for": 6, "weak_for": 1, "neutral": 2, "weak_against": 1}),
            RuleVerdict(
                "strong_for", True, "7/10 (70.0%) are for and 1/10 (10.0%) against, 6 of 7 strongly: strong for."
            ),
        ),
        (
            PRESETS["rand_ucla"].rule,
            ItemTally(3, {}),
            RuleVerdict("no_valid_votes", False, "There are 0 ratings; the rule asks for at least 1: no verdict."),
        ),
    ],
    ids=["RAND/UCLA", "core outcome, pooled", "core outcome, by group", "GRADE grid", "nobody rated"],
)
def test_every_kind_of_rule_says_its_outcome_and_its_numbers(rule, tally, verdict):
    assert judge(rule, tally) == verdict


def test_a_ranking_judges_no_single_item():
    assert not applies_to(RankingRule(), None)
    with pytest.raises(InvalidInputError, match="does not judge items one by one"):
        judge(RankingRule(), CLOSE)


def test_ratings_off_the_scale_are_refused():
    with pytest.raises(InvalidInputError, match="'10' is not a point of the scale from 1 to 9"):
        judge(PRESETS["rand_ucla"].rule, ItemTally(1, {"10": 1}))
