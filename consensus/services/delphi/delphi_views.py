"""Delphi rounds as the staff watch them: what is open, who is missing or how many answered, what the rule says next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import disclose
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import (
    Ballot,
    DelphiProtocol,
    DelphiRound,
    Elector,
    Member,
    Person,
    Round,
    RoundItem,
)
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import rounds_of, why_no_next
from consensus.services.delphi.protocols import ProtocolView, get_protocol
from consensus.services.delphi.standings import StatementStand, stands_of
from consensus.services.delphi.stop_words import StopWords, stop_words
from consensus.services.mail.round_receivers import unfinished


@dataclass(frozen=True, slots=True)
class RoundSummary:
    """One round. `n_started` have rated something, `n_complete` everything they may.

    missing: the names of those who have not rated everything, while the round is open and its tally sealed.
    stop: what the stop rule said at the reveal, None before.
    """

    id: UUID
    number: int
    state: RoundState
    opens_at: datetime | None
    opened_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    n_items: int
    n_electors: int
    n_started: int
    n_complete: int
    missing: tuple[str, ...] | None
    trouble: str
    stop: StopWords | None
    is_real_time: bool = False


@dataclass(frozen=True, slots=True)
class RoundsBoard:
    """The page of rounds. `next_items` is what the rule says of each statement; `why_no_next` why none can be planned.

    default_days: how long the next round is open by the protocol.
    """

    protocol: ProtocolView | None
    rounds: tuple[RoundSummary, ...]
    next_number: int
    next_items: tuple[StatementStand, ...]
    why_no_next: str
    default_days: int
    may_run: bool


def get_board(ctx: Context, process_id: UUID) -> RoundsBoard:
    """Everything the page of rounds shows to the staff."""
    view = get_protocol(ctx, process_id)
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_ANALYSES, process_id)
        row = session.get(DelphiProtocol, process_id)
        if row is None or view is None:
            return RoundsBoard(None, (), 1, (), "Choose a method first.", 0, standing.may(Action.RUN_ROUND))
        protocol = protocol_from_dict(row.document)
        held = rounds_of(session, process_id)
        number = len(held) + 1
        return RoundsBoard(
            protocol=view,
            rounds=tuple(_summary(session, standing, round_, delphi) for round_, delphi in held),
            next_number=number,
            next_items=stands_of(session, process_id, protocol),
            why_no_next=why_no_next(session, process_id, protocol),
            default_days=protocol.days_of(number),
            may_run=standing.may(Action.RUN_ROUND),
        )


def _summary(session: Session, standing: Standing, round_: Round, delphi: DelphiRound) -> RoundSummary:
    shown = disclose(standing.member.role, round_.state, round_.anonymity, round_.tally_mode)
    electors = session.exec(
        select(Elector.member_id).where(Elector.round_id == round_.id, col(Elector.is_recused).is_(False))
    ).all()
    n_items = session.exec(select(func.count()).where(RoundItem.round_id == round_.id)).one()
    rated = _rated(session, round_.id)
    missing = unfinished(session, round_.id)
    is_real_time = bool(delphi.protocol) and protocol_from_dict(delphi.protocol).is_real_time
    incomplete = [member for member in electors if member in missing]
    return RoundSummary(
        id=round_.id,
        number=delphi.number,
        state=round_.state,
        opens_at=delphi.opens_at,
        opened_at=round_.opened_at,
        closes_at=delphi.closes_at,
        closed_at=round_.closed_at,
        n_items=n_items,
        n_electors=len(electors),
        n_started=len(rated),
        n_complete=len(electors) - len(incomplete),
        missing=_names(session, incomplete) if shown.names_of_missing else None,
        trouble=delphi.trouble,
        stop=stop_words(delphi.stop, is_real_time=is_real_time) if delphi.stop else None,
        is_real_time=is_real_time,
    )


def _rated(session: Session, round_id: UUID) -> dict[UUID, int]:
    rows = session.exec(
        select(Ballot.member_id, func.count())
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_id)
        .group_by(col(Ballot.member_id))
    )
    return dict(rows.all())


def _names(session: Session, members: list[UUID]) -> tuple[str, ...]:
    query = select(Person.name).join(Member, col(Member.person_id) == col(Person.id))
    return tuple(session.exec(query.where(col(Member.id).in_(members)).order_by(func.lower(Person.name))))
