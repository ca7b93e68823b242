"""The agenda: topics with their presentations, evidence and areas for future study."""

from uuid import UUID

from consensus.persistence.tables.base import Table, key, reference, words


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


class EvidenceItem(Table, table=True):
    """A finding on a topic, with where it is published."""

    __tablename__ = "evidence_item"

    id: UUID = key()
    topic_id: UUID = reference("topic.id")
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
