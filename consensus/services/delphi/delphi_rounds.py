"""Delphi rounds: planned from the protocol, opened, extended, closed and revealed, by a facilitator or by the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.delphi.carrying import Why
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import DelphiRound, Process, Round
from consensus.services.access import Standing, require
from consensus.services.audit import note, record
from consensus.services.context import Context
from consensus.services.delphi.closing import close_open
from consensus.services.delphi.opening import open_planned, put_items
from consensus.services.delphi.protocols import protocol_of
from consensus.services.delphi.revealing import judge_again, reveal_closed
from consensus.services.delphi.standings import stands_of

MAX_REASON_CHARACTERS = 500


def plan_round(
    ctx: Context,
    process_id: UUID,
    statement_ids: Sequence[UUID],
    *,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> UUID:
    """A round on these statements, in their order on the agenda; nobody sees it before it opens.

    opens_at: when the server opens it; None where a facilitator will. closes_at: when the server closes it; by default
    after as many days as the protocol says.
    """
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.RUN_ROUND, process_id, changes=True)
        protocol = protocol_from_dict(protocol_of(session, process_id).document)
        known = {stand.statement_id: stand for stand in stands_of(session, process_id, protocol)}
        if not set(statement_ids) <= set(known):
            raise NotFoundError
        if not statement_ids:
            raise InvalidInputError("A round needs at least one item.")
        if why := why_no_next(session, process_id, protocol):
            raise ConflictError(why)
        number = len(rounds_of(session, process_id)) + 1
        now = ctx.db.now(session)
        closes = closes_at or (opens_at or now) + timedelta(days=protocol.days_of(number))
        _check_times(now, opens_at, closes)
        before = select(func.count()).where(Round.process_id == process_id, Round.kind != RoundKind.OBJECTION)
        n_before = session.exec(before).one()
        round_ = Round(process_id=process_id, number=n_before + 1, state=RoundState.DRAFT)
        session.add(round_)
        session.flush()
        session.add(DelphiRound(round_id=round_.id, number=number, opens_at=opens_at, closes_at=closes))
        chosen = [stand for stand in known.values() if stand.statement_id in set(statement_ids)]
        put_items(session, round_, protocol, chosen)
        note(
            session,
            standing,
            "delphi.planned",
            round_.id,
            number=number,
            n_items=len(chosen),
            closes_at=closes.isoformat(),
        )
        return round_.id


def drop_round(ctx: Context, round_id: UUID) -> None:
    """Take back a round that was planned and not opened."""
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.RUN_ROUND, round_id)
        if round_.state is not RoundState.DRAFT:
            raise ConflictError("Only a round that was not opened yet can be taken back.")
        note(session, standing, "delphi.dropped", round_.id, number=delphi.number)
        session.delete(round_)


def open_now(ctx: Context, round_id: UUID) -> None:
    """Open a planned round: wording, rule, protocol and electorate are frozen, and what is fed back to whom."""
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.RUN_ROUND, round_id)
        detail = open_planned(session, standing.process, round_, delphi, standing.actor.person_id)
        note(session, standing, "delphi.opened", round_.id, **detail)


def extend_round(ctx: Context, round_id: UUID, closes_at: datetime, reason: str) -> None:
    """Move the deadline of a round that is open or planned; the reason is on the record."""
    said = " ".join(reason.split())
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.RUN_ROUND, round_id)
        if round_.state not in (RoundState.DRAFT, RoundState.OPEN):
            raise ConflictError("This round is closed; its deadline is past.")
        if not said:
            raise InvalidInputError("Say why the deadline is moved; the report will print it.")
        if len(said) > MAX_REASON_CHARACTERS:
            raise InvalidInputError(f"A reason may have at most {MAX_REASON_CHARACTERS} characters.")
        _check_times(ctx.db.now(session), delphi.opens_at if round_.state is RoundState.DRAFT else None, closes_at)
        before, delphi.closes_at = delphi.closes_at, closes_at
        session.add(delphi)
        note(
            session,
            standing,
            "delphi.extended",
            round_.id,
            number=delphi.number,
            before=before.isoformat(),
            after=closes_at.isoformat(),
            reason=said,
        )


def close_now(ctx: Context, round_id: UUID) -> None:
    """Take no more ratings, and freeze what may be fed back."""
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.RUN_ROUND, round_id)
        detail = close_open(session, standing.process, round_, delphi)
        note(session, standing, "delphi.closed", round_.id, **detail)


def reveal(ctx: Context, round_id: UUID) -> None:
    """Decide every item by its rule, and say by the stop rule whether another round follows."""
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.RUN_ROUND, round_id)
        detail = reveal_closed(session, round_, delphi)
        note(session, standing, "delphi.revealed", round_.id, **detail)


def find_delphi(
    ctx: Context, session: Session, action: Action, round_id: UUID, *, changes: bool = True
) -> tuple[Round, DelphiRound, Standing]:
    """The Delphi round, if the actor may do this in its process; the process is held until the end."""
    round_, delphi = session.get(Round, round_id), session.get(DelphiRound, round_id)
    found = round_ is not None and delphi is not None
    standing = require(ctx, session, action, round_.process_id if round_ and found else None, changes=changes)
    if round_ is None or delphi is None:
        raise NotFoundError
    session.refresh(round_)
    session.refresh(delphi)
    return round_, delphi, standing


def open_by_clock(session: Session, round_: Round, delphi: DelphiRound) -> None:
    """Open a planned round in the name of nobody, in the caller's transaction with the process locked."""
    process = session.get_one(Process, round_.process_id)
    detail = open_planned(session, process, round_, delphi, None)
    record(session, process, "delphi.opened", round_.id, actor_id=None, **detail)


def close_by_clock(session: Session, round_: Round, delphi: DelphiRound) -> None:
    """Close a round whose deadline is past, likewise."""
    process = session.get_one(Process, round_.process_id)
    detail = close_open(session, process, round_, delphi)
    record(session, process, "delphi.closed", round_.id, actor_id=None, **detail)


def why_no_next(session: Session, process_id: UUID, protocol: Protocol) -> str:
    """Why no further round is held, by the protocol in force; "" where one may be planned.

    A petition that was heard opens one round more, unless the last has been held.
    """
    held = rounds_of(session, process_id)
    if not held:
        return ""
    if held[-1][0].state is not RoundState.REVEALED:
        return "The round before is not revealed yet."
    decision = judge_again(protocol.stop, held[-1][1])
    if not decision.stop:
        return ""
    is_last = len(held) >= protocol.stop.maximum_rounds
    petitioned = any(stand.carried.why is Why.PETITIONED for stand in stands_of(session, process_id, protocol))
    if protocol.is_real_time:
        return "Without rounds nothing follows the deadline."
    return protocol.stop.sentence() if is_last or not petitioned else ""


def rounds_of(session: Session, process_id: UUID) -> Sequence[tuple[Round, DelphiRound]]:
    """The Delphi rounds of a process in their order, those planned too."""
    query = select(Round, DelphiRound).join(DelphiRound, col(DelphiRound.round_id) == col(Round.id))
    return session.exec(query.where(Round.process_id == process_id).order_by(col(DelphiRound.number))).all()


def _check_times(now: datetime, opens_at: datetime | None, closes_at: datetime) -> None:
    if opens_at is not None and opens_at < now:
        raise InvalidInputError("A round cannot open in the past.")
    if closes_at <= (opens_at or now):
        raise InvalidInputError("A round closes after it opens, and not in the past.")
