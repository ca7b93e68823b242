"""Items that panelists propose, and what the facilitators make of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.proposals import ProposalState, check_decision, clean_proposal
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.errors import ConflictError, NotAllowedError, NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import STAFF, Action
from consensus.persistence.database import database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Elector, ItemProposal, Statement, Topic
from consensus.services.access import Standing, require
from consensus.services.audit import note, record
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import find_delphi
from consensus.services.statements.statements import insert_statement, label_of


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal without the name of who made it; `label` is that of the statement it became or was merged into."""

    id: UUID
    text: str
    topic: str
    state: ProposalState
    reason: str
    label: str
    proposed_at: datetime
    is_mine: bool


def propose_item(ctx: Context, round_id: UUID, topic_id: UUID, text: str) -> UUID:
    """Propose a new item under a topic, while a round is open; the record does not say who."""
    words = clean_proposal(text)
    with ctx.db.transaction() as session:
        round_, delphi, standing = find_delphi(ctx, session, Action.CAST_BALLOT, round_id)
        topic = session.get(Topic, topic_id)
        if topic is None or topic.process_id != standing.process.id:
            raise NotFoundError
        if round_.state is not RoundState.OPEN or delphi.closes_at <= ctx.db.now(session):
            raise ConflictError("Items are proposed while a round is open.")
        if not protocol_from_dict(delphi.protocol).proposals:
            raise NotAllowedError("By the protocol panelists do not propose items.")
        if session.get(Elector, (round_id, standing.member.id)) is None:
            raise NotAllowedError("You are not among those who rate in this round.")
        row = ItemProposal(
            round_id=round_id,
            member_id=standing.member.id,
            topic_id=topic_id,
            text=words,
            proposed_at=ctx.db.now(session),
        )
        session.add(row)
        session.flush()
        record(session, standing.process, "proposal.made", row.id, actor_id=None, audience=Audience.STAFF)
        return row.id


def list_proposals(ctx: Context, process_id: UUID) -> tuple[ProposalView, ...]:
    """Every proposal, oldest first: all of them to the staff, to a panelist their own."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        query = (
            select(ItemProposal, Topic)
            .join(Topic, col(Topic.id) == col(ItemProposal.topic_id))
            .where(Topic.process_id == process_id)
            .order_by(col(ItemProposal.proposed_at))
        )
        if standing.member.role not in STAFF:
            query = query.where(ItemProposal.member_id == standing.member.id)
        return tuple(_view(session, standing, row, topic) for row, topic in session.exec(query).all())


def accept_proposal(ctx: Context, proposal_id: UUID, text: str = "") -> UUID:
    """Make a candidate of it, in its own words or in others."""
    with ctx.db.transaction() as session:
        row, topic, standing = _find(ctx, session, proposal_id)
        check_decision(row.state, ProposalState.ACCEPTED, "")
        statement = insert_statement(ctx, session, standing, topic, text.strip() or row.text, "")
        _decide(session, standing, row, ProposalState.ACCEPTED, "", statement.id)
        return statement.id


def merge_proposal(ctx: Context, proposal_id: UUID, statement_id: UUID, reason: str) -> None:
    """Say that a statement there is holds it already."""
    with ctx.db.transaction() as session:
        row, _, standing = _find(ctx, session, proposal_id)
        statement = session.get(Statement, statement_id)
        topic = session.get(Topic, statement.topic_id) if statement else None
        if topic is None or topic.process_id != standing.process.id:
            raise NotFoundError
        check_decision(row.state, ProposalState.MERGED, reason)
        _decide(session, standing, row, ProposalState.MERGED, reason, statement_id)


def decline_proposal(ctx: Context, proposal_id: UUID, reason: str) -> None:
    """Leave it out, with the reason its author will read."""
    with ctx.db.transaction() as session:
        row, _, standing = _find(ctx, session, proposal_id)
        check_decision(row.state, ProposalState.DECLINED, reason)
        _decide(session, standing, row, ProposalState.DECLINED, reason, None)


def _find(ctx: Context, session: Session, proposal_id: UUID) -> tuple[ItemProposal, Topic, Standing]:
    row = session.get(ItemProposal, proposal_id)
    topic = session.get(Topic, row.topic_id) if row else None
    standing = require(ctx, session, Action.RUN_ROUND, topic.process_id if topic else None, changes=True)
    if row is None or topic is None:
        raise NotFoundError
    session.refresh(row)
    return row, topic, standing


def _decide(
    session: Session,
    standing: Standing,
    row: ItemProposal,
    state: ProposalState,
    reason: str,
    statement_id: UUID | None,
) -> None:
    row.state, row.reason, row.statement_id = state, reason.strip(), statement_id
    row.decided_at = database_of(session).now(session)
    session.add(row)
    note(session, standing, "proposal.decided", row.id, what=state.value, reason=row.reason or "none needed")


def _view(session: Session, standing: Standing, row: ItemProposal, topic: Topic) -> ProposalView:
    statement = session.get(Statement, row.statement_id) if row.statement_id else None
    return ProposalView(
        id=row.id,
        text=row.text,
        topic=topic.title,
        state=row.state,
        reason=row.reason,
        label=label_of(session, statement) if statement else "",
        proposed_at=row.proposed_at,
        is_mine=row.member_id == standing.member.id,
    )
