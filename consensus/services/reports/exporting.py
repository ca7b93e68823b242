"""Exports that are made while their asker watches: begun, looked at, cancelled, fetched."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consensus.domain.errors import GoneError, InvalidInputError
from consensus.domain.roles import Action
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.model import Document
from consensus.exports.document.progress import Progress, unwatched
from consensus.services.access import require
from consensus.services.archive.archiving import make_archive
from consensus.services.context import Context
from consensus.services.processes import results
from consensus.services.processes.results import Export
from consensus.services.reports import report
from consensus.services.reports.export_desk import GONE, ExportState, Job, desk_of
from consensus.services.reports.publishing import publish

_READ = 0.3


class DocumentKind(StrEnum):
    """What can be made."""

    REPORT = "report"
    STATEMENTS = "statements"


KINDS = {DocumentKind.REPORT: "Report", DocumentKind.STATEMENTS: "Final statements"}


@dataclass(frozen=True, slots=True)
class ExportView:
    """An export as its asker sees it. `share` of it is done, 0 to 1; `error` is empty unless it failed.

    filename: "" before it is done, and where it leaves no file.
    """

    id: UUID
    label: str
    state: ExportState
    share: float
    error: str
    filename: str
    n_bytes: int

    @property
    def is_under_way(self) -> bool:
        """Whether it makes sense to look again."""
        return self.state in (ExportState.WAITING, ExportState.RUNNING)


def start_export(ctx: Context, process_id: UUID, kind: DocumentKind, ending: str) -> UUID:
    """Begin to make a document in one of the formats; each person has one under way at a time."""
    if ending not in FORMATS:
        raise InvalidInputError("There is no such format.")
    with ctx.db.reading() as session:
        person_id = require(ctx, session, Action.EXPORT, process_id).actor.person_id

    def make(progress: Progress) -> Export:
        progress(0.02)
        document, name = _read(ctx, process_id, kind)
        progress(_READ)
        form = FORMATS[ending]
        content = form.write(document, lambda share: progress(_READ + (1 - _READ) * share))
        return Export(f"{name}.{ending}", form.media_type, content)

    label = f"{KINDS[kind]} ({FORMATS[ending].label})"
    return desk_of(ctx.db).start(person_id, process_id, label, make).id


def start_archive(ctx: Context, process_id: UUID, *, with_people: bool) -> UUID:
    """Begin to make the archive of a process, with its people or without them."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        person_id, slug = standing.actor.person_id, standing.process.slug

    def make(progress: Progress) -> Export:
        archive = make_archive(ctx, process_id, with_people=with_people, progress=progress)
        name = "archive-with-people" if with_people else "archive"
        return Export(f"{slug}-{name}.zip", "application/zip", archive.content)

    label = "Archive with people" if with_people else "Archive for publication"
    return desk_of(ctx.db).start(person_id, process_id, label, make).id


def start_publication(ctx: Context, process_id: UUID) -> UUID:
    """Begin to publish the final statements; it leaves no file, and the public page once it is done."""
    with ctx.db.reading() as session:
        person_id = require(ctx, session, Action.PUBLISH, process_id).actor.person_id

    def make(progress: Progress) -> None:
        publish(ctx, process_id, progress)

    return desk_of(ctx.db).start(person_id, process_id, "Public page", make).id


def get_export(ctx: Context, process_id: UUID) -> ExportView | None:
    """The newest export of the actor in this process; None where there is none, or not any more."""
    with ctx.db.reading() as session:
        person_id = require(ctx, session, Action.EXPORT, process_id).actor.person_id
    job = desk_of(ctx.db).find(person_id, process_id)
    return _view(job) if job else None


def cancel_export(ctx: Context, process_id: UUID) -> None:
    """Do without the export that is under way."""
    with ctx.db.reading() as session:
        person_id = require(ctx, session, Action.EXPORT, process_id).actor.person_id
    desk_of(ctx.db).cancel(person_id, process_id)


def fetch_export(ctx: Context, process_id: UUID, job_id: UUID) -> Export:
    """The file, for its asker alone, and only while they may export."""
    with ctx.db.reading() as session:
        person_id = require(ctx, session, Action.EXPORT, process_id).actor.person_id
    job = desk_of(ctx.db).fetch(person_id, job_id)
    if job.process_id != process_id or job.export is None:
        raise GoneError(GONE)
    return job.export


def preview_report(ctx: Context, process_id: UUID) -> Export:
    """The report as a page, to be looked at rather than kept."""
    document, name = report.read_document(ctx, process_id)
    form = FORMATS["html"]
    return Export(f"{name}.html", form.media_type, form.write(document, unwatched))


def _read(ctx: Context, process_id: UUID, kind: DocumentKind) -> tuple[Document, str]:
    if kind is DocumentKind.REPORT:
        return report.read_document(ctx, process_id)
    return results.read_statements(ctx, process_id)


def _view(job: Job) -> ExportView:
    export = job.export
    return ExportView(
        id=job.id,
        label=job.label,
        state=job.state,
        share=job.share,
        error=job.error,
        filename=export.filename if export else "",
        n_bytes=len(export.content) if export else 0,
    )
