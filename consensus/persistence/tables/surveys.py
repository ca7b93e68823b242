"""The pre-meeting survey and its answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlalchemy.types import JSON
from sqlmodel import Field

from consensus.domain.lifecycle import SurveyState
from consensus.persistence.tables.base import Table, choice, document, key, mention, moment, reference, words


class Survey(Table, table=True):
    """An instrument put to the panel. The instrument is a copy: what was asked stays what was asked.

    `number` counts its versions, `draft` is the text of the next one while it is written, `notes` what could not be
    carried over from the file it was begun with, `results_shown_at` says since when the panel sees what came out.
    """

    __tablename__ = "survey"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    state: SurveyState = choice(SurveyState, SurveyState.DRAFT)
    instrument: dict[str, Any] = document()
    opened_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)
    results_shown_at: datetime | None = moment(nullable=True)
    number: int = 1
    draft: str = words()
    notes: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class EarlierInstrument(Table, table=True):
    """A version of a survey's instrument that was answered and then replaced, and why."""

    __tablename__ = "earlier_instrument"

    survey_id: UUID = reference("survey.id", primary_key=True)
    number: int = Field(primary_key=True)
    instrument: dict[str, Any] = document()
    replaced_at: datetime = moment()
    reason: str = words()


class EarlierAnswer(Table, table=True):
    """An answer to a question whose wording a later version changed or left out; kept, and not counted any more."""

    __tablename__ = "earlier_answer"
    __table_args__ = (UniqueConstraint("survey_id", "number", "member_id", "question"),)

    id: UUID = key()
    survey_id: UUID = reference("survey.id", index=False)
    number: int
    member_id: UUID = reference("member.id")
    question: str = words(80)
    value: Any = Field(default=None, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = moment()
    entered_by: UUID | None = mention("person.id")


class Response(Table, table=True):
    """That a member began the survey, and when they sent it off; `entered_by` enters it for them from paper.

    `stakeholder_group` is the member's when they sent it off: were it read anew, moving one person to another group
    would show that person's answers as the difference of two tallies.
    """

    __tablename__ = "response"

    survey_id: UUID = reference("survey.id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    started_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)
    stakeholder_group: str = words(120)
    entered_by: UUID | None = mention("person.id")


class Answer(Table, table=True):
    """What a member answered to one question, as given; `entered_by` entered it for them from paper."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("survey_id", "member_id", "question"),)

    id: UUID = key()
    survey_id: UUID = reference("survey.id", index=False)
    member_id: UUID = reference("member.id")
    question: str = words(80)
    value: Any = Field(default=None, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = moment()
    entered_by: UUID | None = mention("person.id")
