"""Reviewing declared interests: who has declared, what is undecided, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.conflicts import DECISIONS, Decision, Publication, Stand, check_reason, check_reviewer
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import ConflictError, NotAllowedError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action, Role
from consensus.persistence.tables import (
    ConflictDecision,
    Elector,
    InterestDeclaration,
    Member,
    Person,
    Round,
    RoundItem,
    Statement,
    Topic,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.interests.interest_store import QuestionView, declarations_of
from consensus.services.interests.interests import GENERAL, list_topics, questions_of
from consensus.services.rounds.sweeping import sweep
from consensus.services.rounds.voiding import void_for_recusal


@dataclass(frozen=True, slots=True)
class MemberReview:
    """A member's whole form, and who may act on it. `why_not_decide` is empty where the reader may decide."""

    member_id: UUID
    name: str
    role: Role
    votes: bool
    questions: tuple[QuestionView, ...]
    why_not_decide: str

    @property
    def n_open(self) -> int:
        """Questions that are not answered yet."""
        return sum(question.current is None for question in self.questions)

    @property
    def is_undecided(self) -> bool:
        """Whether a declaration waits for its decision."""
        return any(question.stand is Stand.UNDECIDED for question in self.questions)

    @property
    def has_interest(self) -> bool:
        """Whether a declaration in force, or one before it, names an interest."""
        return any(declaration.has_interest for question in self.questions for declaration in question.history)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """How far the panel is with one question; counted are those who have a vote."""

    title: str
    n_asked: int
    n_declared: int
    n_interests: int
    n_undecided: int
    n_recused: int


@dataclass(frozen=True, slots=True)
class Review:
    """Everybody's declarations, those with something to decide first.

    secret_vote_is_on: whether a secret vote is open or not yet revealed, which recusing somebody who voted in it voids.
    """

    members: tuple[MemberReview, ...]
    topics: tuple[TopicCount, ...]
    publication: Publication
    is_asked: bool
    may_enter: bool
    secret_vote_is_on: bool


def get_review(ctx: Context, process_id: UUID) -> Review:
    """Who has declared what, and what was decided, for chair and facilitator."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_CONFLICTS, process_id)
        topics = list_topics(session, process_id)
        declared = declarations_of(session, process_id)
        chairs = _chairs(session, process_id)
        rows = session.exec(
            select(Member, Person.name)
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(Member.process_id == process_id)
            .order_by(func.lower(Person.name), col(Member.id))
        )
        asked = {question[0] for question in declared}
        members = [
            MemberReview(
                member_id=member.id,
                name=name,
                role=member.role,
                votes=member.votes,
                questions=questions_of(member.id, topics, declared),
                why_not_decide=_why_not(standing, member, chairs),
            )
            for member, name in rows
            if member.votes or member.id in asked
        ]
        return Review(
            members=tuple(sorted(members, key=_urgency)),
            topics=_counts(members, len(topics) + 1),
            publication=standing.process.interest_publication,
            is_asked=standing.process.asks_interests,
            may_enter=standing.may(Action.ENTER_INTERESTS) and standing.process.asks_interests,
            secret_vote_is_on=_is_secret_vote_on(session, standing.process.id),
        )


def decide_conflict(ctx: Context, declaration_id: UUID, decision: Decision, reason: str) -> None:
    """Decide on a declaration in force; a decision may be changed, and the earlier one is kept.

    A recusal is refused while a vote it bears on is open or not yet revealed, since its electorate is frozen. A secret
    one in which the person has voted becomes void by it: nobody can find their ballot.
    """
    with ctx.db.transaction() as session:
        declaration = session.get(InterestDeclaration, declaration_id)
        standing = require(
            ctx, session, Action.REVIEW_CONFLICTS, declaration.process_id if declaration else None, changes=True
        )
        if declaration is None:
            raise NotFoundError
        session.refresh(declaration)
        member = session.get_one(Member, declaration.member_id)
        _check_reviewer(standing, member, _chairs(session, standing.process.id))
        if declaration.superseded_at is not None:
            raise ConflictError("A newer declaration has taken the place of this one. Decide on that one.")
        if _stand(session, declaration) is Stand.NOTHING:
            raise ConflictError("Nothing was declared, so there is nothing to decide.")
        text = check_reason(reason)
        if decision is Decision.RECUSED:
            void_for_recusal(session, standing, member.id, declaration.topic_id)
            _check_not_voting(session, member.id, declaration.topic_id)
        n_before = session.exec(select(func.count()).where(ConflictDecision.declaration_id == declaration.id)).one()
        row = ConflictDecision(
            declaration_id=declaration.id,
            number=n_before + 1,
            decision=decision,
            reason=text,
            decided_at=ctx.db.now(session),
            decided_by=standing.actor.person_id,
        )
        session.add(row)
        session.flush()
        topic = session.get(Topic, declaration.topic_id) if declaration.topic_id else None
        note(
            session,
            standing,
            "conflict.decided",
            declaration.id,
            name=session.get_one(Person, member.person_id).name,
            topic=f"“{topic.title}”" if topic else GENERAL,
            decision=DECISIONS[decision],
        )
    sweep(ctx.db)


def _stand(session: Session, declaration: InterestDeclaration) -> Stand:
    declared = declarations_of(session, declaration.process_id, declaration.member_id)
    history = declared[declaration.member_id, declaration.topic_id]
    return QuestionView(declaration.topic_id, "", history).stand


def _chairs(session: Session, process_id: UUID) -> Sequence[UUID]:
    return session.exec(select(Member.id).where(Member.process_id == process_id, Member.role == Role.CHAIR)).all()


def _check_reviewer(standing: Standing, member: Member, chairs: Sequence[UUID]) -> None:
    check_reviewer(
        standing.member.role,
        is_own=member.id == standing.member.id,
        n_other_chairs=sum(chair != member.id for chair in chairs),
    )


def _why_not(standing: Standing, member: Member, chairs: Sequence[UUID]) -> str:
    if not standing.may(Action.REVIEW_CONFLICTS):
        return "The process is archived."
    try:
        _check_reviewer(standing, member, chairs)
    except NotAllowedError as refusal:
        return str(refusal)
    return ""


def _is_secret_vote_on(session: Session, process_id: UUID) -> bool:
    on = select(func.count()).where(
        Round.process_id == process_id,
        Round.anonymity == Anonymity.SECRET,
        col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED)),
    )
    return session.exec(on).one() > 0


def _check_not_voting(session: Session, member_id: UUID, topic_id: UUID | None) -> None:
    """Refuse while the member is an elector of an unrevealed round on this topic, or on any where it is general."""
    frozen = (
        select(Elector.round_id)
        .join(Round, col(Round.id) == col(Elector.round_id))
        .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .where(
            Elector.member_id == member_id,
            col(Elector.is_recused).is_(False),
            col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED)),
        )
    )
    if topic_id is not None:
        frozen = frozen.where(Statement.topic_id == topic_id)
    if session.exec(frozen).first() is not None:
        raise ConflictError(
            "A vote that this person is in is open or not yet revealed, and its electorate is frozen. Close and reveal "
            "it, then decide: the recusal is recorded and stands beside the result, and the vote can be held again."
        )


def _urgency(one: MemberReview) -> tuple[bool, bool, bool]:
    return (not one.is_undecided, not (one.votes and one.n_open), not one.has_interest)


def _counts(members: Sequence[MemberReview], n_questions: int) -> tuple[TopicCount, ...]:
    voting = [member for member in members if member.votes]
    counts = []
    for place in range(n_questions):
        asked = [member.questions[place] for member in voting]
        counts.append(
            TopicCount(
                title=asked[0].title if asked else "",
                n_asked=len(asked),
                n_declared=sum(question.current is not None for question in asked),
                n_interests=sum(bool(question.current and question.current.has_interest) for question in asked),
                n_undecided=sum(question.stand is Stand.UNDECIDED for question in asked),
                n_recused=sum(question.stand is Stand.RECUSED for question in asked),
            )
        )
    return tuple(counts)
