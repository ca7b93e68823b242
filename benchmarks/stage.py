"""A meeting with an open vote, made by the services as a facilitator makes it, and a session for everybody in it."""

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.tables import Member
from consensus.services.context import Actor, Context
from consensus.services.meetings import meeting
from consensus.services.opening import Database, open_database
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import credentials, identity
from consensus.services.statements import statements, topics
from consensus.settings import Settings

SLUG = "benchmark"
_WORDS = "Statement {number}: local anaesthesia should be offered first."


@dataclass(frozen=True, slots=True)
class Stage:
    """The data folder of a server; `items` are pairs of item and hash of its wording, `voters` their cookies.

    A stage before the vote has no items. Without `database_url` the database lies in the folder.
    """

    folder: Path
    process_id: UUID
    items: tuple[tuple[UUID, str], ...]
    voters: tuple[str, ...]
    facilitator: str
    database_url: str = ""

    def environment(self, port: int) -> dict[str, str]:
        """What a server on this stage is started with."""
        return {
            "ASSENT_DATA_DIR": str(self.folder),
            "ASSENT_DATABASE_URL": self.database_url,
            "ASSENT_PUBLIC_URL": f"http://127.0.0.1:{port}",
            # A voter here never waits; the limit on one person's ballots is not what is measured.
            "ASSENT_BALLOTS_PER_SECOND": "100000",
        }


def set_stage(folder: Path, *, n_voters: int, n_statements: int, opens: bool = True, database_url: str = "") -> Stage:
    """A running meeting with a vote on `n_statements`, open or about to be, and `n_voters` entitled, all signed in."""
    folder.mkdir(parents=True)
    db = open_database(Settings(data_dir=folder, database_url=database_url))
    administrator = Context(db, credentials.command_line_actor(db))
    draft = processes.ProcessDraft(
        slug=SLUG,
        title="Benchmark",
        question="How fast is a vote?",
        scope="This machine",
        definition=load_presets()["consensus_conference"].definition,
    )
    process_id = processes.create_process(
        administrator, draft, panel.MemberDraft("Facilitator", role=Role.FACILITATOR, votes=False)
    )
    facilitator = _facilitator(db, process_id)
    members = [
        panel.add_member(
            facilitator, process_id, panel.MemberDraft(f"Panelist {number:03}", institution=f"Hospital {number % 20}")
        )
        for number in range(1, n_voters + 1)
    ]
    processes.start_process(facilitator, process_id)
    meeting_id, candidates = _begin_meeting(facilitator, process_id, members, n_statements)
    items: tuple[tuple[UUID, str], ...] = ()
    if opens:
        round_id = rounds.open_round(facilitator, meeting_id, candidates)
        items = tuple((item.id, item.version_sha256) for item in get_round(facilitator, round_id).items)
    tokens = _sign_in(db, process_id)
    db.close()
    chair = tokens.pop(facilitator.actor.person_id) if facilitator.actor else ""
    return Stage(folder, process_id, items, tuple(tokens.values()), chair, database_url)


def _facilitator(db: Database, process_id: UUID) -> Context:
    with db.reading() as session:
        person_id = session.exec(select(Member.person_id).where(Member.process_id == process_id)).one()
    return Context(db, Actor(person_id, "Facilitator"))


def _begin_meeting(
    facilitator: Context, process_id: UUID, members: list[UUID], n_statements: int
) -> tuple[UUID, list[UUID]]:
    """The meeting, and what is presented in it."""
    topic_id = topics.add_topic(facilitator, process_id, "Anaesthesia", "", 20)
    candidates = [
        statements.add_candidate(facilitator, topic_id, _WORDS.format(number=number))
        for number in range(1, n_statements + 1)
    ]
    meeting_id = meeting.add_meeting(facilitator, process_id, "Meeting", None)
    meeting.start_meeting(facilitator, meeting_id)
    for member_id in members:
        meeting.check_in(facilitator, meeting_id, member_id)
    for candidate in candidates:
        statements.present_statement(facilitator, candidate)
    return meeting_id, candidates


def _sign_in(db: Database, process_id: UUID) -> dict[UUID, str]:
    """A session for every member of the process, by person."""
    with db.transaction() as session:
        people = session.exec(select(Member.person_id).where(Member.process_id == process_id)).all()
        return {person: identity.begin_session(db, session, person, process_id).token for person in people}


def fresh_folder(parent: Path, name: str) -> Path:
    """A folder that is not there yet."""
    return parent / f"{name}-{os.urandom(3).hex()}"
