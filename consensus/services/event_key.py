"""Whether a server holds the key that the events of its database are signed with."""

from sqlmodel import col, select

from consensus.domain.chain import START
from consensus.persistence.database import Database
from consensus.persistence.tables import Event
from consensus.services.chained import covered_by_chain

_NEWEST = 3
WRONG_KEY = (
    "The events of this database were signed with another key than the one in {path}. Every server of a database "
    "needs the same event.key, and a restored database the one it was backed up with: put it there, and start again."
)


def signs_with_its_key(database: Database) -> bool:
    """Whether the key fits what was recorded last. One event that was tampered with is for the check of the chain."""
    with database.reading() as session:
        newest = session.exec(select(Event).order_by(col(Event.at).desc()).limit(_NEWEST)).all()
        if not newest:
            return True
        for event in newest:
            before = select(Event.digest).where(
                Event.process_id == event.process_id, Event.sequence == event.sequence - 1
            )
            previous = session.exec(before).first() or START
            if covered_by_chain(event).digest(database.key, previous) == event.digest:
                return True
    return False
