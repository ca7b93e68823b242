"""Leaving out one person or one group: against really leaving each of them out."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from consensus.domain.definitions import ConsensusDefinition, GroupMode, GroupRule
from consensus.tally.counts import ItemTally
from consensus.tally.leave_out import leave_one_group_out, leave_one_out
from consensus.tally.rules import Outcome, outcome_of

people = st.lists(
    st.tuples(
        st.sampled_from(["doctors", "patients", None]),
        st.sampled_from(["agree", "disagree", "abstain", "cannot_judge", None]),
    ),
    max_size=8,
)
definitions = st.builds(
    ConsensusDefinition,
    threshold=st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(4, 5)]),
    quorum=st.sampled_from([Fraction(0), Fraction(3, 4)]),
    group_rule=st.sampled_from([None, GroupRule(GroupMode.EVERY), GroupRule(GroupMode.NAMED, frozenset({"patients"}))]),
)


def tally_of(panel):
    """The tally of people given as (group or None, choice or None); both groups always exist."""

    def of(members):
        return ItemTally.from_choices([choice for _, choice in members if choice], len(members))

    groups = {name: of([person for person in panel if person[0] == name]) for name in ("doctors", "patients")}
    return ItemTally(len(panel), of(panel).counts, groups=groups)


@given(people, definitions)
def test_it_is_what_leaving_each_person_out_yields(panel, definition):
    found = leave_one_out(tally_of(panel), definition)

    expected = Counter(
        (*person, outcome_of(tally_of(panel[:i] + panel[i + 1 :]), definition)) for i, person in enumerate(panel)
    )

    assert {(one.group, one.choice, one.outcome): one.n_people for one in found.without} == expected
    assert found.n_changing == sum(n for (_, _, outcome), n in expected.items() if outcome != found.outcome)


@given(people, definitions)
def test_it_is_what_leaving_each_group_out_yields(panel, definition):
    found = leave_one_group_out(tally_of(panel), definition)

    for one in found.without:
        rest = tally_of([person for person in panel if person[0] != one.group])
        groups = {name: group for name, group in rest.groups.items() if name != one.group}
        assert one.outcome == outcome_of(ItemTally(rest.eligible, rest.counts, groups=groups), definition)
    assert set(found.changing) == {one.group for one in found.without if one.outcome != found.outcome}


def test_a_verdict_on_the_edge_hangs_on_each_who_agreed():
    """12 of 15 is 80%: without one who agreed it is 11 of 14, 78.6%."""
    found = leave_one_out(ItemTally(15, {"agree": 12, "disagree": 3}), ConsensusDefinition(Fraction(4, 5)))

    assert found.outcome is Outcome.CONSENSUS
    assert found.n_changing == 12
    assert [(one.choice, one.outcome) for one in found.without] == [
        ("agree", Outcome.NO_CONSENSUS),
        ("disagree", Outcome.CONSENSUS),
    ]


def test_a_panel_without_groups_loses_none():
    found = leave_one_group_out(ItemTally(3, {"agree": 3}), ConsensusDefinition(Fraction(4, 5)))

    assert (found.without, found.changing) == ((), ())
