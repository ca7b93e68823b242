"""A few pages at a time draw what a signal has changed, so that votes that come in meanwhile do not wait for them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Threads that wait here leave the interpreter to those that answer ballots; more at once draw no faster.
AT_ONCE = 2

_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def in_turn() -> Iterator[None]:
    """Draw when it is this page's turn."""
    with _turns:
        yield
