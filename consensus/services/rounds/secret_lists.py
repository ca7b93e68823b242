"""The public lists of the secret votes of a process: who has voted, and the receipt codes, for everybody in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.disclosure import Anonymity, disclose
from consensus.domain.roles import Action
from consensus.domain.secret_ballots import receipt_text
from consensus.persistence.tables import Round
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.rounds.secret_views import receipts_of, voters_of

FILE = "receipts.txt"


@dataclass(frozen=True, slots=True)
class SecretList:
    """The lists of one secret round, or why it is void; `number` is that of the round."""

    number: int
    voters: tuple[str, ...]
    receipts: tuple[str, ...]
    void_reason: str


def list_secret_rounds(ctx: Context, process_id: UUID) -> tuple[SecretList, ...]:
    """Every secret round that is closed or void, in order."""
    with ctx.db.reading() as session:
        return _lists(session, require(ctx, session, Action.VIEW_RESULTS, process_id))


def export_lists(ctx: Context, process_id: UUID) -> Export:
    """The same as a text file."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_RESULTS, process_id)
        text = "\n\n".join(_text(one) for one in _lists(session, standing)) or "There was no secret vote."
        name = f"{standing.process.slug}-{FILE}"
        return Export(name, "text/plain; charset=utf-8", f"{text}\n".encode())


def _lists(session: Session, standing: Standing) -> tuple[SecretList, ...]:
    rounds = session.exec(
        select(Round)
        .where(Round.process_id == standing.process.id, Round.anonymity == Anonymity.SECRET)
        .order_by(col(Round.number))
    ).all()
    return tuple(_list(session, round_) for round_ in rounds if round_.void_reason or _is_public(standing, round_))


def _is_public(standing: Standing, round_: Round) -> bool:
    return disclose(standing.member.role, round_.state, round_.anonymity, round_.tally_mode).names_of_voters


def _list(session: Session, round_: Round) -> SecretList:
    if round_.void_reason:
        return SecretList(round_.number, (), (), round_.void_reason)
    return SecretList(round_.number, voters_of(session, round_.id), receipts_of(session, round_.id), "")


def _text(one: SecretList) -> str:
    head = f"Secret vote, round {one.number}"
    if one.void_reason:
        return f"{head}\nDeclared void: {one.void_reason}"
    voters = "\n".join(one.voters)
    codes = "\n".join(map(receipt_text, one.receipts))
    return f"{head}\n\nWho voted ({len(one.voters)})\n{voters}\n\nReceipt codes, sorted ({len(one.receipts)})\n{codes}"
