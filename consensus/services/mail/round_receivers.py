"""Whom a mail about a Delphi round concerns: who has not rated everything, and who has a letter they do not know of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import disclose
from consensus.domain.lifecycle import MessageState, RoundState
from consensus.domain.mail_text import MessageKind
from consensus.domain.roles import Role
from consensus.persistence.tables import (
    Ballot,
    DelphiRound,
    Elector,
    GivenFeedback,
    ItemRecusal,
    Message,
    Round,
    RoundItem,
)

_NOT_SAID = (
    "This round shows its counts while it is open, so nobody is told who is missing, and nobody is reminded by name."
)
_NOT_DRAWN = "What each is shown is drawn when the next round opens; the letters are there from then on."


def unfinished(session: Session, round_id: UUID) -> frozenset[UUID]:
    """The electors of a round who have not rated every item they may."""
    n_items = session.exec(select(func.count()).where(RoundItem.round_id == round_id)).one()
    electors = session.exec(
        select(Elector.member_id).where(Elector.round_id == round_id, col(Elector.is_recused).is_(False))
    )
    done: dict[UUID, int] = {}
    for table in (Ballot, ItemRecusal):
        rows = session.exec(
            select(table.member_id, func.count())
            .join(RoundItem, col(RoundItem.id) == col(table.item_id))
            .where(RoundItem.round_id == round_id)
            .group_by(col(table.member_id))
        )
        for member_id, n in rows:
            done[member_id] = done.get(member_id, 0) + n
    return frozenset(member_id for member_id in electors if done.get(member_id, 0) < n_items)


def why_no_reminder(session: Session, process_id: UUID) -> str:
    """Why nobody is reminded of a round; "" where those who are missing can be."""
    found = _open(session, process_id)
    if found is None:
        return "No round is open."
    round_ = found[0]
    shown = disclose(Role.FACILITATOR, round_.state, round_.anonymity, round_.tally_mode)
    return "" if shown.names_of_missing else _NOT_SAID


def why_no_feedback(session: Session, process_id: UUID) -> str:
    """Why nobody is told of a letter; "" where there are some."""
    found = _revealed(session, process_id)
    if found is None:
        return "No round is revealed yet."
    round_, delphi = found
    is_over = bool(delphi.stop and delphi.stop["reasons"])
    if len(protocol_from_dict(delphi.protocol).arms) == 1 or is_over:
        return ""
    following = _open(session, process_id)
    drawn = (following[0].id if following else None, round_.id)
    given = session.exec(select(GivenFeedback.round_id).where(col(GivenFeedback.round_id).in_(drawn))).first()
    return "" if given else _NOT_DRAWN


def owing_members(session: Session, process_id: UUID) -> frozenset[UUID]:
    """Those who have not rated everything in the round that is open."""
    found = _open(session, process_id)
    return unfinished(session, found[0].id) if found else frozenset()


def members_with_news(session: Session, process_id: UUID) -> frozenset[UUID]:
    """Those with a letter after the newest revealed round who had no mail about it."""
    found = _revealed(session, process_id)
    if found is None:
        return frozenset()
    round_ = found[0]
    electors = session.exec(
        select(Elector.member_id).where(Elector.round_id == round_.id, col(Elector.is_recused).is_(False))
    ).all()
    told = session.exec(
        select(Message.member_id).where(
            Message.process_id == process_id,
            Message.kind == MessageKind.FEEDBACK_NOTICE,
            col(Message.state) == MessageState.SENT,
            col(Message.created_at) >= round_.revealed_at,
        )
    ).all()
    return frozenset(electors) - set(told)


def closes_at(session: Session, process_id: UUID) -> datetime | None:
    """Until when the round that is open takes ratings."""
    found = _open(session, process_id)
    return found[1].closes_at if found else None


def _open(session: Session, process_id: UUID) -> tuple[Round, DelphiRound] | None:
    return next((pair for pair in _rounds(session, process_id) if pair[0].state is RoundState.OPEN), None)


def _revealed(session: Session, process_id: UUID) -> tuple[Round, DelphiRound] | None:
    return next((pair for pair in _rounds(session, process_id) if pair[0].state is RoundState.REVEALED), None)


def _rounds(session: Session, process_id: UUID) -> Sequence[tuple[Round, DelphiRound]]:
    query = select(Round, DelphiRound).join(DelphiRound, col(DelphiRound.round_id) == col(Round.id))
    return session.exec(query.where(Round.process_id == process_id).order_by(col(DelphiRound.number).desc())).all()
