"""What a process folder holds: the plan of a whole process, its answers and ballots, and the results it must give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from consensus.domain.ballots import Choice
from consensus.domain.conflicts import Decision, Declaration
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity
from consensus.domain.references.model import Reference
from consensus.domain.roles import Role
from consensus.domain.statements import Route
from surveys.answers import Answer
from surveys.model import Instrument


@dataclass(frozen=True, slots=True)
class ProcessPlan:
    """The process itself; `source` says where its facts come from."""

    slug: str
    title: str
    question: str
    scope: str
    anonymity: Anonymity
    time_zone: str
    simulated: bool
    source: str


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """The consensus meeting."""

    title: str
    date: date
    place: str


@dataclass(frozen=True, slots=True)
class PresentationPlan:
    """A talk on a topic, in minutes."""

    title: str
    presenter: str
    minutes: int


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """One piece of evidence and where it was published; `doi` may be empty.

    cites: the id of a reference of the folder; `reference` then says how the finding stands to it.
    """

    text: str
    reference: str
    doi: str
    cites: str = ""


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """A candidate statement; `sources` are the answers it was drafted from, "question.option" or "question"."""

    id: str
    text: str
    plain_text: str
    rationale: str
    dissent: str
    sources: tuple[str, ...]
    route: Route
    final: bool


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """An agenda item; `minutes` are those of its discussion, without the presentations."""

    id: str
    title: str
    summary: str
    minutes: int
    presentations: tuple[PresentationPlan, ...]
    evidence: tuple[EvidencePlan, ...]
    statements: tuple[StatementPlan, ...]


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A person of the process."""

    id: str
    name: str
    email: str
    role: Role
    votes: bool
    stakeholder_group: str
    institution: str
    country: str
    discipline: str
    invited: bool
    attends: bool


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """What a member answers to a question of the survey, in its stored form."""

    member: str
    question: str
    value: Answer


@dataclass(frozen=True, slots=True)
class BallotPlan:
    """What a member votes on a statement."""

    member: str
    statement: str
    choice: Choice
    comment: str


@dataclass(frozen=True, slots=True)
class InterestPlan:
    """What a member declares, and what is decided on it; `topic` is empty in general and "*" on every topic left."""

    member: str
    topic: str
    declaration: Declaration
    decision: Decision | None
    reason: str


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """The result a statement must have; the counts are 0 where no vote was held."""

    topic: str
    statement: str
    route: Route
    n_agree: int
    n_disagree: int
    n_abstain: int
    n_cannot_judge: int
    eligible: int
    outcome: str
    adopted: bool


@dataclass(frozen=True, slots=True)
class ProcessFolder:
    """A whole process as files; `instrument_text` is the survey file word for word.

    A process whose folder holds declarations of interest asks for them.
    """

    path: Path
    process: ProcessPlan
    definition: ConsensusDefinition
    meeting: MeetingPlan
    topics: tuple[TopicPlan, ...]
    future_study: tuple[str, ...]
    instrument: Instrument
    instrument_text: str
    members: tuple[MemberPlan, ...]
    answers: tuple[AnswerPlan, ...]
    ballots: tuple[BallotPlan, ...]
    expected: tuple[ExpectedRow, ...]
    interests: tuple[InterestPlan, ...] = ()
    references: Mapping[str, Reference] = field(default_factory=dict)
