"""What each member of a process is asked to do, and what is happening now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import (
    InvitationState,
    MeetingState,
    ProcessState,
    RoundState,
    StatementState,
    SurveyState,
)
from consensus.domain.roles import Action
from consensus.domain.show_of_hands import CALL
from consensus.domain.taking_part import UNANSWERED, ConsentState
from consensus.domain.wording import counted
from consensus.persistence.tables import (
    Attendance,
    Ballot,
    DelphiRound,
    Elector,
    Invitation,
    Meeting,
    Participation,
    Response,
    Round,
    RoundItem,
    Statement,
    Topic,
)
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.interests.interest_store import declarations_of
from consensus.services.interests.interests import list_topics, questions_of
from consensus.services.people.consent import my_consent
from consensus.services.surveys.survey import survey_of


@dataclass(frozen=True, slots=True)
class Task:
    """Something a member is asked to do; an urgent one is happening now."""

    key: str
    title: str
    detail: str
    page: str
    is_done: bool
    is_urgent: bool


def list_my_tasks(ctx: Context, process_id: UUID) -> tuple[Task, ...]:
    """What the actor is asked to do in a process, the most urgent first."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PROCESS, process_id)
        if standing.process.state is ProcessState.DRAFT:
            return ()
        if session.get_one(Invitation, standing.member.id).state is InvitationState.DECLINED:
            return _result_tasks(session, standing)
        first = _consent_tasks(session, standing)
        tasks = (
            *first,
            *_vote_tasks(session, standing),
            *_interest_tasks(session, standing),
            *(() if first else _meeting_tasks(session, standing)),
            *(() if first else _survey_tasks(session, standing)),
            *_reading_tasks(session, standing),
            *_result_tasks(session, standing),
        )
        return tuple(sorted(tasks, key=lambda task: (task.is_done, not task.is_urgent)))


def _consent_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    consent = my_consent(session, standing)
    if consent.newest is None or consent.state is ConsentState.GIVEN or not consent.may_answer:
        return ()
    is_new = consent.last is not None
    title = "Read the new consent text" if is_new else "Read the consent text"
    detail = "Survey and votes are open to you once you have agreed. You may also refuse."
    return (Task("consent", title, detail, "consent", False, True),)


def _interest_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    """The form, for those who have a vote and said that they take part.

    It presses once the meeting runs, because votes wait for it, whatever became of the invitation.
    """
    if not standing.process.asks_interests or not standing.member.votes or not standing.may(Action.DECLARE_INTERESTS):
        return ()
    topics = list_topics(session, standing.process.id)
    declared = declarations_of(session, standing.process.id, standing.member.id)
    n_open = sum(question.current is None for question in questions_of(standing.member.id, topics, declared))
    if not n_open:
        return (Task("interests", "Interests declared", "You can change it at any time.", "interests", True, False),)
    meeting = session.exec(select(Meeting).where(Meeting.process_id == standing.process.id)).first()
    is_urgent = meeting is not None and meeting.state is MeetingState.RUNNING
    if not is_urgent and session.get_one(Invitation, standing.member.id).state in UNANSWERED:
        return ()
    detail = f"{counted(n_open, 'question')} on what could make somebody doubt your judgement; one tap each."
    return (Task("interests", "Declare your interests", detail, "interests", False, is_urgent),)


def _vote_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    member = standing.member
    electorates = session.exec(
        select(Round)
        .join(Elector, col(Elector.round_id) == col(Round.id))
        .where(
            Round.process_id == standing.process.id,
            Round.state == RoundState.OPEN,
            Elector.member_id == member.id,
            col(Elector.is_recused).is_(False),
        )
    )
    return tuple(_vote_task(session, standing, round_) for round_ in electorates)


def _vote_task(session: Session, standing: Standing, round_: Round) -> Task:
    delphi = session.get(DelphiRound, round_.id)
    if round_.by_hands:
        return Task("vote", CALL, "Raise your hand in the room; the facilitator counts.", "meeting", False, True)
    if round_.anonymity is Anonymity.SECRET:
        has_voted = session.get(Participation, (round_.id, standing.member.id)) is not None
        detail = "Your ballot paper is in the box." if has_voted else "A secret vote, cast on every statement at once."
        return Task("vote", "You have voted" if has_voted else "Vote now", detail, "meeting", has_voted, not has_voted)
    items = select(func.count()).where(RoundItem.round_id == round_.id)
    cast = (
        select(func.count())
        .select_from(Ballot)
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_.id, Ballot.member_id == standing.member.id)
    )
    n_items, n_cast = session.exec(items).one(), session.exec(cast).one()
    is_done = n_cast == n_items
    if delphi is not None:
        title = f"Round {delphi.number} rated" if is_done else f"Rate round {delphi.number}"
        said = (
            "You can change your ratings until it closes." if is_done else f"{n_items - n_cast} of {n_items} to rate."
        )
        return Task("rate", title, said, "rate", is_done, not is_done)
    if round_.kind is RoundKind.OBJECTION:
        asks = "You can change your answer until the check is ended." if is_done else "One tap on the wording as it is."
        title = "You have answered" if is_done else "Any objection?"
        return Task("vote", title, asks, "meeting", is_done, not is_done)
    detail = "You can change your vote until it closes." if is_done else f"{n_items - n_cast} of {n_items} to vote on."
    return Task("vote", "Vote now" if not is_done else "You have voted", detail, "meeting", is_done, not is_done)


def _meeting_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    meeting = session.exec(select(Meeting).where(Meeting.process_id == standing.process.id)).first()
    if meeting is None or meeting.state is not MeetingState.RUNNING or not standing.may(Action.JOIN_MEETING):
        return ()
    attendance = session.get(Attendance, (meeting.id, standing.member.id))
    is_here = attendance is not None and attendance.left_at is None
    title = "Follow the meeting" if is_here else "Check in to the meeting"
    return (Task("meeting", title, meeting.title, "meeting", False, not is_here),)


def _survey_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    survey = survey_of(session, standing.process.id)
    if survey is None or survey.state is not SurveyState.OPEN or not standing.may(Action.ANSWER_SURVEY):
        return ()
    response = session.get(Response, (survey.id, standing.member.id))
    if response is not None and response.finished_at is not None:
        return (Task("survey", "Survey sent in", "You can take it back while it is open.", "survey", True, False),)
    title = "Continue the survey" if response is not None else "Answer the survey"
    detail = survey.instrument.get("title", "")
    return (Task("survey", title, detail, "survey", False, True),)


def _reading_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    states = _statement_states(session, standing)
    n_drafts = sum(state in (StatementState.CANDIDATE, StatementState.PRESENTED) for state in states)
    if not n_drafts or standing.process.state is not ProcessState.RUNNING:
        return ()
    detail = f"{counted(n_drafts, 'candidate')} with the evidence."
    return (Task("statements", "Read the draft statements", detail, "statements", False, False),)


def _result_tasks(session: Session, standing: Standing) -> tuple[Task, ...]:
    n_adopted = sum(state is StatementState.ADOPTED for state in _statement_states(session, standing))
    if not n_adopted:
        return ()
    so_far = " so far" if standing.process.state is ProcessState.RUNNING else ""
    return (
        Task(
            "results", "See the results", f"{counted(n_adopted, 'statement')} adopted{so_far}.", "results", False, False
        ),
    )


def _statement_states(session: Session, standing: Standing) -> Sequence[str]:
    return session.exec(
        select(Statement.state)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == standing.process.id)
    ).all()
