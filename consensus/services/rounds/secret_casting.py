"""Casting in a secret round: the whole ballot paper at once, once, and without anything that leads back.

What arrives together is checked one by one and committed together. The rows of a batch are written in the order of
random ids, so that neither rows nor row numbers tell which belong together or which came first.

The receipt code is made by the browser. A cast that is sent again finds that its person has voted and its code is in
the box, and is answered like the first; nothing that joins the two is kept for that.
"""

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, col, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, ConsensusError, NotAllowedError, NotFoundError, SignedOutError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action, may
from consensus.domain.round_kinds import KINDS, check_choice, check_paper
from consensus.domain.secret_ballots import check_receipt
from consensus.persistence.database import Database, database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import (
    Elector,
    Member,
    Participation,
    Process,
    Receipt,
    Round,
    RoundItem,
    SealedBallot,
    VoteCountdown,
)
from consensus.services.access import signed_in
from consensus.services.context import Context
from consensus.services.rounds import ballot_store as store
from consensus.services.rounds.ballots import Refused
from consensus.services.rounds.round_rules import breaks_out_groups, frozen_scale
from consensus.services.sign_in.identity import is_live, token_digest

_TOO_LATE = "This vote is closed. Your ballot came too late and was not counted."
_OTHER_WORDING = "The wording has changed since this page was drawn. Read it again, then vote."
_HAS_VOTED = "You have voted in this vote already. A secret vote cannot be changed, and this one was not counted."
_VOID = "This vote was declared void, and its ballots were destroyed uncounted."


@dataclass(frozen=True, slots=True)
class SecretChoice:
    """What is said on one item, and the hash of the wording it is said of. Neither shows in a log or a traceback."""

    item_id: UUID
    version_sha256: str = field(repr=False)
    choice: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecretCastRequest:
    """A ballot paper as it comes from a browser; `key` only finds the answer's way back."""

    token: str = field(repr=False)
    key: str
    round_id: UUID
    receipt: str = field(repr=False)
    choices: tuple[SecretChoice, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """The ballot paper is in the box. No more is known of it."""

    key: str
    round_id: UUID


@dataclass(frozen=True, slots=True)
class _Cast:
    person_id: UUID | None
    bound_to: UUID | None
    round_id: UUID
    receipt: str = field(repr=False)
    choices: tuple[SecretChoice, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Voter:
    member: Member
    elector: Elector | None
    has_voted: bool


@dataclass(slots=True)
class _Box:
    """A secret round as the casts of a batch find it, and what they put into it."""

    round_: Round
    process: Process
    items: Mapping[UUID, RoundItem]
    voters: Mapping[UUID, _Voter]
    receipts: set[str]
    is_over: bool
    new_voters: list[UUID] = field(default_factory=list)
    new_receipts: list[str] = field(default_factory=list)
    new_ballots: list[SealedBallot] = field(default_factory=list)

    def put(self, voter: _Voter, cast: _Cast) -> None:
        """Take a ballot paper in."""
        assert voter.elector is not None
        group = voter.elector.stakeholder_group if breaks_out_groups(self.round_) else ""
        self.new_voters.append(voter.member.id)
        self.new_receipts.append(cast.receipt)
        self.receipts.add(cast.receipt)
        self.new_ballots.extend(
            SealedBallot(id=random_id(), item_id=one.item_id, choice=one.choice, counted_group=group)
            for one in cast.choices
        )


def cast_secret_ballots(db: Database, requests: Sequence[SecretCastRequest]) -> list[Sealed | Refused]:
    """Put ballot papers into their boxes in one transaction; the answers are in the order of the requests."""
    with db.transaction() as session:
        now = db.now(session)
        digests = {token_digest(request.token) for request in requests}
        holders = store.read_sessions(session.connection(), digests)
        casts = [_cast_of(request, holders, now) for request in requests]
        answers = _record(db, session, casts)
    return [
        Sealed(request.key, request.round_id) if answer is None else Refused(request.key, str(answer))
        for request, answer in zip(requests, answers, strict=True)
    ]


def cast_secret_ballot(ctx: Context, round_id: UUID, receipt: str, choices: Sequence[SecretChoice]) -> None:
    """Put the ballot paper of the actor into the box, or refuse with the sentence why."""
    with ctx.db.transaction() as session:
        actor = signed_in(ctx, session)
        cast = _Cast(actor.person_id, actor.process_id, round_id, receipt, tuple(choices))
        refusal = _record(ctx.db, session, [cast])[0]
    if refusal is not None:
        raise refusal


def random_id() -> UUID:
    """128 random bits."""
    return UUID(bytes=secrets.token_bytes(16))


def _cast_of(request: SecretCastRequest, holders: Mapping[str, store.Holder], now: datetime) -> _Cast:
    holder = holders.get(token_digest(request.token))
    lives = holder is not None and is_live(holder, now)
    return _Cast(
        person_id=holder.person_id if holder and lives else None,
        bound_to=holder.process_id if holder else None,
        round_id=request.round_id,
        receipt=request.receipt,
        choices=request.choices,
    )


def _record(db: Database, session: Session, casts: Sequence[_Cast]) -> list[ConsensusError | None]:
    """Nothing for each cast that is in its box, else why it is not."""
    boxes = _read_boxes(db, session, casts)
    answers = [_answer(boxes.get(cast.round_id), cast) for cast in casts]
    for box in boxes.values():
        _write(db, session, box)
    return answers


def _answer(box: _Box | None, cast: _Cast) -> ConsensusError | None:
    try:
        _apply(box, cast)
    except ConsensusError as refusal:
        return refusal
    return None


def _apply(box: _Box | None, cast: _Cast) -> None:
    if cast.person_id is None:
        raise SignedOutError
    if box is None or cast.bound_to not in (None, box.process.id):
        raise NotFoundError
    voter = box.voters.get(cast.person_id)
    if voter is None:
        raise NotFoundError
    if not may(voter.member.role, Action.CAST_BALLOT, box.process.state):
        raise NotAllowedError("You cannot vote in this process now.")
    if box.round_.anonymity is not Anonymity.SECRET:
        raise ConflictError("This vote is not secret. Reload the page and vote again.")
    check_receipt(cast.receipt)
    if box.round_.state is RoundState.VOID:
        raise ConflictError(_VOID)
    if voter.has_voted or voter.member.id in box.new_voters:
        if cast.receipt in box.receipts:
            return
        raise ConflictError(_HAS_VOTED)
    if voter.elector is None:
        raise NotAllowedError("You are not among those who decide in this vote.")
    if voter.elector.is_recused:
        raise NotAllowedError("You are recused from this vote.")
    if box.round_.state is not RoundState.OPEN or box.is_over:
        raise ConflictError(_TOO_LATE)
    if cast.receipt in box.receipts:
        raise ConflictError("This receipt code is taken. Reload the page and vote again.")
    _check_paper(box, cast.choices)
    box.put(voter, cast)


def _check_paper(box: _Box, choices: Sequence[SecretChoice]) -> None:
    """Every item of the round exactly once, each in the wording that is voted on, each with an answer offered."""
    if sorted(one.item_id for one in choices) != sorted(box.items):
        raise ConflictError("A secret vote is cast on every statement at once. Reload the page and answer each.")
    scale = frozen_scale(box.round_)
    for one in choices:
        if one.version_sha256 != box.items[one.item_id].version_sha256:
            raise ConflictError(_OTHER_WORDING)
        check_choice(box.round_.kind, scale, one.choice)
    if KINDS[box.round_.kind].is_cast_whole:
        check_paper(box.round_.kind, scale, len(box.items), {one.item_id: one.choice for one in choices})


def _read_boxes(db: Database, session: Session, casts: Sequence[_Cast]) -> dict[UUID, _Box]:
    """The rounds that are cast in. Their processes are locked before the state of any round is read."""
    asked = {cast.round_id for cast in casts}
    rows = session.exec(select(Round.id, Round.process_id).where(col(Round.id).in_(asked))).all()
    processes = {process_id: db.lock_process(session, process_id) for process_id in sorted({row[1] for row in rows})}
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for cast in casts:
        if cast.person_id is not None:
            people[cast.round_id].add(cast.person_id)
    return {
        round_id: _read_box(session, process, round_id, people[round_id], casts)
        for round_id, process_id in rows
        if (process := processes[process_id]) is not None
    }


def _read_box(
    session: Session, process: Process, round_id: UUID, people: Collection[UUID], casts: Iterable[_Cast]
) -> _Box:
    round_ = session.get_one(Round, round_id, populate_existing=True)
    voters = session.exec(
        select(Member, Elector, Participation)
        .outerjoin(Elector, (col(Elector.member_id) == col(Member.id)) & (col(Elector.round_id) == round_id))
        .outerjoin(
            Participation, (col(Participation.member_id) == col(Member.id)) & (col(Participation.round_id) == round_id)
        )
        .where(Member.process_id == process.id, col(Member.person_id).in_(people))
    )
    codes = {cast.receipt for cast in casts if cast.round_id == round_id}
    known = select(Receipt.code).where(Receipt.round_id == round_id, col(Receipt.code).in_(codes))
    return _Box(
        round_=round_,
        process=process,
        items={item.id: item for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_id))},
        voters={member.person_id: _Voter(member, elector, done is not None) for member, elector, done in voters},
        receipts=set(session.exec(known)),
        is_over=_is_over(session, round_id),
    )


def _is_over(session: Session, round_id: UUID) -> bool:
    """Whether the time of a vote that closes by itself is up, even if nothing has closed it yet."""
    countdown = session.get(VoteCountdown, round_id, populate_existing=True)
    return countdown is not None and countdown.closes_itself and countdown.due_at <= database_of(session).now(session)


def _write(db: Database, session: Session, box: _Box) -> None:
    """Write in the order of ids and codes; no event: one for each ballot would tell their order and times."""
    if not box.new_voters:
        return
    connection, round_id = session.connection(), box.round_.id
    voters = [{"round_id": round_id, "member_id": member_id} for member_id in sorted(box.new_voters)]
    codes = [{"round_id": round_id, "code": code} for code in sorted(box.new_receipts)]
    ballots = [ballot.model_dump() for ballot in sorted(box.new_ballots, key=lambda ballot: ballot.id)]
    connection.execute(insert(Participation), voters)
    connection.execute(insert(Receipt), codes)
    connection.execute(insert(SealedBallot), ballots)
    db.touch(session, box.process, Audience.STAFF)
