"""Secondary analyses: after the reveal, from the published tallies, without a trace of who voted what."""

import dataclasses
import json

from consensus.services.processes.what_if import list_analyses
from tests.services.builders import (
    ANN,
    BEN,
    CHAIR,
    CLEO,
    FACILITATOR,
    VOTERS,
    begin_meeting,
    open_vote,
    plan_process,
)


def _vote(db):
    vote = open_vote(begin_meeting(plan_process(db)))
    for name in VOTERS:
        vote.cast(name, "disagree" if name == CLEO else "agree")
        vote.cast(name, "agree", item=1)
    return vote


def test_before_the_reveal_there_is_nothing_to_analyse(db):
    vote = _vote(db)
    facilitator = vote.built.context(FACILITATOR)

    assert list_analyses(facilitator, vote.built.process_id) == ()
    vote.close()
    assert list_analyses(facilitator, vote.built.process_id) == ()


def test_after_the_reveal_every_item_is_judged_by_the_rules_that_were_not_chosen(db):
    vote = _vote(db)
    vote.reveal()

    first, second = list_analyses(vote.built.context(CHAIR), vote.built.process_id)

    assert (first.round_number, first.label) == (1, "1.1, round 1")
    # Three of four: not four fifths, but three quarters and two thirds.
    assert not first.analysis.registered.reached
    assert {other.slug for other in first.analysis.others if other.differs} == {"asco", "two_thirds"}
    assert (first.analysis.removals.n_changing, first.analysis.removals.n_people) == (1, 4)
    assert (second.analysis.removals.n_changing, second.analysis.registered.reached) == (0, True)


def test_nobody_is_named_and_no_choice_is_tied_to_a_person(db):
    vote = _vote(db)
    vote.reveal()

    said = json.dumps(
        [dataclasses.asdict(item) for item in list_analyses(vote.built.context(FACILITATOR), vote.built.process_id)],
        default=str,
    )

    assert not any(name in said for name in (ANN, BEN, CLEO, CHAIR))
    assert not any(str(member) in said for member in vote.built.members.values())
