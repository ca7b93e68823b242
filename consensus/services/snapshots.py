"""What many see alike, read once for each revision of a process and kept in memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from consensus.persistence.database import Database

T = TypeVar("T")

MOST_KEPT = 8


class Snapshots:
    """The newest few values by what they are of, each with the revision it was made at."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, of: Hashable, revision: Hashable, make: Callable[[], T]) -> T:
        """The value made at this revision, made now where it is missing; an older one is let go.

        Two who ask at once may both make it: that costs time, never a wrong answer, and nobody waits for a lock.
        """
        with self._lock:
            kept = self._kept.get(of)
            if kept is not None and kept[0] == revision:
                self._kept.move_to_end(of)
                found: T = kept[1]
                return found
        made = make()
        with self._lock:
            self._kept[of] = (revision, made)
            self._kept.move_to_end(of)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._kept.clear()


_OF_DATABASES: WeakKeyDictionary[Database, Snapshots] = WeakKeyDictionary()


def snapshots(db: Database) -> Snapshots:
    """The snapshots of one database; permission is asked before each look at them."""
    return _OF_DATABASES.setdefault(db, Snapshots())
