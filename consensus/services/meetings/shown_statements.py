"""What a room is shown of the statements: their wording, and after the reveal what came of them, without names."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import AnswerCount, RoundKind
from consensus.domain.disclosure import disclose
from consensus.domain.lifecycle import StatementState
from consensus.domain.objections import Hearing, disclose_check
from consensus.domain.roles import Role
from consensus.domain.scenes import Scene
from consensus.persistence.tables import (
    Adoption,
    AdoptionPresence,
    Elector,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.meetings.objection_views import count_objections, item_of
from consensus.services.rounds.round_rules import frozen_scale
from consensus.services.rounds.tallies import count_voters
from consensus.services.statements.statement_views import newest_version
from consensus.services.statements.undone_adoptions import undone_by_statement
from consensus.tally.answers import count_answers
from consensus.tally.proposal import propose
from consensus.tally.round_verdicts import AnyOutcome, AnyVerdict, is_in_favour, middle_text, verdict_from_dict
from consensus.tally.verdicts import Verdict, full_consensus

CHECKS = frozenset({Scene.CHECK, Scene.CHECKED})


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement as it is shown."""

    label: str
    text: str
    plain_text: str


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """How many have answered of those who were asked for objections; after the end, how many object."""

    n_answered: int
    n_asked: int
    n_objections: int | None


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """What came of a statement: the people on each side and the sentence; only after the reveal.

    kind, answers: how the panel was asked, and how many gave which answer; middle: median and quartiles of ratings.
    """

    label: str
    text: str
    outcome: AnyOutcome
    reached: bool
    n_agree: int
    n_disagree: int
    n_abstain: int
    n_cannot_judge: int
    n_missing: int
    sentence: str
    is_proposed: bool
    is_tied: bool
    is_adopted: bool
    kind: RoundKind = RoundKind.VOTE
    answers: tuple[AnswerCount, ...] = ()
    middle: str = ""


def _wording(topic: Topic, statement: Statement, version: StatementVersion) -> Wording:
    return Wording(f"{topic.position}.{statement.position}", version.text, version.plain_text)


def presented_of(session: Session, topic: Topic | None) -> tuple[Wording, ...]:
    """The candidates of a topic that are before the panel, in their present wording."""
    if topic is None:
        return ()
    rows = session.exec(
        select(Statement)
        .where(Statement.topic_id == topic.id, Statement.state == StatementState.PRESENTED)
        .order_by(col(Statement.position))
    ).all()
    return tuple(_wording(topic, row, newest_version(session, row.id)) for row in rows)


def asked_about(session: Session, scene: Scene, vote: Round | None, check: Round | None) -> tuple[Wording, ...]:
    """What the vote or the check of this scene is on, in the wording that it froze; nothing in other scenes."""
    if scene in (Scene.VOTE, Scene.CLOSED) and vote is not None:
        return _frozen(session, vote)
    return _frozen(session, check) if scene in CHECKS and check is not None else ()


def check_of(session: Session, check: Round) -> ShownCheck:
    """How an objection check stands, as the panel may see it."""
    n_objections = count_objections(session, item_of(session, check).id)
    shown = disclose_check(Role.PANELIST, check.state, check.anonymity, n_objections)
    n_asked = select(func.count()).where(Elector.round_id == check.id, col(Elector.is_recused).is_(False))
    n_answered = count_voters(session, check.id)
    return ShownCheck(n_answered, session.exec(n_asked).one(), n_objections if shown.result else None)


def _frozen(session: Session, round_: Round) -> tuple[Wording, ...]:
    rows = session.exec(
        select(Topic, Statement, StatementVersion)
        .join(Statement, col(Statement.topic_id) == col(Topic.id))
        .join(RoundItem, col(RoundItem.statement_id) == col(Statement.id))
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .where(RoundItem.round_id == round_.id)
        .order_by(col(RoundItem.position))
    )
    return tuple(_wording(*row) for row in rows)


def verdicts_of(session: Session, round_: Round) -> tuple[ShownVerdict, ...]:
    """What came of each statement of a vote; nothing before the reveal."""
    shown = disclose(Role.PANELIST, round_.state, round_.anonymity, round_.tally_mode)
    if not (shown.verdict and shown.counts):
        return ()
    rows = session.exec(
        select(RoundItem, Statement, StatementVersion, StoredVerdict)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .where(RoundItem.round_id == round_.id)
        .order_by(col(RoundItem.position))
    ).all()
    verdicts = {item.id: verdict_from_dict(stored.verdict) for item, _, _, stored in rows}
    proposal = propose(verdicts)
    return tuple(
        _shown(
            _wording(session.get_one(Topic, statement.topic_id), statement, version),
            verdicts[item.id],
            is_proposed=item.id == proposal.winner,
            is_tied=item.id in proposal.tied,
            is_adopted=statement.state is StatementState.ADOPTED,
            round_=round_,
        )
        for item, statement, version, _ in rows
    )


def full_consensus_of(session: Session, adoption: Adoption) -> ShownVerdict:
    """What is shown of a statement that was adopted without a vote."""
    version = session.get_one(StatementVersion, adoption.version_id)
    statement = session.get_one(Statement, adoption.statement_id)
    topic = session.get_one(Topic, statement.topic_id)
    agreed = select(AdoptionPresence).where(
        AdoptionPresence.statement_id == statement.id, col(AdoptionPresence.is_recused).is_(False)
    )
    heard = [presence.heard for presence in session.exec(agreed)]
    verdict = full_consensus(len(heard), Hearing.of(heard))
    return _shown(_wording(topic, statement, version), verdict, is_adopted=True)


def correction_of(session: Session, statement_id: UUID | None) -> str:
    """What the room is told right after the adoption of a statement was undone."""
    statement = session.get(Statement, statement_id) if statement_id else None
    topic = session.get(Topic, statement.topic_id) if statement else None
    if statement is None or topic is None:
        return ""
    undone = undone_by_statement(session, topic.process_id).get(statement.id, ())
    label = f"{topic.position}.{statement.position}"
    return f"Statement {label} is before the panel again. {undone[-1].sentence}" if undone else ""


def _shown(
    wording: Wording,
    verdict: AnyVerdict,
    *,
    is_proposed: bool = False,
    is_tied: bool = False,
    is_adopted: bool = False,
    round_: Round | None = None,
) -> ShownVerdict:
    tally = verdict.tally
    n_present = verdict.numerator if isinstance(verdict, Verdict) else 0
    scale = frozen_scale(round_) if round_ else None
    return ShownVerdict(
        label=wording.label,
        text=wording.text,
        outcome=verdict.outcome,
        reached=is_in_favour(verdict.outcome),
        n_agree=tally.n_agree if tally else n_present,
        n_disagree=tally.n_disagree if tally else 0,
        n_abstain=tally.n_abstain if tally else 0,
        n_cannot_judge=tally.n_cannot_judge if tally else 0,
        n_missing=tally.n_missing if tally else 0,
        sentence=verdict.sentence,
        is_proposed=is_proposed,
        is_tied=is_tied,
        is_adopted=is_adopted,
        kind=round_.kind if round_ else RoundKind.VOTE,
        answers=count_answers(round_.kind, scale, tally) if round_ and tally else (),
        middle=middle_text(verdict),
    )
