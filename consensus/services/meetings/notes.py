"""Notes of those who run the meeting: one on each topic that they share, and one of each that nobody else reads."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.notes import clean_note
from consensus.domain.roles import Action
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Person, Topic, TopicNote
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context

MEANWHILE = "Somebody else has saved this note meanwhile. Both texts stand below; yours is not lost."


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as it stands; revision 0 before anybody wrote. `changed_by` is a name."""

    text: str = ""
    revision: int = 0
    in_minutes: bool = False
    changed_at: datetime | None = None
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class TopicNotes:
    """The note that whoever runs the meeting shares, and one's own."""

    shared: NoteView
    own: NoteView


def get_notes(ctx: Context, topic_id: UUID) -> TopicNotes:
    """The notes on a topic: the shared one, and that of the actor alone."""
    with ctx.db.reading() as session:
        topic = session.get(Topic, topic_id)
        standing = require(ctx, session, Action.RUN_MEETING, topic.process_id if topic else None)
        if topic is None:
            raise NotFoundError
        return TopicNotes(_view(session, topic_id, None), _view(session, topic_id, standing.actor.person_id))


def save_shared_note(ctx: Context, topic_id: UUID, text: str, *, based_on: int) -> int:
    """Save the shared note as typed; refused where it has changed since the revision it was drawn from."""
    words = clean_note(text)
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        found = _write(ctx, session, topic_id, None, words, based_on, standing)
        note(session, standing, "note.changed", topic.id, audience=Audience.STAFF, title=topic.title)
        return found.revision


def save_own_note(ctx: Context, topic_id: UUID, text: str, *, based_on: int) -> int:
    """Save one's own note as typed. Nothing of it reaches the record: it is nobody else's."""
    words = clean_note(text)
    with ctx.db.transaction() as session:
        _, standing = _find(ctx, session, topic_id)
        return _write(ctx, session, topic_id, standing.actor.person_id, words, based_on, standing).revision


def put_note_in_minutes(ctx: Context, topic_id: UUID, in_minutes: bool) -> None:
    """Say whether the minutes carry the shared note."""
    with ctx.db.transaction() as session:
        topic, standing = _find(ctx, session, topic_id)
        found = _note(session, topic_id, None)
        if found is None:
            raise ConflictError("Write the note first.")
        if found.in_minutes is in_minutes:
            return
        found.in_minutes = in_minutes
        session.add(found)
        verb = "note.put_in_minutes" if in_minutes else "note.left_out_of_minutes"
        note(session, standing, verb, topic.id, audience=Audience.STAFF, title=topic.title)


def notes_for_minutes(session: Session, process_id: UUID) -> dict[UUID, str]:
    """By topic: the shared notes that were put into the minutes; one's own are never among them."""
    rows = session.exec(
        select(TopicNote.topic_id, TopicNote.text)
        .join(Topic, col(Topic.id) == col(TopicNote.topic_id))
        .where(Topic.process_id == process_id, col(TopicNote.owner_id).is_(None), col(TopicNote.in_minutes).is_(True))
    )
    return {topic_id: text.strip() for topic_id, text in rows if text.strip()}


def _write(
    ctx: Context,
    session: Session,
    topic_id: UUID,
    owner_id: UUID | None,
    text: str,
    based_on: int,
    standing: Standing,
) -> TopicNote:
    found = _note(session, topic_id, owner_id) or TopicNote(topic_id=topic_id, owner_id=owner_id)
    if found.revision != based_on:
        raise ConflictError(MEANWHILE)
    found.text, found.revision = text, based_on + 1
    found.changed_at, found.changed_by = ctx.db.now(session), standing.actor.person_id
    session.add(found)
    return found


def _note(session: Session, topic_id: UUID, owner_id: UUID | None) -> TopicNote | None:
    owned = col(TopicNote.owner_id).is_(None) if owner_id is None else TopicNote.owner_id == owner_id
    return session.exec(select(TopicNote).where(TopicNote.topic_id == topic_id, owned)).one_or_none()


def _view(session: Session, topic_id: UUID, owner_id: UUID | None) -> NoteView:
    found = _note(session, topic_id, owner_id)
    if found is None:
        return NoteView()
    author = session.get(Person, found.changed_by) if found.changed_by else None
    return NoteView(found.text, found.revision, found.in_minutes, found.changed_at, author.name if author else "")


def _find(ctx: Context, session: Session, topic_id: UUID) -> tuple[Topic, Standing]:
    topic = session.get(Topic, topic_id)
    standing = require(ctx, session, Action.RUN_MEETING, topic.process_id if topic else None, changes=True)
    if topic is None:
        raise NotFoundError
    return topic, standing
