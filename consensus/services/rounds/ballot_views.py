"""Reading ballots: one's own, those by name of an open vote, the comments without names, and who is missing."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity
from consensus.persistence.tables import Ballot, BallotEntry, Elector, Member, Person, Round, RoundItem
from consensus.services.access import Standing
from consensus.services.rounds.entries import is_entry_of_ballot
from consensus.services.rounds.secret_views import missing_from
from consensus.services.rounds.written_comments import comments_on


@dataclass(frozen=True, slots=True)
class MyBallot:
    """What the reader said on an item, and when it was recorded.

    `choice` is None where the reader came in by a link or code issued after the ballot was cast: whoever issued it
    could be the reader. `entered_by` names who entered it from paper; empty where its owner cast it.
    """

    choice: str | None
    comment: str
    at: datetime
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class NamedBallot:
    """Who said what; only of a revealed round with open voting."""

    name: str
    choice: str
    comment: str
    is_paper: bool = False


def ballots_of(
    session: Session, item_ids: Sequence[UUID], member_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, UUID], MyBallot]:
    """What these members said on these items, by member and item; what their owners may see of it is `shown_to`."""
    ballots = session.exec(
        select(Ballot, Person.name)
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .outerjoin(Person, col(Person.id) == col(BallotEntry.entered_by))
        .where(col(Ballot.item_id).in_(item_ids), col(Ballot.member_id).in_(member_ids))
    )
    return {
        (ballot.member_id, ballot.item_id): MyBallot(ballot.choice, ballot.comment, ballot.cast_at, entered_by or "")
        for ballot, entered_by in ballots
    }


def shown_to(credential_at: datetime | None, ballot: MyBallot) -> MyBallot:
    """What was cast before this session's link or code was issued stays unsaid."""
    return (
        ballot
        if credential_at is None or ballot.at >= credential_at
        else MyBallot(None, "", ballot.at, ballot.entered_by)
    )


def my_ballots(session: Session, standing: Standing, item_ids: Sequence[UUID]) -> Mapping[UUID, MyBallot]:
    """The member's own ballots, as far as this sign-in may show them."""
    own = ballots_of(session, item_ids, [standing.member.id])
    return {item_id: shown_to(standing.actor.credential_at, ballot) for (_, item_id), ballot in own.items()}


def comments_without_names(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The comments on each item without names, in an order that tells nothing."""
    found: dict[UUID, list[str]] = {}
    for item_id, comment in comments_on(session, item_ids):
        found.setdefault(item_id, []).append(comment)
    return {
        item_id: tuple(random.Random(item_id.int).sample(sorted(texts), len(texts)))  # noqa: S311
        for item_id, texts in found.items()
    }


def named_ballots_on(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, tuple[NamedBallot, ...]]:
    """Who said what on each item, by name; of hands there are none."""
    rows = session.exec(
        select(Ballot, Person.name, BallotEntry.source)
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .join(Member, col(Member.id) == col(Ballot.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Ballot.item_id).in_(item_ids))
        .order_by(col(Person.name))
    )
    found: dict[UUID, list[NamedBallot]] = {}
    for ballot, name, source in rows:
        of_item = found.setdefault(ballot.item_id, [])
        of_item.append(NamedBallot(name, ballot.choice, ballot.comment, is_paper=source is not None))
    return {item_id: tuple(ballots) for item_id, ballots in found.items()}


def missing_names(session: Session, round_: Round) -> tuple[str, ...]:
    """The electors whose ballot paper is not complete."""
    if round_.anonymity is Anonymity.SECRET:
        return missing_from(session, round_.id)
    n_items = session.exec(select(func.count()).where(RoundItem.round_id == round_.id)).one()
    complete = (
        select(Ballot.member_id)
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_.id)
        .group_by(col(Ballot.member_id))
        .having(func.count() == n_items)
    )
    return tuple(
        session.exec(
            select(Person.name)
            .join(Member, col(Member.person_id) == col(Person.id))
            .join(Elector, col(Elector.member_id) == col(Member.id))
            .where(
                Elector.round_id == round_.id,
                col(Elector.is_recused).is_(False),
                col(Elector.member_id).not_in(complete),
            )
            .order_by(col(Person.name))
        )
    )
