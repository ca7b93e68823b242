"""The comments that came with ballots, without who wrote them: those cast here, and those an archive brought."""

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.objections import Answer
from consensus.persistence.tables import Ballot, LooseComment


def comments_on(session: Session, item_ids: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Item and words of every comment, in the order of the letters, which tells nothing of the people.

    The reason of somebody who then objected no longer is none.
    """
    cast = select(Ballot.item_id, Ballot.comment).where(
        col(Ballot.item_id).in_(item_ids), Ballot.comment != "", Ballot.choice != Answer.NO_OBJECTION
    )
    brought = select(LooseComment.item_id, LooseComment.text).where(col(LooseComment.item_id).in_(item_ids))
    rows = chain(session.exec(cast).all(), session.exec(brought).all())
    return sorted(((item_id, text) for item_id, text in rows), key=lambda row: (row[1].casefold(), row[1]))
