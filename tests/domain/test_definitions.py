"""A definition refuses nonsense, states itself in one sentence and survives storage."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.bands import Band
from consensus.domain.definitions import (
    ConsensusDefinition,
    Denominator,
    Electorate,
    GroupMode,
    GroupRule,
    Operator,
    needed,
)
from consensus.domain.errors import InvalidInputError

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
NINE_POINTS = {"agreeing": frozenset("789"), "disagreeing": frozenset("123456")}

definitions = st.builds(
    ConsensusDefinition,
    threshold=st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100),
    operator=st.sampled_from(Operator),
    denominator=st.sampled_from(Denominator),
    quorum=st.fractions(0, 1, max_denominator=20),
    minimum_n=st.integers(0, 30),
    require_majority_of_eligible=st.booleans(),
    max_dissent=st.none() | st.integers(0, 5),
    electorate=st.sampled_from(Electorate),
    group_rule=st.none()
    | st.builds(GroupRule, st.sampled_from([GroupMode.EVERY, GroupMode.ANY]), minimum_n=st.integers(1, 9))
    | st.builds(GroupRule, st.just(GroupMode.NAMED), st.frozensets(st.text(min_size=1), min_size=1)),
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"threshold": Fraction(1), "operator": Operator.MORE_THAN}, "never be met", id="more than all"),
        pytest.param({"threshold": Fraction(6, 5)}, "not above 100%", id="above all"),
        pytest.param({"threshold": Fraction(0)}, "above 0%", id="nothing asked"),
        pytest.param({"threshold": 0.8}, "exact fraction", id="a float threshold"),
        pytest.param({"threshold": Fraction(4, 5), "quorum": 0.5}, "exact fraction", id="a float quorum"),
        pytest.param({"threshold": Fraction(4, 5), "quorum": Fraction(3, 2)}, "quorum", id="a quorum above all"),
        pytest.param({"threshold": Fraction(4, 5), "minimum_n": -1}, "minimum number", id="a negative minimum"),
        pytest.param({"threshold": Fraction(4, 5), "max_dissent": -1}, "dissenting", id="negative dissent"),
        pytest.param(
            {"threshold": Fraction(4, 5), "max_dissent": 1, "dissent_choices": frozenset()},
            "Name the choices",
            id="no dissent",
        ),
        pytest.param(
            {"threshold": Fraction(4, 5), "max_dissent": 1, "dissent_choices": frozenset({"agree"})},
            "both agree and count as dissent",
            id="agreeing dissent",
        ),
        pytest.param(
            {"threshold": Fraction(4, 5), "max_dissent": 1, "dissent_choices": frozenset({"veto"})},
            "cannot be chosen",
            id="dissent nobody can choose",
        ),
        pytest.param({"threshold": Fraction(4, 5), "agreeing": frozenset()}, "choices that agree", id="nothing agrees"),
        pytest.param({"threshold": Fraction(4, 5), "disagreeing": frozenset()}, "choices that", id="nothing disagrees"),
        pytest.param(
            {"threshold": Fraction(4, 5), "disagreeing": frozenset({"agree", "disagree"})},
            "cannot both",
            id="both at once",
        ),
        pytest.param(
            {"threshold": Fraction(4, 5), "disagreeing": frozenset({"abstain"})},
            "neither for nor against",
            id="abstain",
        ),
        pytest.param(
            {"threshold": Fraction(4, 5), "bands": (Band("all", Fraction(0), Fraction(1)),)},
            "gap above",
            id="bands with a gap",
        ),
    ],
)
def test_nonsense_is_refused_in_one_sentence(arguments, message):
    with pytest.raises(InvalidInputError, match=message) as refusal:
        ConsensusDefinition(**arguments)

    assert str(refusal.value).endswith(".")


def test_all_of_the_votes_can_be_asked_for():
    assert needed(ConsensusDefinition(Fraction(1)), 15) == 15


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        pytest.param(
            FOUR_FIFTHS,
            "Consensus is reached when at least 80% (4/5) of valid votes agree; "
            "abstentions and 'cannot judge' are left out of the denominator.",
            id="four fifths",
        ),
        pytest.param(
            ConsensusDefinition(Fraction(2, 3), Operator.MORE_THAN, Denominator.VOTES_CAST),
            "Consensus is reached when more than 2/3 of votes cast agree; "
            "abstentions stay in the denominator and 'cannot judge' is left out of it.",
            id="a fraction without exact per cent",
        ),
        pytest.param(
            ConsensusDefinition(
                Fraction(3, 4),
                denominator=Denominator.ELIGIBLE,
                quorum=Fraction(1, 2),
                minimum_n=10,
                require_majority_of_eligible=True,
                max_dissent=1,
                dissent_choices=frozenset({"disagree", "cannot_judge"}),
                group_rule=GroupRule(GroupMode.EVERY, minimum_n=5),
            ),
            "Consensus is reached when at least 75% (3/4) of eligible people agree, at least half of all eligible "
            "people agree, at least 50% (1/2) of the eligible people take part, there are at least 10 eligible people, "
            "at most 1 person chooses 'cannot judge' or 'disagree' and the same share is reached in every group of at "
            "least 5 eligible people; abstentions, 'cannot judge' and missing votes all stay in the denominator.",
            id="every clause",
        ),
        pytest.param(
            ConsensusDefinition(Fraction(7, 10), **NINE_POINTS, max_dissent=0, dissent_choices=frozenset({"1", "2"})),
            "Consensus is reached when at least 70% (7/10) of valid votes are 7, 8 or 9 and nobody chooses '1' or '2'; "
            "abstentions and 'cannot judge' are left out of the denominator.",
            id="a rating scale",
        ),
        pytest.param(
            ConsensusDefinition(
                Fraction(4, 5), group_rule=GroupRule(GroupMode.NAMED, frozenset({"patients", "surgeons"}))
            ),
            "Consensus is reached when at least 80% (4/5) of valid votes agree and the same share is reached in the "
            "groups 'patients' and 'surgeons'; abstentions and 'cannot judge' are left out of the denominator.",
            id="named groups",
        ),
        pytest.param(
            ConsensusDefinition(Fraction(4, 5), electorate=Electorate.ENTITLED),
            "Consensus is reached when at least 80% (4/5) of valid votes agree; abstentions and 'cannot judge' are "
            "left out of the denominator; everyone entitled to vote is eligible, present or not.",
            id="everyone entitled",
        ),
        pytest.param(
            ConsensusDefinition(
                Fraction(3, 4),
                Operator.MORE_THAN,
                bands=(
                    Band("no consensus", Fraction(0), Fraction(3, 4), includes_upper=True),
                    Band("consensus", Fraction(3, 4), Fraction(1), includes_lower=False, includes_upper=True),
                ),
            ),
            "Consensus is reached when more than 75% (3/4) of valid votes agree; "
            "abstentions and 'cannot judge' are left out of the denominator; "
            "the share is named no consensus (from 0% up to 75%); consensus (more than 75% up to 100%).",
            id="bands",
        ),
    ],
)
def test_the_sentence_states_the_whole_rule(definition, sentence):
    assert definition.sentence() == sentence


@given(definitions)
def test_the_sentence_is_one_sentence(definition):
    definition = ConsensusDefinition.from_dict({**definition.to_dict(), "group_rule": None})

    sentence = definition.sentence()

    assert sentence.endswith(".")
    assert ". " not in sentence


@given(definitions)
def test_a_stored_definition_comes_back_the_same(definition):
    stored = json.loads(json.dumps(definition.to_dict()))

    again = ConsensusDefinition.from_dict(stored)

    assert again == definition
    assert again.sha256() == definition.sha256()


def test_fingerprints_from_before_there_was_a_choice_of_the_electorate_still_hold():
    stored_before = "d78d404e60f82469b2dbc3cfd504e167ff11cc810eb48ab314d46b5d58317bcb"

    assert ConsensusDefinition.from_dict({"threshold": "4/5", "electorate": "present"}).sha256() == stored_before
    assert ConsensusDefinition(Fraction(4, 5), electorate=Electorate.ENTITLED).sha256() != stored_before


def test_the_fingerprint_knows_the_value_not_its_writing():
    assert ConsensusDefinition.from_dict({"threshold": "80%"}).sha256() == FOUR_FIFTHS.sha256()
    assert ConsensusDefinition.from_dict({"threshold": "0.8"}).sha256() == FOUR_FIFTHS.sha256()
    assert ConsensusDefinition(Fraction(79, 100)).sha256() != FOUR_FIFTHS.sha256()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param({}, "lacks its 'threshold'", id="no threshold"),
        pytest.param({"threshold": "4/5", "treshold": "4/5"}, "no field 'treshold'", id="a misspelt field"),
        pytest.param({"threshold": 0.8}, "'threshold': Write a share as a fraction", id="a float"),
        pytest.param({"threshold": "4/0"}, "'threshold'", id="division by zero"),
        pytest.param({"threshold": "4/5", "operator": "="}, "'operator'", id="an unknown operator"),
        pytest.param({"threshold": "4/5", "minimum_n": True}, "'minimum_n'", id="a truth value as a number"),
        pytest.param({"threshold": "4/5", "dissent_choices": "disagree"}, "'dissent_choices'", id="text for a list"),
        pytest.param({"threshold": "4/5", "bands": [{"name": "a"}]}, "'bands': A band lacks its 'lower'", id="a band"),
        pytest.param({"threshold": "4/5", "group_rule": {"mode": "all"}}, "'group_rule'", id="an unknown group mode"),
    ],
)
def test_what_cannot_be_read_is_refused_by_the_name_of_its_field(data, message):
    with pytest.raises(InvalidInputError, match=message):
        ConsensusDefinition.from_dict(data)


@given(definitions, st.integers(0, 2000))
def test_needed_is_the_least_number_that_satisfies_the_share(definition, n):
    p, q = definition.threshold.numerator, definition.threshold.denominator

    def satisfies(y):
        return y * q >= p * n if definition.operator is Operator.AT_LEAST else y * q > p * n

    least = needed(definition, n)

    assert satisfies(least)
    assert not satisfies(least - 1)


@given(definitions, st.integers(1, 2000))
def test_a_definition_can_be_met_by_any_panel(definition, n):
    assert 1 <= needed(definition, n) <= n


@pytest.mark.parametrize(
    ("mode", "names", "minimum_n", "message"),
    [
        pytest.param(GroupMode.NAMED, frozenset(), 1, "Name the groups", id="named without names"),
        pytest.param(GroupMode.EVERY, frozenset({"patients"}), 1, "named groups", id="names without named"),
        pytest.param(GroupMode.ANY, frozenset(), 0, "at least 1", id="an empty group that decides"),
    ],
)
def test_a_group_rule_that_means_nothing_is_refused(mode, names, minimum_n, message):
    with pytest.raises(InvalidInputError, match=message):
        GroupRule(mode, names, minimum_n)
