"""The works a process cites: entered by hand or read from files, each once, and chosen as evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.references import model
from consensus.domain.references.doi import normal_doi
from consensus.domain.references.duplicates import find_duplicates
from consensus.domain.references.reading import read_references
from consensus.domain.references.vancouver import vancouver
from consensus.domain.roles import Action
from consensus.persistence.tables import EvidenceItem, Reference
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.statements.evidence import as_reference


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A work, as it is printed and field by field.

    n_cited: how many findings rest on it. twin: the printed earlier work it looks the same as, and `why`; "" if none.
    """

    id: UUID
    reference: model.Reference
    text: str
    n_cited: int
    twin: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A work in a file; `twin` is the printed one it looks the same as, here or earlier in the file."""

    line: int
    text: str
    twin: str
    why: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would bring; nothing is taken in yet."""

    rows: tuple[ImportRow, ...]
    unknown: tuple[str, ...]
    untitled: tuple[int, ...]

    @property
    def n_new(self) -> int:
        """How many look like no other."""
        return sum(not row.twin for row in self.rows)


def list_references(ctx: Context, process_id: UUID) -> tuple[ReferenceView, ...]:
    """The works of a process by author and year."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        rows = _rows(session, process_id)
        cited = dict(
            session.exec(
                select(EvidenceItem.reference_id, func.count())
                .where(col(EvidenceItem.reference_id).in_([row.id for row in rows]))
                .group_by(col(EvidenceItem.reference_id))
            ).all()
        )
        works = [as_reference(row) for row in rows]
        twins = find_duplicates(works)
        views = [
            ReferenceView(
                id=row.id,
                reference=work,
                text=vancouver(work),
                n_cited=cited.get(row.id, 0),
                twin=vancouver(works[twins[place].earlier]) if place in twins else "",
                why=twins[place].why if place in twins else "",
            )
            for place, (row, work) in enumerate(zip(rows, works, strict=True))
        ]
        return tuple(sorted(views, key=lambda view: (view.text.casefold(), view.reference.year)))


def add_reference(ctx: Context, process_id: UUID, reference: model.Reference) -> UUID:
    """Enter a work by hand."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        row = Reference(process_id=process_id, position=_next_position(session, process_id))
        _write(row, _checked(reference))
        session.add(row)
        session.flush()
        note(session, standing, "reference.added", row.id, text=vancouver(as_reference(row)))
        return row.id


def edit_reference(ctx: Context, reference_id: UUID, reference: model.Reference) -> None:
    """Correct a work; everything that cites it follows."""
    with ctx.db.transaction() as session:
        row, standing = _find(ctx, session, reference_id)
        _write(row, _checked(reference))
        session.add(row)
        note(session, standing, "reference.changed", row.id, text=vancouver(as_reference(row)))


def remove_reference(ctx: Context, reference_id: UUID) -> None:
    """Take a work away on which no finding rests."""
    with ctx.db.transaction() as session:
        row, standing = _find(ctx, session, reference_id)
        if session.exec(select(EvidenceItem.id).where(EvidenceItem.reference_id == row.id)).first() is not None:
            raise ConflictError("Evidence rests on this reference. Remove the evidence first.")
        text = vancouver(as_reference(row))
        session.delete(row)
        note(session, standing, "reference.removed", reference_id, text=text)


def preview_import(ctx: Context, process_id: UUID, content: bytes) -> ImportPreview:
    """What is in a RIS or BibTeX file, and what of it is there already."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.EDIT_AGENDA, process_id)
        present = [as_reference(row) for row in _rows(session, process_id)]
    return _preview(present, content)[0]


def import_references(ctx: Context, process_id: UUID, content: bytes, *, with_twins: bool = False) -> int:
    """Take in the works of a file, those that look like another only if told so; how many were taken in."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_AGENDA, process_id, changes=True)
        preview, works = _preview([as_reference(row) for row in _rows(session, process_id)], content)
        taken = [work for work, row in zip(works, preview.rows, strict=True) if with_twins or not row.twin]
        if not taken:
            raise ConflictError("Every reference in this file is here already.")
        first = _next_position(session, process_id)
        for place, work in enumerate(taken):
            row = Reference(process_id=process_id, position=first + place)
            _write(row, work)
            session.add(row)
        note(session, standing, "references.imported", process_id, n=len(taken), n_left_out=len(works) - len(taken))
        return len(taken)


def find_reference(session: Session, process_id: UUID, reference_id: UUID) -> Reference:
    """A work of this very process."""
    row = session.get(Reference, reference_id)
    if row is None or row.process_id != process_id:
        raise NotFoundError
    return row


def _preview(present: Sequence[model.Reference], content: bytes) -> tuple[ImportPreview, list[model.Reference]]:
    read = read_references(content)
    works = [_shortened(found.reference) for found in read.found]
    everything = [*present, *works]
    twins = find_duplicates(everything)
    rows = []
    for place, (found, work) in enumerate(zip(read.found, works, strict=True), start=len(present)):
        twin = twins.get(place)
        rows.append(
            ImportRow(
                line=found.line,
                text=vancouver(work),
                twin=vancouver(everything[twin.earlier]) if twin else "",
                why=twin.why if twin else "",
            )
        )
    return ImportPreview(tuple(rows), read.unknown, read.untitled), works


def _rows(session: Session, process_id: UUID) -> Sequence[Reference]:
    query = select(Reference).where(Reference.process_id == process_id)
    return session.exec(query.order_by(col(Reference.position))).all()


def _next_position(session: Session, process_id: UUID) -> int:
    last = session.exec(select(func.max(Reference.position)).where(Reference.process_id == process_id)).one()
    return (last or 0) + 1


def _find(ctx: Context, session: Session, reference_id: UUID) -> tuple[Reference, Standing]:
    row = session.get(Reference, reference_id)
    standing = require(ctx, session, Action.EDIT_AGENDA, row.process_id if row else None, changes=True)
    row = session.get(Reference, reference_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    return row, standing


def _checked(reference: model.Reference) -> model.Reference:
    """One typed by hand: with a title, a DOI that is one, a PMID of digits and an address that leads somewhere."""
    if not reference.title.strip():
        raise InvalidInputError("A reference needs a title.")
    pmid, url = reference.pmid.strip(), reference.url.strip()
    if pmid and not (pmid.isascii() and pmid.isdigit()):
        raise InvalidInputError("A PMID is a number, such as 24523613.")
    if url and not url.lower().startswith(("http://", "https://")):
        raise InvalidInputError("An address begins with https:// or http://.")
    return _shortened(replace(reference, doi=normal_doi(reference.doi), pmid=pmid, url=url))


def _shortened(reference: model.Reference) -> model.Reference:
    """On one line each, and no longer than the database keeps."""

    def line(text: str, most: int = 2000) -> str:
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]

    return model.Reference(
        title=line(reference.title),
        authors=tuple(filter(None, (line(author, 300) for author in reference.authors[:200]))),
        journal=line(reference.journal),
        year=line(reference.year, 20),
        volume=line(reference.volume, 60),
        issue=line(reference.issue, 60),
        pages=line(reference.pages, 60),
        doi=line(reference.doi),
        pmid=line(reference.pmid, 20),
        url=line(reference.url),
    )


def _write(row: Reference, reference: model.Reference) -> None:
    row.authors = "\n".join(reference.authors)
    for field in ("title", "journal", "year", "volume", "issue", "pages", "doi", "pmid", "url"):
        setattr(row, field, getattr(reference, field))
