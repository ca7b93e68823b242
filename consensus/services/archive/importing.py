"""Taking a process in from an archive: the same statements, ballots and verdicts, and a record that goes on."""

from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from uuid import UUID

from sqlmodel import Session, func, insert, select, update

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Dissent, Event, Member, Person, Process, metadata
from consensus.services.archive.ballots import put_ballots
from consensus.services.archive.rows import Row, points_to
from consensus.services.archive.travelling import tables_that_travel
from consensus.services.archive.unpacking import Unpacked, unpack
from consensus.services.audit import SENTENCES, record
from consensus.services.chained import covered_by_chain
from consensus.services.context import Context
from consensus.services.people.panel import insert_member
from consensus.services.people.staff import acting_administrator

_LEFT_OUT = "…"
_SOMEBODY = "Somebody of the panel"


@dataclass(frozen=True, slots=True)
class Brought:
    """What an archive holds, to be looked at before it is taken in."""

    title: str
    fingerprint: str
    n_people: int
    n_statements: int
    n_rounds: int
    n_events: int


def read_archive(ctx: Context, content: bytes) -> Brought:
    """What taking this archive in would bring; refused with the reason where it would be refused."""
    with ctx.db.reading() as session:
        acting_administrator(ctx, session)
    brought = unpack(content)
    with ctx.db.reading() as session:
        _check_new(session, brought)
    return Brought(
        title=brought.title,
        fingerprint=brought.fingerprint,
        n_people=len(brought.tables["member"]),
        n_statements=len(brought.tables["statement"]),
        n_rounds=len(brought.tables["round"]),
        n_events=len(brought.events),
    )


def import_archive(ctx: Context, content: bytes) -> UUID:
    """Take a process in, whole or not at all; whoever does it becomes a facilitator of it.

    Every verdict is decided anew from the ballots and has to be the one in the archive.
    """
    with ctx.db.reading() as session:
        acting_administrator(ctx, session)
    brought = unpack(content)
    with ctx.db.transaction() as session:
        actor = acting_administrator(ctx, session).person_id
        _check_new(session, brought)
        people = _put_people(ctx, session, brought.people)
        process = _put_rows(session, brought, people)
        put_ballots(ctx, session, brought.rounds)
        _put_dissents(ctx, session, process, brought.statements)
        _put_events(ctx.db, session, process, brought.events, people)
        is_in = select(Member).where(Member.process_id == process.id, Member.person_id == actor)
        if session.exec(is_in).first() is None:
            name = session.get_one(Person, actor).name
            insert_member(session, process, MemberDraft(name, role=Role.FACILITATOR, votes=False), person_id=actor)
        record(
            session,
            process,
            "process.taken_in",
            process.id,
            actor_id=actor,
            sha256=brought.fingerprint,
            n=len(brought.events),
        )
        return process.id


def _check_new(session: Session, brought: Unpacked) -> None:
    if session.get(Process, brought.process_id) is not None:
        raise ConflictError("This process is on this server already.")


def _put_people(ctx: Context, session: Session, people: list[Row]) -> dict[UUID, UUID]:
    """The people of the archive on this server: somebody with the same e-mail address is the same person."""
    now, here = ctx.db.now(session), {}
    for one in people:
        known = session.get(Person, one["id"])
        if known is None and one["email"]:
            known = session.exec(select(Person).where(func.lower(Person.email) == one["email"].lower())).first()
        if known is None:
            known = Person(id=one["id"], name=one["name"], email=one["email"], created_at=now)
            session.add(known)
        here[one["id"]] = known.id
    session.flush()
    return here


def _put_rows(session: Session, brought: Unpacked, people: dict[UUID, UUID]) -> Process:
    connection = session.connection()
    for name in tables_that_travel(with_people=True):
        rows = [_here(name, row, people) for row in brought.tables.get(name, [])]
        if name == "process":
            rows = [_as_new(session, row) for row in rows]
        itself = [column for column, target in points_to(name).items() if target == name]
        first = [row | dict.fromkeys(itself) for row in rows]
        if first:
            connection.execute(insert(metadata.tables[name]), first)
        for row in rows:
            if pointing := {column: row[column] for column in itself if row[column] is not None}:
                table = metadata.tables[name]
                connection.execute(update(table).where(table.c["id"] == row["id"]).values(pointing))
    return session.get_one(Process, brought.process_id)


def _here(name: str, row: Row, people: dict[UUID, UUID]) -> Row:
    persons = [column for column, target in points_to(name).items() if target == "person"]
    return row | {column: people[row[column]] for column in persons if row[column] is not None}


def _as_new(session: Session, row: Row) -> Row:
    """The process begins its record and its revisions anew, under a short name that is free."""
    slug, n = row["slug"], 1
    while session.exec(select(Process.id).where(Process.slug == slug)).first() is not None:
        n += 1
        slug = f"{row['slug'][:70]}-{n}"
    return row | {"slug": slug, "is_example": False, "revision": 0, "n_events": 0, "chain_head": ""}


def _put_dissents(ctx: Context, session: Session, process: Process, statements: list[Row]) -> None:
    """Dissents come without their writers, unless they wanted to be named; each gets a writer of its own."""
    now = ctx.db.now(session)
    for statement in statements:
        for written in statement["dissents"]:
            draft = MemberDraft(written["name"] or _SOMEBODY, role=Role.OBSERVER, votes=False)
            member = insert_member(session, process, draft)
            session.add(
                Dissent(
                    statement_id=UUID(statement["id"]),
                    member_id=member.id,
                    text=str(written["text"]),
                    is_named=bool(written["name"]),
                    written_at=now,
                )
            )


def _put_events(db: Database, session: Session, process: Process, events: list[Row], people: dict[UUID, UUID]) -> None:
    """The record as it was, sealed anew with the key of this server."""
    for row in events:
        if row["verb"] not in SENTENCES:
            raise InvalidInputError(f"The record holds “{row['verb']}”, which this version does not know.")
        actor_id = UUID(row["actor_id"]) if row["actor_id"] else None
        event = Event(
            process_id=process.id,
            sequence=row["sequence"],
            at=_moment(row["at"]),
            actor_id=people.get(actor_id) if actor_id else None,
            verb=row["verb"],
            object_type=row["object_type"],
            object_id=row["object_id"],
            detail=_complete(row["verb"], row["detail"]),
        )
        covered = covered_by_chain(event)
        process.n_events, process.chain_head = event.sequence, covered.digest(db.key, process.chain_head)
        event.digest = process.chain_head
        session.add(event)
    session.add(process)


def _complete(verb: str, detail: Row) -> Row:
    """What was left out for publication is said to be left out."""
    asked = {name for _, name, _, _ in Formatter().parse(SENTENCES[verb]) if name}
    return dict.fromkeys(asked, _LEFT_OUT) | detail


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
