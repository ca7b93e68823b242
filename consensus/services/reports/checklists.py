"""Reporting checklists of a process: filled from the report, answered where only people know, exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlmodel import Session

from consensus.domain.checklists import DEFAULT, Checklist, load_checklists
from consensus.domain.errors import NotFoundError
from consensus.domain.report_passages import Edit, check_passage
from consensus.domain.roles import Action
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.pdf import pages_of
from consensus.exports.document.progress import unwatched
from consensus.exports.report.checklist import FilledChecklist, fill
from consensus.exports.report.checklist_files import checklist_document, to_checklist_csv
from consensus.exports.report.document import report_document
from consensus.persistence.tables import DelphiProtocol
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.reports.passage_versions import PassageVersionView, edits_of, put_version, versions_of
from consensus.services.reports.record import read_record
from consensus.services.reports.report import edited_passages

ENDINGS = ("docx", "pdf", "csv")
FILES = {f"checklist-{slug}.{ending}": (slug, ending) for slug in load_checklists() for ending in ENDINGS}


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist as it stands, and whether the reader may answer; `suggested` names the one of the method."""

    filled: FilledChecklist
    suggested: str
    may_answer: bool


@cache
def all_checklists() -> Mapping[str, Checklist]:
    """Every checklist there is, by slug."""
    return load_checklists()


def suggested_checklist(ctx: Context, process_id: UUID) -> str:
    """The slug of the checklist that goes with the method of the process."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.EXPORT, process_id)
        return _suggested(session, process_id)


def get_checklist(ctx: Context, process_id: UUID, slug: str) -> ChecklistView:
    """The items with what the report says of them and what people answered."""
    checklist = _find(slug)
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = edited_passages(session, process_id, record)
        return ChecklistView(
            filled=fill(checklist, record, passages, _answers(session, process_id, slug)),
            suggested=_suggested(session, process_id),
            may_answer=standing.may(Action.EDIT_RESULTS),
        )


def answer_item(ctx: Context, process_id: UUID, slug: str, item_id: str, text: str, *, seen: int) -> None:
    """Say what only people know of an item; `seen` is the version the writer had before them, 0 for none."""
    kept = check_passage(text)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_RESULTS, process_id, changes=True)
        _put(session, standing, slug, item_id, kept, seen=seen)


def take_back_answer(ctx: Context, process_id: UUID, slug: str, item_id: str, *, seen: int) -> None:
    """Leave an item to the record again; what was answered is kept among its versions."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.EDIT_RESULTS, process_id, changes=True)
        _put(session, standing, slug, item_id, "", seen=seen)


def list_answers(ctx: Context, process_id: UUID, slug: str, item_id: str) -> tuple[PassageVersionView, ...]:
    """Every answer an item had, the newest first."""
    with ctx.db.reading() as session:
        require(ctx, session, Action.EXPORT, process_id)
        return versions_of(session, process_id, _key(slug, item_id))


def export_checklist(ctx: Context, process_id: UUID, name: str) -> Export:
    """One of `FILES`: the table with section and page of the report as PDF."""
    if name not in FILES:
        raise NotFoundError
    slug, ending = FILES[name]
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        record = read_record(session, standing)
        passages = edited_passages(session, process_id, record)
        filled = fill(_find(slug), record, passages, _answers(session, process_id, slug))
        filename = f"{standing.process.slug}-{name}"
    pages = pages_of(report_document(record, passages))
    if ending == "csv":
        return Export(filename, "text/csv; charset=utf-8", to_checklist_csv(filled, pages))
    results = record.results
    document = checklist_document(filled, results.title, pages, simulated=results.simulated, at=record.at)
    form = FORMATS[ending]
    return Export(filename, form.media_type, form.write(document, unwatched))


def _find(slug: str) -> Checklist:
    if slug not in all_checklists():
        raise NotFoundError
    return all_checklists()[slug]


def _suggested(session: Session, process_id: UUID) -> str:
    protocol = session.get(DelphiProtocol, process_id)
    named = str(protocol.document.get("checklist", "")) if protocol else ""
    return named if named in all_checklists() else DEFAULT


def _key(slug: str, item_id: str) -> str:
    return f"checklist.{slug}.{item_id}"


def _answers(session: Session, process_id: UUID, slug: str) -> Mapping[str, Edit]:
    start = _key(slug, "")
    return {
        key.removeprefix(start): edit for key, edit in edits_of(session, process_id).items() if key.startswith(start)
    }


def _put(session: Session, standing: Standing, slug: str, item_id: str, text: str, *, seen: int) -> None:
    checklist = _find(slug)
    item = checklist.item(item_id)
    if item is None:
        raise NotFoundError
    number = put_version(session, standing, _key(slug, item_id), text, seen=seen)
    if number:
        verb = "checklist.answered" if text else "checklist.taken_back"
        note(session, standing, verb, standing.process.id, title=checklist.title, item=item.id, number=number)
