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
    from consensus.services.rounds.countdowns import CountdownView


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. Without `due_at` it counts up from `began_at`; with `paused_at` it stands still there.

    tells: whether the page around it is drawn once more when its time runs out.
    """

    label: str
    began_at: datetime
    due_at: datetime | None
    paused_at: datetime | None = None
    tells: bool = False

    def to_data(self) -> dict[str, Any]:
        """The clock as the element reads it."""
        return {
            "label": self.label,
            "began": _iso(self.began_at),
            "due": _iso(self.due_at) if self.due_at else None,
            "paused": _iso(self.paused_at) if self.paused_at else None,
            "tells": self.tells,
        }


def clocks_of(view: MeetingView) -> tuple[Clock, ...]:
    """What runs now: the vote, the presentation or the discussion, and whoever speaks."""
    on = next((timer for timer in view.timers if timer.is_on), None)
    found = []
    if view.round is not None and view.round.countdown is not None:
        found.append(clock_of_vote(view.round.countdown))
    if on is not None:
        due = on.run.due_at if on.run.minutes else None
        found.append(Clock(on.title, on.run.began_at, due, on.run.paused_at, tells=view.may_run))
    if view.pause is not None and view.may_run:
        found.append(Clock(view.pause.title, view.pause.began_at, view.pause.ends_at, tells=True))
    speaking = view.floor.speaking
    if speaking is not None and speaking.began_at is not None:
        limit = (
            f" ({limit_text(view.floor.limit_seconds)} each)" if speaking.due_at and view.floor.limit_seconds else ""
        )
        found.append(Clock(f"{speaking.name} speaks{limit}", speaking.began_at, speaking.due_at))
    return tuple(found)


def clock_of_vote(countdown: CountdownView) -> Clock:
    """The time that a vote was given, and what happens at its end."""
    label = "Time to vote; then the vote closes" if countdown.closes_itself else "Time to vote"
    return Clock(label, countdown.began_at, countdown.due_at)


def draw(clocks: Sequence[Clock], now: datetime, *, key: str) -> None:
    """Draw clocks that go on by themselves; `now` is the moment by the server's clock at which this is drawn."""
    if clocks:
        element("countdown", has_style=True)(
            key=key, data={"now": _iso(now), "clocks": [clock.to_data() for clock in clocks]}, on_over_change=_ignore
        )


def _ignore() -> None:
    """Time that runs out changes nothing on the server: what is due next is read anew by being drawn."""


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
