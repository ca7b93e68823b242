"""Carry a process folder through the services: from the invitations to the adopted statements.

Nothing here is a short cut: every step is the call that a page makes, by the member who would make it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import InvitationState
from consensus.domain.members import MemberDraft
from consensus.domain.roles import Role
from consensus.domain.statements import Route
from consensus.persistence.database import Database
from consensus.persistence.tables import Member, Person
from consensus.services.context import Actor, Context
from consensus.services.interests import conflicts, interests
from consensus.services.meetings import meeting
from consensus.services.people import panel
from consensus.services.processes import processes
from consensus.services.rounds import ballots, rounds
from consensus.services.rounds.round_views import get_round
from consensus.services.sign_in.credentials import command_line_actor
from consensus.services.statements import references, statements, topics
from consensus.services.surveys import collation, survey
from surveys.folder import EVERY_TOPIC
from surveys.folder_model import MemberPlan, ProcessFolder, StatementPlan, TopicPlan

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many of it are done, and of how many."""


class Stage(IntEnum):
    """How far to go."""

    PLANNED = 0
    SURVEY = 1
    DRAFTS = 2
    MEETING = 3
    FINISHED = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of the folder as actors in the database, by their ids in the folder."""

    db: Database
    process_id: UUID
    members: Mapping[str, UUID]
    actors: Mapping[str, Actor]
    facilitator: Context
    facilitator_id: UUID

    def context(self, member: str) -> Context:
        """The context of one member."""
        return Context(self.db, self.actors[member])


@dataclass(frozen=True, slots=True)
class Replay:
    """What was made; `statements` maps the folder's ids to those of the database."""

    process_id: UUID
    cast: Cast
    statements: Mapping[str, UUID]


def replay(
    db: Database,
    folder: ProcessFolder,
    *,
    until: Stage = Stage.FINISHED,
    slug: str = "",
    title: str = "",
    is_example: bool = False,
    holding_back: Sequence[str] = (),
    progress: Progress = lambda _what, _done, _total: None,
) -> Replay:
    """Create the process of a folder and carry it up to a stage.

    The survey of those in `holding_back` is not sent in, and they do not check in: they are left for people to try.
    """
    cast = _create(db, folder, slug or folder.process.slug, title or folder.process.title, is_example, progress)
    topic_ids = _plan(cast, folder, progress)
    survey_id = survey.add_survey(cast.facilitator, cast.process_id, folder.instrument)
    if until is Stage.PLANNED:
        return Replay(cast.process_id, cast, {})
    _invite(cast, folder, progress)
    processes.start_process(cast.facilitator, cast.process_id)
    survey.open_survey(cast.facilitator, survey_id)
    _declare(cast, folder, topic_ids, holding_back)
    _answer(cast, folder, survey_id, holding_back, progress)
    if until is Stage.SURVEY:
        return Replay(cast.process_id, cast, {})
    survey.close_survey(cast.facilitator, survey_id)
    statement_ids = _draft(cast, folder, topic_ids, progress)
    if until >= Stage.MEETING:
        _meet(cast, folder, topic_ids, statement_ids, holding_back, progress)
    if until is Stage.FINISHED:
        for area in folder.future_study:
            topics.add_future_study(cast.facilitator, cast.process_id, area)
        processes.finish_process(cast.facilitator, cast.process_id)
    return Replay(cast.process_id, cast, statement_ids)


def act_as(db: Database, member_id: UUID) -> Context:
    """The context of a member, for a caller that holds the database."""
    with db.reading() as session:
        member = session.get_one(Member, member_id)
        return Context(db, Actor(member.person_id, session.get_one(Person, member.person_id).name))


def _create(db: Database, folder: ProcessFolder, slug: str, title: str, is_example: bool, progress: Progress) -> Cast:
    facilitator = next((m for m in folder.members if m.role is Role.FACILITATOR), None)
    if facilitator is None:
        raise ConflictError("The panel of this folder has no facilitator.")
    plan = folder.process
    administrator = Context(db, command_line_actor(db))
    process_id = processes.create_process(
        administrator,
        processes.ProcessDraft(
            slug=slug,
            title=title,
            question=plan.question,
            scope=plan.scope,
            definition=folder.definition,
            anonymity=plan.anonymity,
            time_zone=plan.time_zone,
            source=plan.source,
            asks_interests=bool(folder.interests),
            is_simulated=plan.simulated,
            is_example=is_example,
        ),
        _draft_of(facilitator),
    )
    with db.reading() as session:
        first = _member_named(session, process_id, facilitator)
    context = act_as(db, first)
    members = {facilitator.id: first}
    for done, plan_ in enumerate((m for m in folder.members if m is not facilitator), start=1):
        members[plan_.id] = panel.add_member(context, process_id, _draft_of(plan_))
        progress("Entering the panel", done, len(folder.members) - 1)
    actors = {name: act_as(db, member_id).actor for name, member_id in members.items()}
    return Cast(db, process_id, members, {name: actor for name, actor in actors.items() if actor}, context, first)


def _invite(cast: Cast, folder: ProcessFolder, progress: Progress) -> None:
    invited = [member for member in folder.members if member.invited]
    for done, member in enumerate(invited, start=1):
        panel.record_invitation(cast.facilitator, cast.members[member.id], InvitationState.SENT)
        progress("Sending invitations", done, len(invited))


def _plan(cast: Cast, folder: ProcessFolder, progress: Progress) -> Mapping[str, UUID]:
    """The topics with their talks and evidence, and the meeting."""
    ctx, process_id = cast.facilitator, cast.process_id
    topic_ids: dict[str, UUID] = {}
    works = {name: references.add_reference(ctx, process_id, work) for name, work in folder.references.items()}
    for done, topic in enumerate(folder.topics, start=1):
        topic_ids[topic.id] = topics.add_topic(
            ctx, process_id, topic.title, topic.summary, topic.minutes, slug=topic.id
        )
        for talk in topic.presentations:
            topics.add_presentation(ctx, topic_ids[topic.id], talk.title, talk.presenter, talk.minutes)
        for item in topic.evidence:
            topics.add_evidence(
                ctx, topic_ids[topic.id], item.text, item.reference, item.doi, reference_id=works.get(item.cites)
            )
        progress("Planning the agenda", done, len(folder.topics))
    meeting.add_meeting(ctx, process_id, folder.meeting.title, folder.meeting.date)
    return topic_ids


def _answer(
    cast: Cast, folder: ProcessFolder, survey_id: UUID, holding_back: Sequence[str], progress: Progress
) -> None:
    """Every member gives one answer after the other and sends the survey in."""
    answering = [m for m in dict.fromkeys(answer.member for answer in folder.answers) if m not in holding_back]
    for done, member in enumerate(answering, start=1):
        ctx = cast.context(member)
        for answer in folder.answers:
            if answer.member == member:
                survey.save_answer(ctx, survey_id, answer.question, answer.value)
        survey.finish_survey(ctx, survey_id)
        progress("Answering the survey", done, len(answering))


def _declare(cast: Cast, folder: ProcessFolder, topic_ids: Mapping[str, UUID], holding_back: Sequence[str]) -> None:
    """Every member declares; the chair decides on each interest, and the facilitator on the chair's own."""
    chairs = [member.id for member in folder.members if member.role is Role.CHAIR]
    for plan in folder.interests:
        if plan.member in holding_back:
            continue
        ctx = cast.context(plan.member)
        if plan.topic == EVERY_TOPIC:
            interests.declare_nothing_on_the_rest(ctx, cast.process_id)
            continue
        topic_id = topic_ids[plan.topic] if plan.topic else None
        interests.declare(ctx, cast.process_id, topic_id, plan.declaration)
        if plan.decision is None:
            continue
        mine = interests.get_my_interests(ctx, cast.process_id).questions
        declaration = next(question.current for question in mine if question.topic_id == topic_id)
        others = [chair for chair in chairs if chair != plan.member]
        decider = cast.context(others[0]) if others else cast.facilitator
        if declaration is not None:
            conflicts.decide_conflict(decider, declaration.id, plan.decision, plan.reason)


def _draft(cast: Cast, folder: ProcessFolder, topic_ids: Mapping[str, UUID], progress: Progress) -> Mapping[str, UUID]:
    """The candidates of every topic, each linked to the answers it was made from."""
    plans = [(topic, statement) for topic in folder.topics for statement in topic.statements]
    statement_ids: dict[str, UUID] = {}
    for done, (topic, plan) in enumerate(plans, start=1):
        statement_ids[plan.id] = collation.draft_statement(
            cast.facilitator,
            topic_ids[topic.id],
            plan.text,
            plan.plain_text,
            [(question, part) for question, _, part in (source.partition(".") for source in plan.sources)],
        )
        progress("Drafting statements", done, len(plans))
    return statement_ids


def _meet(
    cast: Cast,
    folder: ProcessFolder,
    topic_ids: Mapping[str, UUID],
    statement_ids: Mapping[str, UUID],
    holding_back: Sequence[str],
    progress: Progress,
) -> None:
    ctx = cast.facilitator
    meeting_id = meeting.get_meeting(ctx, cast.process_id).id
    meeting.start_meeting(ctx, meeting_id)
    attending = [member.id for member in folder.members if member.attends and member.id not in holding_back]
    for done, member in enumerate(attending, start=1):
        meeting.check_in(cast.context(member), meeting_id)
        progress("Checking in", done, len(attending))
    on = meeting.get_meeting(ctx, cast.process_id).topic
    for done, topic in enumerate(folder.topics, start=1):
        if done > 1 or on is None or on.id != topic_ids[topic.id]:
            meeting.choose_topic(ctx, meeting_id, topic_ids[topic.id])
        _decide_topic(cast, folder, meeting_id, topic, statement_ids)
        progress("Reaching consensus", done, len(folder.topics))
    meeting.end_meeting(ctx, meeting_id)


def _decide_topic(
    cast: Cast, folder: ProcessFolder, meeting_id: UUID, topic: TopicPlan, statement_ids: Mapping[str, UUID]
) -> None:
    """Present all candidates; adopt by full consensus or vote, and write the rationale of what is adopted."""
    ctx = cast.facilitator
    for plan in topic.statements:
        statements.present_statement(ctx, statement_ids[plan.id])
    by_vote = [plan for plan in topic.statements if plan.route is Route.VOTE]
    if by_vote:
        _vote(cast, folder, meeting_id, by_vote, statement_ids)
    for plan in topic.statements:
        if plan.route is Route.FULL_CONSENSUS:
            meeting.record_full_consensus(ctx, meeting_id, statement_ids[plan.id])
        elif plan.final:
            statements.adopt(ctx, statement_ids[plan.id])
        if plan.final:
            statements.set_rationale(ctx, statement_ids[plan.id], plan.rationale, plan.dissent)


def _vote(
    cast: Cast,
    folder: ProcessFolder,
    meeting_id: UUID,
    plans: Sequence[StatementPlan],
    statement_ids: Mapping[str, UUID],
) -> None:
    ctx = cast.facilitator
    round_id = rounds.open_round(ctx, meeting_id, [statement_ids[plan.id] for plan in plans])
    items = {item.statement_id: item for item in get_round(ctx, round_id).items}
    wanted = {plan.id for plan in plans}
    for ballot in folder.ballots:
        if ballot.statement in wanted:
            item = items[statement_ids[ballot.statement]]
            ballots.cast_ballot(
                cast.context(ballot.member), item.id, item.version_sha256, ballot.choice, ballot.comment
            )
    rounds.close_round(ctx, round_id)
    rounds.reveal_round(ctx, round_id)


def _draft_of(plan: MemberPlan) -> MemberDraft:
    return MemberDraft(
        name=plan.name,
        email=plan.email,
        role=plan.role,
        votes=plan.votes,
        stakeholder_group=plan.stakeholder_group,
        institution=plan.institution,
        country=plan.country,
        discipline=plan.discipline,
    )


def _member_named(session: Session, process_id: UUID, plan: MemberPlan) -> UUID:
    return session.exec(
        select(Member.id)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id, Person.name == plan.name)
    ).one()
