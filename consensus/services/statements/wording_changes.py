"""What changed in a wording since the panel was last asked about it, for everybody who reads it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select

from consensus.domain.ballots import RoundKind
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import Round, RoundItem, Statement, StatementVersion, Topic
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.statements.comments import answers_of


@dataclass(frozen=True, slots=True)
class WordingChange:
    """Two wordings of a statement: the present one and the one it is compared with.

    since: "vote 1" or "check 1" where the panel was asked about the older one, else "version 1".
    reasons: of every wording since, in order.
    """

    since: str
    before: str
    after: str
    reasons: tuple[str, ...]
    answers: tuple[str, ...]


def list_changes(ctx: Context, process_id: UUID) -> Mapping[UUID, WordingChange]:
    """By statement: the change since its last revealed vote or check, or since its first wording where there was none.

    A statement whose present wording the panel was asked about, or that was never reworded, has no entry.
    """
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        versions: dict[UUID, list[StatementVersion]] = {}
        rows = session.exec(
            select(StatementVersion)
            .join(Statement, col(Statement.id) == col(StatementVersion.statement_id))
            .join(Topic, col(Topic.id) == col(Statement.topic_id))
            .where(Topic.process_id == process_id)
            .order_by(col(StatementVersion.number))
        )
        for version in rows:
            versions.setdefault(version.statement_id, []).append(version)
        reworded = {statement_id: wordings for statement_id, wordings in versions.items() if len(wordings) > 1}
        if not reworded:
            return {}
        voted = session.exec(
            select(RoundItem.statement_id, RoundItem.version_id, Round)
            .join(Round, col(Round.id) == col(RoundItem.round_id))
            .where(
                Round.process_id == process_id,
                Round.state == RoundState.REVEALED,
                col(RoundItem.statement_id).in_(reworded),
            )
            .order_by(col(Round.revealed_at), col(Round.number))
        )
        last_asked = {statement_id: (version_id, _words(round_)) for statement_id, version_id, round_ in voted}
        answers = answers_of(session, [version.id for wordings in reworded.values() for version in wordings])
        found = {
            statement_id: _change(wordings, last_asked.get(statement_id), answers)
            for statement_id, wordings in reworded.items()
        }
        return {statement_id: change for statement_id, change in found.items() if change is not None}


def _change(
    wordings: list[StatementVersion], asked: tuple[UUID, str] | None, answers: Mapping[UUID, tuple[str, ...]]
) -> WordingChange | None:
    asked_about, since = asked or (wordings[0].id, "version 1")
    place = next(at for at, version in enumerate(wordings) if version.id == asked_about)
    newer = wordings[place + 1 :]
    if not newer:
        return None
    return WordingChange(
        since=since,
        before=wordings[place].text,
        after=newer[-1].text,
        reasons=tuple(version.reason for version in newer if version.reason),
        answers=tuple(text for version in newer for text in answers.get(version.id, ())),
    )


def _words(round_: Round) -> str:
    return f"check {-round_.number}" if round_.kind is RoundKind.OBJECTION else f"vote {round_.number}"
