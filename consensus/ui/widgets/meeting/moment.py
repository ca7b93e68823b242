"""What a panelist waits for: where nothing is asked, what goes on now and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from consensus.domain.lifecycle import RoundState, StatementState
from consensus.domain.round_kinds import KINDS
from consensus.tally.round_verdicts import is_in_favour

if TYPE_CHECKING:
    from consensus.services.meetings.meeting import MeetingView
    from consensus.services.rounds.item_views import ItemView
    from consensus.services.rounds.round_views import RoundView
    from consensus.services.statements.statement_views import StatementView
    from consensus.services.statements.topics import TopicView


@dataclass(frozen=True, slots=True)
class Moment:
    """What goes on in a few words, what happens next in a sentence, and the name of an icon."""

    title: str
    sentence: str
    icon: str


def discussed(topic: TopicView, round_: RoundView | None) -> tuple[StatementView, ...]:
    """The statements before the panel that the vote on the screen says nothing of, and those adopted without it."""
    items = {item.statement_id: item for item in round_.items} if round_ and round_.state is not RoundState.VOID else {}

    def is_open(statement: StatementView) -> bool:
        if statement.state is StatementState.ADOPTED:
            return statement.id not in items
        is_answered = _is_answered(statement, items.get(statement.id), round_)
        return statement.state is StatementState.PRESENTED and not is_answered

    return tuple(statement for statement in topic.statements if is_open(statement))


def is_prepared(topic: TopicView, round_: RoundView | None) -> bool:
    """Whether the panel has gone on from the last verdict to the next question, so that the verdict is history."""
    if round_ is None or round_.state is not RoundState.REVEALED:
        return False
    before_panel = discussed(topic, round_)
    return _reworded(topic, round_) or any(one.state is StatementState.PRESENTED for one in before_panel)


def moment_of_topic(view: MeetingView, topic: TopicView, round_: RoundView | None) -> Moment:
    """What goes on with a topic of which nothing is asked and no verdict stands."""
    before_panel = discussed(topic, round_)
    if not before_panel:
        if round_ and _reworded(topic, round_):
            return Moment(
                "A vote is being prepared",
                "The wording is being worked on. It appears here when it is presented to the panel again.",
                "edit_note",
            )
        return Moment("Presentations", _presented(topic), "co_present")
    if all(statement.adopted for statement in before_panel):
        return Moment("Adopted", "The facilitator takes up the next topic.", "check_circle")
    if view.floor.speaking or view.floor.waiting or any(timer.is_on for timer in view.timers):
        return Moment("Discussion", "Whatever the panel is asked appears here by itself.", "forum")
    return Moment("A vote is being prepared", _next_question(before_panel, is_recused=view.i_am_recused), "how_to_vote")


def _next_question(before_panel: tuple[StatementView, ...], *, is_recused: bool) -> str:
    n = sum(statement.state is StatementState.PRESENTED for statement in before_panel)
    read = "Read the statement below" if n == 1 else f"Read the {n} statements below"
    if is_recused:
        return f"{read}. The others are asked next; what comes of it appears here by itself."
    return f"{read}. As soon as the facilitator asks for objections or opens the vote, your answer is asked here."


def _presented(topic: TopicView) -> str:
    """Who speaks about what, and what comes after it."""
    talks = [f"{talk.title} ({talk.presenter}, {talk.minutes} min)" for talk in topic.presentations]
    return "\n".join([*talks, "The candidate statements appear here when they are presented."])


def _reworded(topic: TopicView, round_: RoundView) -> bool:
    voted = {item.statement_id: item.version_sha256 for item in round_.items}
    return any(
        statement.state is StatementState.CANDIDATE and voted.get(statement.id, statement.sha256) != statement.sha256
        for statement in topic.statements
    )


def _is_answered(statement: StatementView, item: ItemView | None, round_: RoundView | None) -> bool:
    """Whether what the vote said of this wording still stands: that it is voted on, or may be adopted."""
    if item is None or round_ is None or item.version_sha256 != statement.sha256:
        return False
    is_settling = round_.state is RoundState.REVEALED and KINDS[round_.kind].settles
    return not is_settling or bool(item.verdict and is_in_favour(item.verdict.outcome))
