"""When each topic was on: stored as the meeting turns from one to the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.pace import Stretch
from consensus.persistence.tables import Meeting, TopicTurn


def begin_turn(session: Session, meeting: Meeting, topic_id: UUID, now: datetime) -> None:
    """Turn to a topic, and from the one before, in the caller's transaction."""
    end_turn(session, meeting.id, now)
    meeting.current_topic_id = topic_id
    session.add(TopicTurn(meeting_id=meeting.id, topic_id=topic_id, began_at=now))
    session.flush()


def end_turn(session: Session, meeting_id: UUID, now: datetime) -> None:
    """Leave the topic that is on, if one is."""
    turn = current_turn(session, meeting_id)
    if turn is not None:
        turn.ended_at = now
        session.add(turn)


def current_turn(session: Session, meeting_id: UUID) -> TopicTurn | None:
    """The turn of the topic that is on."""
    return session.exec(
        select(TopicTurn).where(
            TopicTurn.meeting_id == meeting_id, col(TopicTurn.ended_at).is_(None), col(TopicTurn.is_undone).is_(False)
        )
    ).first()


def turns_of(session: Session, meeting_id: UUID) -> Sequence[TopicTurn]:
    """All turns that were meant, in order."""
    query = select(TopicTurn).where(TopicTurn.meeting_id == meeting_id, col(TopicTurn.is_undone).is_(False))
    return session.exec(query.order_by(col(TopicTurn.began_at), col(TopicTurn.ended_at).is_(None))).all()


def stretches_of(session: Session, meeting_id: UUID) -> Mapping[UUID, tuple[Stretch, ...]]:
    """By topic: the times during which it was on."""
    found: dict[UUID, tuple[Stretch, ...]] = {}
    for turn in turns_of(session, meeting_id):
        found[turn.topic_id] = (*found.get(turn.topic_id, ()), Stretch(turn.began_at, turn.ended_at))
    return found
