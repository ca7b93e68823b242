"""Taking a vote by a show of hands: the whole round or none of it, and the counts as the facilitator enters them."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.domain.show_of_hands import Counts, check_hands, hands_text, why_no_hands
from consensus.persistence.tables import HandCount, ItemCount, Round
from consensus.services.access import Standing
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.countdowns import stop_countdown
from consensus.services.rounds.finding import find_round
from consensus.services.rounds.hand_views import count_possible_hands, counts_of, labels_of
from consensus.services.rounds.round_rules import breaks_out_groups
from consensus.services.rounds.tallies import count_voters


def why_not_by_hands(round_: Round) -> str:
    """Why this round cannot be taken by a show of hands; "" where it can."""
    return why_no_hands(round_.kind, round_.anonymity, counts_groups=breaks_out_groups(round_))


def take_by_hands(ctx: Context, round_id: UUID) -> None:
    """Take an open vote by a show of hands from now on, without its countdown; only before anybody has voted."""
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        _check_untouched(session, round_, by_hands=False)
        if why := why_not_by_hands(round_):
            raise ConflictError(why)
        stop_countdown(session, round_.id)
        _turn(session, standing, round_, by_hands=True)


def take_on_phones(ctx: Context, round_id: UUID) -> None:
    """Let the panel vote on phones after all; only before a count is entered."""
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        _check_untouched(session, round_, by_hands=True)
        _turn(session, standing, round_, by_hands=False)


def count_hands(ctx: Context, round_id: UUID, counts: Mapping[UUID, Counts]) -> None:
    """Record how many hands were raised, by item; entered again before the reveal it is corrected, on record.

    Those entitled who are in the room and raised no hand did not vote.
    """
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        labels = labels_of(session, round_id)
        if not set(counts) <= set(labels):
            raise NotFoundError
        if not counts:
            raise InvalidInputError("Nothing was counted. Enter the hands of at least one statement.")
        if not round_.by_hands:
            raise ConflictError("This vote is taken on phones. Take it by a show of hands first.")
        if round_.state not in (RoundState.OPEN, RoundState.CLOSED):
            raise ConflictError(f"This vote is {round_.state.value}. Its counts cannot be changed.")
        n_hands = count_possible_hands(session, round_)
        for of_item in counts.values():
            check_hands(of_item, n_hands)
        before = counts_of(session, round_id)
        changed = {item_id: of_item for item_id, of_item in counts.items() if before.get(item_id) != of_item}
        for item_id, of_item in changed.items():
            _put(session, item_id, of_item)
        _note(session, standing, round_, labels, before, changed)


def check_counted(session: Session, round_: Round) -> None:
    """Refuse to decide a show of hands of which a count is missing."""
    counted = counts_of(session, round_.id)
    missing = [label for item_id, label in labels_of(session, round_.id).items() if item_id not in counted]
    if round_.by_hands and missing:
        raise ConflictError(f"Enter the count of hands first: statement {', '.join(missing)}.")


def _check_untouched(session: Session, round_: Round, *, by_hands: bool) -> None:
    """The way of a vote is chosen once: before its first ballot, and before its first count."""
    if round_.state is not RoundState.OPEN:
        raise ConflictError(f"This vote is {round_.state.value}. How it is taken cannot be changed.")
    if round_.by_hands is not by_hands:
        raise ConflictError(f"This vote is taken {'by a show of hands' if round_.by_hands else 'on phones'} already.")
    if count_voters(session, round_.id) or counts_of(session, round_.id):
        raise ConflictError(
            "Hands have been counted in this vote. Correct the counts, or declare it void and open another."
            if by_hands
            else "Somebody has voted on a phone already. Go on with phones, or declare this vote void and open another."
        )


def _turn(session: Session, standing: Standing, round_: Round, *, by_hands: bool) -> None:
    round_.by_hands = by_hands
    session.add(round_)
    note(session, standing, "hands.begun" if by_hands else "hands.left", round_.id, number=round_.number)


def _put(session: Session, item_id: UUID, counts: Counts) -> None:
    """Store what was counted, and the running tally with it."""
    for row in session.exec(select(ItemCount).where(col(ItemCount.item_id) == item_id)):
        session.delete(row)
    session.flush()
    for choice, n in counts.items():
        session.merge(HandCount(item_id=item_id, choice=choice.value, n=n))
        if n:
            session.add(ItemCount(item_id=item_id, choice=choice.value, n=n))


def _note(
    session: Session,
    standing: Standing,
    round_: Round,
    labels: Mapping[UUID, str],
    before: Mapping[UUID, Counts],
    changed: Mapping[UUID, Counts],
) -> None:
    """A first count and a correction are different acts; a count that is entered again unchanged is none."""
    first = [(labels[item_id], counts) for item_id, counts in changed.items() if item_id not in before]
    later = [(labels[item_id], counts) for item_id, counts in changed.items() if item_id in before]
    if first:
        note(session, standing, "hands.counted", round_.id, number=round_.number, hands=hands_text(first))
    if later:
        was = [(labels[item_id], before[item_id]) for item_id in changed if item_id in before]
        note(
            session,
            standing,
            "hands.corrected",
            round_.id,
            number=round_.number,
            hands_before=hands_text(was),
            hands=hands_text(later),
        )
