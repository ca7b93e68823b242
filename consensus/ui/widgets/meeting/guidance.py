"""What a facilitator does next in a meeting: one step at a time, each in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from consensus.domain.lifecycle import MeetingState, RoundState, StatementState

if TYPE_CHECKING:
    from consensus.services.meetings.agenda_rows import AgendaRow
    from consensus.services.meetings.meeting import MeetingView
    from consensus.services.meetings.objection_views import CheckView
    from consensus.services.rounds.round_views import RoundView
    from consensus.services.statements.topics import TopicView


class Move(StrEnum):
    """The act that is due; the page makes its button the primary one."""

    START = "start"
    BEGIN_TOPIC = "begin_topic"
    DRAFT = "draft"
    PRESENT = "present"
    DECIDE = "decide"
    CHECK = "check"
    CLOSE = "close"
    REVEAL = "reveal"
    ADOPT = "adopt"
    SETTLE = "settle"
    END = "end"
    GO_ON = "go_on"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Guidance:
    """One act, the sentence that asks for it, and the topic it leads to where it leads to one."""

    move: Move
    sentence: str
    topic_id: UUID | None = None
    topic_title: str = ""


def next_move(view: MeetingView) -> Guidance:
    """The one act that carries this meeting on."""
    if view.state is MeetingState.PLANNED:
        return Guidance(Move.START, "Check in whoever is in the room, then start the meeting.")
    if view.state is MeetingState.ENDED:
        return Guidance(Move.NONE, "The meeting is over. What it concluded is on the results page.")
    if view.pause is not None:
        return Guidance(Move.GO_ON, f"{view.pause.title}. Go on when the room is back.")
    if view.topic is None:
        return _go_on(view, "The meeting is running.")
    return _asked(view) or _on_topic(view, view.topic)


def next_topic(view: MeetingView) -> AgendaRow | None:
    """The topic to take up next: the first unsettled one after the current one, else the first unsettled one."""
    current = next((place for place, row in enumerate(view.agenda) if row.is_current), -1)
    ahead = view.agenda[current + 1 :] + view.agenda[: max(current, 0)]
    return next((row for row in ahead if row.n_adopted == 0), None)


def _asked(view: MeetingView) -> Guidance | None:
    """What the panel is asked, or has just said."""
    if view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED):
        return _voting(view.round)
    return _checking(view.check) if view.check is not None else None


def _voting(round_: RoundView) -> Guidance:
    if round_.state is RoundState.CLOSED:
        return Guidance(Move.REVEAL, "The vote is closed. Reveal the verdict to everyone.")
    missing = round_.n_electors - round_.n_cast
    if missing > 0:
        people = "1 person has" if missing == 1 else f"{missing} people have"
        return Guidance(Move.CLOSE, f"The vote is open; {people} not voted yet. Close it when the room is done.")
    return Guidance(Move.CLOSE, "Everyone has voted. Close the vote.")


def _checking(check: CheckView) -> Guidance:
    if not check.is_open:
        return Guidance(Move.CHECK, _after_check(check))
    missing = check.n_asked - check.n_answered
    if check.has_objection:
        return Guidance(Move.CHECK, "An objection has come. End the check and discuss it, or vote on this wording.")
    if missing > 0:
        people = "1 person has" if missing == 1 else f"{missing} people have"
        return Guidance(Move.CHECK, f"The panel is asked: any objection? {people} not answered yet.")
    return Guidance(Move.CHECK, "Everybody has answered and nobody objects. Adopt the statement.")


def _after_check(check: CheckView) -> str:
    if check.n_objections:
        return "Somebody objects. Discuss it; then reword the statement, ask again, or vote on this wording."
    unheard = len(check.silent or ()) + len(check.came_later or ())
    if unheard:
        people = "1 person" if unheard == 1 else f"{unheard} people"
        return f"Nobody objects on the phones. Ask {people} in the room who did not answer there, then adopt."
    return "Nobody objects. Adopt the statement by full consensus."


def _on_topic(view: MeetingView, topic: TopicView) -> Guidance:
    adoptable = {statement.id for statement in topic.statements if statement.may_adopt_by_vote}
    items = view.round.items if view.round is not None else ()
    proposed = next((item for item in items if item.is_proposed and item.statement_id in adoptable), None)
    if proposed is not None:
        return Guidance(Move.ADOPT, f"The panel reached consensus on statement {proposed.label}. Adopt it.")
    if adoptable and not any(item.is_tied for item in items):
        return Guidance(Move.SETTLE, "Several candidates meet the rule, each for itself. Adopt them one by one below.")
    presented = [s for s in topic.statements if s.state is StatementState.PRESENTED and s.id not in adoptable]
    if any(statement.state is StatementState.ADOPTED for statement in topic.statements):
        rest = " Another candidate is still before the panel: decide on it as well, or go on." if presented else ""
        return _go_on(view, f"This topic has its consensus statement.{rest}")
    if presented and view.missing:
        return Guidance(Move.DECIDE, f"Before the room can decide: {view.missing[0]}")
    if presented:
        return Guidance(
            Move.DECIDE,
            "Any objection? Ask on the phones or aloud. If there is none, adopt; if there is one, discuss or vote.",
        )
    is_tied = bool(adoptable & {item.statement_id for item in items if item.is_tied})
    return _undecided({statement.state for statement in topic.statements}, is_tied)


def _undecided(states: set[StatementState], is_tied: bool) -> Guidance:
    """Nothing is adopted and nothing is before the panel."""
    if is_tied:
        return Guidance(
            Move.SETTLE, "Candidates reached consensus with exactly the same share. Discuss on: a tie is never broken."
        )
    if StatementState.CANDIDATE in states:
        return Guidance(Move.PRESENT, "Present the candidates that the panel is to discuss.")
    if StatementState.NO_CONSENSUS in states:
        return Guidance(
            Move.SETTLE,
            "No candidate reached consensus. Reword one and present it again, or go on: no consensus is a result too.",
        )
    return Guidance(Move.DRAFT, "This topic has no candidate statement yet. Add one before it is discussed.")


def _go_on(view: MeetingView, opening: str) -> Guidance:
    row = next_topic(view)
    if row is None:
        return Guidance(Move.END, f"{opening} Every topic has been settled: end the meeting.")
    return Guidance(Move.BEGIN_TOPIC, f"{opening} Take up the next topic.", row.topic_id, row.title)
