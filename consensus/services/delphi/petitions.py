"""Asking for a settled item to be rated again: enough panelists reopen it, by the protocol."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.roles import Action
from consensus.persistence.tables import DelphiProtocol, Petition
from consensus.services.access import require
from consensus.services.audit import record
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import rounds_of
from consensus.services.delphi.protocols import protocol_of
from consensus.services.delphi.standings import stands_of
from consensus.services.rounds.electorate import conflicts_on, entitled_alone
from consensus.services.statements.statements import find_statement

MAX_REASON_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class SettledView:
    """A settled statement: how many ask for it to be rated again, out of how many it takes."""

    statement_id: UUID
    label: str
    text: str
    outcome: str
    n_petitioners: int
    n_needed: int
    i_asked: bool


def list_settled(ctx: Context, process_id: UUID) -> tuple[SettledView, ...]:
    """The statements that are settled and could be rated again by petition; none where nobody can ask for it."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        row = session.get(DelphiProtocol, process_id)
        protocol = protocol_from_dict(row.document) if row else None
        if protocol is None or not protocol.petition:
            return ()
        found = []
        for stand in stands_of(session, process_id, protocol):
            if stand.rated is None or not stand.rated.reached or stand.is_reworded:
                continue
            asked = _waiting(session, stand.statement_id)
            found.append(
                SettledView(
                    stand.statement_id,
                    stand.label,
                    stand.text,
                    stand.rated.outcome,
                    len(asked),
                    protocol.petition,
                    any(row.member_id == standing.member.id for row in asked),
                )
            )
        return tuple(found)


def ask_again(ctx: Context, statement_id: UUID, reason: str) -> None:
    """Ask for a settled statement to be rated again; the record says how many do, not who."""
    said = " ".join(reason.split())
    if len(said) > MAX_REASON_CHARACTERS:
        raise InvalidInputError(f"A reason may have at most {MAX_REASON_CHARACTERS} characters.")
    with ctx.db.transaction() as session:
        statement, standing = find_statement(ctx, session, Action.CAST_BALLOT, statement_id)
        process = standing.process
        protocol = protocol_from_dict(protocol_of(session, process.id).document)
        if not protocol.petition:
            raise NotAllowedError("By the protocol settled items stay settled.")
        stand = next(
            (one for one in stands_of(session, process.id, protocol) if one.statement_id == statement_id), None
        )
        if stand is None or stand.rated is None or not stand.rated.reached or stand.is_reworded:
            raise ConflictError("This statement is not settled.")
        if len(rounds_of(session, process.id)) >= protocol.stop.maximum_rounds:
            raise ConflictError("The last round has been held, so nothing can be rated again.")
        if standing.member.id not in {voter.member_id for voter in entitled_alone(session, process.id)}:
            raise NotAllowedError("Only those who rate can ask for it.")
        if standing.member.id in conflicts_on(session, process.id, statement.topic_id)[0]:
            raise NotAllowedError("You are recused from this topic.")
        asked = _waiting(session, statement_id)
        if any(row.member_id == standing.member.id for row in asked):
            raise ConflictError("You have asked for this already.")
        row = Petition(
            statement_id=statement_id, member_id=standing.member.id, reason=said, asked_at=ctx.db.now(session)
        )
        session.add(row)
        session.flush()
        record(session, process, "petition.made", row.id, actor_id=None, label=stand.label, n=len(asked) + 1)


def _waiting(session: Session, statement_id: UUID) -> list[Petition]:
    return list(
        session.exec(select(Petition).where(Petition.statement_id == statement_id, col(Petition.heard_at).is_(None)))
    )
