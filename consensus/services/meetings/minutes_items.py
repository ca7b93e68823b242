"""The items of the day as the minutes tell them: planned and real times, talks, who was recused, the note."""

from collections.abc import Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from consensus.domain.minutes import MinutesItem
from consensus.domain.timers import TimerKind, spent_text
from consensus.domain.wording import counted
from consensus.persistence.tables import Meeting
from consensus.services.access import Standing
from consensus.services.interests.interest_report import electorates_of
from consensus.services.meetings.agenda import view_agenda
from consensus.services.meetings.minutes_clock import clock_of_day
from consensus.services.meetings.notes import notes_for_minutes
from consensus.services.meetings.timers import TimerView, timers_by_topic
from consensus.services.meetings.turns import stretches_of
from consensus.services.statements.topics import TopicView


def items_of(
    session: Session,
    standing: Standing,
    meeting: Meeting,
    topics: Sequence[TopicView],
    zone: ZoneInfo,
) -> tuple[MinutesItem, ...]:
    """The items of the day, or the topics where no day was planned."""
    real = _real_times(session, meeting, zone)
    out = _recused(session, standing)
    timers = timers_by_topic(session, meeting.id)
    by_id = {topic.id: topic for topic in topics}
    noted = notes_for_minutes(session, standing.process.id)
    planned = [(item.title, item.slot.text, item.topic_id) for item in view_agenda(session, standing).items]
    listed = {topic_id for _, _, topic_id in planned}
    planned += [(topic.title, "", topic.id) for topic in topics if topic.id not in listed]
    return tuple(
        MinutesItem(
            title=title,
            planned=slot,
            real=real.get(topic_id, "") if topic_id else "",
            presentations=_talks(by_id[topic_id], timers.get(topic_id, ()), zone) if topic_id else (),
            recused=out.get(by_id[topic_id].position, ()) if topic_id else (),
            note=noted.get(topic_id, "") if topic_id else "",
        )
        for title, slot, topic_id in planned
    )


def _talks(topic: TopicView, timers: Sequence[TimerView], zone: ZoneInfo) -> tuple[str, ...]:
    """The talks as planned, with the times at which they and the discussion were on the clock."""
    talks = tuple(
        f"{talk.title} ({', '.join(filter(None, (talk.presenter, f'{talk.minutes} min')))})"
        + _clocked([timer for timer in timers if timer.presentation_id == talk.id], zone)
        for talk in topic.presentations
    )
    discussed = [timer for timer in timers if timer.kind is TimerKind.DISCUSSION]
    return (*talks, f"Discussion ({topic.minutes} min){_clocked(discussed, zone)}") if discussed else talks


def _clocked(timers: Sequence[TimerView], zone: ZoneInfo) -> str:
    """ ": 12:02–12:14, 12 of 10 min, 2 over"; "" for what was never on the clock."""
    said = [
        f"{clock_of_day(timer.run.began_at, zone)}–{clock_of_day(timer.run.ended_at, zone)}, "
        f"{spent_text(timer.run.spent(timer.run.ended_at), timer.run.minutes)}"
        for timer in timers
        if timer.run.ended_at is not None
    ]
    return f": {'; '.join(said)}" if said else ""


def _recused(session: Session, standing: Standing) -> Mapping[int, tuple[str, ...]]:
    """By the number of a topic: who was recused in its decisions, by name or by count as the process publishes it."""
    found: dict[int, dict[str, None]] = {}
    for electorate in electorates_of(session, standing):
        number = int(electorate.labels[0].partition(".")[0])
        unnamed = (counted(electorate.n_recused, "person", "people"),) if electorate.n_recused else ()
        found.setdefault(number, {}).update(dict.fromkeys(electorate.recused or unnamed))
    return {number: tuple(names) for number, names in found.items()}


def _real_times(session: Session, meeting: Meeting, zone: ZoneInfo) -> Mapping[UUID, str]:
    """By topic: from when to when it was on, every time it was."""
    return {
        topic_id: ", ".join(
            f"{clock_of_day(real.began_at, zone)}–{clock_of_day(real.ended_at, zone) if real.ended_at else ''}"
            for real in stretches
        )
        for topic_id, stretches in stretches_of(session, meeting.id).items()
    }
