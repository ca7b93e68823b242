"""The floor: who speaks, who waits for it, and how the time of a speaker is worded."""

from enum import StrEnum

LONGEST_TURN = 60 * 60
SPEAKING_TIMES = (0, 60, 90, 120, 180, 300)

PUBLIC = "Everybody in the room sees who waits for the floor."
CLOSED_WHILE_VOTING = "Nobody asks for the floor while a vote is open or not yet revealed."


class SpeakerState(StrEnum):
    """Somebody who asked for the floor, from asking to having spoken."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKE = "spoke"
    SKIPPED = "skipped"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


def limit_text(seconds: int) -> str:
    """How long each may speak: "no limit", "90 s" or "2 min"."""
    if not seconds:
        return "no limit"
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"
