"""A server without Streamlit over a real database: a running process with one open vote on two statements."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
import streamlit
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, RoundItem
from consensus.services.context import Context
from consensus.services.meetings import meeting
from consensus.services.opening import the_database
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import rounds
from consensus.services.sign_in import credentials, identity
from consensus.services.statements import statements, topics
from consensus.settings import Settings, get_settings
from consensus.web.application import Web
from tests.services.builders import KEY, Kept

HERE = "http://testserver"
FROM_HERE = {"sec-fetch-site": "same-origin", "origin": HERE}
STREAMLIT = Path(streamlit.__file__).parent / "static"
ELEMENT = Path(__file__).parents[2] / "consensus" / "ui" / "frontend"
FIRST = "Local anaesthesia should be offered first."
SECOND = "Fasting is not needed before local anaesthesia."


@dataclass(frozen=True)
class Item:
    """An item of the open vote, and the hash of the wording voted on."""

    id: UUID
    version: str

    def ballot(self, choice: str, *, key: str = "key-of-one-ballot", comment: str = "") -> dict[str, str]:
        """The message a browser sends."""
        item = {"item": str(self.id), "version": self.version}
        return {"type": "ballot", "key": key, "choice": choice, "comment": comment, **item}


@dataclass
class Stage:
    """The process, its people by first name, its open vote."""

    db: Database
    process_id: UUID
    members: dict[str, UUID]
    round_id: UUID
    items: list[Item]

    def as_(self, name: str) -> Context:
        return Context(self.db, identity.actor_for_token(self.db, self.token(name)))

    def secret(self, name: str) -> str:
        """A new personal link's secret."""
        return credentials.issue_link(self._fay(), self.members[name])

    def code(self, name: str) -> str:
        return credentials.issue_code(self._fay(), self.members[name])

    def token(self, name: str) -> str:
        """A new session of this person."""
        with self.db.transaction() as session:
            person_id = session.get_one(Member, self.members[name]).person_id
            return identity.begin_session(self.db, session, person_id, self.process_id).token

    def _fay(self) -> Context:
        return self.as_("Fay")


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Iterator[Settings]:
    monkeypatch.setenv("ASSENT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ASSENT_PUBLIC_URL", HERE)
    # One key for all, so that what is kept of one test's events is signed in the next.
    (tmp_path / "event.key").write_text(KEY.hex())
    get_settings.cache_clear()
    the_database.cache_clear()
    yield get_settings()
    get_settings.cache_clear()
    the_database.cache_clear()


@pytest.fixture
def db(settings, empty_database) -> Iterator[Database]:
    shutil.copy(empty_database, settings.data_dir / "assent.db")
    database = the_database()
    yield database
    database.close()


@pytest.fixture(scope="session")
def kept_stage(tmp_path_factory) -> Kept[Stage]:
    return Kept(tmp_path_factory.mktemp("web") / "stage.db")


@pytest.fixture
def stage(db, kept_stage) -> Stage:
    return kept_stage.put_into(db, make_stage)


def make_stage(db: Database) -> Stage:
    administrator = Context(db, credentials.command_line_actor(db))
    draft = processes.ProcessDraft(
        slug="hand",
        title="Hand surgery",
        question="Which anaesthesia?",
        scope="Adults",
        definition=load_presets()["consensus_conference"].definition,
        is_example=True,
    )
    facilitator = panel.MemberDraft("Fay", role=Role.FACILITATOR, votes=False)
    process_id = processes.create_process(administrator, draft, facilitator)
    with db.reading() as session:
        fay_id = session.exec(select(Member.id).where(Member.process_id == process_id)).one()
    made = Stage(db, process_id, {"Fay": fay_id}, process_id, [])
    fay = made.as_("Fay")
    for name in ("Ann", "Ben", "Cleo"):
        made.members[name] = panel.add_member(fay, process_id, panel.MemberDraft(name, institution=f"{name} Hospital"))
    processes.start_process(fay, process_id)
    topic_id = topics.add_topic(fay, process_id, "Choice", "", 20)
    candidates = [statements.add_candidate(fay, topic_id, text) for text in (FIRST, SECOND)]
    meeting_id = meeting.add_meeting(fay, process_id, "Meeting", None)
    meeting.start_meeting(fay, meeting_id)
    for name in ("Ann", "Ben", "Cleo"):
        meeting.check_in(fay, meeting_id, made.members[name])
    for candidate in candidates:
        statements.present_statement(fay, candidate)
    made.round_id = rounds.open_round(fay, meeting_id, candidates)
    with db.reading() as session:
        rows = session.exec(select(RoundItem).where(RoundItem.round_id == made.round_id).order_by(RoundItem.position))
        made.items = [Item(row.id, row.version_sha256) for row in rows]
    return made


@pytest.fixture
def web(settings, db) -> Web:
    return Web(settings, lambda: db, streamlit=STREAMLIT, element=ELEMENT)


@pytest.fixture
def client(web) -> Iterator[TestClient]:
    app = Starlette(routes=web.routes(), middleware=web.middleware(), lifespan=lambda _: web.lifespan())
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        yield client


@pytest.fixture
def sign_in(client, stage, settings):
    """Let the client's next requests carry a new session of this person; returns the token."""

    def sign_in_(name: str) -> str:
        token = stage.token(name)
        client.cookies.set(settings.session_cookie, token)
        return token

    return sign_in_


@pytest.fixture
def from_here() -> dict[str, str]:
    """What a browser says of a form on a page of ours."""
    return dict(FROM_HERE)
