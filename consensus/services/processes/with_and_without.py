"""How each verdict stands without those who vote with a conflict of interest, where that may be said."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import RoundState
from consensus.domain.round_kinds import KINDS
from consensus.persistence.tables import Elector, Round, RoundItem
from consensus.services.rounds.round_rules import frozen_rule
from consensus.services.rounds.tallies import is_untied, read_tally
from consensus.tally.with_and_without import WithAndWithout, is_apart, of_secret_votes, with_and_without

_People = frozenset[object]


def with_and_without_of(session: Session, process_id: UUID) -> Mapping[UUID, WithAndWithout]:
    """Of every item of a revealed round, in the order in which the rounds were held.

    Who has a conflict was frozen with the electorate: were it read anew each time, two readings with one declaration
    between them would show one vote. For the same reason a division is left unsaid where the people on one side are
    those of another electorate, or of a division said before, but for a few.
    """
    revealed = col(Round.state).in_((RoundState.REVEALED, RoundState.SUPERSEDED))
    votes = select(Round).where(Round.process_id == process_id, revealed, Round.kind != RoundKind.OBJECTION)
    rounds = session.exec(votes.order_by(col(Round.number))).all()
    electors = {round_.id: _electors(session, round_.id) for round_ in rounds}
    published: list[_People] = [everybody for everybody, _ in electors.values()]
    found: dict[UUID, WithAndWithout] = {}
    for round_ in rounds:
        everybody, having = electors[round_.id]
        if not KINDS[round_.kind].settles:
            continue
        parts = (having, everybody - having)
        stands_apart = round_.anonymity is Anonymity.OPEN or all(is_apart(part, published) for part in parts)
        of_round = {
            item_id: _of_item(session, round_, item_id, having, stands_apart=stands_apart)
            for item_id in session.exec(select(RoundItem.id).where(RoundItem.round_id == round_.id))
        }
        if any(one.n_with and one.without is not None and not one.is_implied for one in of_round.values()):
            published.extend(parts)
        found.update(of_round)
    return found


def _of_item(session: Session, round_: Round, item_id: UUID, having: _People, *, stands_apart: bool) -> WithAndWithout:
    if is_untied(round_):
        definition = frozen_rule(round_)
        return of_secret_votes(read_tally(session, round_, item_id), len(having), definition)
    tally = read_tally(session, round_, item_id)
    found = with_and_without(
        tally,
        read_tally(session, round_, item_id, without_conflicts=True) if having else tally,
        frozen_rule(round_),
        names_are_public=round_.anonymity is Anonymity.OPEN,
    )
    if stands_apart or not found.n_with or found.is_implied or found.without is None:
        return found
    return found.withheld_for_overlap()


def _electors(session: Session, round_id: UUID) -> tuple[_People, _People]:
    """Those entitled, and of them those with a disclosed conflict."""
    rows = session.exec(
        select(Elector.member_id, Elector.has_conflict).where(
            Elector.round_id == round_id, col(Elector.is_recused).is_(False)
        )
    ).all()
    return frozenset(member for member, _ in rows), frozenset(member for member, has_conflict in rows if has_conflict)
