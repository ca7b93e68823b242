"""The rules of other methods: each states itself, is stored, and refuses nonsense in one sentence."""

import json
from fractions import Fraction

import pytest

from consensus.domain.appropriateness_rule import AppropriatenessRule, DisagreementTest
from consensus.domain.core_outcome_rule import CoreOutcomeRule, Variant
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.errors import InvalidInputError
from consensus.domain.grade_grid_rule import GradeGridRule
from consensus.domain.ranking_rule import RankingRule
from consensus.domain.rule_registry import RULES, rule_from_dict

EVERY_RULE = [
    pytest.param(ConsensusDefinition(Fraction(4, 5)), id="share"),
    pytest.param(AppropriatenessRule(), id="appropriateness"),
    pytest.param(AppropriatenessRule(DisagreementTest.CLASSIC, 9), id="classic appropriateness"),
    *(pytest.param(CoreOutcomeRule(variant=variant), id=f"core outcomes {variant}") for variant in Variant),
    pytest.param(GradeGridRule(strong_at_least=Fraction(3, 4)), id="grade grid"),
    pytest.param(RankingRule(3), id="ranking"),
    pytest.param(RankingRule(1), id="one pick"),
]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_stored_rule_comes_back_the_same_and_under_the_same_fingerprint(rule):
    again = rule_from_dict(json.loads(json.dumps(rule.to_dict())))

    assert again == rule
    assert again.sha256() == rule.sha256()


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_is_one_sentence(rule):
    assert rule.sentence().endswith(".")
    assert ". " not in rule.sentence()


def test_rules_that_differ_have_different_fingerprints():
    rules = [case.values[0] for case in EVERY_RULE]

    assert len({rule.sha256() for rule in rules}) == len(rules)
    assert len({rule.sentence() for rule in rules}) == len(rules)


def test_every_kind_is_read_under_its_own_name():
    assert {case.values[0].kind for case in EVERY_RULE} == set(RULES)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({"kind": "luck"}, "no kind of rule 'luck'", id="an unknown kind"),
        pytest.param(
            {"kind": "appropriateness", "scale": {"low": 1, "high": 7}},
            "1 to 9 only, not from 1 to 7",
            id="seven points",
        ),
        pytest.param({"kind": "appropriateness", "disagreement": "guess"}, "ipras, classic", id="an unknown test"),
        pytest.param(
            {"kind": "appropriateness", "disagreement": "classic", "minimum_n": 7},
            "from 8 ratings up, not from 7",
            id="too few for the classic table",
        ),
        pytest.param({"kind": "appropriateness", "minimum_n": 0}, "at least 1 rating", id="a verdict on nothing"),
        pytest.param({"kind": "appropriateness", "minimum_n": "8"}, "whole number", id="text for a number"),
        pytest.param({"kind": "appropriateness", "median": 7}, "no field 'median'", id="an unknown field"),
        pytest.param({"kind": "core_outcome", "scale": {"low": 1, "high": 5}}, "1 to 9 only", id="five points"),
        pytest.param({"kind": "core_outcome", "variant": "some"}, "each_group, pooled", id="an unknown variant"),
        pytest.param({"kind": "core_outcome", "opposed_below": 0.15}, "'opposed_below'", id="a float"),
        pytest.param({"kind": "core_outcome", "opposed_below": "3/4"}, "cannot exceed", id="more against than for"),
        pytest.param({"kind": "core_outcome", "supported_at_least": "0"}, "above 0%", id="support by nobody"),
        pytest.param({"kind": "grade_grid", "strong_at_least": "6/5"}, "not above 100%", id="more than all"),
        pytest.param(
            {"kind": "grade_grid", "direction_at_least": "1/4", "opposed_below": "1/2"},
            "for and against at once",
            id="both directions",
        ),
        pytest.param({"kind": "ranking", "picks": 0}, "between 1 and 50", id="no picks"),
        pytest.param({"kind": "ranking", "picks": True}, "whole number", id="a truth value as a number"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(data, message):
    with pytest.raises(InvalidInputError, match=message) as refusal:
        rule_from_dict(data)

    assert str(refusal.value).endswith(".")
