"""What the steps of a journey are judged by, read from the database in one go."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.conflicts import Stand
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.tailoring import is_held_in_a_meeting
from consensus.domain.lifecycle import InvitationState, RoundState, StatementState
from consensus.domain.taking_part import ConsentCount
from consensus.persistence.tables import (
    AgendaItem,
    DelphiProtocol,
    DelphiRound,
    Invitation,
    Meeting,
    Member,
    Process,
    Response,
    Round,
    Statement,
    Survey,
    Theme,
    Topic,
)
from consensus.services.interests.interest_store import declarations_of
from consensus.services.interests.interests import list_topics, questions_of
from consensus.services.people.consent import count_consents
from consensus.services.people.participation import PanelCounts, count_asked, count_panel, on_the_panel
from consensus.services.surveys.survey import survey_of


@dataclass(frozen=True, slots=True)
class InterestCount:
    """Of those with a vote, how many have answered the whole form, and how many wait for a decision."""

    n_asked: int
    n_declared: int
    n_undecided: int


@dataclass(frozen=True, slots=True)
class RoundsSoFar:
    """How far the rounds of a process with a protocol are.

    in_meeting: the panel decides in a meeting alone. meets: it meets before one of the rounds. newest: the state of the
    last round, None before one is planned. is_over: its stop rule has ended the Delphi.
    """

    in_meeting: bool
    meets: bool
    number: int
    newest: RoundState | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts and states of a process; `consent`, `interests`, `rounds` are None where there are none to ask about."""

    process: Process
    counts: PanelCounts
    invitations: Mapping[InvitationState, int]
    consent: ConsentCount | None
    interests: InterestCount | None
    rounds: RoundsSoFar | None
    n_asked: int
    survey: Survey | None
    n_finished: int
    n_themes: int
    meeting: Meeting | None
    n_topics: int
    n_topics_without: int
    n_agenda_items: int
    n_statements: int
    n_adopted: int
    n_without_rationale: int


def read_facts(session: Session, process: Process) -> Facts:
    """Read everything the steps ask about."""
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
    return Facts(
        process=process,
        counts=count_panel(session, process.id),
        invitations=_invitations(session, process.id),
        consent=count_consents(session, process.id),
        interests=_interests(session, process.id) if process.asks_interests else None,
        rounds=_rounds(session, process.id),
        n_asked=count_asked(session, process.id),
        survey=survey,
        n_finished=session.exec(finished).one(),
        n_themes=session.exec(select(func.count()).where(Theme.process_id == process.id)).one(),
        meeting=session.exec(select(Meeting).where(Meeting.process_id == process.id)).first(),
        n_topics=len(topics),
        n_topics_without=len(set(topics) - {s.topic_id for s in in_play}),
        n_agenda_items=session.exec(select(func.count()).where(AgendaItem.process_id == process.id)).one(),
        n_statements=len(in_play),
        n_adopted=len(adopted),
        n_without_rationale=sum(not s.rationale for s in adopted),
    )


def _invitations(session: Session, process_id: UUID) -> Mapping[InvitationState, int]:
    rows = session.exec(
        select(Invitation.state, func.count())
        .join(Member, col(Member.id) == col(Invitation.member_id))
        .where(*on_the_panel(process_id))
        .group_by(col(Invitation.state))
    )
    found = {InvitationState(state): n for state, n in rows}
    return {state: found.get(state, 0) for state in InvitationState}


def _interests(session: Session, process_id: UUID) -> InterestCount:
    voters = set(session.exec(select(Member.id).where(*on_the_panel(process_id), col(Member.votes))))
    topics, declared = list_topics(session, process_id), declarations_of(session, process_id)
    forms = [
        questions_of(member_id, topics, declared) for member_id in {member_id for member_id, _ in declared} & voters
    ]
    return InterestCount(
        n_asked=len(voters),
        n_declared=sum(all(question.current is not None for question in form) for form in forms),
        n_undecided=sum(any(question.stand is Stand.UNDECIDED for question in form) for form in forms),
    )


def _rounds(session: Session, process_id: UUID) -> RoundsSoFar | None:
    row = session.get(DelphiProtocol, process_id)
    if row is None:
        return None
    protocol = protocol_from_dict(row.document)
    newest = session.exec(
        select(Round, DelphiRound)
        .join(DelphiRound, col(DelphiRound.round_id) == col(Round.id))
        .where(Round.process_id == process_id)
        .order_by(col(DelphiRound.number).desc())
    ).first()
    return RoundsSoFar(
        in_meeting=is_held_in_a_meeting(protocol),
        meets=bool(protocol.meeting_before),
        number=newest[1].number if newest else 0,
        newest=newest[0].state if newest else None,
        is_over=bool(newest and newest[1].stop and newest[1].stop["reasons"]),
    )
