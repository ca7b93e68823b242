"""A protocol fixes what a method sets: it states itself, is stored, and refuses nonsense in one sentence."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from consensus.domain.appropriateness_rule import AppropriatenessRule
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.delphi.dimensions import Dimension
from consensus.domain.delphi.feedback_plan import FeedbackPlan
from consensus.domain.delphi.method_packs import load_method
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict, protocol_sha256, protocol_to_dict
from consensus.domain.delphi.protocol_wording import protocol_sentences
from consensus.domain.delphi.stop_rule import StopRule
from consensus.domain.delphi.terms import Carry, GroupsShown, ReasonTrigger
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.errors import InvalidInputError
from consensus.domain.presets import load_presets
from consensus.domain.ranking_rule import RankingRule

APPROPRIATE = Dimension("appropriateness", "Appropriateness", "How appropriate is this?", AppropriatenessRule())
NECESSARY = Dimension("necessity", "Necessity", "How necessary is this?", AppropriatenessRule(), "not", "very")
VOTE = Dimension("vote", "Vote", "Do you agree?", ConsensusDefinition(Fraction(4, 5)))
FIVE = Dimension("five", "Five", "How far?", load_presets()["top_two_of_five"].rule)
RANKED = Dimension("priority", "Priority", "Which matter most?", RankingRule(3))
TWO_ROUNDS = Protocol((APPROPRIATE, NECESSARY), StopRule(2))
TWO_ARMS = replace(
    TWO_ROUNDS,
    arms=(FeedbackPlan(label="median"), FeedbackPlan(groups=GroupsShown.ALL, label="groups")),
    petition=3,
    days=(21, 14),
    meeting_before=frozenset({2}),
)


@pytest.mark.parametrize("protocol", [TWO_ROUNDS, TWO_ARMS], ids=["two rounds", "two arms"])
def test_a_stored_protocol_comes_back_the_same_and_under_the_same_fingerprint(protocol):
    again = protocol_from_dict(json.loads(json.dumps(protocol_to_dict(protocol))))

    assert again == protocol
    assert protocol_sha256(again) == protocol_sha256(protocol)


def test_a_protocol_says_all_it_fixes():
    said = " ".join(protocol_sentences(TWO_ARMS))

    assert "“How necessary is this?”" in said
    assert "The panel meets before round 2." in said
    assert "A settled item is rated again when 3 panelists ask for it." in said
    assert "round 1 for 21 days, round 2 for 14 days" in said
    assert "“groups”: their own rating" in said
    assert "the ratings of every stakeholder group" in said


def test_of_a_single_round_nothing_is_said_about_later_ones():
    said = " ".join(protocol_sentences(Protocol((APPROPRIATE,), StopRule(1))))

    assert "second round" not in said
    assert "next round" not in said


def test_a_later_round_is_open_as_long_as_the_last_one_named():
    assert [TWO_ARMS.days_of(number) for number in (1, 2, 3)] == [21, 14, 14]


def test_a_change_is_named_by_its_parts():
    after = replace(TWO_ROUNDS, carry=Carry.ALL, stop=StopRule(3))

    assert TWO_ROUNDS.changes_to(after) == ("the number of rounds or the stop rule", "which items go on")
    assert TWO_ROUNDS.changes_to(TWO_ROUNDS) == ()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        pytest.param({"dimensions": ()}, "1 to 6 questions", id="nothing asked"),
        pytest.param({"dimensions": (APPROPRIATE, APPROPRIATE)}, "the same slug", id="asked twice"),
        pytest.param({"dimensions": (APPROPRIATE, VOTE)}, "answered in the same way", id="rated and voted"),
        pytest.param({"dimensions": (APPROPRIATE, FIVE)}, "on the same scale", id="two scales"),
        pytest.param({"anonymity": Anonymity.SECRET}, "cannot be secret", id="secret"),
        pytest.param({"dimensions": (VOTE,)}, "for ratings only", id="reasons for votes"),
        pytest.param(
            {"dimensions": (VOTE,), "reasons_when": frozenset()}, "fed back of ratings only", id="median of votes"
        ),
        pytest.param(
            {"dimensions": (RANKED, replace(RANKED, slug="other")), "reasons_when": frozenset()},
            "one question only",
            id="ranked twice",
        ),
        pytest.param({"arms": ()}, "at least one arm", id="no arm"),
        pytest.param({"arms": (FeedbackPlan(), FeedbackPlan(words=False))}, "needs a 'label'", id="nameless arms"),
        pytest.param({"arms": (FeedbackPlan(label="a"),) * 2}, "the same label", id="arms alike"),
        pytest.param({"days": ()}, "open for 1 to 365 days", id="no days"),
        pytest.param({"days": (0,)}, "open for 1 to 365 days", id="no time"),
        pytest.param({"days": (7, 7, 7)}, "days for 3 rounds", id="more days than rounds"),
        pytest.param({"petition": 1}, "2 to 50 panelists", id="a petition of one"),
        pytest.param({"reasons": ("cost", "cost")}, "each of them once", id="a reason twice"),
        pytest.param({"reasons": (" ",)}, "not empty", id="an empty reason"),
        pytest.param({"meeting_before": frozenset({3})}, "before one of the rounds", id="a meeting after the end"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(wrong, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        replace(TWO_ROUNDS, **wrong)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        pytest.param("carry", "some", "In the field 'carry': It is one of all, unsettled", id="an unknown word"),
        pytest.param("days", 21, "The field 'days' cannot be 21", id="no list"),
        pytest.param("days", [True], "The field 'days' cannot be", id="a flag among days"),
        pytest.param("comments", 1, "The field 'comments' cannot be 1", id="no flag"),
        pytest.param("petition", "two", "The field 'petition' cannot be 'two'", id="a number in words"),
        pytest.param("stop", {"rounds": 2}, "A stop rule has no field 'rounds'", id="an unknown field of a part"),
        pytest.param("stop", {"maximum_rounds": 99}, "at most 10 rounds", id="99 rounds"),
        pytest.param("stop", {"maximum_rounds": 2, "stable_below": 0.15}, "Write a share", id="a float"),
        pytest.param("arms", [{"mean": True}], "The feedback has no field 'mean'", id="an unknown feedback"),
        pytest.param("arms", [{"median": 3}], "'median' is true or false", id="a feedback that is no flag"),
        pytest.param("dimensions", ["one"], "The field 'dimensions' cannot be", id="dimensions that are none"),
        pytest.param("dimensions", [{"slug": "a"}], "lacks its 'rule'", id="a dimension without a rule"),
        pytest.param("colour", "red", "A protocol has no field 'colour'", id="an unknown field"),
    ],
)
def test_what_is_read_wrong_names_its_field(field, value, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        protocol_from_dict(protocol_to_dict(TWO_ROUNDS) | {field: value})


def test_a_protocol_without_its_stop_rule_is_none():
    form = protocol_to_dict(TWO_ROUNDS)
    del form["stop"]

    with pytest.raises(InvalidInputError, match="lacks its 'stop'"):
        protocol_from_dict(form)


def test_what_is_left_out_takes_its_default():
    read = protocol_from_dict({"dimensions": [APPROPRIATE.to_dict()], "stop": {"maximum_rounds": 3}})

    assert read == Protocol((APPROPRIATE,), StopRule(3))
    assert (read.anonymity, read.tally) == (Anonymity.CONFIDENTIAL, TallyMode.SEALED)
    assert read.reasons_when == frozenset(ReasonTrigger)


def test_without_rounds_there_is_one_deadline_and_the_panel_as_a_whole():
    protocol = load_method("modified_delphi").protocol
    live = protocol.in_real_time(protocol.stop, (30,))

    assert (live.stop.maximum_rounds, live.days, live.petition) == (1, (30,), 0)
    assert protocol_from_dict(protocol_to_dict(live)) == live
    assert protocol_sentences(live)[1].startswith("There are no rounds")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"stop": StopRule(2)}, "one deadline", id="two rounds"),
        pytest.param({"petition": 3}, "petition", id="a petition"),
        pytest.param({"arms": (FeedbackPlan(groups=GroupsShown.ALL),)}, "as a whole", id="feedback by group"),
    ],
)
def test_what_needs_rounds_is_refused_without_them(change, why):
    with pytest.raises(InvalidInputError, match=why):
        replace(load_method("real_time_delphi").protocol, **change)


def test_a_protocol_with_rounds_keeps_the_fingerprint_it_had_before_there_was_a_pace():
    assert "pace" not in protocol_to_dict(load_method("modified_delphi").protocol)
