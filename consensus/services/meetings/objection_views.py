"""Reading objection checks: each person sees what the rules disclose to them, and no more."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, func, or_, select

from consensus.domain.ballots import Option, RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.domain.objections import PROMISES, Answer, disclose_check
from consensus.domain.roles import Action
from consensus.domain.round_kinds import options_of
from consensus.persistence.tables import (
    Ballot,
    Elector,
    Meeting,
    Member,
    Person,
    Round,
    RoundItem,
    SealedBallot,
    Statement,
    StatementVersion,
    Topic,
    UndoneAdoption,
)
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.rounds.ballot_views import MyBallot, my_ballots
from consensus.services.rounds.electorate import electorate_of
from consensus.services.rounds.tallies import count_voters, is_untied
from consensus.services.rounds.written_comments import comments_on
from consensus.services.statements.statement_views import newest_version


@dataclass(frozen=True, slots=True)
class Objection:
    """An objection that was raised; the name is there in an open process only."""

    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as the reader may see it; what is not disclosed is None.

    silent: who was asked, is here and did not answer. came_later: who is here now and was not asked.
    stands: the wording is still before the panel as it was asked about, and nothing newer was asked of it.
    """

    id: UUID
    item_id: UUID
    statement_id: UUID
    topic_id: UUID
    number: int
    label: str
    text: str
    plain_text: str
    version_number: int
    version_sha256: str
    options: tuple[Option, ...]
    state: RoundState
    anonymity: Anonymity
    promise: str
    opened_at: datetime | None
    ended_at: datetime | None
    n_asked: int
    n_answered: int
    has_objection: bool | None
    n_objections: int | None
    objections: tuple[Objection, ...] | None
    silent: tuple[str, ...] | None
    came_later: tuple[str, ...] | None
    my_answer: MyBallot | None
    is_asked: bool
    why_not_asked: str
    stands: bool

    @property
    def is_open(self) -> bool:
        """Whether the panel is being asked now."""
        return self.state is RoundState.OPEN


def list_checks(ctx: Context, process_id: UUID) -> tuple[CheckView, ...]:
    """Every check of a process, in order, as the actor may see it."""
    with ctx.db.reading() as session:
        return checks_of_process(session, require(ctx, session, Action.VIEW_STATEMENTS, process_id))


def checks_of_process(session: Session, standing: Standing) -> tuple[CheckView, ...]:
    """Every check of a process, in order, as the member of this standing may see it."""
    checks = session.exec(
        select(Round)
        .where(Round.process_id == standing.process.id, Round.kind == RoundKind.OBJECTION)
        .order_by(col(Round.number).desc())
    ).all()
    return tuple(view_check(session, standing, check) for check in checks)


def check_on_screen(session: Session, meeting: Meeting) -> Round | None:
    """The check that is open, else the newest of the current topic whose wording still stands as it was asked about."""
    newest = session.exec(
        select(Round)
        .where(Round.meeting_id == meeting.id, Round.kind == RoundKind.OBJECTION)
        .order_by(col(Round.number))
        .limit(1)
    ).one_or_none()
    if newest is None or newest.state is RoundState.OPEN:
        return newest
    return newest if newest.topic_id == meeting.current_topic_id and stands(session, newest) else None


def stands(session: Session, check: Round) -> bool:
    """Whether the wording is before the panel as it was asked about: no vote, no check and no undoing came later."""
    item = item_of(session, check)
    statement = session.get_one(Statement, item.statement_id)
    if statement.state is not StatementState.PRESENTED:
        return False
    if newest_version(session, statement.id).id != item.version_id:
        return False
    undone = select(func.count()).where(
        UndoneAdoption.statement_id == statement.id, col(UndoneAdoption.undone_at) >= check.opened_at
    )
    if session.exec(undone).one():
        return False
    later = (
        select(func.count())
        .select_from(RoundItem)
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(
            RoundItem.statement_id == statement.id,
            or_(
                and_(Round.kind == RoundKind.OBJECTION, col(Round.number) < check.number),
                and_(Round.kind != RoundKind.OBJECTION, col(Round.opened_at) > check.opened_at),
            ),
        )
    )
    return session.exec(later).one() == 0


def was_objected_to(session: Session, version_id: UUID) -> bool:
    """Whether the newest ended check on this wording met an objection."""
    newest = session.exec(
        select(RoundItem.id)
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(RoundItem.version_id == version_id, Round.kind == RoundKind.OBJECTION, Round.state != RoundState.OPEN)
        .order_by(col(Round.number))
        .limit(1)
    ).one_or_none()
    return newest is not None and count_objections(session, newest) > 0


def item_of(session: Session, check: Round) -> RoundItem:
    """The one wording a check is about."""
    return session.exec(select(RoundItem).where(RoundItem.round_id == check.id)).one()


def count_objections(session: Session, item_id: UUID) -> int:
    """How many object, counted from the answers, those an archive brought included."""
    return sum(
        session.exec(select(func.count()).where(table.item_id == item_id, table.choice == Answer.OBJECT.value)).one()
        for table in (Ballot, SealedBallot)
    )


def view_check(session: Session, standing: Standing, check: Round) -> CheckView:
    """A check as the member of this standing may see it."""
    item, version, statement, topic = session.exec(
        select(RoundItem, StatementVersion, Statement, Topic)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(RoundItem.round_id == check.id)
    ).one()
    n_objections = count_objections(session, item.id)
    shown = disclose_check(standing.member.role, check.state, check.anonymity, n_objections)
    asked = session.exec(select(Elector).where(Elector.round_id == check.id)).all()
    mine = next((elector for elector in asked if elector.member_id == standing.member.id), None)
    tells_who = shown.silent and not is_untied(check)
    silent, came_later = _not_heard(session, standing, check, item.id, asked) if tells_who else (None, None)
    return CheckView(
        id=check.id,
        item_id=item.id,
        statement_id=statement.id,
        topic_id=topic.id,
        number=-check.number,
        label=f"{topic.position}.{statement.position}",
        text=version.text,
        plain_text=version.plain_text,
        version_number=version.number,
        version_sha256=item.version_sha256,
        options=options_of(check.kind, None),
        state=check.state,
        anonymity=check.anonymity,
        promise=PROMISES[check.anonymity],
        opened_at=check.opened_at,
        ended_at=check.revealed_at,
        n_asked=sum(not elector.is_recused for elector in asked),
        n_answered=count_voters(session, check.id),
        has_objection=n_objections > 0 if shown.has_objection else None,
        n_objections=n_objections if shown.result else None,
        objections=_objections(session, item.id, by_name=shown.objectors) if shown.result else None,
        silent=silent,
        came_later=came_later,
        my_answer=my_ballots(session, standing, [item.id]).get(item.id),
        is_asked=check.state is RoundState.OPEN and mine is not None and not mine.is_recused,
        why_not_asked=_why_not(standing, mine),
        stands=check.state is RoundState.OPEN or stands(session, check),
    )


def _not_heard(
    session: Session, standing: Standing, check: Round, item_id: UUID, asked: Sequence[Elector]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """By name: those here who were asked and did not answer, and those here who were not asked."""
    meeting = session.get_one(Meeting, check.meeting_id)
    here = electorate_of(session, standing.process, meeting, check.topic_id).voters
    answered = set(session.exec(select(Ballot.member_id).where(Ballot.item_id == item_id)))
    were_asked = {elector.member_id for elector in asked if not elector.is_recused}
    present = [voter for voter in here if voter.is_present and voter.member_id not in answered]
    return (
        tuple(voter.name for voter in present if voter.member_id in were_asked),
        tuple(voter.name for voter in present if voter.member_id not in were_asked),
    )


def _objections(session: Session, item_id: UUID, *, by_name: bool) -> tuple[Objection, ...]:
    """Every objection: by name in an open process, else those with a reason, in an order that tells nothing."""
    if by_name:
        rows = session.exec(
            select(Ballot.comment, Person.name)
            .join(Member, col(Member.id) == col(Ballot.member_id))
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(Ballot.item_id == item_id, Ballot.choice == Answer.OBJECT.value)
            .order_by(func.lower(Person.name))
        )
        return tuple(Objection(reason, name) for reason, name in rows)
    reasons = [reason for _, reason in comments_on(session, [item_id])]
    return tuple(map(Objection, random.Random(item_id.int).sample(reasons, len(reasons))))  # noqa: S311


def _why_not(standing: Standing, mine: Elector | None) -> str:
    if mine is None:
        if not standing.member.votes:
            return "You take part without a vote, so you are not asked."
        return "You were not among those who decide here when the panel was asked."
    return "You are recused from this topic, so you are not asked." if mine.is_recused else ""
