"""The day of the meeting: what comes when, and whether it fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

DAY = 24 * 60


class AgendaKind(StrEnum):
    """What an item of the agenda is; `consent` is a topic the answers have settled, taken with others in one go."""

    OPENING = "opening"
    TOPIC = "topic"
    CONSENT = "consent"
    BREAK = "break"
    CLOSING = "closing"


class Lasting(Protocol):
    """Whatever takes time."""

    @property
    def minutes(self) -> int:
        """How long it takes."""


@dataclass(frozen=True, slots=True)
class Slot:
    """From when to when, in minutes after midnight; past 24 hours it is the next day."""

    starts: int
    ends: int

    @property
    def text(self) -> str:
        """ "09:00–09:15"."""
        return f"{clock_text(self.starts)}–{clock_text(self.ends)}"


def timetable(items: Sequence[Lasting], starts_at: int) -> tuple[Slot, ...]:
    """The slot of each item, one after the other from `starts_at` (minutes after midnight)."""
    slots, now = [], starts_at
    for item in items:
        slots.append(Slot(now, now + item.minutes))
        now += item.minutes
    return tuple(slots)


def clock_text(minutes: int) -> str:
    """Minutes after midnight as "09:05"."""
    hours, rest = divmod(minutes % DAY, 60)
    return f"{hours:02d}:{rest:02d}"


def length_text(minutes: int) -> str:
    """A length as "45 min", "2 h" or "2 h 5 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def balance_sentence(total: int, day_minutes: int) -> str:
    """Whether what is planned fits into the day, and by how much it does or does not."""
    planned = f"{length_text(total)} are planned for a day of {length_text(day_minutes)}"
    if total > day_minutes:
        return f"{planned}: {length_text(total - day_minutes)} too long."
    if total < day_minutes:
        return f"{planned}: {length_text(day_minutes - total)} to spare."
    return f"{planned}: it fits exactly."
