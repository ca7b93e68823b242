"""What people wrote for a report, by the key of its passage: every version kept, the newest in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError
from consensus.domain.report_passages import Edit
from consensus.persistence.database import database_of
from consensus.persistence.tables import PassageVersion, Person
from consensus.services.access import Standing


@dataclass(frozen=True, slots=True)
class PassageVersionView:
    """One text that a passage had; an empty one is the generated text, taken again."""

    number: int
    text: str
    author: str
    created_at: datetime


def edits_of(session: Session, process_id: UUID) -> Mapping[str, Edit]:
    """The texts in force, by key; one that was given up is not among them."""
    newest = (
        select(PassageVersion.key, func.max(PassageVersion.number).label("number"))
        .where(PassageVersion.process_id == process_id)
        .group_by(col(PassageVersion.key))
        .subquery()
    )
    rows = session.exec(
        select(PassageVersion, Person.name)
        .join(newest, (newest.c.key == col(PassageVersion.key)) & (newest.c.number == col(PassageVersion.number)))
        .outerjoin(Person, col(Person.id) == col(PassageVersion.author_id))
        .where(PassageVersion.process_id == process_id)
    )
    return {
        row.key: Edit(row.text, row.number, name or "", row.created_at, row.basis) for row, name in rows if row.text
    }


def versions_of(session: Session, process_id: UUID, key: str) -> tuple[PassageVersionView, ...]:
    """Every text of a passage, the newest first."""
    rows = session.exec(
        select(PassageVersion, Person.name)
        .outerjoin(Person, col(Person.id) == col(PassageVersion.author_id))
        .where(PassageVersion.process_id == process_id, PassageVersion.key == key)
        .order_by(col(PassageVersion.number).desc())
    )
    return tuple(PassageVersionView(row.number, row.text, name or "", row.created_at) for row, name in rows)


def put_version(session: Session, standing: Standing, key: str, text: str, *, seen: int, basis: str = "") -> int:
    """Store a text as the newest version and return its number, 0 where it says what is in force already.

    seen: the number of the version the writer had before them, 0 for none; what somebody else wrote meanwhile is
        not overwritten.
    """
    process_id = standing.process.id
    newest = session.exec(
        select(PassageVersion)
        .where(PassageVersion.process_id == process_id, PassageVersion.key == key)
        .order_by(col(PassageVersion.number).desc())
        .limit(1)
    ).first()
    in_force = newest.number if newest is not None and newest.text else 0
    if seen != in_force:
        raise ConflictError(
            "Somebody else changed this passage meanwhile. Read what stands there now, and write again."
        )
    if (newest.text if newest else "") == text and (not text or newest is None or newest.basis == basis):
        return 0
    number = (newest.number if newest else 0) + 1
    session.add(
        PassageVersion(
            process_id=process_id,
            key=key,
            number=number,
            text=text,
            basis=basis,
            author_id=standing.actor.person_id,
            created_at=database_of(session).now(session),
        )
    )
    return number
