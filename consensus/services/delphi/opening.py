"""Opening a Delphi round: wording, rule, protocol and electorate are frozen, and what is fed back to whom."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.ballot_scale import BallotScale
from consensus.domain.ballots import RoundKind
from consensus.domain.delphi.carrying import may_enter
from consensus.domain.delphi.dimensions import Dimension
from consensus.domain.delphi.protocol import Protocol
from consensus.domain.delphi.protocol_reading import protocol_from_dict
from consensus.domain.disclosure import confidentiality_issues
from consensus.domain.errors import ConflictError
from consensus.domain.lifecycle import ProcessState, RoundState, StatementState, check_move
from consensus.persistence.database import database_of
from consensus.persistence.tables import (
    Ballot,
    DelphiItem,
    DelphiRound,
    Elector,
    ItemRecusal,
    Petition,
    Process,
    Round,
    RoundItem,
    Statement,
    Topic,
)
from consensus.services.delphi.given import freeze_given
from consensus.services.delphi.protocols import lock_protocol, protocol_of
from consensus.services.delphi.standings import GONE, StatementStand
from consensus.services.interests.interests import issues_of
from consensus.services.rounds.electorate import Voter, conflicts_on, entitled_alone
from consensus.services.statements.statement_views import newest_version, statements_in_rounds
from consensus.tally.round_verdicts import counts_groups

KIND_OF = {"vote": RoundKind.VOTE, "rating": RoundKind.RATING, "grade_grid": RoundKind.GRADE}


def put_items(session: Session, round_: Round, protocol: Protocol, stands: Sequence[StatementStand]) -> None:
    """One item for each question about each statement; the wording is taken again when the round opens."""
    position = 0
    for stand in stands:
        version = newest_version(session, stand.statement_id)
        for dimension in protocol.dimensions:
            position += 1
            item = RoundItem(
                round_id=round_.id,
                position=position,
                statement_id=stand.statement_id,
                version_id=version.id,
                version_sha256=version.sha256,
            )
            session.add(item)
            session.flush()
            is_deciding = dimension == protocol.deciding
            session.add(
                DelphiItem(item_id=item.id, dimension=dimension.slug, is_deciding=is_deciding, why=stand.carried.why)
            )


def open_planned(
    session: Session, process: Process, round_: Round, delphi: DelphiRound, opened_by: UUID | None
) -> dict[str, Any]:
    """Open a planned round of a locked process; what the record says of it. Refused with the reason why not."""
    check_move("round", round_.state, RoundState.OPEN)
    now = database_of(session).now(session)
    if process.state is not ProcessState.RUNNING:
        raise ConflictError(f"The process is {process.state.value}.")
    if delphi.closes_at <= now:
        raise ConflictError("The deadline of this round is past; move it first.")
    row = protocol_of(session, process.id)
    protocol = protocol_from_dict(row.document)
    if protocol.anonymity.is_laxer_than(process.anonymity):
        raise ConflictError(f"This process promises {process.anonymity.value} votes. A round cannot promise less.")
    items = session.exec(select(RoundItem).where(RoundItem.round_id == round_.id)).all()
    _freeze_wording(session, process, items)
    voters = _electorate(session, process, protocol, delphi.number)
    out, recusals, disclosed = _recusals(session, process, items, voters)
    _check_people(session, process, protocol, items, voters, out)
    lock_protocol(session, row, now)
    dimension = protocol.deciding
    round_.kind, round_.scale = _kind(dimension), _scale(dimension)
    round_.definition, round_.definition_sha256 = dimension.rule.to_dict(), dimension.rule.sha256()
    round_.anonymity, round_.tally_mode = protocol.anonymity, protocol.tally
    round_.state, round_.opened_at, round_.opened_by = RoundState.OPEN, now, opened_by
    delphi.protocol, delphi.protocol_sha256, delphi.trouble = row.document, row.sha256, ""
    session.add_all((round_, delphi))
    for voter in voters:
        session.add(
            Elector(
                round_id=round_.id,
                member_id=voter.member_id,
                stakeholder_group=voter.stakeholder_group,
                is_recused=voter.member_id in out,
                has_conflict=voter.member_id in disclosed,
            )
        )
    session.add_all(ItemRecusal(item_id=item_id, member_id=member_id) for item_id, member_id in recusals)
    _hear_petitions(session, items, now)
    session.flush()
    freeze_given(session, process.id, round_, delphi, protocol, row.seed, [v for v in voters if v.member_id not in out])
    return {
        "number": delphi.number,
        "n_items": len(items),
        "n_electors": len(voters) - len(out),
        "n_recused": len(out),
        "seed": row.seed,
        "protocol_sha256": row.sha256,
        "closes_at": delphi.closes_at.isoformat(),
    }


def raters_of(session: Session, process_id: UUID, number: int) -> frozenset[UUID]:
    """Who rated at least one item in the Delphi round of this number."""
    return frozenset(
        session.exec(
            select(Ballot.member_id)
            .join(RoundItem, col(RoundItem.id) == col(Ballot.item_id))
            .join(DelphiRound, col(DelphiRound.round_id) == col(RoundItem.round_id))
            .join(Round, col(Round.id) == col(RoundItem.round_id))
            .where(Round.process_id == process_id, DelphiRound.number == number)
            .distinct()
        )
    )


def _kind(dimension: Dimension) -> RoundKind:
    if dimension.answers not in KIND_OF:
        raise ConflictError("A ranking is held in a meeting; open it there.")
    return KIND_OF[dimension.answers]


def _scale(dimension: Dimension) -> dict[str, Any] | None:
    if dimension.scale is None:
        return None
    ends = ((dimension.scale.low, dimension.low_label), (dimension.scale.high, dimension.high_label))
    return BallotScale(dimension.scale, tuple(pair for pair in ends if pair[1])).to_dict()


def _freeze_wording(session: Session, process: Process, items: Sequence[RoundItem]) -> None:
    """Take the present wording of each statement, and put it before the panel."""
    busy = statements_in_rounds(session, process.id)
    for item in items:
        statement = session.get_one(Statement, item.statement_id)
        if statement.state in GONE:
            raise ConflictError("A statement of this round is decided or withdrawn meanwhile; plan the round anew.")
        if statement.id in busy:
            raise ConflictError("A statement of this round is being voted on in a meeting.")
        if statement.state is not StatementState.PRESENTED:
            statement.state = StatementState.PRESENTED
            session.add(statement)
        version = newest_version(session, statement.id)
        item.version_id, item.version_sha256 = version.id, version.sha256
        session.add(item)


def _electorate(session: Session, process: Process, protocol: Protocol, number: int) -> tuple[Voter, ...]:
    voters = entitled_alone(session, process.id)
    if number == 1:
        return voters
    before, first = raters_of(session, process.id, number - 1), raters_of(session, process.id, 1)
    return tuple(
        voter
        for voter in voters
        if may_enter(
            protocol.entry,
            number=number,
            rated_before=voter.member_id in before,
            rated_first=voter.member_id in first,
        )
    )


def _recusals(
    session: Session, process: Process, items: Sequence[RoundItem], voters: Sequence[Voter]
) -> tuple[frozenset[UUID], list[tuple[UUID, UUID]], frozenset[UUID]]:
    """Who is out of the whole round; out of which item; and who rates with a conflict that was disclosed."""
    topics = _topics(session, items)
    conflicts = {topic_id: conflicts_on(session, process.id, topic_id) for topic_id in set(topics.values())}
    here = {voter.member_id for voter in voters}
    by_item = {item.id: conflicts[topics[item.statement_id]][0] & here for item in items}
    out = frozenset.intersection(*(frozenset(members) for members in by_item.values()))
    single = [(item_id, member) for item_id, members in by_item.items() for member in members - out]
    return out, single, frozenset(member for _, disclosed in conflicts.values() for member in disclosed)


def _check_people(
    session: Session,
    process: Process,
    protocol: Protocol,
    items: Sequence[RoundItem],
    voters: Sequence[Voter],
    out: frozenset[UUID],
) -> None:
    rating = [voter for voter in voters if voter.member_id not in out]
    found = [] if rating else ["Nobody who is entitled to rate is on the panel."]
    for topic_id in sorted(set(_topics(session, items).values())):
        found.extend(issues_of(session, process, topic_id, rating))
    by_group = any(counts_groups(dimension.rule) for dimension in protocol.dimensions)
    groups = Counter(voter.stakeholder_group for voter in rating) if by_group else {}
    found.extend(confidentiality_issues(protocol.anonymity, len(rating), groups))
    if found:
        raise ConflictError(found[0])


def _topics(session: Session, items: Sequence[RoundItem]) -> dict[UUID, UUID]:
    rows = session.exec(
        select(Statement.id, Topic.id)
        .join(Topic, col(Topic.id) == col(Statement.topic_id))
        .where(col(Statement.id).in_({item.statement_id for item in items}))
    )
    return dict(rows.all())


def _hear_petitions(session: Session, items: Sequence[RoundItem], now: Any) -> None:
    rows = session.exec(
        select(Petition).where(
            col(Petition.statement_id).in_({item.statement_id for item in items}), col(Petition.heard_at).is_(None)
        )
    )
    for petition in rows:
        petition.heard_at = now
        session.add(petition)
