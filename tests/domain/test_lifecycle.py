"""The moves between states: one step at a time, and some doors close for good."""

from itertools import product

import pytest

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import (
    InvitationState,
    MeetingState,
    MessageState,
    ProcessState,
    RoundState,
    State,
    StatementState,
    SurveyState,
    check_move,
    may_move,
    next_states,
)

KINDS: tuple[type[State], ...] = (
    ProcessState,
    SurveyState,
    InvitationState,
    MeetingState,
    StatementState,
    RoundState,
    MessageState,
)
EVERY_STATE = [pytest.param(state, id=f"{kind.__name__}-{state.value}") for kind in KINDS for state in kind]
FINAL = (
    ProcessState.ARCHIVED,
    SurveyState.CLOSED,
    MeetingState.ENDED,
    StatementState.SUPERSEDED,
    RoundState.SUPERSEDED,
    RoundState.VOID,
    MessageState.DROPPED,
    MessageState.CANCELLED,
)


@pytest.mark.parametrize("state", EVERY_STATE)
def test_a_state_leads_to_states_of_its_own_kind_and_never_to_itself(state):
    following = next_states(state)

    assert state not in following
    assert all(type(target) is type(state) for target in following)


@pytest.mark.parametrize("state", EVERY_STATE)
def test_only_the_last_states_lead_nowhere(state):
    # Equal words of different kinds are equal strings, so the kind is compared too.
    is_final = any(type(state) is type(final) and state is final for final in FINAL)

    assert (not next_states(state)) is is_final


def test_states_of_different_kinds_are_not_confused_though_their_words_are_alike():
    assert may_move(SurveyState.OPEN, SurveyState.CLOSED)
    assert not may_move(SurveyState.OPEN, RoundState.CLOSED)


@pytest.mark.parametrize(
    ("thing", "current", "target", "sentence"),
    [
        ("round", RoundState.REVEALED, RoundState.OPEN, "A round that is revealed cannot become open."),
        ("round", RoundState.OPEN, RoundState.REVEALED, "A round that is open cannot become revealed."),
        ("survey", SurveyState.CLOSED, SurveyState.OPEN, "A survey that is closed cannot become open."),
        (
            "statement",
            StatementState.NO_CONSENSUS,
            StatementState.ADOPTED,
            "A statement that is no consensus cannot become adopted.",
        ),
        ("process", ProcessState.FINISHED, ProcessState.RUNNING, "A process that is finished cannot become running."),
    ],
    ids=["revealed round opened", "open round revealed", "survey opened again", "failed adopted", "process restarted"],
)
def test_a_move_that_is_not_one_step_is_refused_in_a_sentence(thing, current, target, sentence):
    with pytest.raises(ConflictError) as refusal:
        check_move(thing, current, target)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_checking_and_asking_agree(kind):
    for current, target in product(kind, kind):
        if may_move(current, target):
            check_move("thing", current, target)
        else:
            with pytest.raises(ConflictError):
                check_move("thing", current, target)
