"""Small real processes with named people, made by the calls a page would make."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from pysqlite3 import dbapi2 as sqlite
from sqlmodel import select

from consensus.domain.conflicts import NOTHING, Decision, Declaration, InterestKind, Publication
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.lifecycle import InvitationState
from consensus.domain.presets import load_presets
from consensus.domain.references.model import Reference
from consensus.domain.roles import Role
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Person, RoomCode
from consensus.services.context import Context
from consensus.services.examples.replay import act_as
from consensus.services.interests import conflicts, interests
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import ballots, rounds
from consensus.services.rounds.item_views import ItemView
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in import credentials, identity
from consensus.services.statements import references, statements, topics
from consensus.services.surveys import survey, themes
from surveys.loader import parse_instrument

NOON = datetime(2012, 9, 7, 12, tzinfo=UTC)
KEY = b"the tests' own key to the events"

FACILITATOR = "Nora Lindgren"
CHAIR = "Amara Osei"
ANN, BEN, CLEO = "Ann Alder", "Ben Birch", "Cleo Cedar"
PANELISTS = (ANN, BEN, CLEO)
PATIENT = "Pia Holm"
OBSERVER = "Olga Berg"
EVERYBODY = (FACILITATOR, CHAIR, *PANELISTS, PATIENT, OBSERVER)
VOTERS = (CHAIR, *PANELISTS)

FIRST_WORDING = "Local anaesthesia should be offered first."
SECOND_WORDING = "Fasting is not needed before local anaesthesia."

INTEREST = Declaration(True, frozenset({InterestKind.FINANCIAL}), "Fees from a maker of anaesthetics in 2011.")

INSTRUMENT = """
id = "opening"
version = "1"
title = "Before the meeting"
minutes = 5

[[section]]
id = "choice"
title = "Choice"

[[section.question]]
id = "method"
kind = "single"
topic = "choice"
text = "Which anaesthesia comes first?"
required = true
cannot_judge = true
options = [
  { id = "local", label = "Local", statement = "Local anaesthesia comes first." },
  { id = "general", label = "General", statement = "General anaesthesia comes first." },
]

[[section.question]]
id = "why"
kind = "text"
text = "Why general?"
show_if = { question = "method", is = ["general"] }
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let this much time pass: `minutes=5`, `hours=1`."""
        self.now += timedelta(**by)


def save(db: Database, path: Path) -> None:
    """Keep a copy of all that is in a SQLite database."""
    source, target = db.engine.raw_connection(), sqlite.connect(str(path))
    source.driver_connection.backup(target)  # type: ignore[union-attr]
    target.close()
    source.close()


def restore(db: Database, path: Path) -> None:
    """Put back what was kept: much faster than making it again."""
    source, target = sqlite.connect(str(path)), db.engine.raw_connection()
    source.backup(target.driver_connection)
    target.close()
    source.close()


class InDatabase(Protocol):
    """Something that knows the database it is in."""

    db: Database


T = TypeVar("T", bound=InDatabase)


class Kept(Generic[T]):
    """What is made in a database once and put back for each test that needs it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: T | None = None

    def put_into(self, db: Database, make: Callable[[Database], T]) -> T:
        """What was made, in another database, which must be empty; its ids are the same in each."""
        with db.reading() as session:
            assert not session.exec(select(Person.id)).first(), "What is put back takes the place of all."
        if self._made is None:
            self._made = make(db)
            save(db, self._path)
        else:
            restore(db, self._path)
        return deepcopy(self._made, {id(self._made.db): db})


@dataclass(frozen=True)
class Built:
    """A process and the ids of what is in it."""

    db: Database
    process_id: UUID
    slug: str
    members: dict[str, UUID]
    survey_id: UUID
    topic_id: UUID
    other_topic_id: UUID
    theme_id: UUID
    other_theme_id: UUID
    evidence_id: UUID
    reference_id: UUID
    meeting_id: UUID
    first: UUID
    second: UUID

    def context(self, name: str) -> Context:
        """This member, as somebody signed in to nothing in particular."""
        return act_as(self.db, self.members[name])

    def token(self, name: str) -> str:
        """The cookie of a new session of this member, bound to the process."""
        with self.db.transaction() as session:
            person_id = session.get_one(Member, self.members[name]).person_id
            return identity.begin_session(self.db, session, person_id, self.process_id).token

    def link(self, name: str) -> str:
        """A new personal link's secret."""
        return credentials.issue_link(self.context(FACILITATOR), self.members[name])

    def room_code(self) -> str:
        """The code of the room as it is; "" where none was made."""
        with self.db.reading() as session:
            room = session.get(RoomCode, self.meeting_id)
            return room.code if room else ""

    def signed_in(self, name: str) -> Context:
        """This member, signed in by a session bound to the process."""
        return Context(self.db, identity.actor_for_token(self.db, self.token(name)))


def definition(**changes: object) -> ConsensusDefinition:
    """The rule of a consensus conference (at least 4/5 of the valid votes), with changes in their file form."""
    return ConsensusDefinition.from_dict({**load_presets()["consensus_conference"].definition.to_dict(), **changes})


def plan_process(
    db: Database,
    slug: str = "hand",
    *,
    anonymity: Anonymity = Anonymity.CONFIDENTIAL,
    rule: ConsensusDefinition | None = None,
) -> Built:
    """A process in draft: people invited, survey, two topics, evidence, two candidates and a meeting planned."""
    administrator = Context(db, credentials.command_line_actor(db))
    draft = processes.ProcessDraft(
        slug=slug,
        title="Hand surgery",
        question="Which anaesthesia?",
        scope="Adults",
        definition=rule or definition(),
        anonymity=anonymity,
    )
    process_id = processes.create_process(
        administrator, draft, panel.MemberDraft(FACILITATOR, role=Role.FACILITATOR, votes=False)
    )
    with db.reading() as session:
        members = {FACILITATOR: session.exec(select(Member.id).where(Member.process_id == process_id)).one()}
    ctx = act_as(db, members[FACILITATOR])
    for name in (CHAIR, *PANELISTS):
        role = Role.CHAIR if name == CHAIR else Role.PANELIST
        members[name] = panel.add_member(ctx, process_id, panel.MemberDraft(name, role=role, institution=name[:3]))
        panel.record_invitation(ctx, members[name], InvitationState.SENT)
    patient = panel.MemberDraft(PATIENT, votes=False, stakeholder_group="patient representative")
    members[PATIENT] = panel.add_member(ctx, process_id, patient)
    panel.record_invitation(ctx, members[PATIENT], InvitationState.SENT)
    members[OBSERVER] = panel.add_member(ctx, process_id, panel.MemberDraft(OBSERVER, role=Role.OBSERVER, votes=False))
    topic_id = topics.add_topic(ctx, process_id, "Choice", "Which comes first?", 20, slug="choice")
    other_topic_id = topics.add_topic(ctx, process_id, "Fasting", "Is it needed?", 10, slug="fasting")
    topics.add_evidence(ctx, topic_id, "Less pain after local anaesthesia.", "Lalonde 2013", "10.1000/wide")
    return Built(
        db=db,
        process_id=process_id,
        slug=slug,
        members=members,
        survey_id=survey.add_survey(ctx, process_id, parse_instrument(INSTRUMENT, "opening.toml")),
        topic_id=topic_id,
        other_topic_id=other_topic_id,
        theme_id=themes.add_theme(ctx, process_id, "Speed"),
        other_theme_id=themes.add_theme(ctx, process_id, "Safety"),
        evidence_id=topics.list_topics(ctx, process_id)[0].evidence[0].id,
        reference_id=references.add_reference(ctx, process_id, Reference("Pain after hand surgery", ("Osei A",))),
        meeting_id=meeting.add_meeting(ctx, process_id, "Consensus meeting", date(2012, 9, 7)),
        first=statements.add_candidate(ctx, topic_id, FIRST_WORDING),
        second=statements.add_candidate(ctx, topic_id, SECOND_WORDING, "You may eat before."),
    )


def begin_meeting(built: Built, present: Sequence[str] = EVERYBODY) -> Built:
    """Start the process and its meeting, check these people in, and present both candidates."""
    ctx = built.context(FACILITATOR)
    processes.start_process(ctx, built.process_id)
    meeting.start_meeting(ctx, built.meeting_id)
    for name in present:
        meeting.check_in(ctx, built.meeting_id, built.members[name])
    for statement_id in (built.first, built.second):
        statements.present_statement(ctx, statement_id)
    return built


def ask_interests(built: Built, *, asks: bool = True) -> None:
    """Let the process ask for declarations, or not."""
    interests.set_asking(built.context(FACILITATOR), built.process_id, asks=asks, publication=Publication.CATEGORY)


def declare_everything(
    built: Built,
    declared: Mapping[tuple[str, UUID | None], Declaration] = {},
    names: Sequence[str] = VOTERS,
) -> None:
    """Let these members answer every question of the form: as it is said, and else that there is nothing."""
    for name in names:
        for topic_id in (None, built.topic_id, built.other_topic_id):
            said = declared.get((name, topic_id), NOTHING)
            interests.declare_for(built.context(FACILITATOR), built.members[name], topic_id, said)


def declaration_of(built: Built, name: str, topic_id: UUID | None) -> UUID:
    """The id of the declaration in force of a member on a topic."""
    review = conflicts.get_review(built.context(FACILITATOR), built.process_id)
    questions = next(member.questions for member in review.members if member.name == name)
    return next(question.current.id for question in questions if question.topic_id == topic_id and question.current)


def decide(built: Built, name: str, topic_id: UUID | None, decision: Decision, *, by: str = CHAIR) -> None:
    """Let the chair decide on the declaration of a member."""
    conflicts.decide_conflict(built.context(by), declaration_of(built, name, topic_id), decision, "As the rules say.")


@dataclass(frozen=True)
class Vote:
    """A round that was opened on both candidates, and its items."""

    built: Built
    id: UUID
    items: tuple[ItemView, ...]

    def cast(self, name: str, choice: str, comment: str = "", *, item: int = 0) -> ballots.Recorded:
        """Let this member vote on one of the two items."""
        target = self.items[item]
        return ballots.cast_ballot(self.built.context(name), target.id, target.version_sha256, choice, comment)

    def request(self, token: str, key: str, choice: str = "agree", **changes: object) -> ballots.CastRequest:
        """A ballot on the first item as it comes from a browser."""
        fields = {"item_id": self.items[0].id, "version_sha256": self.items[0].version_sha256, "comment": ""}
        return ballots.CastRequest(token=token, key=key, choice=choice, **{**fields, **changes})  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the round."""
        rounds.close_round(self.built.context(FACILITATOR), self.id)

    def reveal(self) -> None:
        """Close the round and reveal it."""
        self.close()
        rounds.reveal_round(self.built.context(FACILITATOR), self.id)


def open_vote(built: Built, tally_mode: TallyMode = TallyMode.LIVE) -> Vote:
    """Open a round on both candidates of a running meeting."""
    ctx = built.context(FACILITATOR)
    round_id = rounds.open_round(ctx, built.meeting_id, [built.first, built.second], tally_mode=tally_mode)
    return Vote(built, round_id, get_round(ctx, round_id).items)
