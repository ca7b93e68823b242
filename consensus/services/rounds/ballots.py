"""Ballots: what arrives together is checked one by one and committed together.

Each ballot carries a key made by the browser, so that one sent again is answered like the first. The rules of a
ballot are here; the statements that read and write are in `ballot_store`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection
from sqlmodel import Session

from consensus.domain.ballots import RoundKind, clean_comment
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, ConsensusError, NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action, may
from consensus.domain.round_kinds import check_choice, check_paper
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.services.access import signed_in
from consensus.services.context import Context
from consensus.services.rounds import ballot_store as store
from consensus.services.rounds.ballot_store import Batch, Cast, Item, StoredBallot, Voter
from consensus.services.sign_in.identity import is_live, token_digest

_TOO_LATE = "This vote is closed. Your ballot came too late and was not counted."
_TOO_LATE_TO_OBJECT = "The panel is not asked any longer. Your answer came too late; say in the room what you think."
_BY_HANDS = "This vote is taken by a show of hands. Nothing was recorded: raise your hand in the room."
_OTHER_WORDING = "The wording has changed since this page was drawn. Read it again, then vote."
_OLDER = "Your vote was cast before the link or code you came in by was issued, so it stands as it is."
_MAX_KEY = 64


@dataclass(frozen=True, slots=True)
class PaperItem:
    """What a ballot paper that is cast as a whole says on one item, and the hash of the wording it says it of."""

    item_id: UUID
    version_sha256: str
    choice: str


@dataclass(frozen=True, slots=True)
class CastRequest:
    """A ballot as it comes from a browser: `token` is the cookie of the connection it came on.

    rest: the other items of the paper, where all are cast as a whole.
    """

    token: str
    key: str
    item_id: UUID
    version_sha256: str
    choice: str
    comment: str = ""
    rest: tuple[PaperItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ballot is on disk. It says what is recorded now and since when; `rest` is the rest of a whole paper."""

    key: str
    item_id: UUID
    choice: str
    comment: str
    at: datetime
    rest: tuple[PaperItem, ...] = ()


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
        papers = [_paper_of(_cast_of(request, holders, now), request.rest) for request in requests]
        answers = _record(db, session, connection, papers, now)
    return [
        Refused(request.key, str(answer)) if isinstance(answer, ConsensusError) else answer
        for request, answer in zip(requests, answers, strict=True)
    ]


def cast_ballot(
    ctx: Context,
    item_id: UUID,
    version_sha256: str,
    choice: str,
    comment: str = "",
    rest: Sequence[PaperItem] = (),
) -> Recorded:
    """Record one ballot of the actor, or refuse with the sentence why; `rest` completes a paper cast as a whole."""
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
        answer = _record(ctx.db, session, session.connection(), [_paper_of(cast, rest)], ctx.db.now(session))[0]
    if isinstance(answer, ConsensusError):
        raise answer
    return answer


def record_in_name(
    db: Database, session: Session, process_id: UUID, person_id: UUID, said: Sequence[PaperItem], *, is_whole: bool
) -> None:
    """Record what a member said on paper, in the caller's transaction; by the same rules as any ballot."""
    casts = [
        Cast(
            key=uuid4().hex,
            item_id=one.item_id,
            version_sha256=one.version_sha256,
            choice=one.choice,
            comment="",
            person_id=person_id,
            bound_to=process_id,
        )
        for one in said
    ]
    papers = [tuple(casts)] if is_whole else [(cast,) for cast in casts]
    for answer in _record(db, session, session.connection(), papers, db.now(session)):
        if isinstance(answer, ConsensusError):
            raise answer


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


_Paper = tuple[Cast, ...]


def _paper_of(first: Cast, rest: Sequence[PaperItem]) -> _Paper:
    """The casts that are recorded together or not at all; nearly always one."""
    if not rest:
        return (first,)
    return (
        first,
        *(
            replace(first, item_id=one.item_id, version_sha256=one.version_sha256, choice=one.choice, comment="")
            for one in rest
        ),
    )


def _record(
    db: Database, session: Session, connection: Connection, papers: Sequence[_Paper], now: datetime
) -> list[Recorded | ConsensusError]:
    batch = store.read_batch(connection, [cast for paper in papers for cast in paper], now)
    answers = [_answer(batch, paper) for paper in papers]
    for process in store.write_batch(connection, batch, db.key):
        db.announce(session, process.id, process.revision, Audience.STAFF)
    return answers


def _answer(batch: Batch, paper: _Paper) -> Recorded | ConsensusError:
    try:
        ballot, *others = _apply(batch, paper)
    except ConsensusError as refusal:
        return refusal
    rest = tuple(PaperItem(one.item_id, "", one.choice) for one in others)
    return Recorded(paper[0].key, ballot.item_id, ballot.choice, ballot.comment, ballot.cast_at, rest)


def _apply(batch: Batch, paper: _Paper) -> list[StoredBallot]:
    """The ballots as they stand after this paper; the batch notes what is to be written, of all of them or of none."""
    checked = [_check(batch, cast) for cast in paper]
    _check_whole(batch, paper, [item for item, _, _ in checked])
    return [
        before
        if before is not None and batch.is_known(before, cast.key)
        else batch.put(item, member.id, cast.key, cast.choice, clean_comment(cast.comment))
        for cast, (item, member, before) in zip(paper, checked, strict=True)
    ]


def _check_whole(batch: Batch, paper: _Paper, items: Sequence[Item]) -> None:
    """Refuse a part of a paper that is cast as a whole, and a whole of what is answered one by one."""
    first = items[0]
    if len(paper) == 1 and first.round_id not in batch.n_items:
        return
    choices: dict[object, str] = {cast.item_id: cast.choice for cast in paper}
    if len({item.round_id for item in items}) > 1 or len(choices) < len(paper):
        raise ConflictError("This ballot paper is not of one vote, so it was not recorded.")
    clean_comment(paper[0].comment)
    check_paper(first.kind, first.scale, batch.n_items.get(first.round_id, 1), choices)


def _check(batch: Batch, cast: Cast) -> tuple[Item, Voter, StoredBallot | None]:
    """What is voted on, by whom, and what they said before; refused with the reason where it may not be cast."""
    if cast.person_id is None:
        raise SignedOutError
    item = batch.items.get(cast.item_id)
    if item is None or cast.bound_to not in (None, item.process_id):
        raise NotFoundError
    member = batch.members.get((item.process_id, cast.person_id))
    if member is None:
        raise NotFoundError
    before = batch.ballots.get((item.id, member.id))
    if batch.is_known(before, cast.key):
        return item, member, before
    if not may(member.role, Action.CAST_BALLOT, item.process_state):
        raise NotAllowedError("You cannot vote in this process now.")
    if (item.id, member.id) not in batch.electors:
        raise NotAllowedError("You are not among those who decide in this vote.")
    if batch.electors[item.id, member.id]:
        raise NotAllowedError("You are recused from this vote.")
    if item.round_state is not RoundState.OPEN or (item.closes_at is not None and batch.now >= item.closes_at):
        raise ConflictError(_TOO_LATE_TO_OBJECT if item.kind is RoundKind.OBJECTION else _TOO_LATE)
    if cast.version_sha256 != item.version_sha256:
        raise ConflictError(_OTHER_WORDING)
    if not 0 < len(cast.key) <= _MAX_KEY:
        raise ConflictError("This ballot has no key of its own, so it was not recorded.")
    _check_way(item)
    check_choice(item.kind, item.scale, cast.choice)
    # Whoever issued the link could be at its other end: changing a vote would show in the counts what it was.
    if before is not None and cast.credential_at is not None and before.cast_at < cast.credential_at:
        raise NotAllowedError(_OLDER)
    return item, member, before


def _check_way(item: Item) -> None:
    """Refuse a ballot by name in a vote that is taken in another way."""
    if item.by_hands:
        raise ConflictError(_BY_HANDS)
    if item.anonymity is Anonymity.SECRET:
        raise ConflictError("This vote is secret: it is cast on every statement at once. Reload the page.")
