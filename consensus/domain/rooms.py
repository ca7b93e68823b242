"""The room code of a meeting: short, read aloud or off a wall, and never enough alone to come in."""

from datetime import date

from consensus.domain.lifecycle import MeetingState

# Nothing that reads or sounds like another: no 0 O, 1 I L, 2 Z, 5 S, 8 B.
ROOM_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
ROOM_CODE_LENGTH = 6


def clean_room_code(typed: str) -> str:
    """The code as it is kept: case, spaces and hyphens do not matter; "" for what cannot be one."""
    code = "".join(character for character in typed.upper() if character.isalnum())
    return code if len(code) == ROOM_CODE_LENGTH and set(code) <= set(ROOM_ALPHABET) else ""


def is_room_open(state: MeetingState, held_on: date | None, today: date) -> bool:
    """Whether the code of a meeting lets people in: while it runs, and on its day before it has begun."""
    return state is MeetingState.RUNNING or (state is MeetingState.PLANNED and held_on == today)
