"""The votes of a meeting: its own rounds alone, whatever ratings run beside it in the same process."""

from sqlmodel import Session, col, func, select

from consensus.domain.ballots import RoundKind
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Meeting, Round

UNREVEALED = (RoundState.OPEN, RoundState.CLOSED)
ENDED = (RoundState.REVEALED, RoundState.VOID)


def round_on_screen(session: Session, meeting: Meeting) -> Round | None:
    """The unrevealed vote of a meeting, else the last one on its current topic, void or revealed."""
    votes = select(Round).where(Round.meeting_id == meeting.id, Round.kind != RoundKind.OBJECTION)
    rounds = session.exec(votes.order_by(col(Round.number).desc())).all()
    unrevealed = (r for r in rounds if r.state in UNREVEALED)
    of_topic = (r for r in rounds if r.topic_id == meeting.current_topic_id and r.state in ENDED)
    return next(unrevealed, None) or next(of_topic, None)


def is_voting(session: Session, meeting: Meeting) -> bool:
    """Whether a vote of the meeting is open, or closed and not yet revealed, or the panel is asked for objections."""
    unrevealed = select(func.count()).where(Round.meeting_id == meeting.id, col(Round.state).in_(UNREVEALED))
    return session.exec(unrevealed).one() > 0


def check_no_vote(session: Session, meeting: Meeting, refusal: str = "Close and reveal the vote first.") -> None:
    """Refuse what nobody does while people vote."""
    if is_voting(session, meeting):
        raise ConflictError(refusal)
