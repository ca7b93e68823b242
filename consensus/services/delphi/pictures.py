"""How the panel stands while it answers without rounds: pictures, each too far from the last to tell of one person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.delphi.ordering import comments_in_order
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL, Anonymity
from consensus.persistence.database import database_of
from consensus.persistence.tables import (
    Ballot,
    BallotRevision,
    Elector,
    PanelPicture,
    Process,
    Round,
    RoundItem,
    ShownPicture,
)
from consensus.services.delphi.round_ratings import places_of
from consensus.services.rounds.round_rules import frozen_scale
from consensus.tally.feedback import ItemFeedback, feedback_on


@dataclass(frozen=True, slots=True)
class Picture:
    """The panel on one item as it stood at `drawn_at`."""

    number: int
    panel: ItemFeedback
    comments: tuple[str, ...]
    drawn_at: datetime


def fewest_shown(process: Process, protocol: Protocol) -> int:
    """How many have to have rated an item before anybody is shown the panel on it."""
    return 1 if protocol.anonymity is Anonymity.OPEN else max(process.smallest_group, FEWEST_CONFIDENTIAL)


def draw_if_due(
    session: Session, process: Process, round_: Round, protocol: Protocol, seed: str, item_id: UUID
) -> None:
    """Draw the panel anew where enough have answered, and enough differ from the picture before.

    Two pictures differ by three people or more, so that what lies between them tells of nobody alone. The process is
    locked by the caller.
    """
    fewest = fewest_shown(process, protocol)
    said = _said(session, round_, item_id)
    places = places_of(round_.kind, frozen_scale(round_))
    numbered = {member: choice for member, (choice, _) in said.items() if choice in places}
    if len(numbered) < fewest:
        return
    last = _last(session, item_id)
    if last is not None:
        step = 1 if protocol.anonymity is Anonymity.OPEN else FEWEST_CONFIDENTIAL
        if _n_differing(session, item_id, last.through, places) < step:
            return
    session.add(
        PanelPicture(
            item_id=item_id,
            number=last.number + 1 if last else 1,
            document=_document(round_, protocol, seed, item_id, said, places, fewest),
            through=process.n_events,
            drawn_at=database_of(session).now(session),
        )
    )
    session.flush()


def newest_pictures(session: Session, item_ids: Collection[UUID]) -> dict[UUID, Picture]:
    """The last picture of each item that has one."""
    rows = session.exec(
        select(PanelPicture).where(col(PanelPicture.item_id).in_(item_ids)).order_by(col(PanelPicture.number))
    )
    last = {row.item_id: row for row in rows}
    return {
        item_id: Picture(
            row.number, ItemFeedback.from_dict(row.document["panel"]), tuple(row.document["comments"]), row.drawn_at
        )
        for item_id, row in last.items()
    }


def keep_shown(session: Session, member_id: UUID, numbers: Mapping[UUID, int]) -> None:
    """Keep which picture of each item a panelist was shown, and when first."""
    rows = session.exec(
        select(ShownPicture.item_id, ShownPicture.number).where(
            col(ShownPicture.item_id).in_(numbers), ShownPicture.member_id == member_id
        )
    )
    known = set(rows.all())
    now = database_of(session).now(session)
    session.add_all(
        ShownPicture(item_id=item_id, member_id=member_id, number=number, shown_at=now)
        for item_id, number in numbers.items()
        if (item_id, number) not in known
    )


def shown_by_item(session: Session, round_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """By item, who was shown the panel on it before the deadline."""
    found: dict[UUID, set[UUID]] = {}
    rows = session.exec(
        select(ShownPicture.item_id, ShownPicture.member_id)
        .join(RoundItem, col(RoundItem.id) == col(ShownPicture.item_id))
        .where(RoundItem.round_id == round_id)
        .distinct()
    )
    for item_id, member_id in rows:
        found.setdefault(item_id, set()).add(member_id)
    return {item_id: frozenset(members) for item_id, members in found.items()}


def first_answers(session: Session, round_id: UUID, member_id: UUID | None = None) -> dict[UUID, dict[UUID, Ballot]]:
    """By item and member, the ballot as it was first given; of one member, or of everybody."""
    ballots = select(Ballot).join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
    ballots = ballots.where(RoundItem.round_id == round_id)
    firsts = (
        select(BallotRevision)
        .join(Ballot, col(Ballot.id) == col(BallotRevision.ballot_id))
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_id, BallotRevision.revision == 1)
    )
    if member_id is not None:
        ballots, firsts = ballots.where(Ballot.member_id == member_id), firsts.where(Ballot.member_id == member_id)
    first = {row.ballot_id: row for row in session.exec(firsts)}
    found: dict[UUID, dict[UUID, Any]] = {}
    for ballot in session.exec(ballots):
        found.setdefault(ballot.item_id, {})[ballot.member_id] = first.get(ballot.id, ballot)
    return found


def first_choices(session: Session, round_id: UUID) -> dict[UUID, dict[UUID, str]]:
    """By item, the first answer of each who was shown the panel afterwards: they alone could change their mind."""
    shown = shown_by_item(session, round_id)
    return {
        item_id: {member: ballot.choice for member, ballot in of.items() if member in shown.get(item_id, ())}
        for item_id, of in first_answers(session, round_id).items()
    }


def _said(session: Session, round_: Round, item_id: UUID) -> dict[UUID, tuple[str, str]]:
    """Choice and comment of everybody who answered an item."""
    rows = session.exec(
        select(Ballot.member_id, Ballot.choice, Ballot.comment)
        .join(Elector, (col(Elector.member_id) == col(Ballot.member_id)) & (col(Elector.round_id) == round_.id))
        .where(Ballot.item_id == item_id)
    )
    return {member: (choice, comment) for member, choice, comment in rows}


def _last(session: Session, item_id: UUID) -> PanelPicture | None:
    newest = select(PanelPicture).where(PanelPicture.item_id == item_id).order_by(col(PanelPicture.number).desc())
    return session.exec(newest.limit(1)).first()


def _n_differing(session: Session, item_id: UUID, through: int, places: tuple[str, ...]) -> int:
    """How many are counted elsewhere now than in the picture that was drawn after this event, or were not in it."""
    newer = session.exec(select(Ballot).where(Ballot.item_id == item_id, col(Ballot.event_sequence) > through)).all()
    last = (
        select(BallotRevision.ballot_id, func.max(BallotRevision.revision))
        .where(
            col(BallotRevision.ballot_id).in_([ballot.id for ballot in newer]),
            col(BallotRevision.event_sequence) <= through,
        )
        .group_by(col(BallotRevision.ballot_id))
    )
    newest = dict(session.exec(last).all())
    before = {
        row.ballot_id: row.choice
        for row in session.exec(select(BallotRevision).where(col(BallotRevision.ballot_id).in_(newest)))
        if row.revision == newest[row.ballot_id]
    }
    return sum(_place(before.get(ballot.id), places) != _place(ballot.choice, places) for ballot in newer)


def _place(choice: str | None, places: tuple[str, ...]) -> int | None:
    return places.index(choice) if choice in places else None


def _document(
    round_: Round,
    protocol: Protocol,
    seed: str,
    item_id: UUID,
    said: Mapping[UUID, tuple[str, str]],
    places: tuple[str, ...],
    fewest: int,
) -> dict[str, Any]:
    scale = frozen_scale(round_)
    codes = [places.index(choice) + 1 for choice, _ in said.values() if choice in places]
    [panel] = feedback_on([codes], len(places), low=scale.points.low if scale else 1, fewest=fewest)
    comments = [comment for _, comment in said.values() if comment]
    return {"panel": panel.to_dict(), "comments": list(comments_in_order(comments, seed, item_id))}
