"""Which ballots were entered from paper, as far as their voters have not changed them since."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from consensus.persistence.tables import Ballot, BallotEntry


def is_entry_of_ballot() -> ColumnElement[bool]:
    """That an entry is of this ballot as it stands."""
    return (
        (col(Ballot.item_id) == col(BallotEntry.item_id))
        & (col(Ballot.member_id) == col(BallotEntry.member_id))
        & (col(Ballot.revision) == col(BallotEntry.revision))
    )


def count_papers(session: Session, item_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many ballots on each item came on paper; an item without any is left out."""
    rows = session.exec(
        select(BallotEntry.item_id, func.count())
        .join(Ballot, is_entry_of_ballot())
        .where(col(BallotEntry.item_id).in_(item_ids))
        .group_by(col(BallotEntry.item_id))
    )
    return dict(rows.all())
