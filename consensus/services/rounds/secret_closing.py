"""Closing a secret round: count, keep the tally, and let nothing of how the ballots came survive.

While the round is open the rows of a voter were written in one transaction, which PostgreSQL keeps beside each row and
a file keeps in its layout. So all of them are written anew here, in an order that is random, by one transaction.
What the database's files hold of the old rows is removed by `sweeping`.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from operator import itemgetter
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError
from consensus.domain.secret_ballots import why_too_few
from consensus.persistence.tables import (
    Elector,
    ItemCount,
    Participation,
    Process,
    Receipt,
    Round,
    RoundItem,
    SealedBallot,
)
from consensus.services.rounds.round_rules import breaks_out_groups
from consensus.services.rounds.secret_casting import random_id
from consensus.services.rounds.tallies import count_ballots


def count_and_mix(session: Session, process: Process, round_: Round) -> str:
    """Store the tally and write everything anew; or why the round cannot be counted, and nothing is stored."""
    _check_complete(session, round_.id)
    if why := why_too_few(_n_cast(session, round_.id), _cast_by_group(session, round_), process.smallest_group):
        return why
    session.add_all(
        ItemCount(item_id=item_id, choice=choice, n=n)
        for (item_id, choice), n in sorted(count_ballots(session, round_.id).items())
    )
    _mix(session, round_.id)
    round_.needs_sweep = True
    return ""


def destroy(session: Session, round_: Round) -> None:
    """Take ballots, receipts and counts away; who has voted stays, written anew."""
    items = select(RoundItem.id).where(RoundItem.round_id == round_.id)
    session.exec(delete(SealedBallot).where(col(SealedBallot.item_id).in_(items)))
    session.exec(delete(ItemCount).where(col(ItemCount.item_id).in_(items)))
    session.exec(delete(Receipt).where(col(Receipt.round_id) == round_.id))
    _mix(session, round_.id)
    round_.needs_sweep = True


def digests(session: Session, round_id: UUID) -> dict[str, str]:
    """SHA-256 of the sorted ballots and of the sorted receipt codes: the record holds both to what they were."""
    rows = _ballots(session, round_id)
    ballots = sorted(f"{ballot_id.hex}|{item_id.hex}|{choice}|{group}" for ballot_id, item_id, choice, group in rows)
    codes = session.exec(select(Receipt.code).where(Receipt.round_id == round_id).order_by(col(Receipt.code))).all()
    return {
        "ballots_sha256": sha256("\n".join(ballots).encode()).hexdigest(),
        "receipts_sha256": sha256("\n".join(codes).encode()).hexdigest(),
    }


def _check_complete(session: Session, round_id: UUID) -> None:
    """As many receipts as people who voted, and as many ballots on every item."""
    n_cast = _n_cast(session, round_id)
    on_items = Counter[UUID]()
    for (item_id, _), n in count_ballots(session, round_id).items():
        on_items[item_id] += n
    items = session.exec(select(RoundItem.id).where(RoundItem.round_id == round_id)).all()
    n_receipts = session.exec(select(func.count()).where(Receipt.round_id == round_id)).one()
    if n_receipts != n_cast or any(on_items[item_id] != n_cast for item_id in items):
        raise ConflictError(
            "Ballots, receipts and the list of who voted do not fit together. Nothing was changed; call the "
            "administrator."
        )


def _cast_by_group(session: Session, round_: Round) -> Counter[str]:
    """How many of each group have voted, where the rule counts groups apart; each elector's group was frozen."""
    if not breaks_out_groups(round_):
        return Counter()
    groups = session.exec(
        select(Elector.stakeholder_group)
        .join(
            Participation,
            (col(Participation.member_id) == col(Elector.member_id))
            & (col(Participation.round_id) == col(Elector.round_id)),
        )
        .where(Elector.round_id == round_.id)
    )
    return Counter(groups)


def _mix(session: Session, round_id: UUID) -> None:
    """Copy the rows into fresh ones: ballots by new random ids, the others by their keys."""
    connection = session.connection()
    ballots = [
        {"id": random_id(), "item_id": item_id, "choice": choice, "counted_group": group}
        for _, item_id, choice, group in _ballots(session, round_id)
    ]
    ballots.sort(key=itemgetter("id"))
    members = session.exec(select(Participation.member_id).where(Participation.round_id == round_id)).all()
    codes = session.exec(select(Receipt.code).where(Receipt.round_id == round_id)).all()
    items = select(RoundItem.id).where(RoundItem.round_id == round_id)
    connection.execute(delete(SealedBallot).where(col(SealedBallot.item_id).in_(items)))
    connection.execute(delete(Participation).where(col(Participation.round_id) == round_id))
    connection.execute(delete(Receipt).where(col(Receipt.round_id) == round_id))
    if ballots:
        connection.execute(insert(SealedBallot), ballots)
    if members:
        connection.execute(
            insert(Participation), [{"round_id": round_id, "member_id": member_id} for member_id in sorted(members)]
        )
    if codes:
        connection.execute(insert(Receipt), [{"round_id": round_id, "code": code} for code in sorted(codes)])


def _ballots(session: Session, round_id: UUID) -> Sequence[tuple[UUID, UUID, str, str]]:
    """Id, item, choice and group of every ballot."""
    ballot = select(SealedBallot.id, SealedBallot.item_id, SealedBallot.choice, SealedBallot.counted_group)
    query = ballot.join(RoundItem, col(RoundItem.id) == col(SealedBallot.item_id))
    return session.exec(query.where(RoundItem.round_id == round_id)).all()


def _n_cast(session: Session, round_id: UUID) -> int:
    return session.exec(select(func.count()).where(Participation.round_id == round_id)).one()
