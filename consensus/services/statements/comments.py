"""The comments of votes and the reasons of objections, without names, and the wordings that answer them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import AnsweredComment, Round, RoundItem, Statement, StatementVersion, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.rounds.written_comments import comments_on


@dataclass(frozen=True, slots=True)
class CommentKey:
    """A comment by what anybody may see of it: the item it was written on, and its words."""

    item_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment on a statement and the number of the round it was written in, below 0 that of a check."""

    key: CommentKey
    round_number: int

    @property
    def said_in(self) -> str:
        """Where it was written: "Round 2" or "Check 1"."""
        return f"Round {self.round_number}" if self.round_number > 0 else f"Check {-self.round_number}"


def list_comments(ctx: Context, statement_id: UUID) -> tuple[CommentView, ...]:
    """What was written with revealed votes and objections; by round, and then in the order of the letters."""
    with ctx.db.reading() as session:
        process_id = session.exec(
            select(Topic.process_id)
            .join(Statement, col(Statement.topic_id) == col(Topic.id))
            .where(Statement.id == statement_id)
        ).one_or_none()
        require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        return tuple(CommentView(key, number) for key, number in _comments(session, statement_id).items())


def answer_comments(session: Session, version: StatementVersion, answers: Sequence[CommentKey]) -> None:
    """Keep which comments led to a wording, in the caller's transaction."""
    known = _comments(session, version.statement_id) if answers else {}
    for key in dict.fromkeys(answers):
        if key not in known:
            raise NotFoundError("This comment was not made on the statement.")
        session.add(AnsweredComment(version_id=version.id, item_id=key.item_id, round_number=known[key], text=key.text))


def answers_of(session: Session, version_ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    """The comments each wording answers."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = session.exec(
        select(AnsweredComment)
        .where(col(AnsweredComment.version_id).in_(version_ids))
        .order_by(col(AnsweredComment.round_number), col(AnsweredComment.text))
    )
    for row in rows:
        found[row.version_id].append(row.text)
    return {version_id: tuple(texts) for version_id, texts in found.items()}


def _comments(session: Session, statement_id: UUID) -> dict[CommentKey, int]:
    numbers = dict(
        session.exec(
            select(RoundItem.id, Round.number)
            .join(Round, col(Round.id) == col(RoundItem.round_id))
            .where(RoundItem.statement_id == statement_id, Round.state == RoundState.REVEALED)
        ).all()
    )
    ordered = sorted(comments_on(session, numbers), key=lambda row: numbers[row[0]])
    return {CommentKey(item_id, text): numbers[item_id] for item_id, text in ordered}
