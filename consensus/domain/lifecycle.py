"""The states of things and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum

from consensus.domain.errors import ConflictError


class ProcessState(StrEnum):
    """A process from its first draft to the archive."""

    DRAFT = "draft"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"


class SurveyState(StrEnum):
    """A survey is drafted, put to the panel, and closed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class InvitationState(StrEnum):
    """How far the invitation of a member has come."""

    DRAFTED = "drafted"
    SENT = "sent"
    OPENED = "opened"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    BOUNCED = "bounced"


class MeetingState(StrEnum):
    """A meeting is planned, held, and over."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class StatementState(StrEnum):
    """A statement from the first draft to its end."""

    CANDIDATE = "candidate"
    PRESENTED = "presented"
    ADOPTED = "adopted"
    NO_CONSENSUS = "no_consensus"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class RoundState(StrEnum):
    """A round of ballots; a verdict exists only once it is revealed, and of a void one never."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    SUPERSEDED = "superseded"
    VOID = "void"


class MessageState(StrEnum):
    """A mail in the outbox. `unclear`: the mail server may have taken it, and nothing tells whether it did."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNCLEAR = "unclear"
    DROPPED = "dropped"
    CANCELLED = "cancelled"


State = ProcessState | SurveyState | InvitationState | MeetingState | StatementState | RoundState | MessageState

_Moves = Mapping[State, frozenset[State]]

# One table for each kind of thing: states of different kinds share words such as "draft" and would be equal keys.
_PROCESS: _Moves = {
    ProcessState.DRAFT: frozenset({ProcessState.RUNNING}),
    ProcessState.RUNNING: frozenset({ProcessState.FINISHED}),
    ProcessState.FINISHED: frozenset({ProcessState.ARCHIVED}),
    ProcessState.ARCHIVED: frozenset(),
}
_SURVEY: _Moves = {
    SurveyState.DRAFT: frozenset({SurveyState.OPEN}),
    SurveyState.OPEN: frozenset({SurveyState.CLOSED}),
    SurveyState.CLOSED: frozenset(),
}
_INVITATION: _Moves = {
    InvitationState.DRAFTED: frozenset({InvitationState.SENT, InvitationState.BOUNCED}),
    InvitationState.SENT: frozenset(
        {InvitationState.OPENED, InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.BOUNCED}
    ),
    InvitationState.OPENED: frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED}),
    InvitationState.ACCEPTED: frozenset({InvitationState.DECLINED}),
    InvitationState.DECLINED: frozenset({InvitationState.ACCEPTED}),
    InvitationState.BOUNCED: frozenset({InvitationState.SENT}),
}
_MEETING: _Moves = {
    MeetingState.PLANNED: frozenset({MeetingState.RUNNING}),
    MeetingState.RUNNING: frozenset({MeetingState.ENDED}),
    MeetingState.ENDED: frozenset(),
}
_STATEMENT: _Moves = {
    StatementState.CANDIDATE: frozenset(
        {StatementState.PRESENTED, StatementState.WITHDRAWN, StatementState.SUPERSEDED}
    ),
    StatementState.PRESENTED: frozenset(
        {
            StatementState.CANDIDATE,
            StatementState.ADOPTED,
            StatementState.NO_CONSENSUS,
            StatementState.WITHDRAWN,
            StatementState.SUPERSEDED,
        }
    ),
    StatementState.NO_CONSENSUS: frozenset(
        {StatementState.CANDIDATE, StatementState.PRESENTED, StatementState.WITHDRAWN, StatementState.SUPERSEDED}
    ),
    StatementState.ADOPTED: frozenset({StatementState.SUPERSEDED}),
    StatementState.WITHDRAWN: frozenset({StatementState.CANDIDATE}),
    StatementState.SUPERSEDED: frozenset(),
}
_ROUND: _Moves = {
    RoundState.DRAFT: frozenset({RoundState.OPEN}),
    RoundState.OPEN: frozenset({RoundState.CLOSED, RoundState.VOID}),
    RoundState.CLOSED: frozenset({RoundState.OPEN, RoundState.REVEALED, RoundState.VOID}),
    RoundState.REVEALED: frozenset({RoundState.SUPERSEDED}),
    RoundState.SUPERSEDED: frozenset(),
    RoundState.VOID: frozenset(),
}
_MESSAGE: _Moves = {
    MessageState.WAITING: frozenset(
        {MessageState.SENDING, MessageState.FAILED, MessageState.DROPPED, MessageState.CANCELLED}
    ),
    MessageState.SENDING: frozenset(
        {
            MessageState.WAITING,
            MessageState.SENT,
            MessageState.BOUNCED,
            MessageState.FAILED,
            MessageState.UNCLEAR,
            MessageState.DROPPED,
        }
    ),
    MessageState.SENT: frozenset({MessageState.BOUNCED}),
    MessageState.BOUNCED: frozenset({MessageState.WAITING}),
    MessageState.FAILED: frozenset({MessageState.WAITING, MessageState.CANCELLED}),
    MessageState.UNCLEAR: frozenset(
        {MessageState.SENT, MessageState.WAITING, MessageState.BOUNCED, MessageState.FAILED}
    ),
    MessageState.DROPPED: frozenset(),
    MessageState.CANCELLED: frozenset(),
}
_TABLES: Mapping[type[State], _Moves] = {
    ProcessState: _PROCESS,
    SurveyState: _SURVEY,
    InvitationState: _INVITATION,
    MeetingState: _MEETING,
    StatementState: _STATEMENT,
    RoundState: _ROUND,
    MessageState: _MESSAGE,
}


def next_states(current: State) -> frozenset[State]:
    """The states one step from `current`."""
    return _TABLES[type(current)][current]


def may_move(current: State, target: State) -> bool:
    """Whether `target` is one step from `current`."""
    return type(target) is type(current) and target in next_states(current)


def check_move(thing: str, current: State, target: State) -> None:
    """Refuse a move that is not one step; `thing` is the word for the sentence, such as "round"."""
    if not may_move(current, target):
        article = "An" if thing[0] in "aeiou" else "A"
        raise ConflictError(f"{article} {thing} that is {_words(current)} cannot become {_words(target)}.")


def _words(state: State) -> str:
    return state.value.replace("_", " ")
