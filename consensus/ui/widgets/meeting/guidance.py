"""What a facilitator does next in a meeting: one step at a time, each in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from consensus.domain.lifecycle import MeetingState, RoundState, StatementState
from consensus.domain.timers import TimerKind

if TYPE_CHECKING:
    from consensus.domain.quorum import Quorum
    from consensus.services.meetings.agenda_rows import AgendaRow
    from consensus.services.meetings.breaks import BreakView
    from consensus.services.meetings.meeting import MeetingView
    from consensus.services.meetings.objection_views import CheckView
    from consensus.services.rounds.hand_views import HandFacts
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
    COUNT = "count"
    CLOSE = "close"
    REVEAL = "reveal"
    ADOPT = "adopt"
    SETTLE = "settle"
    END = "end"
    GO_ON = "go_on"
    TALK = "talk"
    GIVE_FLOOR = "give_floor"
    RESUME = "resume"
    STOP_CLOCK = "stop_clock"
    GATHER = "gather"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Guidance:
    """One act, the sentence that asks for it, and what it is done to: a topic, a talk, a speaker or a clock."""

    move: Move
    sentence: str
    object_id: UUID | None = None
    object_title: str = ""


def next_move(view: MeetingView) -> Guidance:
    """The one act that carries this meeting on."""
    if view.state is MeetingState.PLANNED:
        return Guidance(Move.START, "Check in whoever is in the room, then start the meeting.")
    if view.state is MeetingState.ENDED:
        return Guidance(Move.NONE, "The meeting is over. What it concluded is on the results page.")
    if view.pause is not None:
        return _in_break(view, view.pause)
    if view.topic is None:
        return _go_on(view, "The meeting is running.")
    return _asked(view) or _on_topic(view, view.topic)


def _in_break(view: MeetingView, pause: BreakView) -> Guidance:
    if view.now >= pause.ends_at:
        return Guidance(Move.GO_ON, f"{pause.title}: the time is up. Go on.")
    return Guidance(Move.GO_ON, f"{pause.title}. Go on when the room is back.")


def next_topic(view: MeetingView) -> AgendaRow | None:
    """The topic to take up next: the first unsettled one after the current one, else the first unsettled one."""
    current = next((place for place, row in enumerate(view.agenda) if row.is_current), -1)
    ahead = view.agenda[current + 1 :] + view.agenda[: max(current, 0)]
    return next((row for row in ahead if row.n_adopted == 0), None)


def _asked(view: MeetingView) -> Guidance | None:
    """What the panel is asked, or has just said."""
    if view.round is not None and view.round.state in (RoundState.OPEN, RoundState.CLOSED):
        hands = view.round.hands
        return _raising(view.round, hands) if hands is not None else _voting(view.round, view.quorum)
    return _checking(view.check) if view.check is not None else None


def _raising(round_: RoundView, hands: HandFacts) -> Guidance:
    """A show of hands: counted statement by statement, then closed and revealed like any vote."""
    if hands.uncounted:
        which = f"statement {hands.uncounted[0]}"
        return Guidance(Move.COUNT, f"Ask the room for hands on {which}, answer by answer, and enter the counts below.")
    if round_.state is RoundState.CLOSED:
        return Guidance(Move.REVEAL, "The hands are counted and the vote is closed. Reveal the verdict to everyone.")
    return Guidance(Move.CLOSE, "The hands are counted. Close the vote.")


def _voting(round_: RoundView, quorum: Quorum) -> Guidance:
    if round_.state is RoundState.CLOSED:
        return Guidance(Move.REVEAL, "The vote is closed. Reveal the verdict to everyone.")
    missing = round_.n_electors - round_.n_cast
    if round_.countdown is not None and round_.countdown.is_over:
        return Guidance(Move.CLOSE, _time_is_up(missing, closes_itself=round_.countdown.closes_itself))
    have = "has" if missing == 1 else "have"
    if missing > 0 and round_.countdown is not None and round_.countdown.closes_itself:
        return Guidance(Move.CLOSE, f"The vote is open and closes by itself; {missing} {have} not voted yet.")
    if missing > 0:
        people = "1 person has" if missing == 1 else f"{missing} people have"
        if quorum.is_lost:
            return Guidance(
                Move.CLOSE,
                f"Too few are here and have voted for a verdict; {people} not voted yet. Call the room back, or close.",
            )
        more = " The countdown runs: wait, or close." if round_.countdown else " Close it when the room is done."
        return Guidance(Move.CLOSE, f"The vote is open; {people} not voted yet.{more}")
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


def _time_is_up(missing: int, *, closes_itself: bool) -> str:
    if closes_itself:
        return "The time is up and no more ballots are taken. The vote closes by itself."
    if missing <= 0:
        return "The time is up and everyone has voted. Close the vote."
    people = "1 person has" if missing == 1 else f"{missing} people have"
    return f"The time is up; {people} not voted. Close the vote, or give a minute more."


def _on_topic(view: MeetingView, topic: TopicView) -> Guidance:
    return _on_stage(view, topic) or _deciding(view, topic)


def _on_stage(view: MeetingView, topic: TopicView) -> Guidance | None:
    """What runs by the clock or waits for the floor, before anything is decided; None where nothing does."""
    if any(statement.may_adopt_by_vote or statement.adopted for statement in topic.statements):
        return None
    on = next((timer for timer in view.timers if timer.is_on), None)
    if on is not None and on.run.paused_at is not None:
        return Guidance(Move.RESUME, f"{on.title}: the clock stands still. Let it run on.", on.id)
    if on is not None and on.kind is TimerKind.PRESENTATION:
        is_over = bool(on.run.minutes) and view.now >= on.run.due_at
        said = "the time is up. Ask for the end" if is_over else "on the clock. Stop it when the talk has ended"
        return Guidance(Move.STOP_CLOCK, f"{on.title}: {said}.", on.id)
    if view.floor.waiting and view.floor.speaking is None:
        first, n = view.floor.waiting[0], len(view.floor.waiting)
        waits = "1 person waits" if n == 1 else f"{n} people wait"
        return Guidance(Move.GIVE_FLOOR, f"{waits} for the floor. {first.name} is next.", first.id, first.name)
    is_decided_on = any(statement.state in _BEFORE_THE_PANEL for statement in topic.statements)
    held = {timer.presentation_id for timer in view.timers}
    talk = next((talk for talk in topic.presentations if talk.id not in held), None)
    if talk is not None and on is None and not is_decided_on:
        by = f" ({talk.presenter})" if talk.presenter else ""
        return Guidance(Move.TALK, f"Next on the clock: “{talk.title}”{by}.", talk.id, talk.title)
    return None


_BEFORE_THE_PANEL = frozenset({StatementState.PRESENTED, StatementState.ADOPTED, StatementState.NO_CONSENSUS})


def _time_up(view: MeetingView) -> str:
    """That the time for the discussion is up, where it is."""
    on = next((timer for timer in view.timers if timer.is_on), None)
    if on is None or on.kind is not TimerKind.DISCUSSION or not on.run.minutes or view.now < on.run.due_at:
        return ""
    return "The time for the discussion is up. "


def _deciding(view: MeetingView, topic: TopicView) -> Guidance:
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
    if presented:
        return _decide(view)
    is_tied = bool(adoptable & {item.statement_id for item in items if item.is_tied})
    return _undecided({statement.state for statement in topic.statements}, is_tied)


def _decide(view: MeetingView) -> Guidance:
    """A candidate is before the panel: what keeps the room from deciding, else the question."""
    if view.quorum.is_lost:
        n = view.quorum.n_needed - view.quorum.n_here
        people = "1 more person" if n == 1 else f"{n} more people"
        return Guidance(Move.GATHER, f"Too few are here to decide: {people} must come. Check in whoever is back.")
    if view.missing:
        return Guidance(Move.DECIDE, f"Before the room can decide: {view.missing[0]}")
    return Guidance(
        Move.DECIDE,
        _time_up(view)
        + "Any objection? Ask on the phones or aloud. If there is none, adopt; if there is one, discuss or vote.",
    )


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
            "No candidate is adopted. Reword one and present it again, or go on: not to adopt is a result too.",
        )
    return Guidance(Move.DRAFT, "This topic has no candidate statement yet. Add one before it is discussed.")


def _go_on(view: MeetingView, opening: str) -> Guidance:
    row = next_topic(view)
    if row is None:
        return Guidance(Move.END, f"{opening} Every topic has been settled: end the meeting.")
    return Guidance(Move.BEGIN_TOPIC, f"{opening} Take up the next topic.", row.topic_id, row.title)
