"""Who may do what: the table holds what the design promises."""

import pytest

from consensus.domain.lifecycle import ProcessState
from consensus.domain.roles import PERMISSIONS, STAFF, Action, Role, allowed_actions, may

CHANGES_THE_PROCESS = (
    Action.EDIT_PROCESS,
    Action.FINISH_PROCESS,
    Action.MANAGE_PANEL,
    Action.HAND_OUT_ACCESS,
    Action.ENTER_INTERESTS,
    Action.RUN_SURVEY,
    Action.RUN_MEETING,
    Action.RUN_ROUND,
    Action.ADOPT_STATEMENT,
)


def test_every_action_says_when_each_role_may_do_it():
    assert set(PERMISSIONS) == set(Action)
    assert all(set(row) == set(Role) for row in PERMISSIONS.values())


@pytest.mark.parametrize("action", CHANGES_THE_PROCESS)
def test_only_the_facilitator_runs_the_process(action):
    others = set(Role) - {Role.FACILITATOR}

    assert not any(may(role, action, state) for role in others for state in ProcessState)


@pytest.mark.parametrize("role", [Role.PANELIST, Role.OBSERVER])
def test_the_panel_sees_nothing_of_a_draft(role):
    assert allowed_actions(role, ProcessState.DRAFT) == frozenset()


@pytest.mark.parametrize("role", Role)
def test_nobody_votes_or_answers_after_the_end(role):
    ended = (ProcessState.FINISHED, ProcessState.ARCHIVED)

    assert not any(may(role, action, state) for action in (Action.CAST_BALLOT, Action.ANSWER_SURVEY) for state in ended)


def test_an_observer_reads_and_never_votes():
    everything = frozenset().union(*(allowed_actions(Role.OBSERVER, state) for state in ProcessState))

    assert everything == {
        Action.VIEW_PROCESS,
        Action.VIEW_STATEMENTS,
        Action.VIEW_RESULTS,
        Action.JOIN_MEETING,
        Action.DECLARE_INTERESTS,
    }


@pytest.mark.parametrize(
    "action",
    [
        Action.VIEW_AUDIT,
        Action.VIEW_PANEL,
        Action.VIEW_COLLATION,
        Action.VIEW_ANALYSES,
        Action.VIEW_CONFLICTS,
        Action.REVIEW_CONFLICTS,
        Action.EXPORT,
    ],
)
def test_names_answers_and_the_record_are_for_the_staff(action):
    readers = {role for role in Role if any(may(role, action, state) for state in ProcessState)}

    assert readers == STAFF
