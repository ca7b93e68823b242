"""The comments that came with ballots, without who wrote them: those cast here, and those an archive brought."""

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.persistence.tables import Ballot, LooseComment


def comments_on(session: Session, item_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Item and words of every comment, in the order of the letters, which tells nothing of the people."""
    cast = select(Ballot.item_id, Ballot.comment).where(col(Ballot.item_id).in_(item_ids), Ballot.comment != "")
    brought = select(LooseComment.item_id, LooseComment.text).where(col(LooseComment.item_id).in_(item_ids))
    rows = chain(session.exec(cast).all(), session.exec(brought).all())
    return sorted(((item_id, text) for item_id, text in rows), key=lambda row: (row[1].casefold(), row[1]))
