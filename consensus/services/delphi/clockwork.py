"""Opening and closing at the set time, by whichever server looks first; the database's clock judges."""

import logging
from uuid import UUID

from sqlmodel import Session, col, or_, select

from consensus.domain.errors import ConsensusError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.database import Database
from consensus.persistence.tables import DelphiRound, Round
from consensus.services.delphi.delphi_rounds import close_by_clock, open_by_clock

logger = logging.getLogger(__name__)


def turn_rounds(db: Database) -> int:
    """Open and close what is due; how many rounds were moved. Each in a transaction of its own.

    Called by every server on the database: who comes second finds the round moved and leaves it.
    """
    with db.reading() as session:
        due = _due(db, session)
    return sum(_turn(db, process_id, round_id) for process_id, round_id in due)


def _due(db: Database, session: Session) -> list[tuple[UUID, UUID]]:
    now = db.now(session)
    rows = session.exec(
        select(Round.process_id, Round.id)
        .join(DelphiRound, col(DelphiRound.round_id) == col(Round.id))
        .where(
            or_(
                (col(Round.state) == RoundState.DRAFT) & (col(DelphiRound.opens_at) <= now),
                (col(Round.state) == RoundState.OPEN) & (col(DelphiRound.closes_at) <= now),
            )
        )
    )
    return list(rows.all())


def _turn(db: Database, process_id: UUID, round_id: UUID) -> bool:
    try:
        with db.transaction() as session:
            return _turn_once(db, session, process_id, round_id)
    except ConsensusError as refusal:
        _remember(db, process_id, round_id, str(refusal))
        return False


def _turn_once(db: Database, session: Session, process_id: UUID, round_id: UUID) -> bool:
    if db.lock_process(session, process_id) is None:
        return False
    round_ = session.get(Round, round_id, populate_existing=True)
    delphi = session.get(DelphiRound, round_id, populate_existing=True)
    if round_ is None or delphi is None:
        return False
    now = db.now(session)
    if round_.state is RoundState.DRAFT and delphi.opens_at is not None and delphi.opens_at <= now:
        open_by_clock(session, round_, delphi)
        return True
    if round_.state is RoundState.OPEN and delphi.closes_at <= now:
        close_by_clock(session, round_, delphi)
        return True
    return False


def _remember(db: Database, process_id: UUID, round_id: UUID, trouble: str) -> None:
    """Why a round could not be opened stands beside it until it can."""
    with db.transaction() as session:
        process = db.lock_process(session, process_id)
        delphi = session.get(DelphiRound, round_id, populate_existing=True)
        if process is None or delphi is None or delphi.trouble == trouble:
            return
        logger.warning("a round could not be opened or closed by the clock: %s", trouble)
        delphi.trouble = trouble
        session.add(delphi)
        db.touch(session, process)
