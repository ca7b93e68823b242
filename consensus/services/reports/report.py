"""The report: its passages with what people wrote instead, and what is exported of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.report_passages import Edit, EditedPassage, Passage, Section, check_passage
from consensus.domain.roles import Action
from consensus.exports.document.model import Document
from consensus.exports.report.document import report_document
from consensus.exports.report.passages import SECTIONS, passages_of
from consensus.exports.report.trace import to_trace_json
from consensus.persistence.tables import PassageVersion, Person
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.reports.record import read_record

TRACE = "report.json"
FILES = (TRACE,)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The report as the reader may see it."""

    sections: tuple[Section, ...]
    n_edited: int
    n_moved: int
    may_edit: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class PassageVersionView:
    """One text that a passage had; an empty one is the generated text, taken again."""

    number: int
    text: str
    author: str
    created_at: datetime


def get_report(ctx: Context, process_id: UUID) -> ReportView:
    """Every passage with its facts, by section."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = _edited(session, process_id, passages_of(record))
        return ReportView(
            sections=tuple(
                Section(key, title, tuple(one for one in passages if one.passage.key.partition(".")[0] == key))
                for key, title in SECTIONS.items()
            ),
            n_edited=sum(one.edit is not None for one in passages),
            n_moved=sum(one.has_moved for one in passages),
            may_edit=standing.may(Action.EDIT_RESULTS),
            at=record.at,
        )


def write_passage(ctx: Context, process_id: UUID, key: str, text: str, *, seen: int, basis: str) -> None:
    """Put a text in place of a passage.

    seen: the number of the version the writer had before them, 0 for the generated text; basis: the fingerprint of
        the passage they read. What somebody else wrote meanwhile is not overwritten.
    """
    kept = check_passage(text)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_RESULTS, process_id, changes=True)
        _put(ctx, session, standing, key, kept, seen=seen, basis=basis)


def take_generated(ctx: Context, process_id: UUID, key: str, *, seen: int) -> None:
    """Let a passage be the generated text again; what was written is kept among its versions."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_RESULTS, process_id, changes=True)
        _put(ctx, session, standing, key, "", seen=seen, basis="")


def list_passage_versions(ctx: Context, process_id: UUID, key: str) -> tuple[PassageVersionView, ...]:
    """Every text a passage had, the newest first."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.EXPORT, process_id)
        rows = session.exec(
            select(PassageVersion, Person.name)
            .outerjoin(Person, col(Person.id) == col(PassageVersion.author_id))
            .where(PassageVersion.process_id == process_id, PassageVersion.key == key)
            .order_by(col(PassageVersion.number).desc())
        )
        return tuple(PassageVersionView(row.number, row.text, name or "", row.created_at) for row, name in rows)


def read_document(ctx: Context, process_id: UUID) -> tuple[Document, str]:
    """The report as a document, and the name its files begin with."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = _edited(session, process_id, passages_of(record))
        slug = standing.process.slug
    return report_document(record, passages), f"{slug}-report"


def export_trace(ctx: Context, process_id: UUID, name: str = TRACE) -> Export:
    """The sentences of the report with their facts, as JSON."""
    if name != TRACE:
        raise NotFoundError
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        passages = _edited(session, process_id, passages_of(read_record(session, standing)))
        return Export(f"{standing.process.slug}-{TRACE}", "application/json", to_trace_json(passages))


def _edited(session: Session, process_id: UUID, passages: Sequence[Passage]) -> tuple[EditedPassage, ...]:
    newest = (
        select(PassageVersion.key, func.max(PassageVersion.number).label("number"))
        .where(PassageVersion.process_id == process_id)
        .group_by(col(PassageVersion.key))
        .subquery()
    )
    rows = session.exec(
        select(PassageVersion, Person.name)
        .join(newest, (newest.c.key == col(PassageVersion.key)) & (newest.c.number == col(PassageVersion.number)))
        .outerjoin(Person, col(Person.id) == col(PassageVersion.author_id))
        .where(PassageVersion.process_id == process_id)
    )
    edits = {row.key: Edit(row.text, row.number, name or "", row.created_at, row.basis) for row, name in rows}
    return tuple(_with_edit(passage, edits.get(passage.key)) for passage in passages)


def _with_edit(passage: Passage, edit: Edit | None) -> EditedPassage:
    return EditedPassage(passage, edit if edit is not None and edit.text else None)


def _put(ctx: Context, session: Session, standing: Standing, key: str, text: str, *, seen: int, basis: str) -> None:
    process_id = standing.process.id
    passage = next((one for one in passages_of(read_record(session, standing)) if one.key == key), None)
    if passage is None:
        raise NotFoundError
    newest = session.exec(
        select(PassageVersion)
        .where(PassageVersion.process_id == process_id, PassageVersion.key == key)
        .order_by(col(PassageVersion.number).desc())
        .limit(1)
    ).first()
    in_force = newest.number if newest is not None and newest.text else 0
    if seen != in_force:
        raise ConflictError(
            "Somebody else changed this passage meanwhile. Read what stands there now, and write again."
        )
    if (newest.text if newest else "") == text and (not text or newest is None or newest.basis == basis):
        return
    number = (newest.number if newest else 0) + 1
    session.add(
        PassageVersion(
            process_id=process_id,
            key=key,
            number=number,
            text=text,
            basis=basis,
            author_id=standing.actor.person_id,
            created_at=ctx.db.now(session),
        )
    )
    verb = "report.written" if text else "report.generated"
    note(session, standing, verb, process_id, title=passage.title, number=number)
