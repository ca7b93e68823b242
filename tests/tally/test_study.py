"""A study from a file: its tables hold what the counting functions say of its answers."""

import pytest

from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets
from consensus.tally.study import analyse
from consensus.tally.study_rules import StudyRule, check_applies, default_rule
from consensus.tally.study_tallies import rating_table, tally_item
from surveys.tabular.study_data import StudyData
from surveys.tabular.study_reader import parse_study

PRESETS = load_presets()

# Nine people rate two items twice; "dk" is "cannot judge" and P9 leaves after the first round.
STUDY = """id,group,round,pain,sleep
P1,patients,1,9,1
P2,patients,1,9,5
P3,patients,1,9,5
P4,doctors,1,8,9
P5,doctors,1,8,
P6,doctors,1,8,5
P7,doctors,1,8,9
P8,doctors,1,7,unsure
P9,doctors,1,2,5
P1,patients,2,9,5
P2,patients,2,9,6
P3,patients,2,9,7
P4,doctors,2,8,9
P5,doctors,2,8,7
P6,doctors,2,8,7
P7,doctors,2,8,9
P8,doctors,2,8,unsure
"""
VOTES = "id,use it\nA,yes\nB,yes\nC,yes\nD,yes\nE,no\nF,abstain\nG,\n"


def read(text: str) -> StudyData:
    return parse_study(text.encode(), "study.csv")


@pytest.fixture
def tables():
    data = read(STUDY)
    return analyse(data, default_rule(PRESETS, data.scale), list(PRESETS.values()))


def row(frame, **where):
    for name, value in where.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def test_the_four_ways_of_not_counting_stay_apart():
    tally = tally_item(read(STUDY), 0, 1)

    assert (tally.eligible, tally.n_missing, tally.n_cannot_judge, tally.n_abstain) == (9, 1, 1, 0)
    assert dict(tally.counts) == {"1": 1, "5": 4, "9": 2, "cannot_judge": 1}
    assert dict(tally.groups["patients"].counts) == {"1": 1, "5": 2}


def test_somebody_who_left_is_not_missing_from_the_next_round():
    tally = tally_item(read(STUDY), 1, 0)

    assert (tally.eligible, tally.n_missing) == (8, 0)


def test_positions_on_the_scale_begin_at_one():
    data = read("id,a\nP1,0\nP2,10\nP3,\n")

    assert data.scale.low == 0
    assert rating_table(data, 0).tolist() == [[1, 11, -1]]


def test_the_summary_has_a_row_per_round_and_item_with_all_numbers(tables):
    found = row(tables.summary, round="1", item="pain")

    assert (found["eligible"], found["rated"], found["missing"]) == (9, 9, 0)
    assert (found["median"], found["q1"], found["q3"], found["iqr"]) == (8, 8, 9, 1)
    assert (found["agreeing"], found["share"]) == (8, pytest.approx(8 / 9))
    assert found["wilson_lower"] == pytest.approx(0.565, abs=0.001)
    assert (found["appropriateness"], found["outcome"]) == ("appropriate", "consensus")


def test_places_on_a_scale_from_zero_are_given_on_that_scale():
    data = read("id,a\nP1,0\nP2,4\nP3,10\n")

    found = analyse(data, None, list(PRESETS.values())).summary.iloc[0]

    assert (found["median"], found["q1"], found["q3"], found["iqr"]) == (4, 2, 7, 5)
    assert found["mean"] == pytest.approx(14 / 3)


def test_groups_are_counted_apart(tables):
    found = row(tables.groups, round="1", item="pain", group="doctors")

    assert (found["eligible"], found["rated"], found["median"]) == (6, 6, 8)


def test_rounds_are_compared_among_those_who_answered_both(tables):
    found = row(tables.movement, item="sleep")

    # P5, P8 and P9 did not rate both times; P1, P2, P3 and P6 changed upwards.
    assert (found["people_in_both"], found["changed"]) == (6, 4)
    assert (found["median_before"], found["median_after"]) == (5, 7)


def test_participation_counts_everybody_and_each_group(tables):
    assert row(tables.participation, round="1", group="everybody")["people"] == 9
    assert row(tables.participation, round="2", group="doctors")["people"] == 5


def test_other_rules_that_apply_stand_beside_the_one_taken(tables):
    found = row(tables.other_rules, round="1", item="pain")

    assert list(tables.other_rules.columns) == [
        "round",
        "item",
        "Median and interquartile range",
        "Core outcome set, 70 and 15 per cent",
        "RAND/UCLA appropriateness",
    ]
    assert found["RAND/UCLA appropriateness"] == "appropriate"


def test_votes_are_judged_by_share_with_all_that_belongs_to_it():
    data = read(VOTES)

    tables = analyse(data, default_rule(PRESETS, None), list(PRESETS.values()))

    found = tables.summary.iloc[0]
    assert (found["agree"], found["disagree"], found["abstained"], found["missing"]) == (4, 1, 1, 1)
    assert (found["counted"], found["needed"], found["margin"], found["outcome"]) == (5, 4, 0, "consensus")
    assert tables.verdicts.iloc[0]["verdict"].startswith("4 of 5 valid votes agree (80.0%); the rule asks for at least")
    assert row(tables.robustness, item="use it")["removals_changing"] == 4
    assert set(tables.panel["measure"]) == {"Krippendorff's alpha, nominal", "Gwet's AC1", "Fleiss' kappa"}


def test_what_is_not_defined_is_missing_and_no_number():
    data = read("id,a,b\nP1,5,5\nP2,5,5\n")

    tables = analyse(data, default_rule(PRESETS, data.scale), list(PRESETS.values()))

    assert tables.panel["value"].isna().sum() >= 4
    assert tables.summary["iqr"].tolist() == [0, 0]


def test_a_scale_without_a_usual_rule_gets_no_verdict():
    data = read("id,a\nP1,0\nP2,10\n")

    assert default_rule(PRESETS, data.scale) is None
    assert "outcome" not in analyse(data, None, list(PRESETS.values())).summary


@pytest.mark.parametrize(
    ("slug", "text", "sentence"),
    [
        (
            "rand_ucla",
            "id,a\nP1,1\nP2,5\n",
            "“RAND/UCLA appropriateness” is defined on ratings from 1 to 9 only, and these are read as ratings from "
            "1 to 5; if the scale was from 1 to 9, say so with --scale 1-9.",
        ),
        (
            "rand_ucla",
            VOTES,
            "“RAND/UCLA appropriateness” judges ratings from 1 to 9, and these are votes.",
        ),
        (
            "two_thirds",
            "id,a\nP1,1\nP2,5\n",
            "“Two thirds” counts votes, and these are ratings from 1 to 5; choose a rule on this scale.",
        ),
        ("nominal_group", VOTES, "“Nominal group ranking” does not judge votes item by item."),
    ],
    ids=["another scale", "votes for a rule on ratings", "ratings for a rule on votes", "a ranking"],
)
def test_a_rule_that_judges_other_answers_is_refused(slug, text, sentence):
    rule = StudyRule(PRESETS[slug].title, PRESETS[slug].rule, was_given=True)

    with pytest.raises(InvalidInputError) as refusal:
        check_applies(rule.rule, rule.title, read(text).scale)

    assert str(refusal.value) == sentence
