"""Each preset that ships, applied to a worked case; the figures are published or counted by hand."""

import pytest

from consensus.domain.appropriateness_rule import AppropriatenessRule, DisagreementTest
from consensus.domain.presets import load_presets
from consensus.tally.appropriateness import judge_appropriateness
from consensus.tally.counts import ItemTally
from consensus.tally.judging import judge
from consensus.tally.ranking import nominal_group
from consensus.tally.verdicts import decide

PRESETS = load_presets()


def votes(agree, disagree, abstain=0):
    return ItemTally(agree + disagree + abstain, {"agree": agree, "disagree": disagree, "abstain": abstain})


def ratings(text):
    """One digit per rater."""
    return ItemTally.from_choices(text, len(text))


@pytest.mark.parametrize(
    ("slug", "tally", "outcome", "band"),
    [
        pytest.param("consensus_conference", votes(12, 3), "consensus", None, id="12 of 15 are four fifths"),
        pytest.param("consensus_conference", votes(11, 4), "no_consensus", None, id="11 of 15 are not"),
        pytest.param("graded", votes(15, 0), "consensus", "unanimous", id="15 of 15"),
        pytest.param("graded", votes(14, 1), "consensus", "strong consensus", id="14 of 15 are 93.3%"),
        pytest.param("graded", votes(13, 2), "consensus", "consensus", id="13 of 15 are 86.7%"),
        pytest.param("graded", votes(11, 4), "no_consensus", "no consensus", id="11 of 15 are 73.3%"),
        pytest.param("asco", votes(9, 3), "consensus", None, id="9 of 12 are three quarters"),
        pytest.param("asco", votes(8, 3), "no_consensus", None, id="8 of 11 are 72.7%"),
        pytest.param("awmf", votes(9, 3), "no_consensus", "majority", id="three quarters exactly are a majority"),
        pytest.param("awmf", votes(19, 1), "consensus", "consensus", id="95% exactly is not strong"),
        pytest.param("awmf", votes(20, 1, 9), "consensus", "strong consensus", id="20 of 21, abstentions out"),
        pytest.param("awmf", votes(5, 5), "no_consensus", "no majority", id="half"),
        pytest.param("two_thirds", votes(10, 5), "consensus", None, id="10 of 15"),
        pytest.param("two_thirds", votes(9, 5), "no_consensus", None, id="9 of 14 are 64.3%"),
        pytest.param(
            "top_two_of_five", ratings("544454543333"), "no_consensus", None, id="8 of 12, the middle stays in"
        ),
        pytest.param("top_two_of_five", ratings("544454544333"), "consensus", None, id="9 of 12"),
        pytest.param("top_two_of_seven", ratings("66777651"), "consensus", None, id="6 of 8"),
        pytest.param("top_two_of_seven", ratings("66777551"), "no_consensus", None, id="5 of 8"),
        pytest.param("median_and_iqr", ratings("7778889"), "consensus", None, id="median 8, range 1"),
        pytest.param("median_and_iqr", ratings("5556667"), "no_consensus", None, id="concentrated on the wrong side"),
        pytest.param("median_and_iqr", ratings("1238899"), "no_consensus", None, id="median 8, range 6"),
        pytest.param("median_and_iqr", ratings("56789999"), "consensus", None, id="median 8.5, range 2.25"),
    ],
)
def test_a_share_rule_on_a_worked_case(slug, tally, outcome, band):
    verdict = decide(tally, PRESETS[slug].definition)

    assert (verdict.outcome, verdict.band) == (outcome, band)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param("777888999", "appropriate", id="median 8"),
        pytest.param("112223334", "inappropriate", id="median 2"),
        pytest.param("444555666", "uncertain", id="median 5"),
        pytest.param("111199999", "uncertain", id="median 9 with disagreement"),
        pytest.param("", "no_valid_votes", id="nobody rated"),
    ],
)
def test_appropriateness_on_a_worked_case(text, outcome):
    assert judge(PRESETS["rand_ucla"].rule, ratings(text)).outcome == outcome


@pytest.mark.parametrize(
    ("patients", "clinicians", "outcome"),
    [
        pytest.param("7778889113", "7889998755", "no_consensus", id="70% high, but 30% low among patients"),
        pytest.param("7778889455", "7889998755", "in", id="both groups"),
        pytest.param("7778884455", "7889998755", "no_consensus", id="60% of the patients"),
        pytest.param("1112223445", "1112223456", "out", id="both groups low"),
    ],
)
def test_core_outcomes_on_a_worked_case(patients, clinicians, outcome):
    whole = ratings(patients + clinicians)
    tally = ItemTally(20, whole.counts, groups={"patients": ratings(patients), "clinicians": ratings(clinicians)})

    assert judge(PRESETS["core_outcome_set"].rule, tally).outcome == outcome


@pytest.mark.parametrize(
    ("cells", "recommendation"),
    [
        pytest.param((7, 3, 2, 1, 0), "strong_for", id="10 of 13 for, 7 of 10 strongly"),
        pytest.param((6, 4, 2, 1, 0), "weak_for", id="10 of 13 for, 6 of 10 strongly"),
        pytest.param((5, 2, 3, 2, 1), "none", id="3 of 13 against are too many"),
        pytest.param((0, 1, 1, 2, 8), "strong_against", id="10 of 12 against, 8 of 10 strongly"),
    ],
)
def test_the_grade_grid_on_a_worked_case(cells, recommendation):
    names = ("strong_for", "weak_for", "neutral", "weak_against", "strong_against")
    tally = ItemTally(sum(cells), dict(zip(names, cells, strict=True)))

    assert judge(PRESETS["grade_grid"].rule, tally).outcome == recommendation


def test_nominal_group_ranking_on_a_worked_case():
    ballots = [["a", "b", "c", "d", "e"], ["b", "a", "f", "c", "d"], ["a", "f"]]

    ranked = nominal_group(ballots, list("abcdefg"), PRESETS["nominal_group"].rule.picks)

    assert [(one.item, one.score, one.n_voters) for one in ranked] == [
        ("a", 14, 3),
        ("b", 9, 2),
        ("f", 7, 2),
        ("c", 5, 2),
        ("d", 3, 2),
        ("e", 1, 1),
        ("g", 0, 0),
    ]


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        pytest.param([3, 0, 0, 0, 0, 0, 0, 0, 5], "uncertain", id="three of eight at each end"),
        pytest.param([2, 0, 0, 0, 0, 0, 0, 0, 6], "appropriate", id="two of eight at one end"),
        pytest.param([0, 0, 0, 0, 0, 0, 0, 0, 7], None, id="seven ratings are too few"),
    ],
)
def test_the_classic_table_decides_where_the_rule_says_so(counts, verdict):
    rule = AppropriatenessRule(DisagreementTest.CLASSIC, 8)

    assert judge_appropriateness(counts, rule) == verdict
