"""Declaring a round void: its ballots count for nothing, those of a secret one are destroyed, and everybody reads why.

In any other round the ballots of somebody who should not have voted could be found and set apart. In a secret one
nobody can, so that the whole round goes; another may be opened.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.lifecycle import RoundState, check_move
from consensus.domain.roles import Action
from consensus.domain.secret_ballots import clean_reason
from consensus.persistence.tables import Participation, Process, Round, RoundItem, Statement
from consensus.services.access import Standing
from consensus.services.audit import record
from consensus.services.context import Context
from consensus.services.rounds.finding import find_round
from consensus.services.rounds.secret_closing import destroy
from consensus.services.rounds.sweeping import sweep

RECUSED = "Somebody who had voted was recused afterwards, and a secret ballot cannot be taken out again."


def void_round(ctx: Context, round_id: UUID, reason: str) -> None:
    """Declare a round void that is not revealed yet, for a reason that everybody reads.

    What was cast in a secret one is destroyed; in any other it stays in the database, counted and shown nowhere.
    """
    text = clean_reason(reason)
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        void(session, standing.process, round_, text, standing.actor.person_id)
    sweep(ctx.db)


def void(session: Session, process: Process, round_: Round, reason: str, actor_id: UUID | None) -> None:
    """Keep why, and destroy what was cast where it is secret; the verdict is never computed."""
    check_move("round", round_.state, RoundState.VOID)
    if round_.anonymity is Anonymity.SECRET:
        destroy(session, round_)
    round_.state, round_.void_reason = RoundState.VOID, reason
    session.add(round_)
    record(session, process, "round.voided", round_.id, actor_id=actor_id, number=round_.number, reason=reason)


def void_for_recusal(session: Session, standing: Standing, member_id: UUID, topic_id: UUID | None) -> bool:
    """Declare void every unrevealed secret round on this topic (or on any) in which the member has voted."""
    query = (
        select(Round)
        .join(Participation, col(Participation.round_id) == col(Round.id))
        .where(Participation.member_id == member_id, col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED)))
    )
    if topic_id is not None:
        on_topic = (
            select(RoundItem.round_id)
            .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
            .where(Statement.topic_id == topic_id)
        )
        query = query.where(col(Round.id).in_(on_topic))
    rounds = session.exec(query).all()
    for round_ in rounds:
        void(session, standing.process, round_, RECUSED, standing.actor.person_id)
    return bool(rounds)
