"""How the day runs beside how it was planned: when a topic began, how late that was, and when it will be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from consensus.domain.agenda import DAY, length_text


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which a topic was on; the one that is on has no end."""

    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """When a topic is due (minutes after midnight, None where no day was planned) and how many minutes it has."""

    starts: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The real times of a topic. `late` counts minutes against the plan, below zero when it came early.

    ends_about: when a topic that is on, or comes, will be done at this pace.
    """

    stretches: tuple[Stretch, ...] = ()
    late: int | None = None
    starts_about: datetime | None = None
    ends_about: datetime | None = None

    @property
    def began_at(self) -> datetime | None:
        """When it was first taken up."""
        return self.stretches[0].began_at if self.stretches else None


def pace_of_day(
    plans: Sequence[Plan], stretches: Sequence[Sequence[Stretch]], current: int | None, now: datetime
) -> tuple[Pace, ...]:
    """The pace of each topic of the day, in its order; `now` is in the time zone of the process.

    current: the place of the topic that is on. Those behind it that were not on yet follow one another, no earlier
    than planned, from when it is done; with nothing on, no forecast is made.
    """
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    found: list[Pace] = []
    for place, (plan, real) in enumerate(zip(plans, stretches, strict=True)):
        late = minutes_late(plan.starts, real[0].began_at.astimezone(now.tzinfo)) if real else None
        ends = max(real[-1].began_at + timedelta(minutes=plan.minutes), now) if real and place == current else None
        found.append(Pace(tuple(real), late, None, ends))
    if current is None or not found[current].stretches:
        return tuple(found)
    free_at = found[current].ends_about or now
    for place in range(current + 1, len(plans)):
        if stretches[place] or plans[place].starts is None:
            continue
        due = day + timedelta(minutes=plans[place].starts or 0)
        begins = max(free_at, due)
        free_at = begins + timedelta(minutes=plans[place].minutes)
        found[place] = Pace((), None, begins, free_at)
    return tuple(found)


def minutes_late(starts: int | None, began: datetime) -> int | None:
    """By how many minutes a topic began after its time, on the clock of the day; None where it had none."""
    if starts is None:
        return None
    return began.hour * 60 + began.minute - starts % DAY


def late_text(late: int | None) -> str:
    """ "7 min late", "5 min early", "on time"; "" where nothing was planned."""
    if late is None:
        return ""
    if late == 0:
        return "on time"
    return f"{length_text(abs(late))} {'late' if late > 0 else 'early'}"
