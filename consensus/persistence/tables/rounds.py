"""Rounds, their frozen items and electorate, the ballots, and the verdicts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.types import JSON, Uuid
from sqlmodel import Field

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.lifecycle import RoundState
from consensus.persistence.tables.base import (
    Table,
    choice,
    document,
    key,
    moment,
    optional_document,
    reference,
    words,
)

# Written out rather than bound: a database takes a partial index only for the very condition it was made with.
_COMMENTED = text("comment != ''")


class Round(Table, table=True):
    """Items put to an electorate under frozen rules; `scale` is that of its ballots, where its kind has one.

    `n_voters` is how many voted in a round that an archive brought without saying who; None of every other round.
    `needs_sweep` says that the files of the database may still hold what lay in them while a secret round was open.
    `by_hands` says that no ballots are cast in it: the facilitator enters how many hands were raised.
    Objection checks are numbered downwards from -1, so that they leave no gaps in the numbers of the others.
    """

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    meeting_id: UUID | None = reference("meeting.id", nullable=True)
    topic_id: UUID | None = reference("topic.id", nullable=True)
    number: int = 1
    kind: RoundKind = choice(RoundKind, RoundKind.VOTE)
    state: RoundState = choice(RoundState, RoundState.DRAFT)
    anonymity: Anonymity = choice(Anonymity, Anonymity.CONFIDENTIAL)
    tally_mode: TallyMode = choice(TallyMode, TallyMode.LIVE)
    scale: dict[str, Any] | None = optional_document()
    definition: dict[str, Any] = document()
    definition_sha256: str = words(64)
    opened_at: datetime | None = moment(nullable=True)
    opened_by: UUID | None = reference("person.id", nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    revealed_at: datetime | None = moment(nullable=True)
    void_reason: str = words()
    n_voters: int | None = None
    needs_sweep: bool = False
    by_hands: bool = False


class VoteCountdown(Table, table=True):
    """The time that an open vote was given, moved on by extensions; `has_run_out` once a server has seen it end.

    closes_itself: whether the vote takes no ballot after `due_at`, and a server closes it.
    """

    __tablename__ = "vote_countdown"

    round_id: UUID = reference("round.id", primary_key=True)
    seconds: int
    began_at: datetime = moment()
    due_at: datetime = moment()
    closes_itself: bool = False
    has_run_out: bool = False


class RoundItem(Table, table=True):
    """One statement version in a round, with the hash of the wording that is voted on.

    `n_paper`: how many of its ballots were entered from paper, kept at the reveal.
    """

    __tablename__ = "round_item"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: UUID = key()
    round_id: UUID = reference("round.id", index=False)
    position: int = 1
    statement_id: UUID = reference("statement.id")
    version_id: UUID = reference("statement_version.id", index=False)
    version_sha256: str = words(64)
    n_paper: int = 0


class Elector(Table, table=True):
    """A member entitled to vote in a round, frozen when it opens; a recused one is listed and cannot vote.

    `has_conflict` says that they voted with a conflict of interest that was disclosed by then.
    """

    __tablename__ = "elector"

    round_id: UUID = reference("round.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    stakeholder_group: str = words(120)
    is_recused: bool = False
    has_conflict: bool = False


class ItemCount(Table, table=True):
    """How many ballots on an item say this, kept in the transaction of the ballot and recounted at the close.

    Of a secret round there are none before the close.
    """

    __tablename__ = "item_count"

    item_id: UUID = reference("round_item.id", primary_key=True)
    choice: str = Field(max_length=32, primary_key=True)
    n: int = 0


class HandCount(Table, table=True):
    """How many raised their hand for an answer, as it was entered; none of an item that is not counted yet."""

    __tablename__ = "hand_count"

    item_id: UUID = reference("round_item.id", primary_key=True)
    choice: str = Field(max_length=32, primary_key=True)
    n: int = 0


class Ballot(Table, table=True):
    """What one member says on one item now. `key` was made by the browser, so that sending again is harmless."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("item_id", "member_id"),
        Index("ix_ballot_commented", "item_id", sqlite_where=_COMMENTED, postgresql_where=_COMMENTED),
    )

    id: UUID = key()
    item_id: UUID = reference("round_item.id", index=False)
    member_id: UUID = reference("member.id")
    choice: str = words(32)
    comment: str = words()
    key: str = words(64)
    revision: int = 1
    cast_at: datetime = moment()
    event_sequence: int = 0


class BallotEntry(Table, table=True):
    """That a ballot was entered for a member; it holds while the ballot has this revision."""

    __tablename__ = "ballot_entry"

    item_id: UUID = reference("round_item.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    entered_by: UUID | None = reference("person.id", nullable=True)
    entered_at: datetime = moment()
    source: str = words(32)
    revision: int


class LooseComment(Table, table=True):
    """A comment on an item that an archive brought, without who wrote it."""

    __tablename__ = "loose_comment"

    id: UUID = key()
    item_id: UUID = reference("round_item.id")
    text: str = words()


class BallotRevision(Table, table=True):
    """What a ballot said before it was changed."""

    __tablename__ = "ballot_revision"

    ballot_id: UUID = Field(sa_column=Column(Uuid, ForeignKey("ballot.id", ondelete="CASCADE"), primary_key=True))
    revision: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    choice: str = words(32)
    comment: str = words()
    key: str = words(64)
    cast_at: datetime = moment()
    event_sequence: int = 0


class StoredVerdict(Table, table=True):
    """The verdict on an item, computed once at the reveal and kept with its inputs."""

    __tablename__ = "verdict"

    item_id: UUID = reference("round_item.id", primary_key=True)
    outcome: str = words(32)
    verdict: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    decided_at: datetime = moment()
