"""Laws every verdict obeys, over random panels, groups and definitions."""

import json
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, GroupRule, Operator
from consensus.tally.counts import ItemTally
from consensus.tally.rules import counted_choices, outcome_of
from consensus.tally.verdicts import Outcome, Verdict, decide

CHOICES = ("agree", "disagree", "abstain", "cannot_judge")
GROUPS = ("doctors", "patients", None)
NO_ANSWER = None

group_rules = st.none() | st.sampled_from(
    [
        GroupRule(GroupMode.EVERY),
        GroupRule(GroupMode.EVERY, minimum_n=2),
        GroupRule(GroupMode.ANY),
        GroupRule(GroupMode.NAMED, frozenset({"patients"})),
    ]
)
definitions = st.builds(
    ConsensusDefinition,
    threshold=st.sampled_from(
        [Fraction(1, 3), Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(4, 5), Fraction(99, 100)]
    ),
    operator=st.sampled_from(Operator),
    denominator=st.sampled_from(Denominator),
    quorum=st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(4, 5)]),
    minimum_n=st.integers(0, 4),
    require_majority_of_eligible=st.booleans(),
    max_dissent=st.none() | st.integers(0, 2),
    dissent_choices=st.sampled_from(
        [frozenset({"disagree"}), frozenset({"disagree", "abstain"}), frozenset({"abstain"})]
    ),
    group_rule=group_rules,
)
answers = st.sampled_from([*CHOICES, NO_ANSWER])
people = st.lists(st.tuples(st.sampled_from(GROUPS), answers), max_size=8)


def tally_of(panel):
    """The tally of a panel given as (group or None, choice or None for no answer) per person."""

    def of(members):
        return ItemTally.from_choices([choice for _, choice in members if choice], len(members))

    names = {group for group, _ in panel if group}
    groups = {name: of([person for person in panel if person[0] == name]) for name in names}
    return ItemTally(len(panel), of(panel).counts, groups=groups)


def switched(panel, indices, *, reached):
    """The panel after these people voted the other way."""
    other = "disagree" if reached else "agree"
    return [(group, other if i in indices else choice) for i, (group, choice) in enumerate(panel)]


def least_switches(panel, definition):
    """Fragility by trying every set of people, smallest sets first."""
    reached = outcome_of(tally_of(panel), definition).reached
    if reached:
        movable = [i for i, (_, choice) in enumerate(panel) if choice == "agree"]
    else:
        counted = counted_choices(definition, definition.denominator) - {"agree"}
        movable = [i for i, (_, choice) in enumerate(panel) if choice in counted]
    for size in range(1, len(movable) + 1):
        for indices in combinations(movable, size):
            after = tally_of(switched(panel, indices, reached=reached))
            if outcome_of(after, definition).reached != reached:
                return size
    return None


@given(people, definitions)
@settings(max_examples=600, deadline=None)
def test_fragility_is_what_trying_everybody_finds(panel, definition):
    assert decide(tally_of(panel), definition).fragility == least_switches(panel, definition)


@given(people, definitions, st.data())
@settings(max_examples=400)
def test_bounds_hold_for_every_way_the_missing_split(panel, definition, data):
    best, worst = decide(tally_of(panel), definition).bounds
    sides = st.sampled_from(["agree", "disagree"])

    completed = [(group, choice or data.draw(sides)) for group, choice in panel]
    reached = outcome_of(tally_of(completed), definition).reached

    assert worst.reached <= reached <= best.reached


@given(people, definitions, st.data())
@settings(max_examples=400)
def test_a_robust_verdict_stands_whatever_the_missing_say(panel, definition, data):
    verdict = decide(tally_of(panel), definition)
    sides = st.sampled_from(["agree", "disagree"])
    completed = [(group, choice or data.draw(sides)) for group, choice in panel]

    if verdict.robust:
        assert outcome_of(tally_of(completed), definition).reached == verdict.reached


@given(people, definitions, st.randoms())
def test_the_order_of_people_is_irrelevant(panel, definition, random):
    shuffled = random.sample(panel, len(panel))

    assert decide(tally_of(shuffled), definition) == decide(tally_of(panel), definition)


@given(people, definitions)
def test_the_names_of_the_choices_are_irrelevant(panel, definition):
    def renamed(choices):
        return frozenset({"agree": "for", "disagree": "against"}.get(choice, choice) for choice in choices)

    other = ConsensusDefinition.from_dict(
        {
            **definition.to_dict(),
            "agreeing": ["for"],
            "disagreeing": ["against"],
            "dissent_choices": renamed(definition.dissent_choices),
        }
    )
    relabelled = [(group, choice and next(iter(renamed([choice])))) for group, choice in panel]

    ours, theirs = decide(tally_of(panel), definition), decide(tally_of(relabelled), other)

    assert (ours.outcome, ours.shares, ours.margin) == (theirs.outcome, theirs.shares, theirs.margin)
    assert (ours.fragility, ours.bounds, ours.failing) == (theirs.fragility, theirs.bounds, theirs.failing)


@given(people, definitions, st.sampled_from(CHOICES))
def test_one_more_yes_never_ends_consensus(panel, definition, instead_of):
    tally = tally_of(panel)
    changed = list(panel)
    index = next((i for i, (_, choice) in enumerate(panel) if choice == instead_of), None)
    if index is not None:
        changed[index] = (panel[index][0], "agree")

    if outcome_of(tally, definition).reached:
        assert outcome_of(tally_of(changed), definition).reached


@given(people, st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(4, 5)]), st.sampled_from(Operator))
def test_one_more_person_who_agrees_never_ends_consensus(panel, threshold, operator):
    definition = ConsensusDefinition(threshold, operator)

    if outcome_of(tally_of(panel), definition).reached:
        assert outcome_of(tally_of([*panel, (None, "agree")]), definition).reached


@given(people, definitions)
def test_recusals_and_abstentions_do_not_move_the_share_of_valid_votes(panel, definition):
    definition = ConsensusDefinition(definition.threshold, definition.operator)
    tally = tally_of(panel)
    more = ItemTally(tally.eligible + 3, {**tally.counts, "abstain": tally.n_abstain + 3}, recused=4)

    assert decide(more, definition).share == decide(tally, definition).share
    assert decide(more, definition).reached == decide(tally, definition).reached


@given(people, definitions)
def test_the_verdict_agrees_with_exact_fractions(panel, definition):
    verdict = decide(tally_of(panel), definition)
    plain = ConsensusDefinition(definition.threshold, definition.operator, definition.denominator)

    share = verdict.share
    reaches = share is not None and (
        share >= definition.threshold if definition.operator is Operator.AT_LEAST else share > definition.threshold
    )

    assert decide(tally_of(panel), plain).reached == reaches
    if verdict.denominator:
        assert (verdict.margin >= 0) == reaches
    if verdict.outcome is Outcome.CONSENSUS:
        assert reaches


@given(people, definitions)
def test_a_stored_verdict_comes_back_the_same(panel, definition):
    verdict = decide(tally_of(panel), definition)

    assert Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))) == verdict


@given(people, definitions)
def test_the_verdict_is_one_sentence(panel, definition):
    sentence = decide(tally_of(panel), definition).sentence

    assert sentence.endswith(".")
    assert ". " not in sentence
