"""Counting: the running counts of a round, the recount of its ballots, and the tally a verdict is decided on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from uuid import UUID

from sqlalchemy import or_, union
from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity
from consensus.persistence.tables import (
    Ballot,
    Elector,
    HandCount,
    ItemCount,
    Participation,
    Round,
    RoundItem,
    SealedBallot,
)
from consensus.services.rounds.round_rules import breaks_out_groups
from consensus.services.rounds.untied_tallies import read_untied_tally
from consensus.tally.counts import ItemTally


def count_ballots(session: Session, round_id: UUID) -> dict[tuple[UUID, str], int]:
    """How many say what, by (item, choice): counted from the ballots themselves, sealed or not, or from the hands."""
    rows = chain.from_iterable(
        session.exec(
            select(table.item_id, table.choice, func.count())
            .join(RoundItem, col(RoundItem.id) == col(table.item_id))
            .where(RoundItem.round_id == round_id)
            .group_by(col(table.item_id), col(table.choice))
        )
        for table in (Ballot, SealedBallot)
    )
    hands = session.exec(
        select(HandCount.item_id, HandCount.choice, HandCount.n)
        .join(RoundItem, col(RoundItem.id) == col(HandCount.item_id))
        .where(RoundItem.round_id == round_id, HandCount.n > 0)
    )
    return {(item_id, choice): n for item_id, choice, n in chain(rows, hands)}


def is_untied(round_: Round) -> bool:
    """Whether the votes of a round lead to nobody: hands, or ballots cast in secret or brought so by an archive."""
    return round_.by_hands or round_.anonymity is Anonymity.SECRET or round_.n_voters is not None


def count_voters(session: Session, round_id: UUID) -> int:
    """How many members have cast at least one ballot in a round; of hands the most that one item had."""
    brought, by_hands = session.exec(select(Round.n_voters, Round.by_hands).where(Round.id == round_id)).one()
    if brought is not None:
        return brought
    if by_hands:
        return max(_hands_by_item(session, round_id), default=0)
    cast = select(col(Ballot.member_id)).join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
    voted = union(
        cast.where(RoundItem.round_id == round_id),
        select(col(Participation.member_id)).where(Participation.round_id == round_id),
    )
    return session.exec(select(func.count()).select_from(voted.subquery())).one()


def _hands_by_item(session: Session, round_id: UUID) -> Sequence[int]:
    return session.exec(
        select(func.sum(HandCount.n))
        .join(RoundItem, col(RoundItem.id) == col(HandCount.item_id))
        .where(RoundItem.round_id == round_id)
        .group_by(col(HandCount.item_id))
    ).all()


def running_tallies(session: Session, round_: Round) -> dict[UUID, ItemTally]:
    """The counts of every item as they stand, read from the running tally."""
    electors = session.exec(select(Elector.is_recused).where(Elector.round_id == round_.id)).all()
    recused = sum(electors)
    counts: dict[UUID, dict[str, int]] = {
        item_id: {} for item_id in session.exec(select(RoundItem.id).where(RoundItem.round_id == round_.id))
    }
    for count in session.exec(select(ItemCount).where(col(ItemCount.item_id).in_(counts))):
        counts[count.item_id][count.choice] = count.n
    return {
        item_id: ItemTally(eligible=len(electors) - recused, counts=of_item, recused=recused)
        for item_id, of_item in counts.items()
    }


def read_tally(session: Session, round_: Round, item_id: UUID, *, without_conflicts: bool = False) -> ItemTally:
    """The tally of one item from its ballots, by stakeholder group too where the rule asks for groups.

    without_conflicts: as if those with a disclosed conflict of interest had not been in the electorate; a secret
        ballot knows of no such people.
    """
    if is_untied(round_):
        if without_conflicts:
            raise ValueError("Nobody can be taken out of a tally whose ballots are tied to nobody.")
        return read_untied_tally(session, round_, item_id)
    # Counted in the database: a report reads thousands of tallies.
    everybody = select(Elector.stakeholder_group, Elector.is_recused, func.count()).where(Elector.round_id == round_.id)
    cast = (
        select(Elector.stakeholder_group, Ballot.choice, func.count())
        .join(Ballot, col(Ballot.member_id) == col(Elector.member_id))
        .where(Elector.round_id == round_.id, Ballot.item_id == item_id, col(Elector.is_recused).is_(False))
    )
    if without_conflicts:
        everybody = everybody.where(or_(col(Elector.is_recused), col(Elector.has_conflict).is_(False)))
        cast = cast.where(col(Elector.has_conflict).is_(False))
    sizes = session.exec(everybody.group_by(col(Elector.stakeholder_group), col(Elector.is_recused))).all()
    choices = session.exec(cast.group_by(col(Elector.stakeholder_group), col(Ballot.choice))).all()
    names = sorted({name for name, _, _ in sizes}) if breaks_out_groups(round_) else []
    groups = {
        name: _tally([size for size in sizes if size[0] == name], [choice for choice in choices if choice[0] == name])
        for name in names
    }
    return _tally(sizes, choices, groups)


def _tally(
    sizes: Sequence[tuple[str, bool, int]],
    choices: Sequence[tuple[str, str, int]],
    groups: Mapping[str, ItemTally] | None = None,
) -> ItemTally:
    """From how many of a group are recused or not, and how many of a group chose what."""
    counts: Counter[str] = Counter()
    for _, choice, n in choices:
        counts[choice] += n
    return ItemTally(
        eligible=sum(n for _, is_recused, n in sizes if not is_recused),
        counts=counts,
        recused=sum(n for _, is_recused, n in sizes if is_recused),
        groups=groups or {},
    )
