"""What each panelist is given beside the items of a round, frozen when it opens and kept."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.feedback_plan import allocate
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.lifecycle import RoundState
from consensus.persistence.database import database_of
from consensus.persistence.identifiers import Identifiers, as_stored
from consensus.persistence.tables import Ballot, DelphiItem, DelphiRound, GivenFeedback, Round, RoundItem
from consensus.services.rounds.electorate import Voter


def earlier_items(session: Session, process_id: UUID, number: int) -> dict[tuple[UUID, str], RoundItem]:
    """By statement and dimension, its newest item in a revealed round before the one of this number."""
    rows = session.exec(
        select(RoundItem, DelphiItem)
        .join(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
        .join(DelphiRound, col(DelphiRound.round_id) == col(RoundItem.round_id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(
            Round.process_id == process_id,
            DelphiRound.number < number,
            col(Round.state) == RoundState.REVEALED,
        )
        .order_by(col(DelphiRound.number))
    )
    return {(item.statement_id, asked.dimension): item for item, asked in rows}


def freeze_given(
    session: Session,
    process_id: UUID,
    round_: Round,
    delphi: DelphiRound,
    protocol: Protocol,
    seed: str,
    voters: Sequence[Voter],
) -> None:
    """One row for each panelist: their arm, and their own earlier choice beside each item that was rated before.

    The numbers of the panel are frozen with the earlier item (`item_feedback`); which of them are shown follows from
    the arm and the protocol of the round, both frozen too.
    """
    if delphi.number == 1 and not protocol.is_real_time:
        return
    now = database_of(session).now(session)
    before = earlier_items(session, process_id, delphi.number)
    pairs = [
        (item.id, before[item.statement_id, asked.dimension].id)
        for item, asked in session.exec(
            select(RoundItem, DelphiItem)
            .join(DelphiItem, col(DelphiItem.item_id) == col(RoundItem.id))
            .where(RoundItem.round_id == round_.id)
        )
        if (item.statement_id, asked.dimension) in before
    ]
    written = [(str(item), str(earlier), earlier) for item, earlier in pairs]
    said: dict[UUID, dict[UUID, str]] = {}
    ids = Identifiers()
    rows = session.execute(
        select(as_stored(Ballot.item_id), as_stored(Ballot.member_id), col(Ballot.choice)).where(
            col(Ballot.item_id).in_([earlier for _, earlier in pairs])
        )
    )
    for item_id, member_id, choice in rows:
        said.setdefault(ids[member_id], {})[ids[item_id]] = choice
    arms = allocate([(voter.member_id, voter.stakeholder_group) for voter in voters], len(protocol.arms), seed)
    for voter in voters:
        own = said.get(voter.member_id, {})
        session.add(
            GivenFeedback(
                round_id=round_.id,
                member_id=voter.member_id,
                arm=arms[voter.member_id],
                document={item: {"earlier": text, "own": own.get(earlier)} for item, text, earlier in written},
                frozen_at=now,
            )
        )
