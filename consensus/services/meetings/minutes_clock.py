"""Times of day as the minutes print them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def clock_of_day(at: datetime, zone: ZoneInfo) -> str:
    """ "09:15" in the zone of the process."""
    return f"{at.astimezone(zone):%H:%M}"
