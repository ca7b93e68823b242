"""What happened last on a topic, by the record: a screen stays on it until something else does."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballots import RoundKind
from consensus.domain.lifecycle import RoundState, StatementState
from consensus.domain.scenes import Act
from consensus.persistence.tables import Event, Process, Round, Statement, Topic

_ACTS: Mapping[StatementState, frozenset[Act]] = {
    StatementState.PRESENTED: frozenset({Act.PRESENTED, Act.REWORDED, Act.UNDONE}),
    StatementState.ADOPTED: frozenset({Act.ADOPTED}),
}


def last_act(
    session: Session, process: Process, topic: Topic | None, ended: Sequence[Round | None]
) -> tuple[Act | None, UUID | None]:
    """What happened last on the topic, and to what. A candidate that was taken back or reworded away is no act."""
    if topic is None:
        return None, None
    rows = session.exec(select(Statement).where(Statement.topic_id == topic.id))
    acts = {statement.id: _ACTS[statement.state] for statement in rows if statement.state in _ACTS}
    acts |= {round_.id: frozenset({_end_of(round_)}) for round_ in ended if round_ is not None}
    events = session.exec(
        select(Event.verb, Event.object_id)
        .where(
            Event.process_id == process.id,
            col(Event.verb).in_([act.value for act in Act]),
            col(Event.object_id).in_([str(object_id) for object_id in acts]),
        )
        .order_by(col(Event.sequence).desc())
    )
    for verb, object_id in events:
        act, of = Act(verb), UUID(object_id)
        if act in acts[of]:
            return act, of
    return None, None


def _end_of(round_: Round) -> Act:
    if round_.kind is RoundKind.OBJECTION:
        return Act.CHECKED
    return Act.VOIDED if round_.state is RoundState.VOID else Act.REVEALED
