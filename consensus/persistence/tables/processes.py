"""A process and the people in it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from consensus.domain.conflicts import Publication
from consensus.domain.disclosure import Anonymity
from consensus.domain.groups import SMALLEST_GROUP
from consensus.domain.lifecycle import InvitationState, ProcessState
from consensus.domain.roles import Role
from consensus.domain.taking_part import DeclineReason
from consensus.persistence.tables.base import Table, choice, document, key, moment, reference, time_of_day, words


class Process(Table, table=True):
    """One consensus process. `revision` rises with every change others may see; `chain_head` ends its event chain.

    `reply_by` is the day until which the invited are asked to answer the invitation. Between `quiet_from` and
    `quiet_to`, by the clock of its time zone, no mail goes out.
    `smallest_group` is how many people a stakeholder group needs to be counted apart while it is confidential.
    `locked_at` says since when the definition is locked, `locked_sha256` under which fingerprint. `asks_interests` says
    whether the panel declares its interests, `interest_publication` what the report says of them.
    `n_voted` is how many voted in a process that an archive brought without saying who; None of every other.
    """

    __tablename__ = "process"

    id: UUID = key()
    slug: str = words(80, unique=True)
    title: str = words()
    question: str = words()
    scope: str = words()
    state: ProcessState = choice(ProcessState, ProcessState.DRAFT)
    anonymity: Anonymity = choice(Anonymity, Anonymity.CONFIDENTIAL)
    smallest_group: int = SMALLEST_GROUP
    definition: dict[str, Any] = document()
    locked_at: datetime | None = moment(nullable=True)
    locked_sha256: str = words(64)
    asks_interests: bool = False
    interest_publication: Publication = choice(Publication, Publication.CATEGORY)
    time_zone: str = words(64)
    reply_by: date | None = Field(default=None)
    quiet_from: str = time_of_day("20:00")
    quiet_to: str = time_of_day("08:00")
    source: str = words()
    is_simulated: bool = False
    is_example: bool = False
    n_voted: int | None = None
    revision: int = 0
    n_events: int = 0
    chain_head: str = words(64)
    created_at: datetime = moment()


class Member(Table, table=True):
    """A person in a process.

    `fields` are further facts by name. `search` is what a search looks through; `name_likeness` and
    `address_likeness` are shared with those whose name or address looks alike. All three follow name and facts.
    """

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("process_id", "person_id"),)

    id: UUID = key()
    process_id: UUID = reference("process.id", index=False)
    person_id: UUID = reference("person.id")
    role: Role = choice(Role, Role.PANELIST)
    votes: bool = True
    stakeholder_group: str = words(120)
    institution: str = words()
    country: str = words(120)
    discipline: str = words(120)
    fields: dict[str, str] = document()
    search: str = words()
    name_likeness: str = words()
    address_likeness: str = words()
    is_tryable: bool = False


class Invitation(Table, table=True):
    """How far the invitation of a member has come; why it was declined, in one of our words and in theirs."""

    __tablename__ = "invitation"

    member_id: UUID = reference("member.id", primary_key=True)
    state: InvitationState = choice(InvitationState, InvitationState.DRAFTED)
    changed_at: datetime = moment()
    decline_reason: DeclineReason | None = choice(DeclineReason, nullable=True)
    reason: str = words()
