"""Verdicts: tables of cases, among them every edge the conventions name."""

import json
from fractions import Fraction

import pytest

from consensus.domain.bands import Band
from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, GroupRule, Operator
from consensus.domain.errors import InvalidInputError
from consensus.tally.counts import ItemTally
from consensus.tally.verdicts import Clause, Outcome, Verdict, decide, full_consensus

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
TWO_THIRDS = ConsensusDefinition(Fraction(2, 3))
NINE_POINTS = {"agreeing": frozenset("789"), "disagreeing": frozenset("123456")}


def votes(y=0, n=0, a=0, d=0, *, missing=0, groups=None):
    counts = {"agree": y, "disagree": n, "abstain": a, "cannot_judge": d}
    return ItemTally(y + n + a + d + missing, counts, groups=groups or {})


def rule(threshold=Fraction(4, 5), **clauses):
    return ConsensusDefinition(threshold, **clauses)


@pytest.mark.parametrize(
    ("tally", "definition", "outcome"),
    [
        pytest.param(votes(12, 3), FOUR_FIFTHS, "consensus", id="exactly at the threshold"),
        pytest.param(votes(11, 4), FOUR_FIFTHS, "no_consensus", id="one vote below the threshold"),
        pytest.param(votes(2, 1), TWO_THIRDS, "consensus", id="2 of 3 does reach two thirds"),
        pytest.param(votes(66, 34), TWO_THIRDS, "no_consensus", id="66 of 100 does not reach two thirds"),
        pytest.param(votes(7999, 2001), FOUR_FIFTHS, "no_consensus", id="79.99% is a miss"),
        pytest.param(
            votes(3, 1), rule(Fraction(3, 4), operator=Operator.MORE_THAN), "no_consensus", id="strict, at threshold"
        ),
        pytest.param(votes(4, 1), rule(Fraction(3, 4), operator=Operator.MORE_THAN), "consensus", id="strict, above"),
        pytest.param(votes(8, 2, 5, 0), FOUR_FIFTHS, "consensus", id="abstentions left out"),
        pytest.param(
            votes(8, 2, 5, 0), rule(denominator=Denominator.VOTES_CAST), "no_consensus", id="abstentions counted"
        ),
        pytest.param(
            votes(8, 2, 0, 5), rule(denominator=Denominator.VOTES_CAST), "consensus", id="cannot judge left out"
        ),
        pytest.param(
            votes(8, 2, missing=1), rule(denominator=Denominator.ELIGIBLE), "no_consensus", id="missing votes counted"
        ),
        pytest.param(votes(a=5), FOUR_FIFTHS, "no_valid_votes", id="all abstain"),
        pytest.param(votes(a=5), rule(denominator=Denominator.VOTES_CAST), "no_valid_votes", id="all abstain, counted"),
        pytest.param(votes(d=5), rule(denominator=Denominator.ELIGIBLE), "no_valid_votes", id="nobody can judge"),
        pytest.param(votes(missing=5), FOUR_FIFTHS, "no_valid_votes", id="nobody voted"),
        pytest.param(votes(), FOUR_FIFTHS, "no_valid_votes", id="nobody may vote"),
        pytest.param(votes(1), FOUR_FIFTHS, "consensus", id="a panel of one"),
        pytest.param(votes(5), rule(Fraction(1)), "consensus", id="unanimity asked and given"),
        pytest.param(votes(5, 1), rule(Fraction(1)), "no_consensus", id="unanimity missed"),
        pytest.param(votes(5, missing=5), rule(quorum=Fraction(1, 2)), "consensus", id="exactly at the quorum"),
        pytest.param(votes(5, missing=6), rule(quorum=Fraction(1, 2)), "inquorate", id="below the quorum"),
        pytest.param(
            votes(3, a=1, d=1, missing=5), rule(quorum=Fraction(1, 2)), "consensus", id="abstaining is presence"
        ),
        pytest.param(votes(missing=5), rule(quorum=Fraction(1, 2)), "inquorate", id="nobody voted, quorum asked"),
        pytest.param(votes(5), rule(minimum_n=5), "consensus", id="exactly the minimum"),
        pytest.param(votes(4, a=9), rule(minimum_n=5), "inquorate", id="fewer valid votes than the minimum"),
        pytest.param(votes(5, missing=5), rule(require_majority_of_eligible=True), "consensus", id="exactly half"),
        pytest.param(votes(5, missing=6), rule(require_majority_of_eligible=True), "no_consensus", id="below half"),
        pytest.param(votes(9, 1), rule(max_dissent=1), "consensus", id="dissent allowed"),
        pytest.param(votes(18, 2), rule(max_dissent=1), "no_consensus", id="one dissent too many"),
        pytest.param(
            votes(9, a=2),
            rule(max_dissent=1, dissent_choices=frozenset({"abstain"})),
            "no_consensus",
            id="abstaining as dissent",
        ),
        pytest.param(
            ItemTally(12, {"7": 4, "9": 5, "5": 3}), rule(Fraction(3, 4), **NINE_POINTS), "consensus", id="ratings"
        ),
        pytest.param(
            ItemTally(13, {"7": 4, "9": 5, "5": 4}),
            rule(Fraction(3, 4), **NINE_POINTS),
            "no_consensus",
            id="neutral stays in",
        ),
    ],
)
def test_the_outcome(tally, definition, outcome):
    verdict = decide(tally, definition)

    assert verdict.outcome == outcome
    assert verdict.reached == (outcome == "consensus")


PATIENTS_AGAINST = {"doctors": votes(16, 1), "patients": votes(2, 3)}


@pytest.mark.parametrize(
    ("tally", "group_rule", "reached"),
    [
        pytest.param(votes(18, 4, groups=PATIENTS_AGAINST), None, True, id="no clause, groups only shown"),
        pytest.param(votes(18, 4, groups=PATIENTS_AGAINST), GroupRule(GroupMode.EVERY), False, id="one of every fails"),
        pytest.param(votes(18, 4, groups=PATIENTS_AGAINST), GroupRule(GroupMode.ANY), True, id="any suffices"),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            GroupRule(GroupMode.NAMED, frozenset({"doctors"})),
            True,
            id="the named one agrees",
        ),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            GroupRule(GroupMode.NAMED, frozenset({"patients"})),
            False,
            id="the named one does not",
        ),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            GroupRule(GroupMode.NAMED, frozenset({"nurses"})),
            False,
            id="a named group that is not there",
        ),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            GroupRule(GroupMode.EVERY, minimum_n=6),
            True,
            id="too small a group cannot block",
        ),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            GroupRule(GroupMode.ANY, minimum_n=18),
            False,
            id="no group large enough",
        ),
        pytest.param(
            votes(10, missing=5, groups={"doctors": votes(10), "patients": votes(missing=5)}),
            GroupRule(GroupMode.EVERY),
            False,
            id="a group without data cannot meet the rule",
        ),
        pytest.param(votes(10), GroupRule(GroupMode.EVERY), False, id="no groups at all"),
    ],
)
def test_the_group_clause(tally, group_rule, reached):
    verdict = decide(tally, rule(group_rule=group_rule))

    assert verdict.reached == reached
    assert (Clause.GROUPS in verdict.failing) == (not reached)
    assert {group.name for group in verdict.groups} == set(tally.groups)


@pytest.mark.parametrize(
    ("tally", "definition", "sentence"),
    [
        pytest.param(
            votes(13, 2),
            FOUR_FIFTHS,
            "13 of 15 valid votes agree (86.7%); the rule asks for at least 80%, that is 12 of 15: "
            "consensus with 1 vote to spare.",
            id="consensus",
        ),
        pytest.param(
            votes(12, 3),
            FOUR_FIFTHS,
            "12 of 15 valid votes agree (80.0%); the rule asks for at least 80%, that is 12 of 15: "
            "consensus with no vote to spare.",
            id="consensus just so",
        ),
        pytest.param(
            votes(7999, 2001),
            FOUR_FIFTHS,
            "7999 of 10000 valid votes agree (79.99%); the rule asks for at least 80%, that is 8000 of 10000: "
            "no consensus, 1 vote short.",
            id="a miss by a hair",
        ),
        pytest.param(
            votes(1, 2),
            rule(Fraction(2, 3), operator=Operator.MORE_THAN),
            "1 of 3 valid votes agrees (33.3%); the rule asks for more than 2/3, that is 3 of 3: "
            "no consensus, 2 votes short.",
            id="one agrees",
        ),
        pytest.param(
            votes(18, 2),
            rule(max_dissent=1),
            "18 of 20 valid votes agree (90.0%); the rule asks for at least 80%, that is 16 of 20: "
            "the share is reached, yet no consensus, with 2 people choosing 'disagree' where at most 1 may.",
            id="stopped by dissent",
        ),
        pytest.param(
            votes(5, missing=6),
            rule(require_majority_of_eligible=True),
            "5 of 5 valid votes agree (100.0%); the rule asks for at least 80%, that is 4 of 5: "
            "the share is reached, yet no consensus, with 5 agreeing out of 11 eligible people, fewer than half.",
            id="stopped by absence",
        ),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST),
            rule(group_rule=GroupRule(GroupMode.EVERY)),
            "18 of 22 valid votes agree (81.8%); the rule asks for at least 80%, that is 18 of 22: "
            "the share is reached, yet no consensus, with the share not reached by patients (2 of 5, 4 needed).",
            id="stopped by a group",
        ),
        pytest.param(
            votes(4, missing=11),
            rule(quorum=Fraction(1, 2)),
            "4 of 15 eligible people took part (26.7%); the quorum is at least 50%, that is 8: "
            "no verdict, 4 people short of the quorum.",
            id="inquorate",
        ),
        pytest.param(
            votes(4, a=3),
            rule(minimum_n=5),
            "There are 4 valid votes; the rule asks for at least 5: no verdict, 1 short of the minimum.",
            id="too few",
        ),
        pytest.param(
            votes(a=3, d=1, missing=1),
            FOUR_FIFTHS,
            "Nobody voted for or against (3 abstained, 1 could not judge, 1 did not answer): "
            "there is no share and no verdict.",
            id="no valid votes",
        ),
    ],
)
def test_the_sentence_names_rule_numbers_and_margin(tally, definition, sentence):
    verdict = decide(tally, definition)

    assert verdict.sentence == sentence
    assert verdict.definition_sentence == definition.sentence()


def test_a_verdict_prints_every_denominator():
    verdict = decide(votes(8, 2, 3, 1, missing=2), FOUR_FIFTHS)

    assert verdict.shares == {
        Denominator.VALID_VOTES: (8, 10),
        Denominator.VOTES_CAST: (8, 13),
        Denominator.ELIGIBLE: (8, 16),
    }
    assert verdict.share_text() == "8/10 (80.0%)"
    assert verdict.share_text(Denominator.ELIGIBLE) == "8/16 (50.0%)"
    assert (verdict.needed, verdict.margin, verdict.share) == (8, 0, Fraction(4, 5))


def test_no_percentage_is_given_where_nobody_was_for_or_against():
    verdict = decide(votes(a=5), rule(denominator=Denominator.VOTES_CAST))

    assert verdict.share_text() == "0/5"
    assert verdict.band is None


def test_a_band_describes_the_share_and_does_not_decide():
    bands = (Band("low", Fraction(0), Fraction(9, 10)), Band("high", Fraction(9, 10), Fraction(1), includes_upper=True))

    assert decide(votes(8, 2), rule(bands=bands)).band == "low"
    assert decide(votes(9, 1), rule(bands=bands)).band == "high"
    assert decide(votes(8, 2), rule(bands=bands)).reached


@pytest.mark.parametrize(
    ("tally", "definition", "bounds", "robust"),
    [
        pytest.param(votes(12, 3), FOUR_FIFTHS, ("consensus", "consensus"), True, id="nobody missing"),
        pytest.param(votes(11, 0, missing=4), FOUR_FIFTHS, ("consensus", "no_consensus"), False, id="could turn"),
        pytest.param(votes(12, 0, missing=3), FOUR_FIFTHS, ("consensus", "consensus"), True, id="cannot turn"),
        pytest.param(votes(3, 9, missing=3), FOUR_FIFTHS, ("no_consensus",) * 2, True, id="out of reach"),
        pytest.param(
            votes(10, missing=1),
            rule(quorum=Fraction(1)),
            ("consensus", "consensus"),
            False,
            id="only the quorum lacks",
        ),
        pytest.param(
            ItemTally(5, {"9": 4}),
            rule(**NINE_POINTS, max_dissent=0, dissent_choices=frozenset({"3"})),
            ("consensus", "no_consensus"),
            False,
            id="the worst rating counts",
        ),
    ],
)
def test_non_response_bounds(tally, definition, bounds, robust):
    verdict = decide(tally, definition)

    assert verdict.bounds == tuple(map(Outcome, bounds))
    assert verdict.robust == robust


@pytest.mark.parametrize(
    ("tally", "definition", "n_people"),
    [
        pytest.param(votes(12, 3), FOUR_FIFTHS, 1, id="just so"),
        pytest.param(votes(15), FOUR_FIFTHS, 4, id="comfortable"),
        pytest.param(votes(11, 4), FOUR_FIFTHS, 1, id="just not"),
        pytest.param(votes(0, 15), FOUR_FIFTHS, 12, id="far away"),
        pytest.param(votes(a=5), FOUR_FIFTHS, None, id="nobody to switch"),
        pytest.param(votes(8, a=4), rule(denominator=Denominator.VOTES_CAST), 2, id="a counted abstention can switch"),
        pytest.param(votes(15), rule(max_dissent=1), 2, id="dissent is the weak point"),
        pytest.param(
            votes(20, a=2), rule(max_dissent=1, dissent_choices=frozenset({"abstain"})), None, id="out of reach"
        ),
        pytest.param(
            votes(20, 1, groups={"doctors": votes(16), "patients": votes(4, 1)}),
            rule(group_rule=GroupRule(GroupMode.EVERY)),
            1,
            id="one group is the weak point",
        ),
        pytest.param(votes(5, missing=6), rule(quorum=Fraction(1, 2)), None, id="no switch makes a quorum"),
        pytest.param(
            votes(18, 4, groups=PATIENTS_AGAINST), rule(group_rule=GroupRule(GroupMode.EVERY)), 2, id="a group turns"
        ),
    ],
)
def test_fragility(tally, definition, n_people):
    assert decide(tally, definition).fragility == n_people


def test_full_consensus_needs_no_vote():
    verdict = full_consensus(15)

    assert verdict.outcome is Outcome.FULL_CONSENSUS
    assert verdict.reached
    assert verdict.robust
    assert verdict.sentence == "All 15 people present agreed: full consensus, adopted without a vote."
    assert verdict.definition_sentence == "A statement on which everybody present agrees is adopted without a vote."


def test_full_consensus_of_nobody_is_refused():
    with pytest.raises(InvalidInputError, match="at least 1 person"):
        full_consensus(0)


def test_a_choice_the_definition_does_not_know_is_refused():
    with pytest.raises(InvalidInputError, match="'veto'"):
        decide(ItemTally(3, {"agree": 2, "veto": 1}), FOUR_FIFTHS)


@pytest.mark.parametrize("verdict", [decide(votes(18, 4, groups=PATIENTS_AGAINST), rule()), full_consensus(3)])
def test_a_stored_verdict_is_not_decided_anew(verdict):
    stored = json.loads(json.dumps(verdict.to_dict()))
    stored["sentence"] = "As it was said on the day."

    again = Verdict.from_dict(stored)

    assert again.sentence == "As it was said on the day."
    assert Verdict.from_dict({**stored, "sentence": verdict.sentence}) == verdict
