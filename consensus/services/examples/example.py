"""The example that comes with the product: a finished process to read, and the same one half way to try."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import col, delete, select

from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Person, Process
from consensus.services.examples.replay import Progress, Stage, act_as, replay
from consensus.services.sign_in.credentials import issue_link
from surveys.folder import load_process_folder
from surveys.folder_model import ProcessFolder

N_PANELISTS = 3
PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class ExampleLink:
    """A link by which anybody can be one of the example's people."""

    name: str
    role: Role
    process_title: str
    secret: str


def load_example(db: Database, path: Path, progress: Progress) -> None:
    """Replay the folder twice, unless it is there: once whole, and once up to an open survey for people to try.

    What a start that was interrupted left behind is cleared away first: people are offered only in the end.
    """
    if _offered(db):
        return
    with db.transaction() as session:
        session.exec(delete(Process).where(col(Process.is_example)))
    folder = load_process_folder(path)
    tried = _tried(folder)
    finished = replay(db, folder, is_example=True, progress=progress)
    practice = replay(
        db,
        folder,
        until=Stage.SURVEY,
        slug=f"{folder.process.slug}-{PRACTICE}",
        title=f"Practice: {folder.meeting.title}",
        is_example=True,
        holding_back=tried,
        progress=progress,
    )
    facilitators = [member.id for member in folder.members if member.role is Role.FACILITATOR][:1]
    _offer(
        db,
        [
            *(finished.cast.members[name] for name in facilitators),
            *(practice.cast.members[name] for name in (*facilitators, *tried)),
        ],
    )


def example_links(db: Database, path: Path) -> tuple[ExampleLink, ...]:
    """The links into the example, made once and kept in `path`, because a database knows only their hashes.

    A file that is damaged or belongs to another database is made anew; the links in it end.
    """
    offered = _offered(db)
    secrets = _read_links(path)
    if secrets.keys() != {member.id for member in offered}:
        secrets = _new_links(db, offered)
        _write_links(path, secrets)
    with db.reading() as session:
        rows = session.exec(
            select(Member, Person, Process)
            .join(Person, col(Person.id) == col(Member.person_id))
            .join(Process, col(Process.id) == col(Member.process_id))
            .where(col(Member.id).in_(secrets))
            .order_by(col(Process.created_at).desc(), col(Person.name))
        ).all()
    links = [ExampleLink(person.name, m.role, process.title, secrets[m.id]) for m, person, process in rows]
    newest = links[0].process_title if links else ""
    return tuple(sorted(links, key=lambda link: (link.process_title != newest, link.role is not Role.FACILITATOR)))


def _tried(folder: ProcessFolder) -> list[str]:
    """Panelists who would vote at the meeting, each of another institution."""
    by_institution = {
        member.institution: member.id
        for member in reversed(folder.members)
        if member.role is Role.PANELIST and member.votes and member.attends
    }
    return list(by_institution.values())[:N_PANELISTS]


def _offer(db: Database, member_ids: list[UUID]) -> None:
    with db.transaction() as session:
        for member in session.exec(select(Member).where(col(Member.id).in_(member_ids))):
            member.is_tryable = True


def _offered(db: Database) -> Sequence[Member]:
    with db.reading() as session:
        return session.exec(
            select(Member)
            .join(Process, col(Process.id) == col(Member.process_id))
            .where(col(Process.is_example), col(Member.is_tryable))
        ).all()


def _new_links(db: Database, offered: Sequence[Member]) -> dict[UUID, str]:
    facilitators = {member.process_id: member.id for member in offered if member.role is Role.FACILITATOR}
    return {
        member.id: issue_link(act_as(db, facilitators[member.process_id]), member.id, reusable=True)
        for member in offered
    }


def _read_links(path: Path) -> dict[UUID, str]:
    try:
        return {UUID(member_id): secret for member_id, secret in json.loads(path.read_text())}
    except (FileNotFoundError, ValueError):
        return {}


def _write_links(path: Path, secrets: Mapping[UUID, str]) -> None:
    """Under another name first, so that the file is whole whenever it is there; nobody else may read it."""
    descriptor, written = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        json.dump([[str(member_id), secret] for member_id, secret in secrets.items()], file)
    os.replace(written, path)
