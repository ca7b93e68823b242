"""The agenda: topics with their presentations, evidence with references, and areas for future study."""

from uuid import UUID

from consensus.persistence.tables.base import Table, key, mention, reference, words


class Topic(Table, table=True):
    """An agenda item. `slug` is what an instrument or a process folder calls it."""

    __tablename__ = "topic"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    slug: str = words(80)
    position: int = 0
    title: str = words()
    summary: str = words()
    minutes: int = 0


class Presentation(Table, table=True):
    """A talk that brings the evidence on a topic to the panel."""

    __tablename__ = "presentation"

    id: UUID = key()
    topic_id: UUID = reference("topic.id")
    position: int = 0
    title: str = words()
    presenter: str = words()
    minutes: int = 0


class Reference(Table, table=True):
    """A published work of a process; its authors one a line."""

    __tablename__ = "reference"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    position: int = 0
    authors: str = words()
    title: str = words()
    journal: str = words()
    year: str = words(20)
    volume: str = words(60)
    issue: str = words(60)
    pages: str = words(60)
    doi: str = words()
    pmid: str = words(20)
    url: str = words()


class EvidenceItem(Table, table=True):
    """A finding on a topic, or on one statement of it, with where it is published.

    With a `reference_id`, `reference` says how the finding stands to that work, such as "as cited in".
    """

    __tablename__ = "evidence_item"

    id: UUID = key()
    topic_id: UUID = reference("topic.id")
    statement_id: UUID | None = reference("statement.id", nullable=True)
    reference_id: UUID | None = mention("reference.id")
    position: int = 0
    text: str = words()
    reference: str = words()
    doi: str = words()


class FutureStudy(Table, table=True):
    """A question the panel leaves to research."""

    __tablename__ = "future_study"

    id: UUID = key()
    process_id: UUID = reference("process.id")
    position: int = 0
    text: str = words()
