"""Closing a Delphi round: the recount, and the numbers that may be fed back, counted once and kept."""

from typing import Any

from sqlmodel import Session

from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import FEWEST_CONFIDENTIAL, Anonymity
from consensus.domain.lifecycle import RoundState, check_move
from consensus.persistence.database import database_of
from consensus.persistence.tables import DelphiRound, ItemFeedback, Process, Round
from consensus.services.delphi.round_ratings import RoundRatings, read_ratings
from consensus.services.rounds.closing import recount
from consensus.services.rounds.round_rules import frozen_scale
from consensus.tally import feedback


def close_open(session: Session, process: Process, round_: Round, delphi: DelphiRound) -> dict[str, Any]:
    """Close an open round of a locked process; what the record says of it."""
    check_move("round", round_.state, RoundState.CLOSED)
    now = database_of(session).now(session)
    recount(session, round_.id)
    round_.state, round_.closed_at = RoundState.CLOSED, now
    session.add(round_)
    ratings = read_ratings(session, round_)
    found = feedback_of(process, round_, delphi, ratings)
    session.add_all(
        ItemFeedback(item_id=item.id, document=of.to_dict(), frozen_at=now)
        for item, of in zip(ratings.items, found, strict=True)
    )
    session.flush()
    n_cast = len({member for said in ratings.said.values() for member in said})
    return {"number": delphi.number, "n_cast": n_cast, "n_electors": len(ratings.members)}


def feedback_of(
    process: Process, round_: Round, delphi: DelphiRound, ratings: RoundRatings
) -> tuple[feedback.ItemFeedback, ...]:
    """What the panel may be shown of each item, in the order of the items."""
    scale = frozen_scale(round_)
    is_open = protocol_from_dict(delphi.protocol).anonymity is Anonymity.OPEN
    return feedback.feedback_on(
        ratings.codes,
        len(ratings.places),
        low=scale.points.low if scale else 1,
        groups=ratings.groups,
        smallest=1 if is_open else process.smallest_group,
        fewest=1 if is_open else FEWEST_CONFIDENTIAL,
    )
