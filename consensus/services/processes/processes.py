"""Processes: created, described, started, finished; who is in them and under which rule they decide."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.conflicts import Publication
from consensus.domain.definitions import ConsensusDefinition
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.lifecycle import ProcessState, check_move
from consensus.domain.members import MemberDraft
from consensus.domain.people import clean_name
from consensus.domain.roles import Action, Role, allowed_actions
from consensus.persistence.database import database_of
from consensus.persistence.tables import DelphiProtocol, Member, Person, Process
from consensus.services.access import Standing, require, signed_in
from consensus.services.audit import note, record
from consensus.services.context import Actor, Context
from consensus.services.people.consent import newest_text
from consensus.services.people.panel import insert_member
from consensus.services.people.participation import ON_THE_PANEL
from consensus.services.people.staff import acting_administrator
from consensus.services.statements.statement_views import statements_in_rounds

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class ProcessDraft:
    """What a process is created with."""

    slug: str
    title: str
    question: str
    scope: str
    definition: ConsensusDefinition
    anonymity: Anonymity = Anonymity.CONFIDENTIAL
    asks_interests: bool = False
    interest_publication: Publication = Publication.CATEGORY
    time_zone: str = "UTC"
    source: str = ""
    is_simulated: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class ProcessSummary:
    """A process in the list of somebody's processes."""

    id: UUID
    slug: str
    title: str
    state: ProcessState
    role: Role
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class ProcessCensus:
    """What an administrator sees of a process they do not belong to."""

    title: str
    slug: str
    state: ProcessState
    facilitators: tuple[str, ...]
    n_panel: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process as one member sees it, and what that member may do now.

    asks_consent: whether this member is asked to agree to a consent text. has_protocol: whether it holds Delphi rounds.
    locked_at, locked_sha256: since when the definition is locked, and its fingerprint then; None and "" before.
    """

    id: UUID
    slug: str
    title: str
    question: str
    scope: str
    state: ProcessState
    anonymity: Anonymity
    definition: ConsensusDefinition
    definition_sentence: str
    asks_interests: bool
    interest_publication: Publication
    locked_at: datetime | None
    locked_sha256: str
    time_zone: str
    reply_by: date | None
    source: str
    is_simulated: bool
    is_example: bool
    role: Role
    member_id: UUID
    member_name: str
    votes: bool
    asks_consent: bool
    has_protocol: bool
    allowed: frozenset[Action]
    revision: int


def may_create(ctx: Context) -> bool:
    """Whether the actor may create processes."""
    with ctx.db.reading() as session:
        return signed_in(ctx, session).is_administrator


def create_process(ctx: Context, draft: ProcessDraft, facilitator: MemberDraft | None = None) -> UUID:
    """A new process in draft, with its facilitator: the administrator who creates it, unless another is named."""
    with ctx.db.transaction() as session:
        return insert_process(session, signed_in(ctx, session), draft, facilitator).id


def insert_process(session: Session, actor: Actor, draft: ProcessDraft, facilitator: MemberDraft | None) -> Process:
    """The same within the caller's transaction."""
    if not actor.is_administrator:
        raise NotAllowedError("Only an administrator can create a process.")
    if not _SLUG.fullmatch(draft.slug):
        raise InvalidInputError("The short name takes small letters, digits and '-', such as pain-2027.")
    if session.exec(select(Process).where(Process.slug == draft.slug)).one_or_none() is not None:
        raise ConflictError(f"There is already a process “{draft.slug}”.")
    process = Process(
        slug=draft.slug,
        title=_given(draft.title, "title"),
        question=draft.question.strip(),
        scope=draft.scope.strip(),
        anonymity=draft.anonymity,
        definition=draft.definition.to_dict(),
        asks_interests=draft.asks_interests,
        interest_publication=draft.interest_publication,
        time_zone=draft.time_zone,
        source=draft.source,
        is_simulated=draft.is_simulated,
        is_example=draft.is_example,
        created_at=database_of(session).now(session),
    )
    session.add(process)
    session.flush()
    record(session, process, "process.created", process.id, actor_id=actor.person_id)
    sentence = draft.definition.sentence()
    record(session, process, "definition.set", process.id, actor_id=actor.person_id, sentence=sentence)
    first = facilitator or MemberDraft(actor.name, role=Role.FACILITATOR, votes=False)
    member = insert_member(session, process, first, person_id=None if facilitator else actor.person_id)
    record(
        session,
        process,
        "member.added",
        member.id,
        actor_id=actor.person_id,
        name=clean_name(first.name),
        role=first.role.value,
    )
    return process


def list_my_processes(ctx: Context) -> tuple[ProcessSummary, ...]:
    """The processes the actor belongs to and may see, newest first; one alone for a session bound to it."""
    with ctx.db.reading() as session:
        actor = signed_in(ctx, session)
        query = (
            select(Process, Member)
            .join(Member, col(Member.process_id) == col(Process.id))
            .where(Member.person_id == actor.person_id)
            .order_by(col(Process.created_at).desc())
        )
        if actor.process_id is not None:
            query = query.where(Process.id == actor.process_id)
        return tuple(
            ProcessSummary(process.id, process.slug, process.title, process.state, member.role, process.is_simulated)
            for process, member in session.exec(query)
            if Action.VIEW_PROCESS in allowed_actions(member.role, process.state)
        )


def list_all_processes(ctx: Context) -> tuple[ProcessCensus, ...]:
    """Every process of the server, newest first, for its administrators; what is in them stays closed to these."""
    with ctx.db.reading() as session:
        acting_administrator(ctx, session)
        facilitators: dict[UUID, list[str]] = {}
        named = select(Member.process_id, Person.name).join(Person).where(Member.role == Role.FACILITATOR)
        for process_id, name in session.exec(named.order_by(Person.name)):
            facilitators.setdefault(process_id, []).append(name)
        counts = select(Member.process_id, func.count()).where(col(Member.role).in_(ON_THE_PANEL))
        n_panel = dict(session.exec(counts.group_by(col(Member.process_id))).all())
        return tuple(
            ProcessCensus(
                title=process.title,
                slug=process.slug,
                state=process.state,
                facilitators=tuple(facilitators.get(process.id, ())),
                n_panel=n_panel.get(process.id, 0),
                created_at=process.created_at,
            )
            for process in session.exec(select(Process).order_by(col(Process.created_at).desc()))
        )


def find_process(ctx: Context, slug: str) -> UUID:
    """The id of the process that the actor's URL names."""
    with ctx.db.reading() as session:
        process = session.exec(select(Process).where(Process.slug == slug)).one_or_none()
        return require(ctx, session, Action.VIEW_PROCESS, process.id if process else None).process.id


def get_process(ctx: Context, process_id: UUID) -> ProcessView:
    """The process as the actor sees it."""
    with ctx.db.reading() as session:
        return view_process(session, require(ctx, session, Action.VIEW_PROCESS, process_id))


def view_process(session: Session, standing: Standing) -> ProcessView:
    """The process as the member of this standing sees it."""
    process, member = standing.process, standing.member
    definition = ConsensusDefinition.from_dict(process.definition)
    return ProcessView(
        id=process.id,
        slug=process.slug,
        title=process.title,
        question=process.question,
        scope=process.scope,
        state=process.state,
        anonymity=process.anonymity,
        definition=definition,
        definition_sentence=definition.sentence(),
        asks_interests=process.asks_interests,
        interest_publication=process.interest_publication,
        locked_at=process.locked_at,
        locked_sha256=process.locked_sha256,
        time_zone=process.time_zone,
        reply_by=process.reply_by,
        source=process.source,
        is_simulated=process.is_simulated,
        is_example=process.is_example,
        role=member.role,
        member_id=member.id,
        member_name=session.get_one(Person, member.person_id).name,
        votes=member.votes,
        asks_consent=member.role in ON_THE_PANEL and newest_text(session, process.id) is not None,
        has_protocol=session.get(DelphiProtocol, process.id) is not None,
        allowed=allowed_actions(member.role, process.state),
        revision=process.revision,
    )


def update_process(ctx: Context, process_id: UUID, *, title: str, question: str, scope: str) -> None:
    """Change what the process says about itself."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        process = standing.process
        process.title, process.question, process.scope = _given(title, "title"), question.strip(), scope.strip()
        note(session, standing, "process.changed", process.id)


def start_process(ctx: Context, process_id: UUID) -> None:
    """Let the panel in."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_PROCESS, process_id, changes=True)
        _move(session, standing, ProcessState.RUNNING, "process.started")


def finish_process(ctx: Context, process_id: UUID) -> None:
    """End the process: from then on it is read, not changed. Refused while a vote is open or unrevealed."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.FINISH_PROCESS, process_id, changes=True)
        if statements_in_rounds(session, process_id):
            raise ConflictError("Close and reveal the vote first.")
        _move(session, standing, ProcessState.FINISHED, "process.finished")


def _move(session: Session, standing: Standing, target: ProcessState, verb: str) -> None:
    check_move("process", standing.process.state, target)
    standing.process.state = target
    note(session, standing, verb, standing.process.id)


def _given(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidInputError(f"A process needs a {field}.")
    return text.strip()
