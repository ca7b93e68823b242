"""What a room is shown at a moment of its meeting: the one thing that is going on."""

from enum import StrEnum

from consensus.domain.lifecycle import MeetingState, RoundState


class Scene(StrEnum):
    """What a projector shows, from before the meeting to its end."""

    WELCOME = "welcome"
    BETWEEN = "between"
    TALKS = "talks"
    DISCUSSION = "discussion"
    CHECK = "check"
    CHECKED = "checked"
    VOTE = "vote"
    CLOSED = "closed"
    VERDICT = "verdict"
    VOID = "void"
    ADOPTED = "adopted"
    BREAK = "break"
    END = "end"


class Act(StrEnum):
    """What last happened to the statements of a topic, by the verb of its event."""

    PRESENTED = "statement.presented"
    REWORDED = "statement.reworded"
    CHECKED = "check.ended"
    REVEALED = "round.revealed"
    VOIDED = "round.voided"
    ADOPTED = "statement.adopted"
    UNDONE = "statement.adoption_undone"


def scene_of(
    meeting: MeetingState,
    *,
    has_topic: bool,
    is_break: bool,
    is_asked: bool,
    round_: RoundState | None,
    last_act: Act | None,
    adopted_by_vote: bool,
) -> Scene:
    """What is shown: an unrevealed vote or an open check before all, then a break, then what happened last.

    is_asked: whether the panel is being asked for objections.
    round_: the state of the vote that is not revealed yet, if there is one.
    adopted_by_vote: whether the newest adoption followed a vote, whose verdict stays on the screen then.
    """
    if meeting is not MeetingState.RUNNING:
        return Scene.WELCOME if meeting is MeetingState.PLANNED else Scene.END
    if round_ is not None:
        return Scene.VOTE if round_ is RoundState.OPEN else Scene.CLOSED
    if is_asked:
        return Scene.CHECK
    if is_break:
        return Scene.BREAK
    return _of_topic(last_act, adopted_by_vote) if has_topic else Scene.BETWEEN


def _of_topic(last_act: Act | None, adopted_by_vote: bool) -> Scene:
    if last_act is None:
        return Scene.TALKS
    if last_act is Act.ADOPTED:
        return Scene.VERDICT if adopted_by_vote else Scene.ADOPTED
    return _AFTER.get(last_act, Scene.DISCUSSION)


_AFTER = {Act.REVEALED: Scene.VERDICT, Act.VOIDED: Scene.VOID, Act.CHECKED: Scene.CHECKED}
