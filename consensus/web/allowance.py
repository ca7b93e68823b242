"""How fast one person may send ballots, over all their pages together and from one connection to the next."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID


class Allowance:
    """At most `burst` at once and `rate` a second on average."""

    def __init__(self, *, burst: float, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self._left = burst
        self._at = time.monotonic()

    def take(self) -> bool:
        """Whether one more is allowed now."""
        now = time.monotonic()
        self._left = min(self.burst, self._left + (now - self._at) * self.rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Allowances:
    """One allowance for each person who has opened a page since the server started: `rate` a second."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._of: dict[UUID, Allowance] = {}

    def of(self, person_id: UUID) -> Allowance:
        """The allowance of a person, the same for every connection of theirs."""
        return self._of.setdefault(person_id, Allowance(burst=4 * self._rate, rate=self._rate))
