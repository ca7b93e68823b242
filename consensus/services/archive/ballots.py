"""The ballots an archive brings: counted again, decided again, and compared with what it says came out."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables import Ballot, LooseComment, Round, RoundItem, SealedBallot, StoredVerdict
from consensus.services.archive.rows import Row
from consensus.services.context import Context
from consensus.services.rounds.round_rules import frozen_rule
from consensus.services.rounds.rounds import recount
from consensus.services.rounds.tallies import read_tally
from consensus.tally.round_verdicts import decide_round


def put_ballots(ctx: Context, session: Session, rounds: list[Row]) -> None:
    """Put the ballots of revealed rounds where they are counted; refused where they do not give the verdicts."""
    now = ctx.db.now(session)
    for brought in rounds:
        round_ = session.get_one(Round, UUID(brought["id"]))
        if round_.state is not RoundState.REVEALED:
            continue
        items = {item.id for item in session.exec(select(RoundItem).where(RoundItem.round_id == round_.id))}
        if items != {UUID(item["id"]) for item in brought["items"]}:
            raise InvalidInputError(f"The items of round {round_.number} are not those of its ballots.")
        if round_.anonymity is not Anonymity.OPEN:
            round_.n_voters = int(brought["n_cast"])
        for item in brought["items"]:
            item_id = UUID(item["id"])
            session.add_all(_ballot(round_, item_id, ballot, now) for ballot in item["ballots"])
            session.add_all(LooseComment(item_id=item_id, text=str(text)) for text in item["comments"])
        session.add(round_)
        session.flush()
        _check(session, round_)


def _ballot(round_: Round, item_id: UUID, ballot: dict[str, Any], now: datetime) -> Ballot | SealedBallot:
    choice = str(ballot["choice"])
    if round_.anonymity is not Anonymity.OPEN:
        return SealedBallot(item_id=item_id, choice=choice, counted_group=str(ballot.get("group", "")))
    cast_at = round_.closed_at or now
    voter = UUID(ballot["voter"])
    return Ballot(item_id=item_id, member_id=voter, choice=choice, key=uuid4().hex, cast_at=cast_at)


def _check(session: Session, round_: Round) -> None:
    """Ballots, counts and verdicts of a round agree with each other."""
    recount(session, round_.id)
    stored = {
        row.item_id: row.verdict
        for row in session.exec(select(StoredVerdict).join(RoundItem).where(RoundItem.round_id == round_.id))
    }
    tallies = {item_id: read_tally(session, round_, item_id) for item_id in stored}
    decided = decide_round(tallies, frozen_rule(round_))
    if any(decided[item_id].to_dict() != verdict for item_id, verdict in stored.items()):
        raise InvalidInputError(f"The ballots of round {round_.number} do not give the verdicts in the archive.")
