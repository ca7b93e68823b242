"""The public page of the final statements: frozen when it is published, shown to anybody while it is switched on."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from consensus.domain.errors import ConflictError, InvalidInputError, NotFoundError
from consensus.domain.roles import Action
from consensus.exports.citation import Citation, to_cff
from consensus.exports.document.formats import FORMATS
from consensus.exports.document.progress import Progress, unwatched
from consensus.exports.publication import Edition, published_page, statements_for_everybody
from consensus.exports.report.record import ReportRecord
from consensus.persistence.database import Database, database_of
from consensus.persistence.tables import Event, Person, Publication, PublicPage, PublishedFile
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.reports.record import read_record
from consensus.settings import get_settings

PAGE, CFF = "page.html", "CITATION.cff"
FILES = {"statements.docx": "Word", "statements.pdf": "PDF", "statements.md": "Markdown", CFF: "CITATION.cff"}
NOTHING = "Nothing can be published yet: no statement was adopted."
_LETTERS = 12
# How much of the work is done when the record is read, and when every file is written.
_READ, _WRITTEN = 0.25, 0.98
# More than anybody publishes, and less than a database takes for a number.
_MOST_VERSIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class PublicationView:
    """One version of the public page; sha256 is that of the page."""

    number: int
    published_at: datetime
    author: str
    sha256: str
    address: str


@dataclass(frozen=True, slots=True)
class PublicPageView:
    """The public page as the staff see it; address is "" before anything was published.

    why_not: why nothing can be published now; "" where it can.
    """

    address: str
    is_on: bool
    versions: tuple[PublicationView, ...]
    may_publish: bool
    why_not: str


def get_public_page(ctx: Context, process_id: UUID) -> PublicPageView:
    """Where the page is, whether it is shown, and every version there was."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        page = session.get(PublicPage, process_id)
        rows = session.exec(
            select(Publication, Person.name)
            .outerjoin(Person, col(Person.id) == col(Publication.author_id))
            .where(Publication.process_id == process_id)
            .order_by(col(Publication.number).desc())
        )
        address = _address(page.address) if page else ""
        return PublicPageView(
            address=address,
            is_on=page is not None and page.is_on,
            versions=tuple(
                PublicationView(row.number, row.published_at, name or "", row.sha256, f"{address}/{row.number}")
                for row, name in rows
            ),
            may_publish=standing.may(Action.PUBLISH),
            why_not="" if read_record(session, standing).results.statements else NOTHING,
        )


def publish(ctx: Context, process_id: UUID, progress: Progress = unwatched) -> int:
    """Freeze the final statements as they are now, and show them; returns the number of the version.

    What `progress` raises leaves nothing published; once it was told 1 the statements are.
    """
    progress(0.02)
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.PUBLISH, process_id)
        record = read_record(session, standing)
        if not record.results.statements:
            raise InvalidInputError(NOTHING)
        page = session.get(PublicPage, process_id)
        word = page.address if page else secrets.token_urlsafe(_LETTERS)
        before = _versions(session, process_id)
        fingerprint = _fingerprint(session, process_id)
    number = before[0].number + 1 if before else 1
    edition = _edition(record, word, number, fingerprint, before)
    progress(_READ)
    files = _files(record, edition, lambda share: progress(_READ + (_WRITTEN - _READ) * share))
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.PUBLISH, process_id, changes=True)
        page = session.get(PublicPage, process_id)
        newest = _versions(session, process_id)
        if len(newest) != len(before) or (page is not None and page.address != word):
            raise ConflictError("Somebody else published meanwhile. Look at what stands there now.")
        progress(1)
        digest = sha256(files[0].content).hexdigest()
        session.add(page or PublicPage(process_id=process_id, address=word))
        publication = Publication(
            process_id=process_id,
            number=number,
            sha256=digest,
            author_id=standing.actor.person_id,
            published_at=record.at,
        )
        session.add(publication)
        session.flush()
        session.add_all(
            PublishedFile(
                publication_id=publication.id, name=one.filename, media_type=one.media_type, content=one.content
            )
            for one in files
        )
        _switch(session, process_id, is_on=True)
        note(session, standing, "publication.made", process_id, number=number, sha256=digest)
    return number


def show_public_page(ctx: Context, process_id: UUID, *, is_on: bool) -> None:
    """Show the page to anybody who has its address, or to nobody; what was published is kept."""
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.PUBLISH, process_id, changes=True)
        page = session.get(PublicPage, process_id)
        if page is None:
            raise ConflictError("Nothing was published yet.")
        if page.is_on == is_on:
            return
        _switch(session, process_id, is_on=is_on)
        note(session, standing, "publication.shown" if is_on else "publication.hidden", process_id)


def read_published(db: Database, word: str, number: int | None = None, name: str = PAGE) -> Export:
    """A published file by the address of its page; without a number the newest version's.

    For anybody at all. An address that was never given, one that is switched off, and a version or file that is not
    there answer alike.
    """
    if number is not None and number > _MOST_VERSIONS:
        raise NotFoundError
    with db.reading() as session:
        page = session.exec(select(PublicPage).where(PublicPage.address == word, col(PublicPage.is_on))).one_or_none()
        if page is None:
            raise NotFoundError
        wanted = select(Publication).where(Publication.process_id == page.process_id)
        if number is not None:
            wanted = wanted.where(Publication.number == number)
        found = session.exec(wanted.order_by(col(Publication.number).desc()).limit(1)).first()
        file = session.get(PublishedFile, (found.id, name)) if found else None
        if file is None:
            raise NotFoundError
        return Export(file.name, file.media_type, file.content)


def citation_of(session: Session, standing: Standing) -> Citation:
    """How the results are cited: as they were published, or as they stand where nothing is shown."""
    process = standing.process
    page = session.get(PublicPage, process.id)
    newest = _versions(session, process.id)
    if page is None or not page.is_on or not newest:
        now = database_of(session).now(session)
        return Citation(process.title, process.question, now, fingerprint=_fingerprint(session, process.id))
    return Citation(
        process.title,
        process.question,
        newest[0].published_at,
        newest[0].number,
        f"{_address(page.address)}/{newest[0].number}",
        _fingerprint(session, process.id),
    )


def _edition(record: ReportRecord, word: str, number: int, fingerprint: str, before: list[Publication]) -> Edition:
    newest, results = _address(word), record.results
    return Edition(
        citation=Citation(results.title, results.question, record.at, number, f"{newest}/{number}", fingerprint),
        newest=newest,
        files={label: f"{newest}/{number}/{name}" for name, label in FILES.items()},
        earlier=[(f"Version {one.number}, {one.published_at:%Y-%m-%d}", f"{newest}/{one.number}") for one in before],
    )


def _files(record: ReportRecord, edition: Edition, progress: Progress) -> list[Export]:
    """The page and the files that go with it; the page first."""
    document = statements_for_everybody(record)
    page = FORMATS["html"]
    files = [Export(PAGE, page.media_type, page.write(published_page(record, edition), unwatched))]
    for place, name in enumerate(FILES):
        progress(place / len(FILES))
        if name == CFF:
            files.append(Export(CFF, "application/yaml", to_cff(edition.citation)))
        else:
            form = FORMATS[name.rpartition(".")[2]]
            files.append(Export(name, form.media_type, form.write(document, _within(progress, place, len(FILES)))))
    return files


def _within(progress: Progress, place: int, n: int) -> Progress:
    """The progress of one of several files as that of all."""
    return lambda share: progress((place + share) / n)


def _versions(session: Session, process_id: UUID) -> list[Publication]:
    return list(
        session.exec(
            select(Publication).where(Publication.process_id == process_id).order_by(col(Publication.number).desc())
        )
    )


def _switch(session: Session, process_id: UUID, *, is_on: bool) -> None:
    page = session.get_one(PublicPage, process_id)
    page.is_on = is_on
    session.add(page)


def _fingerprint(session: Session, process_id: UUID) -> str:
    """The fingerprint of the newest archive for publication; "" where none was made."""
    made = session.exec(
        select(Event)
        .where(Event.process_id == process_id, Event.verb == "archive.made")
        .order_by(col(Event.sequence).desc())
    )
    return next((str(event.detail["sha256"]) for event in made if not event.detail.get("with_people")), "")


def _address(word: str) -> str:
    return f"{get_settings().public_url}/p/{word}"
