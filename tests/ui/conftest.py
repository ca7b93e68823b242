"""A small real process for the pages: one facilitator, three panelists, a survey of every kind of question."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from opening_survey import INSTRUMENT
from sqlmodel import select
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime import context as streamlit_context
from streamlit.testing.v1 import AppTest

from consensus.domain.lifecycle import InvitationState
from consensus.domain.presets import load_presets
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Person
from consensus.services.context import Actor, Context
from consensus.services.meetings import meeting
from consensus.services.opening import the_database
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from consensus.services.statements import topics
from consensus.services.surveys import survey
from consensus.settings import get_settings
from surveys.loader import parse_instrument
from tests.services.builders import KEY, Kept

MAIN = Path(__file__).parents[2] / "consensus" / "ui" / "main.py"


@dataclass
class Stage:
    """The process and its people; `as_` acts in the name of one of them."""

    db: Database
    process_id: UUID
    slug: str
    people: dict[str, UUID]
    members: dict[str, UUID] = field(default_factory=dict)

    def as_(self, name: str) -> Context:
        return Context(self.db, Actor(self.people[name], name))

    def read_people(self) -> None:
        """Learn the ids of everybody by name."""
        with self.db.reading() as session:
            of_process = select(Member, Person).join(Person).where(Member.process_id == self.process_id)
            for member, person in session.exec(of_process):
                self.people[person.name], self.members[person.name] = person.id, member.id

    def token(self, name: str) -> str:
        """A cookie for this person, bound to the process as that of a personal link is."""
        with self.db.transaction() as session:
            return identity.begin_session(self.db, session, self.people[name], self.process_id).token


@pytest.fixture(scope="session", autouse=True)
def known_components() -> Iterator[None]:
    """Streamlit looks through all packages for components before the first run of each test: once is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def database(tmp_path, empty_database, monkeypatch) -> Iterator[Database]:
    monkeypatch.setenv("ASSENT_DATA_DIR", str(tmp_path))
    shutil.copy(empty_database, tmp_path / "assent.db")
    # One key for all, so that what is kept of one test's events is signed in the next.
    (tmp_path / "event.key").write_text(KEY.hex())
    get_settings.cache_clear()
    the_database.cache_clear()
    yield the_database()
    the_database().close()
    get_settings.cache_clear()
    the_database.cache_clear()


@pytest.fixture(scope="session")
def kept_stage(tmp_path_factory) -> Kept[Stage]:
    return Kept(tmp_path_factory.mktemp("ui") / "stage.db")


@pytest.fixture
def stage(database, kept_stage) -> Stage:
    """A running process with an open survey, one topic with evidence and a candidate, and a planned meeting."""
    return kept_stage.put_into(database, make_stage)


def make_stage(database: Database) -> Stage:
    with database.transaction() as session:
        founder = Person(name="Ada Founder", email="", is_administrator=True, created_at=database.now(session))
        session.add(founder)
        session.flush()
        administrator = Context(database, Actor(founder.id, founder.name, is_administrator=True))
    draft = processes.ProcessDraft(
        slug="pump",
        title="Pump *therapy*",
        question="When should it be used?",
        scope="Adults",
        definition=load_presets()["consensus_conference"].definition,
        is_simulated=True,
    )
    facilitator = panel.MemberDraft("Fay Cilitator", role=Role.FACILITATOR, votes=False)
    process_id = processes.create_process(administrator, draft, facilitator)
    made = Stage(database, process_id, "pump", {})
    made.read_people()
    fay = made.as_("Fay Cilitator")
    for name in ("Ann Alder", "Ben Birch", "Cleo Cedar"):
        member_id = panel.add_member(fay, process_id, panel.MemberDraft(name, institution=f"{name[0]} Hospital"))
        panel.record_invitation(fay, member_id, InvitationState.SENT)
    made.read_people()
    survey_id = survey.add_survey(fay, process_id, parse_instrument(INSTRUMENT, "opening.toml"))
    processes.start_process(fay, process_id)
    survey.open_survey(fay, survey_id)
    meeting.add_meeting(fay, process_id, "Consensus meeting", None)
    topic_id = topics.add_topic(fay, process_id, "Combination", "With systemic therapy?", 30)
    topics.add_evidence(fay, topic_id, "Response 74% <b>of 46</b>", "Kemeny 2009", "10.1000/x1")
    return made


@pytest.fixture
def carry(monkeypatch) -> Callable[[str | None], None]:
    """Let the connection of the next runs carry this cookie, as a browser's would."""

    def set_cookie(token: str | None) -> None:
        cookies = {get_settings().session_cookie: token} if token else {}
        client = SimpleNamespace(cookies=cookies, headers=[])
        monkeypatch.setattr(streamlit_context, "_get_client_context", lambda: client)

    return set_cookie


@pytest.fixture
def visit(database) -> Callable[..., AppTest]:
    """The app on whatever connection there is, with these parameters in the address."""

    def visit_(**parameters: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=20)
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return visit_


@pytest.fixture
def open_page(stage, carry, visit) -> Callable[..., AppTest]:
    """The app as this person sees it, on one page of it ("survey.py") and one part of that page.

    Without a page it is the one they arrive on. What else is given stands in the address, such as question="fit".
    """

    def open_(name: str, page: str | None = None, *, part: str | None = None, **parameters: str) -> AppTest:
        carry(stage.token(name))
        app = visit()
        if page:
            app.switch_page(f"views/{page}")
            for kind, value in parameters.items():
                app.query_params[kind] = value
            app.run()
        return app.segmented_control(key="part").set_value(part).run() if part else app

    return open_
