"""Removing from the files of the database what lay in them while a secret round was open.

Done at the close, and again at the next close and at the start of a server where it could not be finished: a backup
may be reading, or the server may have died between the two.
"""

import logging

from sqlmodel import col, select, update

from consensus.persistence.database import Database
from consensus.persistence.tables import Participation, Receipt, Round, SealedBallot

_TABLES = (Participation.__tablename__, SealedBallot.__tablename__, Receipt.__tablename__)
logger = logging.getLogger(__name__)


def sweep(db: Database) -> bool:
    """Remove what is left of closed secret rounds; False where something still holds on to it."""
    waiting = col(Round.needs_sweep).is_(True)
    with db.reading() as session:
        round_ids = session.exec(select(Round.id).where(waiting)).all()
    if not round_ids:
        return True
    if not db.forget_deleted([str(table) for table in _TABLES]):
        logger.warning("What secret rounds left in the files of the database could not be removed; tried again later.")
        return False
    with db.transaction() as session:
        session.exec(update(Round).where(col(Round.id).in_(round_ids)).values(needs_sweep=False))
    return True
