"""Reads what a report tells of the revealed rounds of a Delphi."""

from collections import Counter
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.delphi.protocol_wording import protocol_sentences
from consensus.domain.lifecycle import RoundState
from consensus.exports.report.delphi_account import DelphiAccount, DelphiItemAccount
from consensus.persistence.tables import DelphiItem, DelphiRound, Round, RoundItem
from consensus.services.delphi.delphi_results import ItemResult, read_results
from consensus.services.delphi.delphi_rounds import rounds_of
from consensus.services.delphi.round_ratings import RoundRatings, read_ratings
from consensus.services.delphi.staying import raters
from consensus.services.delphi.stop_words import stop_words


def delphi_rounds(session: Session, process_id: UUID) -> tuple[DelphiAccount, ...]:
    """The rounds that are revealed, in their order; none where the process has no Delphi."""
    held = rounds_of(session, process_id)
    return tuple(_account(session, round_, of) for round_, of in held if round_.state is RoundState.REVEALED)


def _account(session: Session, round_: Round, delphi: DelphiRound) -> DelphiAccount:
    protocol = protocol_from_dict(delphi.protocol)
    ratings = read_ratings(session, round_)
    why = _why(session, round_.id)
    return DelphiAccount(
        number=delphi.number,
        is_real_time=protocol.is_real_time,
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        protocol=protocol_sentences(protocol),
        protocol_sha256=delphi.protocol_sha256,
        n_statements=len({item.statement_id for item in ratings.items}),
        n_electors=len(ratings.members),
        n_rated=len(raters(ratings)),
        n_answers=sum(len(said) for said in ratings.said.values()),
        n_possible=sum(_n_entitled(ratings, item.id) for item in ratings.items),
        carried=tuple(Counter(why[item.id] for item in ratings.items if item.is_deciding).items()),
        feedback=_feedback(protocol, delphi.number),
        settled=tuple(delphi.stop["with_consensus"]),
        stable=tuple(delphi.stop["stable_disagreement"]),
        moving=tuple(delphi.stop["moving"]),
        reworded=tuple(delphi.stop["reworded"]),
        stop=stop_words(delphi.stop, is_real_time=protocol.is_real_time).sentences[0],
        items=tuple(_item(result, ratings, why[result.item_id]) for result in read_results(session, round_, delphi)),
    )


def _item(result: ItemResult, ratings: RoundRatings, why: str) -> DelphiItemAccount:
    panel = result.panel
    return DelphiItemAccount(
        label=result.label,
        text=result.text,
        question=result.dimension,
        why=why,
        n_rated=panel.n,
        n_entitled=_n_entitled(ratings, result.item_id),
        median="–" if panel.median is None else f"{panel.median:g}",
        quartiles="–" if panel.band is None else f"{panel.band[0]:g} to {panel.band[1]:g}",
        outcome=result.verdict.outcome.value,
        is_told=not panel.is_hidden,
        is_stable=result.is_stable_disagreement,
    )


def _n_entitled(ratings: RoundRatings, item_id: UUID) -> int:
    return len(ratings.members) - len(ratings.recused[item_id] & set(ratings.members))


def _why(session: Session, round_id: UUID) -> dict[UUID, str]:
    rows = session.exec(
        select(DelphiItem)
        .join(RoundItem, col(RoundItem.id) == col(DelphiItem.item_id))
        .where(RoundItem.round_id == round_id)
    )
    return {row.item_id: row.why.phrase() for row in rows}


def _feedback(protocol: Protocol, number: int) -> str:
    if number == 1 and not protocol.is_real_time:
        return ""
    if len(protocol.arms) == 1:
        return protocol.arms[0].phrase()
    return "; ".join(f"in the arm “{arm.label}” {arm.phrase()}" for arm in protocol.arms)
