"""Moments as people read them, in the time zone of the process."""

from datetime import datetime
from zoneinfo import ZoneInfo


def clock(at: datetime, time_zone: str) -> str:
    """Hour and minute, "14:02"."""
    return f"{at.astimezone(ZoneInfo(time_zone)):%H:%M}"


def day(at: datetime, time_zone: str) -> str:
    """The date in words, "7 September 2012"."""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {local:%B %Y}"


def day_and_clock(at: datetime, time_zone: str) -> str:
    """Date and time, "7 September 2012, 14:02"."""
    return f"{day(at, time_zone)}, {clock(at, time_zone)}"


def in_zone(at: datetime, time_zone: str) -> datetime:
    """The moment as a clock in that zone shows it."""
    return at.astimezone(ZoneInfo(time_zone))
