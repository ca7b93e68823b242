"""A clock that runs down on every screen: since when, until when, and how long it stood still."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class TimerKind(StrEnum):
    """What is on the clock."""

    PRESENTATION = "presentation"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Running:
    """A timer at work. `due_at` is when its minutes are used up, moved on by every pause; both may be past.

    paused_at: since when it stands still. ended_at: when it was stopped.
    """

    minutes: int
    began_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    ended_at: datetime | None = None

    def left(self, now: datetime) -> timedelta:
        """How long there still is; below zero when it is over time."""
        return self.due_at - (self.ended_at or self.paused_at or now)

    def spent(self, now: datetime) -> timedelta:
        """How long it has run, without its pauses."""
        return timedelta(minutes=self.minutes) - self.left(now)

    def due_after_pause(self, now: datetime) -> datetime:
        """When its minutes are used up if it goes on now."""
        return self.due_at if self.paused_at is None else self.due_at + (now - self.paused_at)


def started(minutes: int, now: datetime) -> Running:
    """A timer that begins now."""
    return Running(minutes, now, now + timedelta(minutes=minutes))


def spent_text(spent: timedelta, minutes: int) -> str:
    """What the minutes say: "12 of 10 min, 2 over" or "8 of 10 min"; full minutes, rounded to the nearest."""
    whole = round(spent.total_seconds() / 60)
    if not minutes:
        return f"{whole} min"
    over = f", {whole - minutes} over" if whole > minutes else ""
    return f"{whole} of {minutes} min{over}"
