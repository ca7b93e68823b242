"""The ballots an archive brings: counted again, decided again, and compared with what it says came out."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, select

from consensus.domain.ballots import Choice, RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.domain.errors import InvalidInputError
from consensus.domain.how_taken import Taken
from consensus.domain.lifecycle import RoundState
from consensus.domain.rule_registry import rule_from_dict
from consensus.persistence.tables import Ballot, HandCount, LooseComment, Round, RoundItem, SealedBallot
from consensus.services.archive.rows import Row
from consensus.services.context import Context
from consensus.services.rounds.closing import recount
from consensus.tally.counts import ItemTally
from consensus.tally.round_verdicts import decide_round, with_taking


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
            session.add_all(_hands(round_, item))
            session.add_all(LooseComment(item_id=item_id, text=str(text)) for text in item["comments"])
        session.add(round_)
        session.flush()
        _check(session, round_, brought)


def _hands(round_: Round, item: Row) -> Iterator[HandCount]:
    """The count of hands on an item, of a vote that was taken so; an archive that has both or neither is refused."""
    counts = item.get("show_of_hands", {})
    if bool(counts) is not round_.by_hands or (counts and item["ballots"]):
        raise InvalidInputError(f"Round {round_.number} mixes ballots with a show of hands.")
    if counts and not set(counts) <= set(Choice):
        raise InvalidInputError(f"Round {round_.number} counts hands for an answer that was not offered.")
    for choice, n in counts.items():
        yield HandCount(item_id=UUID(item["id"]), choice=str(choice), n=int(n))


def _ballot(round_: Round, item_id: UUID, ballot: dict[str, Any], now: datetime) -> Ballot | SealedBallot:
    choice = str(ballot["choice"])
    if round_.anonymity is not Anonymity.OPEN:
        return SealedBallot(item_id=item_id, choice=choice, counted_group=str(ballot.get("group", "")))
    cast_at = round_.closed_at or now
    voter = UUID(ballot["voter"])
    return Ballot(item_id=item_id, member_id=voter, choice=choice, key=uuid4().hex, cast_at=cast_at)


def _check(session: Session, round_: Round, brought: Row) -> None:
    """Ballots, counts and verdicts of a round agree with each other."""
    recount(session, round_.id)
    if round_.kind is RoundKind.OBJECTION:
        return
    by_rule: dict[str, dict[UUID, ItemTally]] = {}
    for item in brought["items"]:
        rule = json.dumps(item.get("definition", brought["definition"]), sort_keys=True)
        by_rule.setdefault(rule, {})[UUID(item["id"])] = _tally(item)
    stored = {UUID(item["id"]): item["verdict"] for item in brought["items"]}
    taken = {
        UUID(item["id"]): Taken(round_.by_hands, sum("entered" in ballot for ballot in item["ballots"]))
        for item in brought["items"]
    }
    for rule, tallies in by_rule.items():
        for item_id, verdict in decide_round(tallies, rule_from_dict(json.loads(rule))).items():
            if with_taking(verdict, taken[item_id]).to_dict() != stored[item_id]:
                raise InvalidInputError(
                    f"The ballots of round {round_.number} do not give the verdicts in the archive."
                )


def _tally(item: Row) -> ItemTally:
    """The tally of an item as its ballots give it; how many are recused is not told by ballots."""
    stored = item["verdict"]["tally"]
    groups = {
        name: ItemTally(size, _counts(item, name), stored["groups"][name]["recused"])
        for name, size in item["groups"].items()
    }
    return ItemTally(item["eligible"], _counts(item), stored["recused"], groups)


def _counts(item: Row, group: str | None = None) -> Counter[str]:
    hands = item.get("show_of_hands", {}) if group is None else {}
    ballots = Counter(ballot["choice"] for ballot in item["ballots"] if group in (None, ballot.get("group")))
    return ballots + Counter(hands)
