"""Who may do what, and in which state of the process: one table."""

from collections.abc import Mapping
from enum import StrEnum

from consensus.domain.lifecycle import ProcessState


class Role(StrEnum):
    """What a member is in a process. The administrator is site-wide and no role."""

    FACILITATOR = "facilitator"
    CHAIR = "chair"
    PANELIST = "panelist"
    OBSERVER = "observer"


class Action(StrEnum):
    """Everything a person can do in a process."""

    VIEW_PROCESS = "view_process"
    EDIT_PROCESS = "edit_process"
    FINISH_PROCESS = "finish_process"
    VIEW_PANEL = "view_panel"
    MANAGE_PANEL = "manage_panel"
    HAND_OUT_ACCESS = "hand_out_access"
    HAND_OVER = "hand_over"
    ANSWER_INVITATION = "answer_invitation"
    DECLARE_INTERESTS = "declare_interests"
    ENTER_INTERESTS = "enter_interests"
    VIEW_CONFLICTS = "view_conflicts"
    REVIEW_CONFLICTS = "review_conflicts"
    ANSWER_SURVEY = "answer_survey"
    RUN_SURVEY = "run_survey"
    VIEW_COLLATION = "view_collation"
    CODE_ANSWERS = "code_answers"
    EDIT_AGENDA = "edit_agenda"
    DRAFT_STATEMENT = "draft_statement"
    VIEW_STATEMENTS = "view_statements"
    JOIN_MEETING = "join_meeting"
    ASK_FLOOR = "ask_floor"
    RUN_MEETING = "run_meeting"
    RUN_ROUND = "run_round"
    CAST_BALLOT = "cast_ballot"
    ADOPT_STATEMENT = "adopt_statement"
    WRITE_DISSENT = "write_dissent"
    EDIT_RESULTS = "edit_results"
    VIEW_RESULTS = "view_results"
    VIEW_ANALYSES = "view_analyses"
    EXPORT = "export"
    PUBLISH = "publish"
    VIEW_AUDIT = "view_audit"


_EVER = frozenset(ProcessState)
_BEFORE_THE_END = frozenset({ProcessState.DRAFT, ProcessState.RUNNING})
_BEFORE_THE_ARCHIVE = frozenset({ProcessState.DRAFT, ProcessState.RUNNING, ProcessState.FINISHED})
_RUNNING = frozenset({ProcessState.RUNNING})
_FROM_RUNNING = frozenset({ProcessState.RUNNING, ProcessState.FINISHED, ProcessState.ARCHIVED})
_NEVER: frozenset[ProcessState] = frozenset()

_Row = Mapping[Role, frozenset[ProcessState]]


def _row(
    facilitator: frozenset[ProcessState],
    chair: frozenset[ProcessState] = _NEVER,
    panelist: frozenset[ProcessState] = _NEVER,
    observer: frozenset[ProcessState] = _NEVER,
) -> _Row:
    return {
        Role.FACILITATOR: facilitator,
        Role.CHAIR: chair,
        Role.PANELIST: panelist,
        Role.OBSERVER: observer,
    }


PERMISSIONS: Mapping[Action, _Row] = {
    Action.VIEW_PROCESS: _row(_EVER, _EVER, _FROM_RUNNING, _FROM_RUNNING),
    Action.EDIT_PROCESS: _row(_BEFORE_THE_END),
    Action.FINISH_PROCESS: _row(_EVER),
    Action.VIEW_PANEL: _row(_EVER, _EVER),
    Action.MANAGE_PANEL: _row(_BEFORE_THE_END),
    Action.HAND_OUT_ACCESS: _row(_EVER),
    Action.HAND_OVER: _row(_EVER),
    Action.ANSWER_INVITATION: _row(_NEVER, _RUNNING, _RUNNING),
    Action.DECLARE_INTERESTS: _row(_RUNNING, _RUNNING, _RUNNING, _RUNNING),
    Action.ENTER_INTERESTS: _row(_BEFORE_THE_ARCHIVE),
    Action.VIEW_CONFLICTS: _row(_EVER, _EVER),
    # Of the two, whose turn it is depends on whose declaration it is: `conflicts.check_reviewer`.
    Action.REVIEW_CONFLICTS: _row(_BEFORE_THE_ARCHIVE, _BEFORE_THE_ARCHIVE),
    Action.ANSWER_SURVEY: _row(_NEVER, _RUNNING, _RUNNING),
    Action.RUN_SURVEY: _row(_BEFORE_THE_END),
    Action.VIEW_COLLATION: _row(_EVER, _EVER),
    Action.CODE_ANSWERS: _row(_BEFORE_THE_END, _BEFORE_THE_END),
    Action.EDIT_AGENDA: _row(_BEFORE_THE_END, _BEFORE_THE_END),
    Action.DRAFT_STATEMENT: _row(_BEFORE_THE_END, _BEFORE_THE_END),
    Action.VIEW_STATEMENTS: _row(_EVER, _EVER, _FROM_RUNNING, _FROM_RUNNING),
    Action.JOIN_MEETING: _row(_RUNNING, _RUNNING, _RUNNING, _RUNNING),
    Action.ASK_FLOOR: _row(_RUNNING, _RUNNING, _RUNNING),
    Action.RUN_MEETING: _row(_RUNNING),
    Action.RUN_ROUND: _row(_RUNNING),
    Action.CAST_BALLOT: _row(_RUNNING, _RUNNING, _RUNNING),
    Action.ADOPT_STATEMENT: _row(_RUNNING),
    Action.WRITE_DISSENT: _row(_RUNNING, _RUNNING, _RUNNING),
    Action.EDIT_RESULTS: _row(frozenset({ProcessState.RUNNING, ProcessState.FINISHED}), _RUNNING),
    Action.VIEW_RESULTS: _row(_EVER, _EVER, _FROM_RUNNING, _FROM_RUNNING),
    Action.VIEW_ANALYSES: _row(_EVER, _EVER),
    Action.EXPORT: _row(_EVER, _EVER),
    Action.PUBLISH: _row(_FROM_RUNNING),
    Action.VIEW_AUDIT: _row(_EVER, _EVER),
}


def may(role: Role, action: Action, state: ProcessState) -> bool:
    """Whether a member of this role may do this while the process is in this state."""
    return state in PERMISSIONS[action][role]


def allowed_actions(role: Role, state: ProcessState) -> frozenset[Action]:
    """All a member of this role may do while the process is in this state."""
    return frozenset(action for action in Action if may(role, action, state))


STAFF = frozenset({Role.FACILITATOR, Role.CHAIR})
