"""Statements, their immutable versions, where they came from, their adoption, and what those say who do not agree."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from consensus.domain.grade import Certainty, Strength
from consensus.domain.lifecycle import StatementState
from consensus.domain.objections import Heard
from consensus.domain.statements import Route
from consensus.persistence.tables.base import Table, choice, key, mention, moment, reference, words


class Statement(Table, table=True):
    """A candidate on its way; its wording lives in its versions. `dissent` is the minority statement in force."""

    __tablename__ = "statement"

    id: UUID = key()
    topic_id: UUID = reference("topic.id")
    position: int = 0
    state: StatementState = choice(StatementState, StatementState.CANDIDATE)
    rationale: str = words()
    dissent: str = words()
    strength: Strength | None = choice(Strength, nullable=True)
    certainty: Certainty | None = choice(Certainty, nullable=True)


class StatementVersion(Table, table=True):
    """One wording, never changed once it is written."""

    __tablename__ = "statement_version"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: UUID = key()
    statement_id: UUID = reference("statement.id", index=False)
    number: int = 1
    text: str = words()
    plain_text: str = words()
    sha256: str = words(64)
    reason: str = words()
    author_id: UUID | None = reference("person.id", nullable=True)
    created_at: datetime = moment()


class VersionParent(Table, table=True):
    """That a wording was made from another one, by merging or splitting statements."""

    __tablename__ = "version_parent"

    version_id: UUID = reference("statement_version.id", primary_key=True)
    parent_id: UUID = reference("statement_version.id", primary_key=True)


class AnsweredComment(Table, table=True):
    """A comment of a vote that a wording answers: its words, and no way to the ballot it came with."""

    __tablename__ = "answered_comment"

    id: UUID = key()
    version_id: UUID = reference("statement_version.id")
    item_id: UUID | None = mention("round_item.id")
    round_number: int = 0
    text: str = words()


class Source(Table, table=True):
    """The survey answers a statement was made from: n of the n_valid who answered chose this option or row.

    Of a theme, n of the n_valid who answered the survey wrote about it; `theme` is what it was called then. A `quote`
    is a passage of one answer.
    """

    __tablename__ = "source"

    id: UUID = key()
    statement_id: UUID = reference("statement.id")
    survey_id: UUID = reference("survey.id")
    question: str = words(80)
    option: str = words(80)
    n: int = 0
    n_valid: int = 0
    theme_id: UUID | None = mention("theme.id")
    theme: str = words(200)
    quote: str = words()


class Adoption(Table, table=True):
    """The act by which a version became the panel's statement."""

    __tablename__ = "adoption"

    statement_id: UUID = reference("statement.id", primary_key=True)
    version_id: UUID = reference("statement_version.id")
    route: Route = choice(Route)
    item_id: UUID | None = reference("round_item.id", nullable=True)
    adopted_at: datetime = moment()
    adopted_by: UUID | None = reference("person.id", nullable=True)


class AdoptionPresence(Table, table=True):
    """Who was present when a statement was adopted by full consensus, and how the room heard from them.

    A recused one was there, and did not decide.
    """

    __tablename__ = "adoption_presence"

    statement_id: UUID = reference("adoption.statement_id", primary_key=True)
    member_id: UUID = reference("member.id", primary_key=True)
    is_recused: bool = False
    heard: Heard = choice(Heard, Heard.ALOUD)


class Dissent(Table, table=True):
    """What a member says who does not agree with an adopted statement; without `is_named` nobody is told who.

    A member may have several: one written before their link or code was issued is out of reach of a sign-in by it.
    """

    __tablename__ = "dissent"

    id: UUID = key()
    statement_id: UUID = reference("statement.id")
    member_id: UUID = reference("member.id")
    text: str = words()
    is_named: bool = False
    written_at: datetime = moment()


class MinorityVersion(Table, table=True):
    """One wording of the minority statement beside an adopted statement, never changed."""

    __tablename__ = "minority_version"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: UUID = key()
    statement_id: UUID = reference("statement.id", index=False)
    number: int = 1
    text: str = words()
    author_id: UUID | None = reference("person.id", nullable=True)
    created_at: datetime = moment()
