"""What a projector shows of a meeting: what every panelist may see, and nothing that depends on who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.agenda import clock_text, timetable
from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import disclose
from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.roles import Role
from consensus.domain.rule_needs import needs_sentence
from consensus.domain.scenes import Act, Scene, scene_of
from consensus.domain.statements import Route
from consensus.exports.methods_text import long_date
from consensus.persistence.database import Database
from consensus.persistence.signals import Audience
from consensus.persistence.tables import (
    Adoption,
    Agenda,
    AgendaItem,
    Attendance,
    Elector,
    Meeting,
    Presentation,
    Process,
    RoomCode,
    Round,
    Statement,
    Topic,
)
from consensus.services.meetings.breaks import BreakView, break_of
from consensus.services.meetings.objection_views import check_on_screen
from consensus.services.meetings.projector_acts import last_act
from consensus.services.meetings.projector_links import meeting_of_screen
from consensus.services.meetings.projector_stage import Stage, stage_of
from consensus.services.meetings.shown_statements import (
    CHECKS,
    ShownCheck,
    ShownVerdict,
    Wording,
    asked_about,
    check_of,
    correction_of,
    full_consensus_of,
    presented_of,
    verdicts_of,
)
from consensus.services.meetings.turns import current_turn
from consensus.services.rounds.round_rules import frozen_rule
from consensus.services.rounds.tallies import count_voters
from consensus.services.snapshots import snapshots
from consensus.settings import get_settings


@dataclass(frozen=True, slots=True)
class Room:
    """How those in the room come in; empty where no room code was made."""

    code: str = ""
    address: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """A presentation, in minutes."""

    title: str
    presenter: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted of those who may, and what adoption takes; never how the votes fall."""

    n_cast: int
    n_electors: int
    needs: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Since when something goes on, when it is due to end, and when it was planned ("09:15–09:45")."""

    began_at: datetime
    ends_at: datetime
    planned: str


@dataclass(frozen=True, slots=True)
class ProjectorView:
    """The one thing that is going on, for everybody in the room.

    by_hands: whether the vote that is on is taken by a show of hands.
    correction: that an adoption was recorded by mistake and undone, until something else happens on the topic.
    void: why a vote was declared void, until then.
    """

    scene: Scene
    process: str
    is_simulated: bool
    meeting: str
    day: str
    starts: str
    time_zone: str
    room: Room
    n_present: int
    topic: str
    place: str
    timer: Timer | None
    talks: tuple[Talk, ...]
    statements: tuple[Wording, ...]
    correction: str
    void: str
    turnout: Turnout | None
    check: ShownCheck | None
    verdicts: tuple[ShownVerdict, ...]
    by_hands: bool
    pause: BreakView | None
    stage: Stage
    n_adopted: int


@dataclass(frozen=True, slots=True)
class Listening:
    """The process a screen listens to, and the audiences whose signals make the server look again."""

    process_id: UUID
    audiences: frozenset[str]


def listen(db: Database, token: str | None) -> Listening:
    """Let a screen listen. Votes concern it as they move the turnout, so the server hears them for it.

    The signals themselves never reach the screen: one of them would tell that somebody has changed a vote.
    """
    with db.reading() as session:
        watched = meeting_of_screen(db, session, token)
    return Listening(watched.process_id, frozenset({Audience.EVERYONE.value, Audience.STAFF.value}))


def look(db: Database, token: str | None) -> ProjectorView:
    """What the screen with this cookie shows now; read once for each revision, however many screens there are."""
    with db.reading() as session:
        watched = meeting_of_screen(db, session, token)
        process = session.get_one(Process, watched.process_id)
        of = (watched.meeting_id, "projector")
        return snapshots(db).get(of, process.revision, lambda: view_meeting(session, process, watched.meeting_id))


def view_meeting(session: Session, process: Process, meeting_id: UUID) -> ProjectorView:
    """The meeting as its projector shows it."""
    meeting = session.get_one(Meeting, meeting_id)
    topics = session.exec(select(Topic).where(Topic.process_id == process.id).order_by(col(Topic.position))).all()
    topic = next((topic for topic in topics if topic.id == meeting.current_topic_id), None)
    voting = _round(session, meeting, (RoundState.OPEN, RoundState.CLOSED))
    revealed = _round(session, meeting, (RoundState.REVEALED,))
    voided = _round(session, meeting, (RoundState.VOID,))
    presented = presented_of(session, topic)
    pause = break_of(session, meeting.id)
    check = check_on_screen(session, meeting)
    act, object_id = last_act(session, process, topic, (revealed, voided, check))
    adoption = session.get(Adoption, object_id) if act is Act.ADOPTED and object_id else None
    is_asked = check is not None and check.state is RoundState.OPEN
    scene = scene_of(
        meeting.state,
        has_topic=topic is not None,
        is_break=pause is not None,
        is_asked=is_asked,
        round_=voting.state if voting else None,
        last_act=act,
        adopted_by_vote=adoption is not None and adoption.route is Route.VOTE,
    )
    verdicts: tuple[ShownVerdict, ...] = ()
    if scene is Scene.VERDICT and revealed is not None:
        verdicts = verdicts_of(session, revealed)
    elif scene is Scene.ADOPTED and adoption is not None:
        verdicts = (full_consensus_of(session, adoption),)
    in_play = scene in (Scene.VOTE, Scene.CLOSED)
    shows_room = meeting.state is not MeetingState.ENDED
    is_on = topic is not None and meeting.state is MeetingState.RUNNING
    return ProjectorView(
        scene=scene,
        process=process.title,
        is_simulated=process.is_simulated,
        meeting=meeting.title,
        day=long_date(meeting.held_on) if meeting.held_on else "",
        starts=_starts(session, process),
        time_zone=process.time_zone,
        room=_room(session, meeting.id) if shows_room else Room(),
        n_present=_n_present(session, meeting.id),
        topic=topic.title if topic and is_on else "",
        place=f"Topic {topics.index(topic) + 1} of {len(topics)}" if topic and is_on else "",
        timer=_timer(session, process, meeting, topic) if scene in _TIMED else None,
        talks=_talks(session, topic) if scene is Scene.TALKS else (),
        statements=asked_about(session, scene, voting, check) or (presented if scene in _DISCUSSED else ()),
        correction=correction_of(session, object_id) if act is Act.UNDONE and scene in _DISCUSSED else "",
        void=voided.void_reason if scene is Scene.VOID and voided else "",
        turnout=_turnout(session, voting) if voting and in_play else None,
        check=check_of(session, check) if check and scene in CHECKS else None,
        verdicts=verdicts,
        by_hands=voting is not None and in_play and voting.by_hands,
        pause=pause if scene is Scene.BREAK else None,
        stage=stage_of(session, process, meeting, scene, list(topics), list(_day(session, process.id))),
        n_adopted=_n_adopted(session, process.id),
    )


_TIMED = frozenset({Scene.TALKS, Scene.DISCUSSION, Scene.VOTE}) | CHECKS
_DISCUSSED = frozenset({Scene.DISCUSSION, Scene.ADOPTED, Scene.VOID})


def _round(session: Session, meeting: Meeting, states: Sequence[RoundState]) -> Round | None:
    """The newest vote in one of these states: of the meeting where it is unrevealed, else of its topic."""
    query = select(Round).where(
        Round.meeting_id == meeting.id, col(Round.state).in_(states), Round.kind != RoundKind.OBJECTION
    )
    if RoundState.OPEN not in states:
        query = query.where(Round.topic_id == meeting.current_topic_id)
    return session.exec(query.order_by(col(Round.number).desc()).limit(1)).one_or_none()


def _turnout(session: Session, round_: Round) -> Turnout | None:
    if not disclose(Role.PANELIST, round_.state, round_.anonymity, round_.tally_mode).n_cast:
        return None
    n_electors = session.exec(
        select(func.count()).where(Elector.round_id == round_.id, col(Elector.is_recused).is_(False))
    ).one()
    needs = needs_sentence(frozen_rule(round_), n_electors)
    return Turnout(count_voters(session, round_.id), n_electors, needs)


def _timer(session: Session, process: Process, meeting: Meeting, topic: Topic | None) -> Timer | None:
    """From when the topic was taken up, as long as the agenda gives it."""
    if topic is None:
        return None
    items = _day(session, process.id)
    agenda = session.get(Agenda, process.id)
    slots = timetable(items, agenda.starts_at) if agenda else ()
    planned = next(((item, slot) for item, slot in zip(items, slots, strict=False) if item.topic_id == topic.id), None)
    talks = sum(talk.minutes for talk in _talks(session, topic))
    minutes = planned[0].minutes if planned else topic.minutes + talks
    turn = current_turn(session, meeting.id)
    if not minutes or turn is None:
        return None
    ends_at = turn.began_at + timedelta(minutes=minutes)
    return Timer(turn.began_at, ends_at, planned[1].text if planned else "")


def _starts(session: Session, process: Process) -> str:
    agenda = session.get(Agenda, process.id)
    return clock_text(agenda.starts_at) if agenda else ""


def _day(session: Session, process_id: UUID) -> Sequence[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.process_id == process_id)
    return session.exec(query.order_by(col(AgendaItem.position), col(AgendaItem.id))).all()


def _talks(session: Session, topic: Topic | None) -> tuple[Talk, ...]:
    if topic is None:
        return ()
    query = select(Presentation).where(Presentation.topic_id == topic.id).order_by(col(Presentation.position))
    return tuple(Talk(talk.title, talk.presenter, talk.minutes) for talk in session.exec(query))


def _room(session: Session, meeting_id: UUID) -> Room:
    room = session.get(RoomCode, meeting_id)
    if room is None:
        return Room()
    public_url = get_settings().public_url
    return Room(room.code, f"{public_url}/room/{room.code}", public_url.partition("://")[2])


def _n_present(session: Session, meeting_id: UUID) -> int:
    here = select(func.count()).where(Attendance.meeting_id == meeting_id, col(Attendance.left_at).is_(None))
    return session.exec(here).one()


def _n_adopted(session: Session, process_id: UUID) -> int:
    adopted = (
        select(func.count())
        .select_from(Adoption)
        .join(Statement, col(Statement.id) == col(Adoption.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Topic.process_id == process_id)
    )
    return session.exec(adopted).one()
