"""The time that a vote is given: begun with it, extended on the record, seen to its end by whichever server looks."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.countdowns import EXTENSION, check_seconds
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.persistence.database import Database, database_of
from consensus.persistence.signals import Audience
from consensus.persistence.tables import Round, VoteCountdown
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.rounds.closing import close_open
from consensus.services.rounds.finding import find_round
from consensus.services.rounds.sweeping import sweep

logger = logging.getLogger(__name__)

TOO_LATE = "The time for this vote is up. It takes no more ballots."


@dataclass(frozen=True, slots=True)
class Countdown:
    """How long a vote is to run, in seconds, and whether it closes by itself then."""

    seconds: int
    closes_itself: bool = False

    def __post_init__(self) -> None:
        check_seconds(self.seconds)

    def to_dict(self) -> Mapping[str, Any]:
        """What the record keeps of it."""
        return {"seconds": self.seconds, "closes_itself": self.closes_itself}


@dataclass(frozen=True, slots=True)
class CountdownView:
    """A countdown of an open vote, by the server's clock; `is_over` at the moment it was read."""

    began_at: datetime
    due_at: datetime
    closes_itself: bool
    is_over: bool


def extend_countdown(ctx: Context, round_id: UUID, seconds: int = EXTENSION) -> None:
    """Give an open vote more time; from now where its time is up already."""
    check_seconds(seconds)
    with ctx.db.transaction() as session:
        round_, standing = find_round(ctx, session, Action.RUN_ROUND, round_id)
        countdown = session.get(VoteCountdown, round_id, populate_existing=True)
        if countdown is None or round_.state is not RoundState.OPEN:
            raise ConflictError("No countdown runs for this vote.")
        now = ctx.db.now(session)
        if countdown.closes_itself and countdown.due_at <= now:
            raise ConflictError(TOO_LATE)
        countdown.due_at = max(now, countdown.due_at) + timedelta(seconds=seconds)
        countdown.has_run_out = False
        session.add(countdown)
        note(session, standing, "countdown.extended", round_.id, number=round_.number, seconds=seconds)


def begin_countdown(session: Session, round_: Round, countdown: Countdown) -> None:
    """Let it run from now, in the transaction that opens the vote."""
    now = database_of(session).now(session)
    session.add(
        VoteCountdown(
            round_id=round_.id,
            seconds=countdown.seconds,
            began_at=now,
            due_at=now + timedelta(seconds=countdown.seconds),
            closes_itself=countdown.closes_itself,
        )
    )


def stop_countdown(session: Session, round_id: UUID) -> None:
    """Take the countdown of a vote away, if it has one."""
    countdown = session.get(VoteCountdown, round_id)
    if countdown is not None:
        session.delete(countdown)


def view_countdown(session: Session, round_: Round) -> CountdownView | None:
    """What runs for a vote while it is open."""
    countdown = session.get(VoteCountdown, round_.id) if round_.state is RoundState.OPEN else None
    if countdown is None:
        return None
    is_over = countdown.due_at <= database_of(session).now(session)
    return CountdownView(countdown.began_at, countdown.due_at, countdown.closes_itself, is_over)


def end_countdowns(db: Database) -> int:
    """Close the votes whose time is up, or tell whoever runs them; how many were ended.

    Called by every server on the database: who comes second finds it done and leaves it.
    """
    with db.reading() as session:
        now = db.now(session)
        due = session.exec(
            select(Round.process_id, Round.id)
            .join(VoteCountdown, col(VoteCountdown.round_id) == col(Round.id))
            .where(
                col(Round.state) == RoundState.OPEN,
                col(VoteCountdown.has_run_out).is_(False),
                col(VoteCountdown.due_at) <= now,
            )
        ).all()
    return sum(_end(db, process_id, round_id) for process_id, round_id in due)


def _end(db: Database, process_id: UUID, round_id: UUID) -> bool:
    """One vote, in a transaction of its own, so that a fault in one leaves the others alone."""
    try:
        with db.transaction() as session:
            has_ended = _end_once(db, session, process_id, round_id)
    except ConflictError as refusal:
        logger.warning("a vote could not be closed by the clock: %s", refusal)
        return _leave_to_the_facilitator(db, process_id, round_id)
    if has_ended:
        sweep(db)
    return has_ended


def _leave_to_the_facilitator(db: Database, process_id: UUID, round_id: UUID) -> bool:
    """It takes no more ballots, and is not tried again by the clock."""
    with db.transaction() as session:
        process = db.lock_process(session, process_id)
        countdown = session.get(VoteCountdown, round_id, populate_existing=True)
        if process is None or countdown is None:
            return False
        countdown.has_run_out = True
        session.add(countdown)
        db.touch(session, process, Audience.STAFF)
    return True


def _end_once(db: Database, session: Session, process_id: UUID, round_id: UUID) -> bool:
    process = db.lock_process(session, process_id)
    round_ = session.get(Round, round_id, populate_existing=True)
    countdown = session.get(VoteCountdown, round_id, populate_existing=True)
    if process is None or round_ is None or countdown is None:
        return False
    if round_.state is not RoundState.OPEN or countdown.has_run_out or countdown.due_at > db.now(session):
        return False
    countdown.has_run_out = True
    session.add(countdown)
    if countdown.closes_itself:
        close_open(session, process, round_, None)
    else:
        db.touch(session, process, Audience.STAFF)
    return True
