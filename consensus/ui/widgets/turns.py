"""A few pages at a time draw what a signal has changed, so that votes that come in meanwhile do not wait for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from consensus.services.rounds.rush import wait_for_a_lull

# Threads that wait here leave the interpreter to those that answer ballots; more at once draw no faster.
AT_ONCE = 2
# Seconds a page gives way to a room that votes at once; it is drawn in a few hundredths of one.
GIVES_WAY = 0.5

_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def in_turn() -> Iterator[None]:
    """Draw when it is this page's turn and no votes are pouring in."""
    with _turns:
        wait_for_a_lull(GIVES_WAY)
        yield
