"""The outcome without those with a conflict of interest, and an attacker who knows all that is published."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consensus.domain.definitions import ConsensusDefinition, Denominator, GroupMode, GroupRule, SpreadClause
from consensus.tally.counts import ItemTally
from consensus.tally.rules import Outcome
from consensus.tally.with_and_without import is_apart, with_and_without

FOUR_FIFTHS = ConsensusDefinition(Fraction(4, 5))
MISSING = "missing"
CHOICES = ("agree", "disagree", "abstain", "cannot_judge", MISSING)

definitions = st.builds(
    ConsensusDefinition,
    threshold=st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(4, 5), Fraction(1)]),
    denominator=st.sampled_from(Denominator),
    quorum=st.sampled_from([Fraction(0), Fraction(3, 4)]),
    minimum_n=st.sampled_from([0, 6]),
    require_majority_of_eligible=st.booleans(),
    max_dissent=st.none() | st.integers(0, 3),
)


def tally(votes):
    return ItemTally.from_choices([vote for vote in votes if vote != MISSING], len(votes))


def votes(agree, disagree=0, abstain=0, missing=0):
    return ["agree"] * agree + ["disagree"] * disagree + ["abstain"] * abstain + [MISSING] * missing


def said(having, others, definition=FOUR_FIFTHS, **options):
    return with_and_without(tally([*having, *others]), tally(others), definition, **options)


@pytest.mark.parametrize(
    ("having", "others", "sentence"),
    [
        pytest.param([], votes(4, 1), "Nobody in the electorate had a disclosed conflict of interest.", id="nobody"),
        pytest.param(
            votes(1),
            votes(13, 1),
            "Without the 1 person with a disclosed conflict of interest the outcome would be the same, however they "
            "voted.",
            id="one person who could change nothing",
        ),
        pytest.param(
            votes(4, 4),
            votes(20, 3),
            "Without the 8 people with a disclosed conflict of interest the outcome would be consensus.",
            id="enough people to say that it changes",
        ),
        pytest.param(
            votes(4, 2),
            votes(8, 1),
            "Without the 6 people with a disclosed conflict of interest the outcome would be the same.",
            id="enough people to say that it stays",
        ),
    ],
)
def test_what_may_be_said_is_said(having, others, sentence):
    assert said(having, others).sentence() == sentence


@pytest.mark.parametrize(
    ("having", "others", "definition", "why"),
    [
        pytest.param(votes(3, 1), votes(9, 2), FOUR_FIFTHS, "fewer than 5", id="four with a conflict"),
        pytest.param(votes(9, 2), votes(3, 1), FOUR_FIFTHS, "fewer than 5", id="four without one"),
        pytest.param(votes(4, 1), votes(8, 2), FOUR_FIFTHS, "could tell", id="no would mean all of them agreed"),
        pytest.param(
            votes(8, 2),
            votes(8, 2),
            ConsensusDefinition(Fraction(4, 5), group_rule=GroupRule(GroupMode.EVERY)),
            "groups apart",
            id="groups are counted apart",
        ),
    ],
)
def test_what_could_tell_of_a_vote_is_not_said(having, others, definition, why):
    result = said(having, others, definition)

    assert result.without is None
    assert why in result.sentence()


def test_so_many_ways_that_they_cannot_be_gone_through_are_left_unsaid():
    scale = ConsensusDefinition.from_dict(
        {
            "threshold": "3/4",
            "scale": {"low": 1, "high": 9},
            "agreeing": ["7", "8", "9"],
            "spread": {"iqr_at_most": "2"},
        }
    )
    ratings = [str(point) for point in range(1, 10)] * 5

    assert isinstance(scale.spread, SpreadClause)
    assert "too many ways" in said(ratings[:20], ratings[20:], scale).sentence()


def test_where_names_stand_beside_votes_there_is_nothing_to_guard():
    assert said(votes(1), votes(3, 1), names_are_public=True).without is Outcome.NO_CONSENSUS


@pytest.mark.parametrize(
    ("part", "published", "expected"),
    [
        pytest.param("abcdef", ["abcdef"], True, id="the same people"),
        pytest.param("abcdef", ["abcdefg"], False, id="one more"),
        pytest.param("abcdef", ["abcdeg"], False, id="one exchanged"),
        pytest.param("abcdef", ["a"], True, id="five fewer"),
        pytest.param("abcdef", ["uvwxyz", "abcde"], False, id="any of those published"),
    ],
)
def test_a_set_of_people_stands_apart_from_what_is_published(part, published, expected):
    assert is_apart(frozenset(part), [frozenset(other) for other in published]) is expected


def possible_worlds(whole, n_with, definition, observed, fewest):
    """Every division of the published tally under which exactly the same would be published."""
    kinds = [(choice, whole.n_missing if choice == MISSING else whole.n_of({choice})) for choice in CHOICES]
    for having in divisions(kinds, n_with):
        others = Counter(dict(kinds)) - Counter(having)
        left = tally(list(others.elements()))
        if with_and_without(whole, left, definition, fewest=fewest) == observed:
            yield Counter(having), others


def divisions(kinds, n):
    """All ways to take n votes out of those cast, written without looking at the code under test."""
    (choice, most), *rest = kinds
    if not rest:
        return [{choice: n}] if n <= most else []
    return [{choice: k, **tail} for k in range(min(most, n) + 1) for tail in divisions(rest, n - k)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_attacker_who_reconstructs_all_that_fits_what_is_published_rules_out_no_vote_of_anybody(data):
    n, fewest = data.draw(st.integers(6, 11), label="people"), data.draw(st.integers(3, 5), label="fewest")
    n_with = data.draw(st.integers(1, n - 1), label="with a conflict")
    cast = data.draw(st.lists(st.sampled_from(CHOICES), min_size=n, max_size=n), label="votes")
    definition = data.draw(definitions, label="definition")
    whole, others = tally(cast), tally(cast[n_with:])

    observed = with_and_without(whole, others, definition, fewest=fewest)
    worlds = list(possible_worlds(whole, n_with, definition, observed, fewest))

    for part in (0, 1):
        left_open = set().union(*(set(+world[part]) for world in worlds))
        assert left_open == set(cast)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["agree", "disagree", MISSING]), min_size=7, max_size=7), definitions)
def test_no_single_person_is_pinned_down_when_all_assignments_are_tried_one_by_one(cast, definition):
    whole, n_with = tally(cast), 3
    observed = with_and_without(whole, tally(cast[n_with:]), definition, fewest=3)

    ways = {
        tuple(assigned)
        for assigned in _arrangements(cast)
        if with_and_without(whole, tally(assigned[n_with:]), definition, fewest=3) == observed
    }

    for person in range(len(cast)):
        assert {way[person] for way in ways} == set(cast)


def _arrangements(cast):
    """Every way to hand the published votes to named people."""
    people = range(len(cast))
    counts = Counter(cast)
    for agreeing in combinations(people, counts["agree"]):
        rest = [person for person in people if person not in agreeing]
        for disagreeing in combinations(rest, counts["disagree"]):
            yield [
                "agree" if person in agreeing else "disagree" if person in disagreeing else MISSING for person in people
            ]
