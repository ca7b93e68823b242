"""The rate limit of sign-ins, kept in the database so that it holds for every server."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from sqlmodel import Session, col, delete, func, select

from consensus.domain.errors import TooManyAttemptsError
from consensus.persistence.database import Database
from consensus.persistence.tables import Attempt

WINDOW = timedelta(minutes=15)
# Failures in a window after which a key is closed, by its kind. A process is closed to addresses that have failed
# themselves, and to all others much later: guessing everywhere does not keep its people out.
LIMITS = {
    "code": 5,
    "account": 10,
    "factor": 5,
    "address": 40,
    "once": 1,
    "link-client": 20,
    "link-address": 3,
}
SPRAYED, FLOODED = 300, 3_000

_REFUSAL = "Too many attempts. Wait a quarter of an hour, or ask the facilitator."
_PROCESS = "process"


def address_key(host: str) -> str:
    """The key of a client's address: IPv6 by its /64, of which one household or one attacker holds all."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return f"address:{host}"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return f"address:{address.ipv4_mapped}"
        return f"address:{ip_network((address, 64), strict=False)}"
    return f"address:{address}"


def account_key(email: str) -> str:
    """The key of a staff account, known or not; the table keeps no address that somebody typed."""
    return f"account:{sha256(email.strip().casefold().encode()).hexdigest()}"


def check(db: Database, *keys: str) -> None:
    """Refuse when too many sign-ins failed lately for one of these keys. Only reads, so that refusing is cheap."""
    with db.reading() as session:
        _refuse_closed(session, keys, db.now(session))


def claim(db: Database, *keys: str) -> tuple[UUID, ...]:
    """Count an attempt before it is judged, or refuse it; what is returned is given to `forgive` where it succeeds.

    Many at once on any number of servers get no more than the limit: whoever counts the same key waits.
    """
    check(db, *keys)
    with db.transaction() as session:
        for key in sorted(keys):
            db.hold(session, key)
        now = db.now(session)
        _refuse_closed(session, keys, now)
        _forget(session, now)
        attempts = [Attempt(key=_short(key), at=now) for key in keys]
        session.add_all(attempts)
        return tuple(attempt.id for attempt in attempts)


def forgive(session: Session, claimed: Collection[UUID]) -> None:
    """Take back the count of an attempt that succeeded, in the caller's transaction."""
    session.exec(delete(Attempt).where(col(Attempt.id).in_(claimed)))


def count_failure(db: Database, *keys: str) -> None:
    """Remember a failed sign-in, and forget those that no longer count."""
    with db.transaction() as session:
        now = db.now(session)
        _forget(session, now)
        session.add_all(Attempt(key=_short(key), at=now) for key in keys)


def is_closed(n_failed: Mapping[str, int]) -> bool:
    """Whether one of these keys is closed; `n_failed` has every key of the attempt, with its failures so far."""
    from_here = max((n for key, n in n_failed.items() if _kind(key) == "address"), default=0)
    return any(
        n >= FLOODED or (n >= SPRAYED and from_here > 0) if _kind(key) == _PROCESS else n >= LIMITS[_kind(key)]
        for key, n in n_failed.items()
    )


def _refuse_closed(session: Session, keys: Collection[str], now: datetime) -> None:
    short = {_short(key) for key in keys}
    counted = select(Attempt.key, func.count()).where(col(Attempt.key).in_(short), Attempt.at > now - WINDOW)
    found: dict[str, int] = dict(session.exec(counted.group_by(Attempt.key)).all())
    if is_closed({key: found.get(key, 0) for key in short}):
        raise TooManyAttemptsError(_REFUSAL)


def _forget(session: Session, now: datetime) -> None:
    """Delete what no longer counts, but for what another server is deleting at this moment."""
    old = select(Attempt.id).where(col(Attempt.at) <= now - WINDOW).with_for_update(skip_locked=True)
    session.exec(delete(Attempt).where(col(Attempt.id).in_(list(session.exec(old.limit(500))))))


def _kind(key: str) -> str:
    return key.partition(":")[0]


def _short(key: str) -> str:
    return key[:120]
