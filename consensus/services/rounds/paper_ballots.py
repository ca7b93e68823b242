"""Ballots on paper, entered for members without a device: marked as such, and never over a vote of their own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.paper_ballots import SOURCE, why_no_paper
from consensus.domain.roles import Action
from consensus.domain.round_kinds import KINDS
from consensus.persistence.tables import Ballot, BallotEntry, Elector, Member, Person, Round, RoundItem
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.ballots import PaperItem, record_in_name
from consensus.services.rounds.entries import is_entry_of_ballot
from consensus.services.rounds.finding import find_round


@dataclass(frozen=True, slots=True)
class PaperVoter:
    """A member whose paper may be entered. Whether they have voted is not said."""

    member_id: UUID
    name: str


def list_paper_voters(ctx: Context, round_id: UUID) -> tuple[PaperVoter, ...]:
    """Everybody entitled in an open round that takes papers, by name; nobody of any other."""
    with ctx.db.reading() as session:
        round_ = session.get(Round, round_id)
        require(ctx, session, Action.RUN_ROUND, round_.process_id if round_ else None)
        if round_ is None:
            raise NotFoundError
        if round_.state is not RoundState.OPEN or _why_not(round_):
            return ()
        rows = session.exec(
            select(Member.id, Person.name)
            .join(Person, col(Person.id) == col(Member.person_id))
            .join(Elector, col(Elector.member_id) == col(Member.id))
            .where(Elector.round_id == round_id, col(Elector.is_recused).is_(False))
            .order_by(col(Person.name))
        )
        return tuple(PaperVoter(member_id, name) for member_id, name in rows)


def enter_paper(ctx: Context, round_id: UUID, member_id: UUID, choices: Mapping[UUID, str]) -> None:
    """Record the paper of a member, by item; entered again it is corrected, until the member votes personally."""
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        member = session.get(Member, member_id)
        elector = session.get(Elector, (round_id, member_id))
        if member is None or elector is None or member.process_id != round_.process_id:
            raise NotFoundError
        if why := _why_not(round_):
            raise ConflictError(why)
        items = {item.id: item for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_id))}
        if not set(choices) <= set(items):
            raise NotFoundError
        if not choices:
            raise InvalidInputError("The paper answers nothing. Enter at least one answer.")
        _check_not_cast(session, member, items)
        record_in_name(
            ctx.db,
            session,
            round_.process_id,
            member.person_id,
            [PaperItem(item_id, items[item_id].version_sha256, choice) for item_id, choice in choices.items()],
            is_whole=KINDS[round_.kind].is_cast_whole,
        )
        _mark(session, standing, member_id, choices)
        # The counters of the process were moved past the object mapper.
        session.refresh(standing.process)
        note(session, standing, "ballot.entered", round_.id, number=round_.number, source=SOURCE, n=len(choices))


def _why_not(round_: Round) -> str:
    return why_no_paper(round_.kind, round_.anonymity, round_.tally_mode, by_hands=round_.by_hands)


def _check_not_cast(session: Session, member: Member, item_ids: Collection[UUID]) -> None:
    own = session.exec(
        select(Ballot.id)
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .where(Ballot.member_id == member.id, col(Ballot.item_id).in_(item_ids), col(BallotEntry.member_id).is_(None))
    ).first()
    if own is not None:
        name = session.get_one(Person, member.person_id).name
        raise ConflictError(f"{name} has voted personally in this vote. A paper never replaces that.")


def _mark(session: Session, standing: Standing, member_id: UUID, item_ids: Collection[UUID]) -> None:
    rows = session.exec(
        select(Ballot.item_id, Ballot.revision, Ballot.cast_at).where(
            Ballot.member_id == member_id, col(Ballot.item_id).in_(item_ids)
        )
    )
    for item_id, revision, cast_at in rows:
        session.merge(
            BallotEntry(
                item_id=item_id,
                member_id=member_id,
                entered_by=standing.actor.person_id,
                entered_at=cast_at,
                source=SOURCE,
                revision=revision,
            )
        )
