"""Signals within one server: after a commit, here or elsewhere, who is watching a process hears its new revision."""

import threading
from collections.abc import Callable
from enum import StrEnum
from uuid import UUID

Listener = Callable[[UUID, int, str], None]


class Audience(StrEnum):
    """Whom a change concerns: the running tally and who answered concern the staff alone."""

    EVERYONE = "everyone"
    STAFF = "staff"


class Signals:
    """Calls each listener with (process id, revision, audience) in the thread that committed or heard of it."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the returned function takes it off again. A listener must be quick and not raise."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(known for known in self._listeners if known is not listener)

        return unsubscribe

    def publish(self, process_id: UUID, revision: int, audience: Audience) -> None:
        """Tell every listener."""
        for listener in self._listeners:
            listener(process_id, revision, audience)
