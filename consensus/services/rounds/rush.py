"""Whether ballots are coming in just now: a page that is drawn can wait for a moment, a vote should not."""

import time

# Ballots closer together than this are a rush: a room that votes at once.
LULL = 0.05
_STEP = 0.01

_last_at = float("-inf")


def note_ballots() -> None:
    """Ballots have come in."""
    global _last_at  # noqa: PLW0603
    _last_at = time.monotonic()


def seconds_since_ballots() -> float:
    """How long ago the last ballot came in; endless where none has."""
    return time.monotonic() - _last_at


def wait_for_a_lull(at_most: float) -> None:
    """Wait until no ballot has come in for a while, but no longer than so many seconds."""
    until = time.monotonic() + at_most
    while seconds_since_ballots() < LULL and time.monotonic() < until:
        time.sleep(_STEP)
