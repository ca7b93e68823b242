"""The hours in which no mail goes out, by the clock on the wall of the process."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consensus.domain.errors import InvalidInputError

DEFAULT_FROM, DEFAULT_TO = "20:00", "08:00"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` (included) to `end` (not included), over midnight where `begin` is later; none where they agree."""

    begin: time
    end: time
    zone: ZoneInfo

    def is_quiet(self, at: datetime) -> bool:
        """Whether this moment lies within the quiet hours."""
        clock = at.astimezone(self.zone).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def earliest(self, at: datetime) -> datetime:
        """The moment itself, or where it is quiet the end of the quiet hours, in UTC.

        On the day when clocks are put back the end comes once, with the second of two equal hours; where the end
        falls into the hour that is left out in spring, it comes when that hour is over.
        """
        if not self.is_quiet(at):
            return at.astimezone(UTC)
        local = at.astimezone(self.zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        end = datetime.combine(day, self.end, self.zone)
        # An end that the clock shows twice or never: try both readings, the earlier first.
        for fold in (0, 1):
            moment = end.replace(fold=fold).astimezone(UTC)
            if moment >= at and not self.is_quiet(moment):
                return moment
        return self._next_loud_minute(end.astimezone(UTC))

    def _next_loud_minute(self, at: datetime) -> datetime:
        moment = at
        while self.is_quiet(moment):
            moment += timedelta(minutes=1)
        return moment


def quiet_hours(begin: str, end: str, time_zone: str) -> QuietHours:
    """Quiet hours as they are typed: "20:00" to "08:00" in "Europe/Oslo".

    Raises:
        InvalidInputError: one of the three cannot be read; the sentence says how it is written.
    """
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidInputError(f"“{time_zone[:60]}” is no time zone. One is Europe/Oslo.") from error
    return QuietHours(_time(begin), _time(end), zone)


def local_moment(day: date, clock: time, time_zone: str) -> datetime:
    """A moment typed as the clock on the wall of the process shows it, in UTC.

    In the hour that is left out in spring it is read by the clock of before, so that it lies an hour later.
    """
    return datetime.combine(day, clock, ZoneInfo(time_zone)).astimezone(UTC)


def _time(typed: str) -> time:
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        raise InvalidInputError(f"“{typed[:20]}” is no time of day. One is 20:00.")
    return time(int(found[1]), int(found[2]))
