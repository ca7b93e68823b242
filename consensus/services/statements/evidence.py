"""Reading evidence: what is known on a topic or a statement, with the work it stands in as it is printed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.references import model
from consensus.domain.references.vancouver import vancouver
from consensus.persistence.tables import EvidenceItem, Reference, Topic


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A finding and where it is published.

    reference: the work as it is printed, without its DOI. note: how the finding stands to it, such as "as cited in".
    """

    id: UUID
    text: str
    reference: str
    doi: str
    note: str = ""


def evidence_by_topic(session: Session, process_id: UUID) -> Mapping[UUID, tuple[EvidenceView, ...]]:
    """The findings on each topic as a whole, in order."""
    return _grouped(session, process_id, of_statements=False)


def evidence_by_statement(session: Session, process_id: UUID) -> Mapping[UUID, tuple[EvidenceView, ...]]:
    """The findings on single statements, in order."""
    return _grouped(session, process_id, of_statements=True)


def as_reference(row: Reference) -> model.Reference:
    """The row as the value everything pure works on."""
    return model.Reference(
        title=row.title,
        authors=tuple(row.authors.split("\n")) if row.authors else (),
        journal=row.journal,
        year=row.year,
        volume=row.volume,
        issue=row.issue,
        pages=row.pages,
        doi=row.doi,
        pmid=row.pmid,
        url=row.url,
    )


def _grouped(session: Session, process_id: UUID, *, of_statements: bool) -> Mapping[UUID, tuple[EvidenceView, ...]]:
    is_of_statement = col(EvidenceItem.statement_id).is_not(None)
    rows = session.exec(
        select(EvidenceItem, Reference)
        .join(Topic, col(Topic.id) == col(EvidenceItem.topic_id))
        .outerjoin(Reference, col(Reference.id) == col(EvidenceItem.reference_id))
        .where(Topic.process_id == process_id, is_of_statement if of_statements else ~is_of_statement)
        .order_by(col(EvidenceItem.position))
    )
    found: defaultdict[UUID, list[EvidenceView]] = defaultdict(list)
    for item, work in rows:
        found[item.statement_id if item.statement_id else item.topic_id].append(_view(item, work))
    return {key: tuple(items) for key, items in found.items()}


def _view(item: EvidenceItem, work: Reference | None) -> EvidenceView:
    if work is None:
        return EvidenceView(item.id, item.text, item.reference, item.doi)
    printed = vancouver(as_reference(work), with_identifiers=not work.doi)
    return EvidenceView(item.id, item.text, printed, work.doi, note=item.reference)
