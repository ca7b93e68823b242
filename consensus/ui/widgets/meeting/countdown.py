"""Clocks that run down in the browser, by the server's time and without asking the server again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from consensus.domain.floor import limit_text
from consensus.ui.widgets.elements import element

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from consensus.services.meetings.meeting import MeetingView


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. Without `due_at` it counts up from `began_at`; with `paused_at` it stands still there."""

    label: str
    began_at: datetime
    due_at: datetime | None
    paused_at: datetime | None = None

    def to_data(self) -> dict[str, Any]:
        """The clock as the element reads it."""
        return {
            "label": self.label,
            "began": _iso(self.began_at),
            "due": _iso(self.due_at) if self.due_at else None,
            "paused": _iso(self.paused_at) if self.paused_at else None,
        }


def clocks_of(view: MeetingView) -> tuple[Clock, ...]:
    """What runs now: the presentation or the discussion, and whoever speaks."""
    on = next((timer for timer in view.timers if timer.is_on), None)
    found = []
    if on is not None:
        due = on.run.due_at if on.run.minutes else None
        found.append(Clock(on.title, on.run.began_at, due, on.run.paused_at))
    speaking = view.floor.speaking
    if speaking is not None and speaking.began_at is not None:
        limit = (
            f" ({limit_text(view.floor.limit_seconds)} each)" if speaking.due_at and view.floor.limit_seconds else ""
        )
        found.append(Clock(f"{speaking.name} speaks{limit}", speaking.began_at, speaking.due_at))
    return tuple(found)


def draw(clocks: Sequence[Clock], now: datetime, *, key: str) -> None:
    """Draw clocks that go on by themselves; `now` is the moment by the server's clock at which this is drawn."""
    if clocks:
        element("countdown", has_style=True)(
            key=key, data={"now": _iso(now), "clocks": [clock.to_data() for clock in clocks]}
        )


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
