"""What is told of a secret round beside k of n: who has voted, the receipt codes, and why it is void."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.disclosure import Anonymity, Disclosure
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Elector, Member, Participation, Person, Receipt, Round


@dataclass(frozen=True, slots=True)
class SecretFacts:
    """Of a secret round, as the reader may see it; what is not disclosed yet is None.

    voters: by name, and receipts: sorted codes, both once the round is closed. `is_swept` says that the files of the
    database hold nothing any more of how the ballots came.
    """

    i_have_voted: bool
    voters: tuple[str, ...] | None
    receipts: tuple[str, ...] | None
    is_swept: bool


def secret_facts(session: Session, round_: Round, member_id: UUID, shown: Disclosure) -> SecretFacts | None:
    """The facts of a secret round; None of any other."""
    if round_.anonymity is not Anonymity.SECRET:
        return None
    has_lists = shown.names_of_voters
    return SecretFacts(
        i_have_voted=session.get(Participation, (round_.id, member_id)) is not None,
        voters=voters_of(session, round_.id) if has_lists else None,
        receipts=receipts_of(session, round_.id) if has_lists else None,
        is_swept=round_.state is not RoundState.OPEN and not round_.needs_sweep,
    )


def voters_of(session: Session, round_id: UUID) -> tuple[str, ...]:
    """Who has voted, by name."""
    names = (
        select(Person.name)
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Participation, col(Participation.member_id) == col(Member.id))
        .where(Participation.round_id == round_id)
        .order_by(func.lower(Person.name))
    )
    return tuple(session.exec(names))


def receipts_of(session: Session, round_id: UUID) -> tuple[str, ...]:
    """The receipt codes, sorted."""
    return tuple(session.exec(select(Receipt.code).where(Receipt.round_id == round_id).order_by(col(Receipt.code))))


def missing_from(session: Session, round_id: UUID) -> tuple[str, ...]:
    """Those entitled who have not voted, by name."""
    voted = select(Participation.member_id).where(Participation.round_id == round_id)
    names = (
        select(Person.name)
        .join(Member, col(Member.person_id) == col(Person.id))
        .join(Elector, col(Elector.member_id) == col(Member.id))
        .where(Elector.round_id == round_id, col(Elector.is_recused).is_(False), col(Elector.member_id).not_in(voted))
        .order_by(func.lower(Person.name))
    )
    return tuple(session.exec(names))
