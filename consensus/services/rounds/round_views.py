"""Reading rounds: each person sees of a round what its rules disclose to them, and no more."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import AnswerCount, Option, RoundKind
from consensus.domain.conflicts import Publication
from consensus.domain.definitions import Electorate
from consensus.domain.disclosure import PROMISES, Anonymity, Disclosure, TallyMode, disclose
from consensus.domain.errors import NotFoundError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import STAFF, Action
from consensus.domain.round_kinds import options_of
from consensus.domain.rule_needs import needs_sentence
from consensus.domain.rules import Rule
from consensus.persistence.tables import (
    Ballot,
    BallotEntry,
    Elector,
    Member,
    Person,
    Round,
    RoundItem,
    Statement,
    StatementVersion,
    StoredVerdict,
    Topic,
)
from consensus.services.access import Standing, require
from consensus.services.context import Context
from consensus.services.people.consent import had_agreed
from consensus.services.rounds.countdowns import CountdownView, view_countdown
from consensus.services.rounds.electorate import FrozenElectorate, frozen_electorates
from consensus.services.rounds.entries import count_papers, is_entry_of_ballot
from consensus.services.rounds.round_rules import base_of, frozen_rule, frozen_scale
from consensus.services.rounds.secret_views import SecretFacts, missing_from, secret_facts
from consensus.services.rounds.tallies import count_voters, running_tallies
from consensus.services.rounds.written_comments import comments_on
from consensus.tally.answers import count_answers
from consensus.tally.counts import ItemTally
from consensus.tally.proposal import Proposal, propose
from consensus.tally.round_verdicts import AnyVerdict, verdict_from_dict


@dataclass(frozen=True, slots=True)
class MyBallot:
    """What the reader said on an item, and when it was recorded.

    `choice` is None where the reader came in by a link or code issued after the ballot was cast: whoever issued it
    could be the reader. `entered_by` names who entered it from paper; empty where its owner cast it.
    """

    choice: str | None
    comment: str
    at: datetime
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class NamedBallot:
    """Who said what; only of a revealed round with open voting."""

    name: str
    choice: str
    comment: str
    is_paper: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of a round as the reader may see it; what is not disclosed is None."""

    id: UUID
    statement_id: UUID
    topic_id: UUID
    label: str
    text: str
    plain_text: str
    version_sha256: str
    options: tuple[Option, ...]
    needs: str
    n_cast: int
    kind: RoundKind
    tally: ItemTally | None
    answers: tuple[AnswerCount, ...]
    verdict: AnyVerdict | None
    comments: tuple[str, ...] | None
    named_ballots: tuple[NamedBallot, ...] | None
    my_ballot: MyBallot | None
    is_proposed: bool
    is_tied: bool
    n_paper: int = 0


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as the reader may see it. `n_cast` counts the members who cast at least one ballot.

    `electorate` names those entitled and those recused to everybody who could see them in the room, and to the staff.
    `secret` is what more is told of a secret round; None of any other.
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
    shown = disclose(standing.member.role, round_.state, round_.anonymity, round_.tally_mode)
    elector = session.get(Elector, (round_.id, standing.member.id))
    n_electors = session.exec(
        select(func.count()).where(Elector.round_id == round_.id, col(Elector.is_recused).is_(False))
    ).one()
    is_open = round_.state is RoundState.OPEN
    is_secret = round_.anonymity is Anonymity.SECRET
    runs = standing.may(Action.RUN_ROUND)
    n_cast = count_voters(session, round_.id)
    rule = frozen_rule(round_)
    return RoundView(
        id=round_.id,
        topic_id=round_.topic_id,
        number=round_.number,
        kind=round_.kind,
        state=round_.state,
        anonymity=round_.anonymity,
        tally_mode=round_.tally_mode,
        promise=PROMISES[round_.anonymity],
        rule=rule,
        scale=frozen_scale(round_),
        definition_sentence=rule.sentence(),
        opened_at=round_.opened_at,
        closed_at=round_.closed_at,
        revealed_at=round_.revealed_at,
        n_electors=n_electors,
        electorate=_electorate(session, standing, round_),
        n_cast=n_cast,
        missing_names=_missing_names(session, round_) if shown.names_of_missing else None,
        items=_items(session, standing, round_, shown, n_electors, n_cast if is_secret else None),
        may_vote=elector is not None and decides(round_, is_recused=elector.is_recused),
        why_not_vote=_why_not(session, standing, round_, elector),
        may_close=runs and is_open,
        may_reopen=runs
        and round_.state is RoundState.CLOSED
        and round_.tally_mode is TallyMode.SEALED
        and not is_secret,
        may_reveal=runs and round_.state is RoundState.CLOSED,
        may_void=runs and round_.state in (RoundState.OPEN, RoundState.CLOSED),
        void_reason=round_.void_reason,
        secret=secret_facts(session, round_, standing.member.id, shown),
        countdown=view_countdown(session, round_),
    )


def decides(round_: Round, *, is_recused: bool) -> bool:
    """Whether the round takes ballots now of somebody in its electorate."""
    return round_.state is RoundState.OPEN and not is_recused


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


def _items(
    session: Session, standing: Standing, round_: Round, shown: Disclosure, n_electors: int, n_papers: int | None
) -> tuple[ItemView, ...]:
    """n_papers: how many ballot papers a secret round holds, each with an answer to every item."""
    rows = session.exec(
        select(RoundItem, StatementVersion, Statement, Topic)
        .join(StatementVersion, col(StatementVersion.id) == col(RoundItem.version_id))
        .join(Statement, col(Statement.id) == col(RoundItem.statement_id))
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(RoundItem.round_id == round_.id)
        .order_by(col(RoundItem.position))
    ).all()
    item_ids = [item.id for item, _, _, _ in rows]
    tallies = running_tallies(session, round_)
    verdicts = _verdicts(session, item_ids) if shown.verdict else {}
    proposal = propose(verdicts)
    mine = my_ballots(session, standing, item_ids)
    papers = count_papers(session, item_ids)
    comments = _comments(session, item_ids) if shown.verdict else {}
    named = _named_ballots(session, item_ids) if shown.names_with_choices else {}
    rule, scale = frozen_rule(round_), frozen_scale(round_)
    options = options_of(round_.kind, scale)
    return tuple(
        ItemView(
            id=item.id,
            statement_id=statement.id,
            topic_id=topic.id,
            label=f"{topic.position}.{statement.position}",
            text=version.text,
            plain_text=version.plain_text,
            version_sha256=version.sha256,
            options=options,
            needs=needs_sentence(rule, n_electors),
            n_cast=tallies[item.id].n_cast if n_papers is None else n_papers,
            kind=round_.kind,
            tally=tallies[item.id] if shown.counts else None,
            answers=count_answers(round_.kind, scale, tallies[item.id]) if shown.counts else (),
            verdict=verdicts.get(item.id),
            comments=comments.get(item.id, ()) if shown.verdict else None,
            named_ballots=named.get(item.id, ()) if shown.names_with_choices else None,
            my_ballot=mine.get(item.id),
            is_proposed=item.id in _proposed(proposal),
            is_tied=item.id in proposal.tied,
            n_paper=papers.get(item.id, item.n_paper) if shown.counts or shown.names_of_missing else 0,
        )
        for item, version, statement, topic in rows
    )


def _proposed(proposal: Proposal[UUID]) -> frozenset[UUID]:
    return frozenset() if proposal.winner is None else frozenset({proposal.winner})


def _verdicts(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, AnyVerdict]:
    rows = session.exec(select(StoredVerdict).where(col(StoredVerdict.item_id).in_(item_ids)))
    return {row.item_id: verdict_from_dict(row.verdict) for row in rows}


def ballots_of(
    session: Session, item_ids: Sequence[UUID], member_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, UUID], MyBallot]:
    """What these members said on these items, by member and item; what their owners may see of it is `shown_to`."""
    ballots = session.exec(
        select(Ballot, Person.name)
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .outerjoin(Person, col(Person.id) == col(BallotEntry.entered_by))
        .where(col(Ballot.item_id).in_(item_ids), col(Ballot.member_id).in_(member_ids))
    )
    return {
        (ballot.member_id, ballot.item_id): MyBallot(ballot.choice, ballot.comment, ballot.cast_at, entered_by or "")
        for ballot, entered_by in ballots
    }


def shown_to(credential_at: datetime | None, ballot: MyBallot) -> MyBallot:
    """What was cast before this session's link or code was issued stays unsaid."""
    return (
        ballot
        if credential_at is None or ballot.at >= credential_at
        else MyBallot(None, "", ballot.at, ballot.entered_by)
    )


def my_ballots(session: Session, standing: Standing, item_ids: Sequence[UUID]) -> Mapping[UUID, MyBallot]:
    """The member's own ballots, as far as this sign-in may show them."""
    own = ballots_of(session, item_ids, [standing.member.id])
    return {item_id: shown_to(standing.actor.credential_at, ballot) for (_, item_id), ballot in own.items()}


def _comments(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The comments on each item without names, in an order that tells nothing."""
    found: dict[UUID, list[str]] = {}
    for item_id, comment in comments_on(session, item_ids):
        found.setdefault(item_id, []).append(comment)
    return {
        item_id: tuple(random.Random(item_id.int).sample(sorted(texts), len(texts)))  # noqa: S311
        for item_id, texts in found.items()
    }


def _named_ballots(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, tuple[NamedBallot, ...]]:
    rows = session.exec(
        select(Ballot, Person.name, BallotEntry.source)
        .outerjoin(BallotEntry, is_entry_of_ballot())
        .join(Member, col(Member.id) == col(Ballot.member_id))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Ballot.item_id).in_(item_ids))
        .order_by(col(Person.name))
    )
    found: dict[UUID, list[NamedBallot]] = {}
    for ballot, name, source in rows:
        of_item = found.setdefault(ballot.item_id, [])
        of_item.append(NamedBallot(name, ballot.choice, ballot.comment, is_paper=source is not None))
    return {item_id: tuple(ballots) for item_id, ballots in found.items()}


def _missing_names(session: Session, round_: Round) -> tuple[str, ...]:
    """The electors whose ballot paper is not complete."""
    if round_.anonymity is Anonymity.SECRET:
        return missing_from(session, round_.id)
    n_items = session.exec(select(func.count()).where(RoundItem.round_id == round_.id)).one()
    complete = (
        select(Ballot.member_id)
        .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
        .where(RoundItem.round_id == round_.id)
        .group_by(col(Ballot.member_id))
        .having(func.count() == n_items)
    )
    return tuple(
        session.exec(
            select(Person.name)
            .join(Member, col(Member.person_id) == col(Person.id))
            .join(Elector, col(Elector.member_id) == col(Member.id))
            .where(
                Elector.round_id == round_.id,
                col(Elector.is_recused).is_(False),
                col(Elector.member_id).not_in(complete),
            )
            .order_by(col(Person.name))
        )
    )
