"""The report: its passages with what people wrote instead, and what is exported of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from consensus.domain.errors import NotFoundError
from consensus.domain.report_passages import EditedPassage, Section, check_passage
from consensus.domain.roles import Action
from consensus.exports.document.model import Document
from consensus.exports.report.document import report_document
from consensus.exports.report.passages import SECTIONS, passages_of
from consensus.exports.report.record import ReportRecord
from consensus.exports.report.trace import to_trace_json
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.reports.passage_versions import PassageVersionView, edits_of, put_version, versions_of
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


def get_report(ctx: Context, process_id: UUID) -> ReportView:
    """Every passage with its facts, by section."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = edited_passages(session, process_id, record)
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
        _put(session, standing, key, kept, seen=seen, basis=basis)


def take_generated(ctx: Context, process_id: UUID, key: str, *, seen: int) -> None:
    """Let a passage be the generated text again; what was written is kept among its versions."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_RESULTS, process_id, changes=True)
        _put(session, standing, key, "", seen=seen, basis="")


def list_passage_versions(ctx: Context, process_id: UUID, key: str) -> tuple[PassageVersionView, ...]:
    """Every text a passage had, the newest first."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.EXPORT, process_id)
        return versions_of(session, process_id, key)


def read_document(ctx: Context, process_id: UUID) -> tuple[Document, str]:
    """The report as a document, and the name its files begin with."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = edited_passages(session, process_id, record)
        slug = standing.process.slug
    return report_document(record, passages), f"{slug}-report"


def export_trace(ctx: Context, process_id: UUID, name: str = TRACE) -> Export:
    """The sentences of the report with their facts, as JSON."""
    if name != TRACE:
        raise NotFoundError
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        passages = edited_passages(session, process_id, read_record(session, standing))
        return Export(f"{standing.process.slug}-{TRACE}", "application/json", to_trace_json(passages))


def edited_passages(session: Session, process_id: UUID, record: ReportRecord) -> tuple[EditedPassage, ...]:
    """The passages of a record with what people wrote in their place."""
    edits = edits_of(session, process_id)
    return tuple(EditedPassage(passage, edits.get(passage.key)) for passage in passages_of(record))


def _put(session: Session, standing: Standing, key: str, text: str, *, seen: int, basis: str) -> None:
    passage = next((one for one in passages_of(read_record(session, standing)) if one.key == key), None)
    if passage is None:
        raise NotFoundError
    number = put_version(session, standing, key, text, seen=seen, basis=basis)
    if number:
        verb = "report.written" if text else "report.generated"
        note(session, standing, verb, standing.process.id, title=passage.title, number=number)
