"""How a survey is going: who is missing, how far the groups are, how long it takes, what is left out."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sqlmodel import Session, and_, col, select

from consensus.domain.disclosure import SurveyDisclosure, disclose_survey
from consensus.domain.errors import NotFoundError
from consensus.domain.groups import groups_apart
from consensus.domain.lifecycle import SurveyState
from consensus.domain.roles import Action
from consensus.persistence.database import database_of
from consensus.persistence.tables import Answer, Invitation, Member, Person, Process, Response, Survey
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.participation import BY_NAME, is_asked
from consensus.services.processes.small_groups import smallest_group_of
from consensus.services.snapshots import snapshots
from consensus.services.surveys.collated_answers import collated_answers
from consensus.services.surveys.survey import survey_of
from surveys.collation import QuestionCollation

PAUSE = timedelta(minutes=30)
"""A gap between two answers that is longer was a pause."""


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """One stakeholder group, or several that are too small to be told apart."""

    groups: tuple[str, ...]
    n_asked: int
    n_started: int
    n_finished: int


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """Minutes of answering between start and end, pauses left out; of those who answered online."""

    n: int
    median: float
    lower_quartile: float
    upper_quartile: float
    n_paused: int


@dataclass(frozen=True, slots=True)
class QuestionProgress:
    """What became of a question among those who sent the survey in; n_shown is the sum of the other three."""

    question_id: str
    text: str
    n_shown: int
    n_answered: int
    n_cannot_judge: int
    n_skipped: int


@dataclass(frozen=True, slots=True)
class SurveyProgress:
    """How it stands at `revision`; what may not be shown now is None, and `disclosure` says why.

    not_started, unfinished: the names of those who have not sent it in. finished_at: when each was sent in, in order
    of time. n_paper: how many of those came from paper.
    """

    survey_id: UUID
    state: SurveyState
    revision: int
    n_asked: int
    n_started: int
    n_finished: int
    n_paper: int
    opened_at: datetime | None
    until: datetime
    not_started: tuple[str, ...] | None
    unfinished: tuple[str, ...] | None
    finished_at: tuple[datetime, ...]
    groups: tuple[GroupProgress, ...]
    time_taken: TimeTaken | None
    questions: tuple[QuestionProgress, ...] | None
    disclosure: SurveyDisclosure


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    group: str
    started_at: datetime | None
    finished_at: datetime | None
    is_paper: bool


def get_progress(ctx: Context, process_id: UUID) -> SurveyProgress:
    """How the survey is going, as far as the anonymity of the process lets it be told."""
    with ctx.db.reading() as session:
        process = require(ctx, session, Action.RUN_SURVEY, process_id).process
        survey = survey_of(session, process_id)
        if survey is None:
            raise NotFoundError("This process has no survey yet.")
        people = _people(session, survey)
        finished = [person for person in people if person.finished_at is not None]
        told = disclose_survey(process.anonymity, survey.state, len(finished))
        missing = [person for person in people if person.finished_at is None]
        return SurveyProgress(
            survey_id=survey.id,
            state=survey.state,
            revision=process.revision,
            n_asked=len(people),
            n_started=sum(person.started_at is not None for person in people),
            n_finished=len(finished),
            n_paper=sum(person.is_paper for person in finished),
            opened_at=survey.opened_at,
            until=survey.closed_at or ctx.db.now(session),
            not_started=tuple(p.name for p in missing if p.started_at is None) if told.names else None,
            unfinished=tuple(p.name for p in missing if p.started_at is not None) if told.names else None,
            finished_at=tuple(sorted(person.finished_at for person in finished if person.finished_at is not None)),
            groups=_by_group(people, smallest_group_of(process)),
            time_taken=_kept_time(session, process, survey) if told.sums_of_answers else None,
            questions=_by_question(session, process) if told.sums_of_answers else None,
            disclosure=told,
        )


def time_taken(spans: Iterable[Sequence[datetime]]) -> TimeTaken | None:
    """Median and quartiles (type 7) of the minutes from the first to the last moment of each, pauses left out."""
    minutes, n_paused = [], 0
    for moments in spans:
        ordered = sorted(moments)
        gaps = [later - earlier for earlier, later in pairwise(ordered)]
        n_paused += any(gap > PAUSE for gap in gaps)
        minutes.append(sum((gap for gap in gaps if gap <= PAUSE), timedelta()).total_seconds() / 60)
    if not minutes:
        return None
    lower, median, upper = statistics.quantiles(minutes, n=4, method="inclusive") if len(minutes) > 1 else minutes * 3
    return TimeTaken(len(minutes), median, lower, upper, n_paused)


def _people(session: Session, survey: Survey) -> list[_Person]:
    """Everybody who is asked, by name."""
    rows = session.exec(
        select(Person.name, Member.stakeholder_group, Response)
        .select_from(Member)
        .join(Person, col(Person.id) == col(Member.person_id))
        .join(Invitation, col(Invitation.member_id) == col(Member.id))
        .outerjoin(Response, and_(col(Response.member_id) == col(Member.id), col(Response.survey_id) == survey.id))
        .where(Member.process_id == survey.process_id, is_asked())
        .order_by(*BY_NAME)
    )
    return [_person(name, group, response) for name, group, response in rows]


def _person(name: str, group: str, response: Response | None) -> _Person:
    if response is None:
        return _Person(name, group, None, None, is_paper=False)
    return _Person(name, group, response.started_at, response.finished_at, response.entered_by is not None)


def _by_group(people: Sequence[_Person], smallest: int) -> tuple[GroupProgress, ...]:
    by_group: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in people:
        by_group[person.group].append(person)
    blocks = groups_apart({name: len(by_group[name]) for name in sorted(by_group)}, smallest)
    return tuple(_group(block, [person for name in block for person in by_group[name]]) for block in blocks)


def _group(names: tuple[str, ...], people: Sequence[_Person]) -> GroupProgress:
    n_started = sum(person.started_at is not None for person in people)
    return GroupProgress(names, len(people), n_started, sum(person.finished_at is not None for person in people))


def _kept_time(session: Session, process: Process, survey: Survey) -> TimeTaken | None:
    """Read from every answer, so at most once for each revision."""
    kept = snapshots(database_of(session))
    return kept.get((process.id, "time taken"), process.revision, lambda: time_taken(_spans(session, survey)))


def _spans(session: Session, survey: Survey) -> Iterable[Sequence[datetime]]:
    """The moments of each who answered online and sent it in: start, each answer, end."""
    finished = session.exec(
        select(Response.member_id, Response.started_at, Response.finished_at).where(
            Response.survey_id == survey.id,
            col(Response.finished_at).is_not(None),
            col(Response.entered_by).is_(None),
        )
    )
    moments: dict[UUID, list[datetime]] = {
        member_id: [started_at, finished_at or started_at] for member_id, started_at, finished_at in finished
    }
    saved = session.exec(select(Answer.member_id, Answer.saved_at).where(Answer.survey_id == survey.id))
    for member_id, saved_at in saved:
        if member_id in moments:
            moments[member_id].append(saved_at)
    return moments.values()


def _by_question(session: Session, process: Process) -> tuple[QuestionProgress, ...]:
    return tuple(_question(collation) for collation in collated_answers(session, process).questions)


def _question(collation: QuestionCollation) -> QuestionProgress:
    return QuestionProgress(
        question_id=collation.question.id,
        text=collation.question.text,
        n_shown=collation.n_valid + collation.n_cannot_judge + collation.n_missing,
        n_answered=collation.n_valid,
        n_cannot_judge=collation.n_cannot_judge,
        n_skipped=collation.n_missing,
    )
