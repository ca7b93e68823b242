"""How far a writer has come, told to whoever waits for it."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called with the part that is done, 0 to 1; what it raises ends the writing."""


def unwatched(_: float) -> None:
    """Nobody waits."""
