"""Reading rounds: each person sees of a round what its rules disclose to them, and no more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import RoundKind
from consensus.domain.conflicts import Publication
from consensus.domain.definitions import Electorate
from consensus.domain.disclosure import PROMISES, Anonymity, TallyMode, disclose
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import STAFF, Action
from consensus.domain.rules import Rule
from consensus.domain.show_of_hands import PROMISE
from consensus.persistence.tables import (
    Elector,
    Round,
)
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.people.consent import had_agreed
from consensus.services.rounds.ballot_views import missing_names
from consensus.services.rounds.countdowns import CountdownView, view_countdown
from consensus.services.rounds.electorate import FrozenElectorate, frozen_electorates
from consensus.services.rounds.hand_views import HandFacts, hand_facts
from consensus.services.rounds.hands import why_not_by_hands
from consensus.services.rounds.item_views import ItemView, view_items
from consensus.services.rounds.round_rules import base_of, frozen_rule, frozen_scale
from consensus.services.rounds.secret_views import SecretFacts, secret_facts
from consensus.services.rounds.tallies import count_voters


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as the reader may see it. `n_cast` counts the members who cast at least one ballot.

    `electorate` names those entitled and those recused to everybody who could see them in the room, and to the staff.
    `secret` is what more is told of a secret round, `hands` of one taken by a show of hands; None of any other.
    """

    id: UUID
    topic_id: UUID | None
    number: int
    kind: RoundKind
    state: RoundState
    anonymity: Anonymity
    tally_mode: TallyMode
    promise: str
    rule: Rule
    scale: BallotScale | None
    definition_sentence: str
    opened_at: datetime | None
    closed_at: datetime | None
    revealed_at: datetime | None
    n_electors: int
    electorate: FrozenElectorate | None
    n_cast: int
    missing_names: tuple[str, ...] | None
    items: tuple[ItemView, ...]
    may_vote: bool
    why_not_vote: str
    may_close: bool
    may_reopen: bool
    may_reveal: bool
    may_void: bool
    void_reason: str
    secret: SecretFacts | None
    countdown: CountdownView | None
    hands: HandFacts | None
    may_take_by_hands: bool


def get_round(ctx: Context, round_id: UUID) -> RoundView:
    """One round as the actor may see it."""
    with ctx.db.reading() as session:
        round_ = session.get(Round, round_id)
        standing = require(ctx, session, Action.VIEW_STATEMENTS, round_.process_id if round_ else None)
        if round_ is None or round_.kind is RoundKind.OBJECTION:
            raise NotFoundError
        return view_round(session, standing, round_)


def list_rounds(ctx: Context, process_id: UUID) -> tuple[RoundView, ...]:
    """Every round of a process, in order, as the actor may see it."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        return rounds_of_process(session, standing)


def rounds_of_process(session: Session, standing: Standing) -> tuple[RoundView, ...]:
    """Every round of a process that is decided by a rule, in order, as the member of this standing may see it."""
    query = select(Round).where(Round.process_id == standing.process.id, Round.kind != RoundKind.OBJECTION)
    rounds = session.exec(query.order_by(col(Round.number))).all()
    return tuple(view_round(session, standing, round_) for round_ in rounds)


def view_round(session: Session, standing: Standing, round_: Round) -> RoundView:
    """A round as the member of this standing may see it."""
    by_hands = round_.by_hands
    shown = disclose(standing.member.role, round_.state, round_.anonymity, round_.tally_mode, by_hands=by_hands)
    elector = session.get(Elector, (round_.id, standing.member.id))
    n_electors = session.exec(
        select(func.count()).where(Elector.round_id == round_.id, col(Elector.is_recused).is_(False))
    ).one()
    is_open = round_.state is RoundState.OPEN
    is_secret = round_.anonymity is Anonymity.SECRET
    runs = standing.may(Action.RUN_ROUND)
    n_cast = count_voters(session, round_.id)
    rule = frozen_rule(round_)
    hands = hand_facts(session, round_, is_mine=elector is not None and not elector.is_recused, runs=runs)
    return RoundView(
        id=round_.id,
        topic_id=round_.topic_id,
        number=round_.number,
        kind=round_.kind,
        state=round_.state,
        anonymity=round_.anonymity,
        tally_mode=round_.tally_mode,
        promise=PROMISE if by_hands else PROMISES[round_.anonymity],
        rule=rule,
        scale=frozen_scale(round_),
        definition_sentence=rule.sentence(),
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        revealed_at=round_.revealed_at,
        n_electors=n_electors,
        electorate=_electorate(session, standing, round_),
        n_cast=n_cast,
        missing_names=missing_names(session, round_) if shown.names_of_missing else None,
        items=view_items(session, standing, round_, shown, n_electors, n_cast if is_secret else None),
        may_vote=elector is not None and decides(round_, is_recused=elector.is_recused),
        why_not_vote=_why_not(session, standing, round_, elector),
        may_close=runs and is_open,
        may_reopen=runs
        and round_.state is RoundState.CLOSED
        and round_.tally_mode is TallyMode.SEALED
        and not is_secret
        and not by_hands,
        may_reveal=runs and round_.state is RoundState.CLOSED and not (hands and hands.uncounted),
        may_void=runs and round_.state in (RoundState.OPEN, RoundState.CLOSED),
        void_reason=round_.void_reason,
        secret=secret_facts(session, round_, standing.member.id, shown),
        countdown=view_countdown(session, round_),
        hands=hands,
        may_take_by_hands=runs and is_open and not by_hands and n_cast == 0 and not why_not_by_hands(round_),
    )


def decides(round_: Round, *, is_recused: bool) -> bool:
    """Whether the round takes ballots now of somebody in its electorate."""
    return round_.state is RoundState.OPEN and not round_.by_hands and not is_recused


def _electorate(session: Session, standing: Standing, round_: Round) -> FrozenElectorate | None:
    is_staff = standing.member.role in STAFF
    if round_.meeting_id is None and not is_staff:
        return None
    electorate = frozen_electorates(session, [round_.id])[round_.id]
    names_recused = is_staff or standing.process.interest_publication is not Publication.COUNTS
    return electorate if names_recused else electorate.without_names_of_recused()


def _why_not(session: Session, standing: Standing, round_: Round, elector: Elector | None) -> str:
    if elector is None:
        if not standing.member.votes:
            return "You take part without a vote."
        if round_.opened_at is not None and not had_agreed(session, standing, round_.opened_at):
            return "You had not agreed to the consent text when this vote was opened, so you do not decide here."
        if base_of(round_, standing.process) is Electorate.ENTITLED:
            return "You were not entitled to vote when this vote was opened, so you are not among those who decide."
        return "You were not checked in when this vote was opened, so you are not among those who decide."
    if elector.is_recused:
        return "You are recused from this vote."
    return ""
