"""Delphi rounds: the protocol, what a round adds to it, what was fed back to whom, and what panelists propose."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer
from sqlmodel import Field

from consensus.domain.delphi.carrying import Why
from consensus.domain.delphi.proposals import ProposalState
from consensus.persistence.tables.base import Table, choice, document, key, mention, moment, reference, words


class DelphiProtocol(Table, table=True):
    """What a process fixes before its first Delphi round; `seed` is what orders and arms are drawn from."""

    __tablename__ = "delphi_protocol"

    process_id: UUID = reference("process.id", primary_key=True)
    method: str = words(80)
    document: dict[str, Any] = document()
    sha256: str = words(64)
    seed: str = words(64)
    set_at: datetime = moment()
    locked_at: datetime | None = moment(nullable=True)
    locked_sha256: str = words(64)


class DelphiRound(Table, table=True):
    """A round that stands alone: `number` counts those of its protocol, which is kept as it was when it opened.

    opens_at: when the server opens it by itself; None where a facilitator does. `trouble` says why it could not.
    stop: what the stop rule said at the reveal.
    """

    __tablename__ = "delphi_round"

    round_id: UUID = reference("round.id", primary_key=True)
    number: int = 1
    opens_at: datetime | None = moment(nullable=True)
    closes_at: datetime = moment()
    protocol: dict[str, Any] = document()
    protocol_sha256: str = words(64)
    trouble: str = words()
    stop: dict[str, Any] = document()


class DelphiItem(Table, table=True):
    """Which question is asked about the statement of an item, and why it is in the round."""

    __tablename__ = "delphi_item"

    item_id: UUID = reference("round_item.id", primary_key=True)
    dimension: str = words(32)
    is_deciding: bool = True
    why: Why = choice(Why)


class ItemRecusal(Table, table=True):
    """That an elector of a round may not rate this item of it."""

    __tablename__ = "item_recusal"

    item_id: UUID = reference("round_item.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)


class ItemFeedback(Table, table=True):
    """What the panel may be shown of an item, counted once when its round closed."""

    __tablename__ = "item_feedback"

    item_id: UUID = reference("round_item.id", primary_key=True)
    document: dict[str, Any] = document()
    frozen_at: datetime = moment()


class GivenFeedback(Table, table=True):
    """What one panelist was given beside the items of a round, frozen when it opened.

    arm: which of the protocol's; document: own earlier choice and earlier item by item of the round. `seen_at` is when
    a page with it was first drawn.
    """

    __tablename__ = "given_feedback"

    round_id: UUID = reference("round.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    arm: int = 0
    document: dict[str, Any] = document()
    frozen_at: datetime = moment()
    seen_at: datetime | None = moment(nullable=True)


class PanelPicture(Table, table=True):
    """How the panel stood on an item while it answered without rounds; `number` counts the pictures of the item.

    document: what may be shown of the ratings, and the comments. through: the last event whose ballots are in it.
    """

    __tablename__ = "panel_picture"

    item_id: UUID = reference("round_item.id", primary_key=True)
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    document: dict[str, Any] = document()
    through: int = 0
    drawn_at: datetime = moment()


class ShownPicture(Table, table=True):
    """That a panelist was shown a picture, and when first."""

    __tablename__ = "shown_picture"

    item_id: UUID = reference("round_item.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    shown_at: datetime = moment()


class RatingReason(Table, table=True):
    """The reasons somebody tapped for a rating they were asked about."""

    __tablename__ = "rating_reason"

    item_id: UUID = reference("round_item.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    reasons: dict[str, Any] = document()
    given_at: datetime = moment()


class ItemProposal(Table, table=True):
    """An item a panelist proposes, and what became of it."""

    __tablename__ = "item_proposal"

    id: UUID = key()
    round_id: UUID = reference("round.id")
    member_id: UUID = reference("member.id")
    topic_id: UUID = reference("topic.id")
    text: str = words()
    state: ProposalState = choice(ProposalState, ProposalState.WAITING)
    reason: str = words()
    statement_id: UUID | None = mention("statement.id")
    proposed_at: datetime = moment()
    decided_at: datetime | None = moment(nullable=True)


class Petition(Table, table=True):
    """That a member asks for a settled statement to be rated again; `heard_at` is when it was."""

    __tablename__ = "petition"

    id: UUID = key()
    statement_id: UUID = reference("statement.id")
    member_id: UUID = reference("member.id")
    reason: str = words()
    asked_at: datetime = moment()
    heard_at: datetime | None = moment(nullable=True)
