"""What the projector shows of the running of the day: the clock, who has the floor, and the agenda beside its times."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from consensus.domain.agenda import clock_text, timetable
from consensus.domain.pace import Pace, Plan, late_text, pace_of_day
from consensus.domain.scenes import Scene
from consensus.persistence.database import database_of
from consensus.persistence.tables import Agenda, AgendaItem, Meeting, Process, Topic
from consensus.services.meetings.floor import people_on_floor
from consensus.services.meetings.timers import timer_on
from consensus.services.meetings.turns import stretches_of
from consensus.services.rounds.countdowns import view_countdown
from consensus.services.rounds.meeting_rounds import round_on_screen

ON_STAGE = frozenset({Scene.TALKS, Scene.DISCUSSION, Scene.VOID})
WITH_AGENDA = frozenset({Scene.WELCOME, Scene.BETWEEN, Scene.BREAK})


@dataclass(frozen=True, slots=True)
class ShownClock:
    """What is on the clock: counted down to `due_at`, or up from `began_at` where nothing was planned."""

    title: str
    began_at: datetime
    due_at: datetime | None
    paused_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownTopic:
    """A topic of the day: its planned time ("09:15"), and what became of it in a few words."""

    title: str
    planned: str
    real: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """What runs now: the clock, who speaks and since when, and who is next."""

    clock: ShownClock | None = None
    speaking: ShownClock | None = None
    next_speaker: str = ""
    n_waiting: int = 0
    began: str = ""
    agenda: tuple[ShownTopic, ...] = ()


def stage_of(
    session: Session, process: Process, meeting: Meeting, scene: Scene, topics: list[Topic], items: list[AgendaItem]
) -> Stage:
    """The stage at a scene; while people vote, the countdown alone."""
    if scene is Scene.VOTE:
        return Stage(clock=_vote_clock(session, meeting))
    if scene not in ON_STAGE and scene not in WITH_AGENDA:
        return Stage()
    zone = ZoneInfo(process.time_zone or "UTC")
    rows = _agenda(session, process, meeting, topics, items, zone)
    if scene in WITH_AGENDA:
        return Stage(agenda=tuple(_shown(topic, plan, pace, meeting, zone) for topic, plan, pace in rows))
    timer = timer_on(session, meeting.id)
    speaking, waiting = people_on_floor(session, meeting)
    clock = None
    if timer is not None:
        due_at = timer.due_at if timer.minutes else None
        clock = ShownClock(timer.title, timer.began_at, due_at, timer.paused_at)
    return Stage(
        clock=clock,
        speaking=ShownClock(speaking.name, speaking.began_at, speaking.due_at, None)
        if speaking and speaking.began_at
        else None,
        next_speaker=waiting[0].name if waiting else "",
        n_waiting=len(waiting),
        began=next((_began(pace, zone) for topic, _, pace in rows if topic.id == meeting.current_topic_id), ""),
    )


def _vote_clock(session: Session, meeting: Meeting) -> ShownClock | None:
    round_ = round_on_screen(session, meeting)
    countdown = view_countdown(session, round_) if round_ is not None else None
    return ShownClock("Time to vote", countdown.began_at, countdown.due_at, None) if countdown else None


_Row = tuple[Topic, Plan, Pace]


def _agenda(
    session: Session, process: Process, meeting: Meeting, topics: list[Topic], items: list[AgendaItem], zone: ZoneInfo
) -> tuple[_Row, ...]:
    agenda = session.get(Agenda, process.id)
    slots = timetable(items, agenda.starts_at) if agenda else ()
    plans: dict[UUID, Plan] = {
        item.topic_id: Plan(slot.starts, item.minutes)
        for item, slot in zip(items, slots, strict=False)
        if item.topic_id is not None
    }
    order = {topic_id: place for place, topic_id in enumerate(plans)}
    ordered = sorted(topics, key=lambda topic: (order.get(topic.id, len(order)), topic.position))
    stretches = stretches_of(session, meeting.id)
    planned = [plans.get(topic.id, Plan(None, topic.minutes)) for topic in ordered]
    paces = pace_of_day(
        planned,
        [stretches.get(topic.id, ()) for topic in ordered],
        next((place for place, topic in enumerate(ordered) if topic.id == meeting.current_topic_id), None),
        database_of(session).now(session).astimezone(zone),
    )
    return tuple(zip(ordered, planned, paces, strict=True))


def _shown(topic: Topic, plan: Plan, pace: Pace, meeting: Meeting, zone: ZoneInfo) -> ShownTopic:
    planned = clock_text(plan.starts) if plan.starts is not None else ""
    about = f"{pace.starts_about.astimezone(zone):%H:%M}" if pace.starts_about else ""
    real = _began(pace, zone) or (f"about {about}" if about and about != planned else "")
    return ShownTopic(topic.title, planned, real, topic.id == meeting.current_topic_id)


def _began(pace: Pace, zone: ZoneInfo) -> str:
    if pace.began_at is None:
        return ""
    late = late_text(pace.late)
    return f"began {pace.began_at.astimezone(zone):%H:%M}" + (f", {late}" if late else "")
