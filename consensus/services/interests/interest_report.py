"""What the results say of interests: declarations by topic as they are to be published, and the frozen electorates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.conflicts import DECISIONS, Publication, Stand, kinds_words
from consensus.domain.conflicts import is_recused as is_out
from consensus.domain.interest_report import DeclaredInterest, InterestReport, TopicInterests, VoteElectorate
from consensus.domain.lifecycle import ProcessState, RoundState
from consensus.domain.roles import STAFF
from consensus.persistence.tables import (
    Adoption,
    AdoptionPresence,
    Elector,
    Member,
    Person,
    Round,
    RoundItem,
    Statement,
    Topic,
)
from consensus.services.access import Standing
from consensus.services.interests.interest_store import QuestionView, declarations_of, histories_on
from consensus.services.interests.interests import list_topics, questions_of


def interest_report(session: Session, standing: Standing) -> InterestReport | None:
    """The section on conflicts of interest; None where nothing was asked, and for the panel while the process runs."""
    process = standing.process
    declared = declarations_of(session, process.id)
    if not may_read(standing) or not (process.asks_interests or declared):
        return None
    topics = list_topics(session, process.id)
    members = session.exec(
        select(Member, Person.name)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process.id)
        .order_by(func.lower(Person.name))
    ).all()
    forms = [
        (name, member.votes, questions_of(member.id, topics, declared))
        for member, name in members
        if member.votes or any(member.id == who for who, _ in declared)
    ]
    publication = process.interest_publication
    titles = ["In general", *(topic.title for topic in topics)]
    return InterestReport(
        publication,
        tuple(
            _topic(title, [(name, votes, form[place]) for name, votes, form in forms], publication)
            for place, title in enumerate(titles)
        ),
    )


def may_read(standing: Standing) -> bool:
    """Whether the member of this standing may read what is published of interests: the panel once all is over."""
    return standing.member.role in STAFF or standing.process.state in (ProcessState.FINISHED, ProcessState.ARCHIVED)


def electorates_of(session: Session, standing: Standing) -> tuple[VoteElectorate, ...]:
    """Who was entitled to decide on what, in the order of the agenda; statements with one electorate stand together."""
    process = standing.process
    decided = sorted((*_by_vote(session, process.id), *_by_full_consensus(session, process.id)), key=_place)
    with_names = process.interest_publication is not Publication.COUNTS
    later = {topic_id: _recused_now(session, process.id, topic_id) for topic_id in {one.topic_id for one in decided}}
    found = []
    for _, group in groupby(decided, key=lambda one: (one.topic_id, one.entitled, one.recused)):
        same = list(group)
        first = same[0]
        after = [name for member, name in first.entitled if member in later[first.topic_id]]
        found.append(
            VoteElectorate(
                labels=tuple(one.label for one in same),
                entitled=tuple(name for _, name in first.entitled),
                recused=tuple(name for _, name in first.recused) if with_names else (),
                n_recused=len(first.recused),
                recused_after=tuple(after) if with_names else (),
                n_recused_after=len(after),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Decided:
    """One statement that was voted on or agreed on, and who was there to decide."""

    topic_id: UUID
    position: tuple[int, int, int]
    label: str
    entitled: tuple[tuple[UUID, str], ...]
    recused: tuple[tuple[UUID, str], ...]


def _place(one: _Decided) -> tuple[int, int, int]:
    return one.position


def _by_vote(session: Session, process_id: UUID) -> Iterator[_Decided]:
    items = session.exec(
        select(Round, Topic, Statement.position)
        .join(RoundItem, col(RoundItem.round_id) == col(Round.id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(Round.process_id == process_id, Round.state == RoundState.REVEALED, Round.kind != RoundKind.OBJECTION)
    ).all()
    electors = _named(
        session.exec(
            select(Elector.round_id, Elector.is_recused, Member.id, Person.name)
            .join(Member, col(Member.id) == col(Elector.member_id))
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(Member.process_id == process_id)
            .order_by(func.lower(Person.name))
        ).all()
    )
    for round_, topic, statement in items:
        entitled, recused = electors.get(round_.id, ((), ()))
        place, label = (topic.position, statement, round_.number), f"{topic.position}.{statement}"
        yield _Decided(topic.id, place, label, entitled, recused)


def _by_full_consensus(session: Session, process_id: UUID) -> Iterator[_Decided]:
    rows = session.exec(
        select(AdoptionPresence.statement_id, AdoptionPresence.is_recused, Member.id, Person.name)
        .join(Member, col(Member.id) == col(AdoptionPresence.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id)
        .order_by(func.lower(Person.name))
    ).all()
    present = _named(rows)
    adopted = session.exec(
        select(Statement.id, Topic.id, Topic.position, Statement.position)
        .join(Adoption, col(Adoption.statement_id) == col(Statement.id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(Statement.id).in_(present))
    )
    for statement_id, topic_id, topic, statement in adopted:
        entitled, recused = present[statement_id]
        yield _Decided(topic_id, (topic, statement, 0), f"{topic}.{statement}", entitled, recused)


_Names = tuple[tuple[UUID, str], ...]


def _named(rows: Sequence[tuple[UUID, bool, UUID, str]]) -> Mapping[UUID, tuple[_Names, _Names]]:
    """Those entitled and those recused, by what they decided in."""
    found: dict[UUID, tuple[list[tuple[UUID, str]], list[tuple[UUID, str]]]] = {}
    for decided_in, is_recused, member_id, name in rows:
        found.setdefault(decided_in, ([], []))[is_recused].append((member_id, name))
    return {key: (tuple(entitled), tuple(recused)) for key, (entitled, recused) in found.items()}


def _recused_now(session: Session, process_id: UUID, topic_id: UUID) -> frozenset[UUID]:
    histories = histories_on(session, process_id, topic_id)
    return frozenset(member_id for (member_id, _), history in histories.items() if is_out(history))


def _topic(title: str, forms: Sequence[tuple[str, bool, QuestionView]], publication: Publication) -> TopicInterests:
    voting = [question for _, votes, question in forms if votes]
    return TopicInterests(
        topic=title,
        n_asked=len(voting),
        n_declared=sum(question.current is not None for question in voting),
        n_interests=sum(bool(question.current and question.current.has_interest) for question in voting),
        n_recused=sum(question.stand is Stand.RECUSED for question in voting),
        interests=()
        if publication is Publication.COUNTS
        else tuple(line for name, _, question in forms for line in _line(name, question, publication)),
    )


def _line(name: str, question: QuestionView, publication: Publication) -> Iterator[DeclaredInterest]:
    declaration = question.current
    if declaration is None or not declaration.has_interest:
        return
    decision = declaration.decision
    in_full = publication is Publication.FULL_TEXT
    yield DeclaredInterest(
        name=name,
        kinds=kinds_words(declaration.kinds),
        text=declaration.text if in_full else "",
        decision=DECISIONS[decision.decision] if decision else "",
        decided_by=decision.decided_by if decision else "",
        reason=decision.reason if decision and in_full else "",
    )
