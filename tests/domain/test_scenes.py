"""What a room is shown: the one thing that is going on."""

import pytest

from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.scenes import Act, Scene, scene_of

RUNNING = {
    "has_topic": True,
    "is_break": False,
    "is_asked": False,
    "round_": None,
    "last_act": None,
    "adopted_by_vote": False,
}


@pytest.mark.parametrize(
    ("state", "changes", "scene"),
    [
        pytest.param(MeetingState.PLANNED, {}, Scene.WELCOME, id="before it begins"),
        pytest.param(MeetingState.ENDED, {"last_act": Act.REVEALED}, Scene.END, id="after its end"),
        pytest.param(MeetingState.RUNNING, {"has_topic": False}, Scene.BETWEEN, id="no topic yet"),
        pytest.param(MeetingState.RUNNING, {}, Scene.TALKS, id="nothing happened on the topic yet"),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.PRESENTED}, Scene.DISCUSSION, id="presented"),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.REWORDED}, Scene.DISCUSSION, id="reworded"),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.REVEALED}, Scene.VERDICT, id="revealed"),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.ADOPTED}, Scene.ADOPTED, id="adopted without a vote"),
        pytest.param(
            MeetingState.RUNNING,
            {"last_act": Act.ADOPTED, "adopted_by_vote": True},
            Scene.VERDICT,
            id="adopted after a vote",
        ),
        pytest.param(MeetingState.RUNNING, {"is_break": True, "last_act": Act.REVEALED}, Scene.BREAK, id="a break"),
        pytest.param(
            MeetingState.RUNNING, {"is_break": True, "round_": RoundState.OPEN}, Scene.VOTE, id="a vote before a break"
        ),
        pytest.param(
            MeetingState.RUNNING, {"is_asked": True, "is_break": True}, Scene.CHECK, id="asked for objections"
        ),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.CHECKED}, Scene.CHECKED, id="the check is ended"),
        pytest.param(MeetingState.RUNNING, {"round_": RoundState.CLOSED}, Scene.CLOSED, id="closed, not revealed"),
        pytest.param(MeetingState.RUNNING, {"last_act": Act.VOIDED}, Scene.VOID, id="declared void"),
    ],
)
def test_one_thing_is_shown(state, changes, scene):
    assert scene_of(state, **{**RUNNING, **changes}) is scene
