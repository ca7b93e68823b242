"""Counting: the running counts of a round, the recount of its ballots, and the tally a verdict is decided on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import union
from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity
from consensus.persistence.tables import Ballot, Elector, ItemCount, Participation, Round, RoundItem, SealedBallot
from consensus.services.rounds.round_rules import breaks_out_groups
from consensus.services.rounds.secret_tallies import read_secret_tally
from consensus.tally.counts import ItemTally


def count_ballots(session: Session, round_id: UUID) -> dict[tuple[UUID, str], int]:
    """How many ballots say what, by (item, choice), counted from the ballots themselves, sealed or not."""
    rows = chain.from_iterable(
        session.exec(
            select(table.item_id, table.choice, func.count())
            .join(RoundItem, col(RoundItem.id) == col(table.item_id))
            .where(RoundItem.round_id == round_id)
            .group_by(col(table.item_id), col(table.choice))
        )
        for table in (Ballot, SealedBallot)
    )
    return {(item_id, choice): n for item_id, choice, n in rows}


def is_untied(round_: Round) -> bool:
    """Whether the ballots of a round lead to nobody: they were cast in secret, or an archive brought them so."""
    return round_.anonymity is Anonymity.SECRET or round_.n_voters is not None


def count_voters(session: Session, round_id: UUID) -> int:
    """How many members have cast at least one ballot in a round."""
    brought = session.exec(select(Round.n_voters).where(Round.id == round_id)).one()
    if brought is not None:
        return brought
    cast = select(col(Ballot.member_id)).join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
    voted = union(
        cast.where(RoundItem.round_id == round_id),
        select(col(Participation.member_id)).where(Participation.round_id == round_id),
    )
    return session.exec(select(func.count()).select_from(voted.subquery())).one()


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
        return read_secret_tally(session, round_, item_id)
    # Columns rather than rows of the table: a report reads thousands of tallies.
    columns = select(Elector.member_id, Elector.stakeholder_group, Elector.is_recused, Elector.has_conflict)
    electors = [_Entitled(*row) for row in session.exec(columns.where(Elector.round_id == round_.id))]
    if without_conflicts:
        electors = [elector for elector in electors if not elector.has_conflict or elector.is_recused]
    choices = dict(session.exec(select(Ballot.member_id, Ballot.choice).where(Ballot.item_id == item_id)).all())
    by_group = breaks_out_groups(round_)
    names = {elector.stakeholder_group for elector in electors} if by_group else set()
    groups = {name: _tally([e for e in electors if e.stakeholder_group == name], choices) for name in sorted(names)}
    return _tally(electors, choices, groups)


class _Entitled(NamedTuple):
    """An elector, as far as a tally needs them."""

    member_id: UUID
    stakeholder_group: str
    is_recused: bool
    has_conflict: bool


def _tally(
    electors: Iterable[_Entitled], choices: Mapping[UUID, str], groups: Mapping[str, ItemTally] | None = None
) -> ItemTally:
    members = list(electors)
    entitled = [elector.member_id for elector in members if not elector.is_recused]
    counts = Counter(choices[member_id] for member_id in entitled if member_id in choices)
    return ItemTally(eligible=len(entitled), counts=counts, recused=len(members) - len(entitled), groups=groups or {})
