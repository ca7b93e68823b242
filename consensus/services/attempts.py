"""The rate limit of sign-ins, kept in the database so that it holds for every server."""

from datetime import timedelta

from sqlmodel import col, delete, func, select

from consensus.domain.errors import TooManyAttemptsError
from consensus.persistence.database import Database
from consensus.persistence.tables import Attempt

WINDOW = timedelta(minutes=15)
LIMITS = {"code": 5, "address": 40}


def check(db: Database, *keys: str) -> None:
    """Refuse when too many sign-ins failed lately for one of these keys, such as `address:192.0.2.7`."""
    with db.reading() as session:
        since = db.now(session) - WINDOW
        for key in keys:
            n_failed = session.exec(select(func.count()).where(Attempt.key == _short(key), Attempt.at > since)).one()
            if n_failed >= LIMITS[key.partition(":")[0]]:
                raise TooManyAttemptsError("Too many attempts. Wait a quarter of an hour, or ask the facilitator.")


def count_failure(db: Database, *keys: str) -> None:
    """Remember a failed sign-in, and forget those that no longer count."""
    with db.transaction() as session:
        now = db.now(session)
        session.exec(delete(Attempt).where(col(Attempt.at) <= now - WINDOW))
        session.add_all(Attempt(key=_short(key), at=now) for key in keys)


def _short(key: str) -> str:
    return key[:120]
