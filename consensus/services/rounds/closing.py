"""Closing a vote, by a facilitator or by the clock: what was acknowledged is counted anew before it ends."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState, check_move
from consensus.persistence.database import database_of
from consensus.persistence.tables import Elector, ItemCount, Process, Round, RoundItem
from consensus.services.audit import record
from consensus.services.rounds.secret_closing import count_and_mix, digests
from consensus.services.rounds.tallies import count_ballots, count_voters
from consensus.services.rounds.voiding import void


def close_open(session: Session, process: Process, round_: Round, actor_id: UUID | None) -> None:
    """Close an open round of a locked process; a secret one becomes void where too few have voted.

    actor_id: who closes it; None where the clock does. What is left of a secret round is swept by the caller, after
    the commit.
    """
    check_move("round", round_.state, RoundState.CLOSED)
    is_secret = round_.anonymity is Anonymity.SECRET
    if is_secret and (why := count_and_mix(session, process, round_)):
        void(session, process, round_, why, actor_id)
        return
    detail: dict[str, Any] = digests(session, round_.id) if is_secret else {}
    recount(session, round_.id)
    round_.state, round_.closed_at = RoundState.CLOSED, database_of(session).now(session)
    session.add(round_)
    record(
        session,
        process,
        "round.closed",
        round_.id,
        actor_id=actor_id,
        number=round_.number,
        n_cast=count_voters(session, round_.id),
        n_electors=_n_electors(session, round_.id),
        **detail,
    )


def recount(session: Session, round_id: UUID) -> None:
    """Count the ballots anew and refuse to go on with a running tally that differs."""
    counted = count_ballots(session, round_id)
    running = {
        (count.item_id, count.choice): count.n
        for count in session.exec(
            select(ItemCount)
            .join(RoundItem, col(RoundItem.id) == col(ItemCount.item_id))
            .where(RoundItem.round_id == round_id)
        )
        if count.n
    }
    if counted != running:
        raise ConflictError("The running tally and the ballots differ. Nothing was changed; call the administrator.")


def _n_electors(session: Session, round_id: UUID) -> int:
    electors = select(func.count()).where(Elector.round_id == round_id, col(Elector.is_recused).is_(False))
    return session.exec(electors).one()
