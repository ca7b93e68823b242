"""The journey of a process: what is done, what is due, what is missing."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.lifecycle import (
    MeetingState,
    ProcessState,
    StatementState,
    SurveyState,
)
from consensus.domain.results import ParticipationFlow
from consensus.domain.roles import Action
from consensus.domain.wording import counted
from consensus.persistence.tables import (
    Meeting,
    Process,
    Response,
    Statement,
    Survey,
    Topic,
)
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.participation import PanelCounts, count_asked, count_panel, participation_flow
from consensus.services.processes import ProcessView, view_process
from consensus.services.survey import survey_of


class StepStatus(StrEnum):
    """Where a step of the journey stands."""

    DONE = "done"
    DUE = "due"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey; `page` is where it is taken, `missing` what it still wants."""

    key: str
    title: str
    status: StepStatus
    summary: str
    missing: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole journey at a glance; `next_step` is the first that is due."""

    process: ProcessView
    steps: tuple[Step, ...]
    flow: ParticipationFlow
    next_step: Step | None


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the steps are judged by."""

    process: Process
    counts: PanelCounts
    n_asked: int
    survey: Survey | None
    n_finished: int
    meeting: Meeting | None
    n_topics: int
    n_topics_without: int
    n_statements: int
    n_adopted: int
    n_without_rationale: int


def get_overview(ctx: Context, process_id: UUID) -> Overview:
    """The journey of a process, for its staff."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        facts = _facts(session, standing.process)
        judged = [judge(facts) for judge in _JUDGES]
        steps = _in_order(judged)
        return Overview(
            process=view_process(session, standing),
            steps=steps,
            flow=participation_flow(session, process_id),
            next_step=next((step for step in steps if step.status is StepStatus.DUE), None),
        )


def _facts(session: Session, process: Process) -> _Facts:
    survey = survey_of(session, process.id)
    finished = select(func.count()).where(
        Response.survey_id == (survey.id if survey else None), col(Response.finished_at).is_not(None)
    )
    statements = session.exec(
        select(Statement).join(Topic, col(Topic.id) == col(Statement.topic_id)).where(Topic.process_id == process.id)
    ).all()
    topics = session.exec(select(Topic.id).where(Topic.process_id == process.id)).all()
    in_play = [s for s in statements if s.state not in (StatementState.WITHDRAWN, StatementState.SUPERSEDED)]
    adopted = [s for s in statements if s.state is StatementState.ADOPTED]
    return _Facts(
        process=process,
        counts=count_panel(session, process.id),
        n_asked=count_asked(session, process.id),
        survey=survey,
        n_finished=session.exec(finished).one(),
        meeting=session.exec(select(Meeting).where(Meeting.process_id == process.id)).first(),
        n_topics=len(topics),
        n_topics_without=len(set(topics) - {s.topic_id for s in in_play}),
        n_statements=len(in_play),
        n_adopted=len(adopted),
        n_without_rationale=sum(not s.rationale for s in adopted),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """A step before it is known whether it is its turn."""

    key: str
    title: str
    page: str
    is_done: bool
    summary: str
    missing: tuple[str, ...] = ()


def _in_order(judged: list[_Judged]) -> tuple[Step, ...]:
    """The first step that is not done is due, and those after it come later."""
    steps: list[Step] = []
    is_due_taken = False
    for one in judged:
        status = StepStatus.DONE if one.is_done else StepStatus.LATER if is_due_taken else StepStatus.DUE
        is_due_taken = is_due_taken or not one.is_done
        steps.append(Step(one.key, one.title, status, one.summary, one.missing, one.page))
    return tuple(steps)


def _judge_panel(facts: _Facts) -> _Judged:
    counts, missing = facts.counts, []
    if not counts.voting:
        missing.append("Add the people who decide.")
    if counts.voting and not counts.invited:
        missing.append("Note that the invitations were sent.")
    if facts.process.state is ProcessState.DRAFT:
        missing.append("Start the process, so that the panel can come in.")
    return _Judged(
        "panel",
        "Panel",
        "panel",
        not missing,
        f"{counts.invited} invited from {counted(counts.institutions, 'institution')}.",
        tuple(missing),
    )


def _judge_survey(facts: _Facts) -> _Judged:
    survey, missing = facts.survey, []
    if survey is None:
        missing.append("Choose the survey.")
    elif survey.state is SurveyState.DRAFT:
        missing.append("Open the survey.")
    elif survey.state is SurveyState.OPEN:
        missing.append("Close the survey once enough answers are in.")
    return _Judged(
        "survey",
        "Survey",
        "survey",
        survey is not None and survey.state is SurveyState.CLOSED,
        f"{facts.n_finished} of {facts.n_asked} people asked have sent it in.",
        tuple(missing),
    )


def _judge_collation(facts: _Facts) -> _Judged:
    missing = () if facts.n_statements else ("Make candidates from what the survey says.",)
    closed = facts.survey is not None and facts.survey.state is SurveyState.CLOSED
    summary = "The answers can be read." if closed else "The answers are read once the survey is closed."
    return _Judged("collation", "Collation", "collation", bool(facts.n_statements), summary, missing)


def _judge_topics(facts: _Facts) -> _Judged:
    missing = []
    if not facts.n_topics:
        missing.append("Add the topics of the agenda.")
    if facts.n_topics_without:
        missing.append(f"{counted(facts.n_topics_without, 'topic')} of {facts.n_topics} without a candidate statement.")
    return _Judged(
        "topics",
        "Topics and candidates",
        "topics",
        bool(facts.n_topics) and not facts.n_topics_without,
        f"{counted(facts.n_topics, 'topic')}, {counted(facts.n_statements, 'candidate statement')}.",
        tuple(missing),
    )


def _judge_meeting(facts: _Facts) -> _Judged:
    meeting, missing = facts.meeting, []
    if meeting is None:
        missing.append("Plan the meeting.")
    elif meeting.state is MeetingState.PLANNED:
        missing.append("Start the meeting.")
    elif meeting.state is MeetingState.RUNNING:
        missing.append("Bring every topic to an end, then end the meeting.")
    attended = f"{facts.counts.attended} attended from {counted(facts.counts.institutions_attended, 'institution')}."
    return _Judged(
        "meeting",
        "Meeting",
        "meeting",
        meeting is not None and meeting.state is MeetingState.ENDED,
        attended if facts.counts.attended else "Nobody has checked in yet.",
        tuple(missing),
    )


def _judge_results(facts: _Facts) -> _Judged:
    missing = []
    if not facts.n_adopted:
        missing.append("No statement is adopted yet.")
    if facts.n_without_rationale:
        missing.append(f"{counted(facts.n_without_rationale, 'adopted statement')} without a rationale.")
    finished = facts.process.state in (ProcessState.FINISHED, ProcessState.ARCHIVED)
    if not missing and not finished:
        missing.append("Finish the process.")
    return _Judged(
        "results",
        "Final statements",
        "results",
        finished,
        f"{counted(facts.n_adopted, 'statement')} adopted.",
        tuple(missing),
    )


_JUDGES = (_judge_panel, _judge_survey, _judge_collation, _judge_topics, _judge_meeting, _judge_results)
