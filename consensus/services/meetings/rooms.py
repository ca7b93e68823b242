"""The room code of a meeting: made, looked up, and used to come in and check in at once."""

from dataclasses import dataclass, replace
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from consensus.domain.errors import ConflictError, ConsensusError, NotFoundError, SignInError, TooManyAttemptsError
from consensus.domain.lifecycle import MeetingState
from consensus.domain.roles import Action
from consensus.domain.rooms import clean_room_code, is_room_open
from consensus.exports.methods_text import long_date
from consensus.exports.room_poster import RoomPoster, to_room_poster
from consensus.persistence.database import Database
from consensus.persistence.tables import Meeting, Process, RoomCode
from consensus.services.access import require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.meetings.presence import arrive
from consensus.services.people.consent import require_consent
from consensus.services.people.taking_part import accept_by_acting
from consensus.services.processes.results import Export
from consensus.services.sign_in import identity, secrets
from consensus.services.sign_in.identity import SignedIn
from consensus.settings import get_settings

WRONG_ROOM = "Room code and personal code do not match. Check both; the room code is on the screen or the wall."
NOT_YOURS = "This room is not open to you. Check the room code, or use your personal code."


@dataclass(frozen=True, slots=True)
class Room:
    """The room code of a meeting as whoever runs it sees it; `code` is empty where none was made."""

    meeting_id: UUID
    code: str
    address: str
    is_open: bool


def get_room(ctx: Context, meeting_id: UUID) -> Room:
    """The room code in force, and whether it lets people in now."""
    with ctx.db.reading() as session:
        meeting = session.get(Meeting, meeting_id)
        standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None)
        if meeting is None:
            raise NotFoundError
        room = session.get(RoomCode, meeting_id)
        code = room.code if room else ""
        return Room(meeting_id, code, _address(code), _is_open(ctx.db, session, meeting, standing.process.time_zone))


def new_room_code(ctx: Context, meeting_id: UUID) -> str:
    """A new code for the room; the one before no longer works. Nobody who is in is put out."""
    with ctx.db.transaction() as session:
        meeting = session.get(Meeting, meeting_id)
        standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
        if meeting is None:
            raise NotFoundError
        session.refresh(meeting)
        if meeting.state is MeetingState.ENDED:
            raise ConflictError("The meeting is over.")
        room = session.get(RoomCode, meeting_id) or RoomCode(meeting_id=meeting_id)
        room.code, room.issued_at = _free_code(session), ctx.db.now(session)
        session.add(room)
        note(session, standing, "room_code.issued", meeting_id)
        return room.code


def check_in_by_room(ctx: Context, code: object) -> None:
    """Check in the actor, who is signed in, to the meeting with this room code."""
    with ctx.db.transaction() as session:
        found = _find(ctx.db, session, str(code))
        process_id = found.process_id if found else None
        standing = require(ctx, session, Action.JOIN_MEETING, process_id, changes=True)
        meeting = session.get_one(Meeting, found.id) if found else None
        if meeting is None:
            raise NotFoundError
        session.refresh(meeting)
        accept_by_acting(session, standing)
        require_consent(session, standing)
        arrive(session, standing, meeting, standing.member)


def export_poster(ctx: Context, process_id: UUID) -> Export:
    """A page to hang at the door: the room code, its QR code, and what to do."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.RUN_MEETING, process_id)
        meeting = session.exec(select(Meeting).where(Meeting.process_id == process_id)).first()
        room = session.get(RoomCode, meeting.id) if meeting else None
        if meeting is None or room is None:
            raise ConflictError("The meeting has no room code yet.")
        poster = RoomPoster(
            process=standing.process.title,
            meeting=f"{meeting.title}, {long_date(meeting.held_on)}" if meeting.held_on else meeting.title,
            code=room.code,
            address=_address(room.code),
        )
        return Export(f"{standing.process.slug}-room.pdf", "application/pdf", to_room_poster(poster))


def enter(db: Database, room_code: str, personal_code: str, *, address: str, agent: str = "") -> SignedIn:
    """Sign in by personal code to the process of this room, and check in unless the consent text comes first.

    A wrong room is answered like a wrong personal code, after the same work and counted alike.
    """
    slug = find_slug(db, room_code) or f"room {clean_room_code(room_code)}"
    try:
        signed_in = identity.exchange_code(db, slug, personal_code, address=address, agent=agent)
    except TooManyAttemptsError:
        raise
    except SignInError as refusal:
        raise SignInError(WRONG_ROOM) from refusal
    try:
        check_in_by_room(Context(db, identity.actor_for_token(db, signed_in.token)), room_code)
    except ConsensusError:
        return signed_in
    return replace(signed_in, page="meeting")


def exchange_code_or_enter(db: Database, process_or_room: str, code: str, *, address: str, agent: str = "") -> SignedIn:
    """Sign in by personal code where the short name of a process was typed, or the code of a room that is open."""
    if find_slug(db, process_or_room) is not None:
        return enter(db, process_or_room, code, address=address, agent=agent)
    return identity.exchange_code(db, process_or_room, code, address=address, agent=agent)


def find_slug(db: Database, typed: str) -> str | None:
    """The process whose room is open under this code, by the name in its address."""
    with db.reading() as session:
        meeting = _find(db, session, typed)
        return session.get_one(Process, meeting.process_id).slug if meeting else None


def _find(db: Database, session: Session, typed: str) -> Meeting | None:
    code = clean_room_code(typed)
    row = session.exec(
        select(Meeting, Process.time_zone)
        .join(RoomCode)
        .join(Process, Process.id == Meeting.process_id)  # type: ignore[arg-type]
        .where(RoomCode.code == code)
    ).one_or_none()
    if not code or row is None:
        return None
    meeting, time_zone = row
    return meeting if _is_open(db, session, meeting, time_zone) else None


def _is_open(db: Database, session: Session, meeting: Meeting, time_zone: str) -> bool:
    today = db.now(session).astimezone(ZoneInfo(time_zone)).date()
    return is_room_open(meeting.state, meeting.held_on, today)


def _address(code: str) -> str:
    return f"{get_settings().public_url}/room/{code}" if code else ""


def _free_code(session: Session) -> str:
    while True:
        code = secrets.new_room_code()
        if session.exec(select(RoomCode).where(RoomCode.code == code)).one_or_none() is None:
            return code
