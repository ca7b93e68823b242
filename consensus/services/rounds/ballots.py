"""Ballots: what arrives together is checked one by one and committed together.

Each ballot carries a key made by the browser, so that one sent again is answered like the first. The rules of a
ballot are here; the statements that read and write are in `ballot_store`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection
from sqlmodel import Session

from consensus.domain.ballots import clean_comment
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, ConsensusError, NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action, may
from consensus.domain.round_kinds import check_choice
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.services.access import signed_in
from consensus.services.context import Context
from consensus.services.rounds import ballot_store as store
from consensus.services.rounds.ballot_store import Batch, Cast, StoredBallot
from consensus.services.sign_in.identity import is_live, token_digest

_TOO_LATE = "This vote is closed. Your ballot came too late and was not counted."
_OTHER_WORDING = "The wording has changed since this page was drawn. Read it again, then vote."
_OLDER = "Your vote was cast before the link or code you came in by was issued, so it stands as it is."
_MAX_KEY = 64


@dataclass(frozen=True, slots=True)
class CastRequest:
    """A ballot as it comes from a browser: `token` is the cookie of the connection it came on."""

    token: str
    key: str
    item_id: UUID
    version_sha256: str
    choice: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ballot is on disk. It says what is recorded now and since when."""

    key: str
    item_id: UUID
    choice: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refused:
    """The ballot was not recorded; the message is for the person who cast it."""

    key: str
    message: str


def cast_ballots(db: Database, requests: Sequence[CastRequest]) -> list[Recorded | Refused]:
    """Record ballots in one transaction; the answers are in the order of the requests."""
    with db.transaction() as session:
        connection = session.connection()
        now = db.now(session)
        holders = store.read_sessions(connection, {token_digest(request.token) for request in requests})
        casts = [_cast_of(request, holders, now) for request in requests]
        answers = _record(db, session, connection, casts, now)
    return [
        Refused(request.key, str(answer)) if isinstance(answer, ConsensusError) else answer
        for request, answer in zip(requests, answers, strict=True)
    ]


def cast_ballot(ctx: Context, item_id: UUID, version_sha256: str, choice: str, comment: str = "") -> Recorded:
    """Record one ballot of the actor, or refuse with the sentence why."""
    with ctx.db.transaction() as session:
        actor = signed_in(ctx, session)
        cast = Cast(
            key=uuid4().hex,
            item_id=item_id,
            version_sha256=version_sha256,
            choice=choice,
            comment=comment,
            person_id=actor.person_id,
            bound_to=actor.process_id,
            credential_at=actor.credential_at,
        )
        answer = _record(ctx.db, session, session.connection(), [cast], ctx.db.now(session))[0]
    if isinstance(answer, ConsensusError):
        raise answer
    return answer


def _cast_of(request: CastRequest, holders: dict[str, store.Holder], now: datetime) -> Cast:
    holder = holders.get(token_digest(request.token))
    lives = holder is not None and is_live(holder, now)
    return Cast(
        key=request.key,
        item_id=request.item_id,
        version_sha256=request.version_sha256,
        choice=request.choice,
        comment=request.comment,
        person_id=holder.person_id if holder and lives else None,
        bound_to=holder.process_id if holder else None,
        credential_at=holder.credential_at if holder else None,
    )


def _record(
    db: Database, session: Session, connection: Connection, casts: Sequence[Cast], now: datetime
) -> list[Recorded | ConsensusError]:
    batch = store.read_batch(connection, casts, now)
    answers = [_answer(batch, cast) for cast in casts]
    for process in store.write_batch(connection, batch, db.key):
        db.announce(session, process.id, process.revision, Audience.STAFF)
    return answers


def _answer(batch: Batch, cast: Cast) -> Recorded | ConsensusError:
    try:
        ballot = _apply(batch, cast)
    except ConsensusError as refusal:
        return refusal
    return Recorded(cast.key, ballot.item_id, ballot.choice, ballot.comment, ballot.cast_at)


def _apply(batch: Batch, cast: Cast) -> StoredBallot:
    """The ballot as it stands after this cast; the batch notes what is to be written."""
    if cast.person_id is None:
        raise SignedOutError
    item = batch.items.get(cast.item_id)
    if item is None or cast.bound_to not in (None, item.process_id):
        raise NotFoundError
    member = batch.members.get((item.process_id, cast.person_id))
    if member is None:
        raise NotFoundError
    before = batch.ballots.get((item.id, member.id))
    if batch.is_known(before, cast.key) and before is not None:
        return before
    if not may(member.role, Action.CAST_BALLOT, item.process_state):
        raise NotAllowedError("You cannot vote in this process now.")
    if (item.round_id, member.id) not in batch.electors:
        raise NotAllowedError("You are not among those who decide in this vote.")
    if batch.electors[item.round_id, member.id]:
        raise NotAllowedError("You are recused from this vote.")
    if item.round_state is not RoundState.OPEN:
        raise ConflictError(_TOO_LATE)
    if cast.version_sha256 != item.version_sha256:
        raise ConflictError(_OTHER_WORDING)
    if not 0 < len(cast.key) <= _MAX_KEY:
        raise ConflictError("This ballot has no key of its own, so it was not recorded.")
    if item.anonymity is Anonymity.SECRET:
        raise ConflictError("This vote is secret: it is cast on every statement at once. Reload the page.")
    check_choice(item.kind, item.scale, cast.choice)
    # Whoever issued the link could be at its other end: changing a vote would show in the counts what it was.
    if before is not None and cast.credential_at is not None and before.cast_at < cast.credential_at:
        raise NotAllowedError(_OLDER)
    return batch.put(item, member.id, cast.key, cast.choice, clean_comment(cast.comment))
