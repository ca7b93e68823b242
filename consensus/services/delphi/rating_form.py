"""What a panelist rates in an open Delphi round, the reasons they give, and when feedback was first seen."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, select

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import PROMISES
from consensus.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.tables import Ballot, DelphiRound, Elector, GivenFeedback, RatingReason, Round, RoundItem
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.delphi.delphi_rounds import find_delphi, rounds_of
from consensus.services.delphi.form_items import items_of, reader_of, rows_of
from consensus.services.delphi.form_views import FormItem, RatingForm
from consensus.services.delphi.pictures import draw_if_due, first_answers, keep_shown, newest_pictures
from consensus.services.delphi.protocols import protocol_of


def get_form(ctx: Context, process_id: UUID) -> RatingForm | None:
    """The round that is open now, as the actor meets it; None where none is open."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        found = [pair for pair in rounds_of(session, process_id) if pair[0].state is RoundState.OPEN]
        if not found or found[-1][1].closes_at <= ctx.db.now(session):
            return None
        round_, delphi = found[-1]
        elector = session.get(Elector, (round_.id, standing.member.id))
        why_not = _why_not(standing, elector, delphi)
        rows = rows_of(session, round_.id)
        reader = reader_of(session, standing, round_, delphi, elector, rows)
        items = items_of(session, reader, rows) if not why_not else ()
        return RatingForm(
            round_id=round_.id,
            number=delphi.number,
            introduction=reader.protocol.introduction,
            promise=PROMISES[round_.anonymity],
            closes_at=delphi.closes_at,
            items=items,
            reasons=reader.protocol.reasons if reader.protocol.reasons_when else (),
            takes_comments=reader.protocol.comments,
            takes_proposals=reader.protocol.proposals and not why_not,
            why_not=why_not,
            is_real_time=reader.protocol.is_real_time,
        )


def get_item(ctx: Context, item_id: UUID) -> FormItem:
    """One item of an open round as the actor meets it now: after a first answer with the feedback on it."""
    with ctx.db.reading() as session:
        return _item(session, *_find_item(ctx, session, item_id, changes=False), item_id)


def get_answered(ctx: Context, item_id: UUID) -> FormItem:
    """The same after the actor answered it.

    Without rounds the panel is drawn anew where that is due, and which picture the actor is shown is kept.
    """
    found = get_item(ctx, item_id)
    if found.live is None:
        return found
    with ctx.db.transaction() as session:
        round_, delphi, standing = _find_item(ctx, session, item_id, changes=True)
        protocol = protocol_from_dict(delphi.protocol)
        seed = protocol_of(session, round_.process_id).seed
        draw_if_due(session, standing.process, round_, protocol, seed, item_id)
        found = _item(session, round_, delphi, standing, item_id)
        if found.live and found.live.picture:
            keep_shown(session, standing.member.id, {item_id: found.live.picture})
        return found


def note_pictures(ctx: Context, round_id: UUID, pictures: Mapping[UUID, int]) -> None:
    """Keep which pictures of the panel a page has shown the actor; only of items they answered, and such as there are.

    pictures: their numbers by item.
    """
    with ctx.db.transaction() as session:
        round_, _, standing = find_delphi(ctx, session, Action.CAST_BALLOT, round_id)
        answered = first_answers(session, round_.id, standing.member.id)
        newest = newest_pictures(session, list(answered))
        told = {
            item_id: number
            for item_id, number in pictures.items()
            if item_id in newest and 1 <= number <= newest[item_id].number
        }
        keep_shown(session, standing.member.id, told)


def _find_item(ctx: Context, session: Session, item_id: UUID, *, changes: bool) -> tuple[Round, DelphiRound, Standing]:
    item = session.get(RoundItem, item_id)
    return find_delphi(ctx, session, Action.CAST_BALLOT, item.round_id if item else item_id, changes=changes)


def _item(session: Session, round_: Round, delphi: DelphiRound, standing: Standing, item_id: UUID) -> FormItem:
    elector = session.get(Elector, (round_.id, standing.member.id))
    if elector is None:
        raise NotAllowedError("You are not among those who rate in this round.")
    if round_.state is not RoundState.OPEN:
        raise ConflictError("This round is closed.")
    rows = rows_of(session, round_.id, item_id)
    return items_of(session, reader_of(session, standing, round_, delphi, elector, rows), rows)[0]


def note_seen(ctx: Context, round_id: UUID) -> None:
    """Keep when the actor was first shown what was given to them; later looks change nothing."""
    with ctx.db.transaction() as session:
        round_, _, standing = find_delphi(ctx, session, Action.CAST_BALLOT, round_id)
        given = session.get(GivenFeedback, (round_.id, standing.member.id))
        if given is not None and given.seen_at is None:
            given.seen_at = ctx.db.now(session)
            session.add(given)


def give_reasons(ctx: Context, item_id: UUID, reasons: Sequence[str]) -> None:
    """Keep the reasons the actor tapped for a rating; none of them takes back what was tapped before."""
    with ctx.db.transaction() as session:
        item = session.get(RoundItem, item_id)
        round_, delphi, standing = find_delphi(ctx, session, Action.CAST_BALLOT, item.round_id if item else item_id)
        protocol = protocol_from_dict(delphi.protocol)
        if round_.state is not RoundState.OPEN or delphi.closes_at <= ctx.db.now(session):
            raise ConflictError("This round is closed.")
        if not set(reasons) <= set(protocol.reasons):
            raise InvalidInputError("This is not one of the reasons offered.")
        rated = session.exec(
            select(Ballot.id).where(Ballot.item_id == item_id, Ballot.member_id == standing.member.id)
        ).first()
        if rated is None:
            raise NotAllowedError("Rate the item first, then say why.")
        row = session.get(RatingReason, (item_id, standing.member.id)) or RatingReason(
            item_id=item_id, member_id=standing.member.id
        )
        row.reasons = {"tapped": [reason for reason in protocol.reasons if reason in reasons]}
        row.given_at = ctx.db.now(session)
        session.add(row)


def _why_not(standing: Standing, elector: Elector | None, delphi: DelphiRound) -> str:
    if elector is not None:
        return "You are recused from this round." if elector.is_recused else ""
    if not standing.member.votes or not standing.may(Action.CAST_BALLOT):
        return "You take part without rating."
    if delphi.number > 1:
        entry = protocol_from_dict(delphi.protocol).entry
        return f"You are not among those who rate in this round. {entry.phrase()}"
    return "You were not among those entitled to rate when this round was opened."
