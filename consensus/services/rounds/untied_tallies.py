"""The tally of votes that lead to nobody: the stored counts, by group where the ballots carry one."""

from collections import Counter
from uuid import UUID

from sqlmodel import Session, select

from consensus.persistence.tables import Elector, ItemCount, Round, SealedBallot
from consensus.services.rounds.round_rules import breaks_out_groups
from consensus.tally.counts import ItemTally


def read_untied_tally(session: Session, round_: Round, item_id: UUID) -> ItemTally:
    """The stored counts, and the groups that the rule counts apart."""
    electors = session.exec(
        select(Elector.stakeholder_group, Elector.is_recused).where(Elector.round_id == round_.id)
    ).all()
    entitled, recused = (Counter(group for group, is_out in electors if is_out is out) for out in (False, True))
    stored = session.exec(select(ItemCount.choice, ItemCount.n).where(ItemCount.item_id == item_id)).all()
    groups = sorted({group for group, _ in electors}) if breaks_out_groups(round_) else ()
    said = Counter(
        session.exec(
            select(SealedBallot.counted_group, SealedBallot.choice).where(SealedBallot.item_id == item_id)
        ).all()
    )
    return ItemTally(
        eligible=entitled.total(),
        counts=dict(stored),
        recused=recused.total(),
        groups={
            name: ItemTally(
                entitled[name], {choice: n for (group, choice), n in said.items() if group == name}, recused[name]
            )
            for name in groups
        },
    )
