"""Finding a round for somebody who may do something with it."""

from uuid import UUID

from sqlmodel import Session

from consensus.domain.ballots import RoundKind
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.roles import Action
from consensus.persistence.tables import DelphiRound, Round
from consensus.services.access import Standing, require
from consensus.services.context import Context


def find_round(ctx: Context, session: Session, action: Action, round_id: UUID) -> tuple[Round, Standing]:
    """The round, if the actor may do this in its process; the process is held until the end."""
    round_ = session.get(Round, round_id)
    standing = require(ctx, session, action, round_.process_id if round_ else None, changes=True)
    if round_ is None or round_.kind is RoundKind.OBJECTION:
        raise NotFoundError
    if session.get(DelphiRound, round_id) is not None:
        raise ConflictError("This is a Delphi round, which is run on the page Rounds.")
    session.refresh(round_)
    return round_, standing
