"""Importing a list of people: what it would do is shown first, and exactly that is done, in one transaction."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from consensus.domain.errors import ConflictError, InvalidInputError
from consensus.domain.lifecycle import RoundState
from consensus.domain.roles import Action
from consensus.domain.wording import counted
from consensus.persistence.tables import Elector, Invitation, Member, Person, Round
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.people.panel import draft_of, member_values, write_member
from consensus.services.people.staff import people_with_accounts
from surveys.panel_file.columns import Holds, guess_columns
from surveys.panel_file.entries import Entry, read_entries
from surveys.panel_file.matching import KnownMember
from surveys.panel_file.planning import ImportPlan, Outcome, PlannedRow, plan_import
from surveys.tabular.reading import read_sheet

Progress = Callable[[str, int, int], None]
T = TypeVar("T")

MAX_BYTES = 20_000_000
MAX_ROWS = 20_000
_NAMES_AN_EVENT = 50
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class PanelFile:
    """A list of people as it was handed in; `chosen` says what columns hold that are not taken by their names."""

    name: str
    content: bytes
    chosen: Mapping[str, Holds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """How a file was read, and what importing it would do. `samples`: the first cell with content of each column.

    `token` stands for the plan: it is given back to say that this one was seen.
    """

    notes: tuple[str, ...]
    columns: Mapping[str, Holds]
    samples: Mapping[str, str]
    plan: ImportPlan
    token: str


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What an import did."""

    n_added: int
    n_changed: int
    n_unchanged: int

    def sentence(self) -> str:
        """ "3 people added, 1 changed, 12 as they were." """
        added = counted(self.n_added, "person", "people")
        return f"{added} added, {self.n_changed} changed, {self.n_unchanged} as they were."


def preview_import(ctx: Context, process_id: UUID, file: PanelFile) -> ImportPreview:
    """What importing this file would do to the panel as it is now. Nothing is changed.

    Raises:
        InvalidInputError: the file cannot be read as a list of people.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id)
        return _preview(session, standing, file)


def import_people(
    ctx: Context,
    process_id: UUID,
    file: PanelFile,
    *,
    token: str,
    confirmed: Collection[int] = (),
    progress: Progress | None = None,
) -> ImportCounts:
    """Do what the preview of this `token` showed; of rows that look like somebody else only those `confirmed`.

    Raises:
        ConflictError: the panel was changed since the preview, so that something else would be done now.
    """
    report = progress or _say_nothing
    report("Reading the list", 0, 1)
    with ctx.db.transaction() as session:
        standing = require(ctx, session, Action.MANAGE_PANEL, process_id, changes=True)
        preview = _preview(session, standing, file)
        if preview.token != token:
            raise ConflictError("The panel was changed since this was shown. Read the list again before you import it.")
        rows = preview.plan.confirmed(confirmed)
        if not rows:
            raise ConflictError("There is nothing to import.")
        added = [row for row in rows if row.outcome is Outcome.NEW]
        changed = [row for row in rows if row.outcome is Outcome.CHANGED]
        for done in _add(ctx, session, standing, added):
            report("Adding people", done, len(rows))
        for done in _change(session, standing, changed):
            report("Changing entries", len(added) + done, len(rows))
        counts = ImportCounts(len(added), len(changed), len(preview.plan.of(Outcome.UNCHANGED)))
        _note(session, standing, file.name, counts, added, changed)
    report("Done", 1, 1)
    return counts


def _preview(session: Session, standing: Standing, file: PanelFile) -> ImportPreview:
    if len(file.content) > MAX_BYTES:
        raise InvalidInputError(f"{file.name} is larger than {MAX_BYTES // 10**6} MB.")
    sheet = read_sheet(file.content, file.name, is_list=True)
    if not len(sheet.cells):
        raise InvalidInputError(f"{file.name} has a header and no row below it.")
    if len(sheet.cells) > MAX_ROWS:
        raise InvalidInputError(f"{file.name} has {len(sheet.cells):,} rows; at most {MAX_ROWS:,} are read at once.")
    columns = guess_columns(sheet, file.chosen)
    entries, refusals = read_entries(sheet, columns)
    elsewhere = set(_people_elsewhere(session, standing.process.id, entries))
    plan = plan_import(entries, refusals, _known(session, standing.process.id), elsewhere)
    samples = {column: next((cell for cell in sheet.cells[column] if cell.strip()), "") for column in columns}
    return ImportPreview(sheet.notes, columns, samples, plan, plan.digest())


def _known(session: Session, process_id: UUID) -> list[KnownMember]:
    """Everybody in the process, as far as an import asks."""
    here = select(Member.person_id).where(Member.process_id == process_id)
    elsewhere = select(Member.person_id).where(Member.process_id != process_id, col(Member.person_id).in_(here))
    shared = set(session.exec(elsewhere))
    unrevealed = col(Round.state).in_((RoundState.OPEN, RoundState.CLOSED))
    voting = set(
        session.exec(
            select(Elector.member_id)
            .join(Round, col(Round.id) == col(Elector.round_id))
            .where(Round.process_id == process_id, unrevealed)
        )
    )
    accounts = people_with_accounts(session, process_id)
    rows = session.exec(
        select(Member, Person)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(Member.process_id == process_id)
        .order_by(col(Member.id))
    )
    return [
        KnownMember(
            id=str(member.id),
            draft=draft_of(member, person),
            is_fixed=person.is_administrator or person.id in shared | accounts,
            is_voting=member.id in voting,
        )
        for member, person in rows
    ]


def _people_elsewhere(session: Session, process_id: UUID, entries: Sequence[Entry]) -> dict[str, Person]:
    """The people on this server, by address, who have one of these addresses and are not in the process."""
    here = select(Member.person_id).where(Member.process_id == process_id)
    addresses = sorted({entry.email.lower() for entry in entries if entry.email})
    return {
        person.email.casefold(): person
        for part in _parts(addresses)
        for person in session.exec(
            select(Person).where(func.lower(Person.email).in_(part), col(Person.id).not_in(here))
        )
    }


def _add(ctx: Context, session: Session, standing: Standing, rows: Sequence[PlannedRow]) -> Iterator[int]:
    """Enter new members, many at once and past the object mapper; yields how many are entered so far."""
    now, process_id, done = ctx.db.now(session), standing.process.id, 0
    known = _people_elsewhere(session, process_id, [Entry(row.row, row.draft.name, row.draft.email) for row in rows])
    person = Person(created_at=now).model_dump()
    member = Member(process_id=process_id).model_dump()
    invitation = Invitation(changed_at=now).model_dump()
    for part in _parts(rows):
        people, members = [], []
        for row in part:
            who = known.get(row.draft.email.casefold())
            name, email = (who.name, who.email) if who else (row.draft.name, row.draft.email)
            person_id = who.id if who else uuid4()
            if who is None:
                people.append({**person, "id": person_id, "name": name, "email": email})
            members.append({**member, "id": uuid4(), "person_id": person_id, **member_values(row.draft, name, email)})
        if people:
            session.execute(insert(Person), people)
        session.execute(insert(Member), members)
        session.execute(insert(Invitation), [{**invitation, "member_id": one["id"]} for one in members])
        done += len(part)
        yield done


def _change(session: Session, standing: Standing, rows: Sequence[PlannedRow]) -> Iterator[int]:
    """Write changed entries; yields how many are written so far."""
    done = 0
    for part in _parts(rows):
        drafts = {UUID(row.member_id): row.draft for row in part if row.member_id}
        found = session.exec(
            select(Member, Person)
            .join(Person, col(Person.id) == col(Member.person_id))
            .where(col(Member.id).in_(drafts))
        )
        for member, person in found.all():
            draft = drafts[member.id]
            if draft.email != person.email:
                note(session, standing, "address.changed", member.id, name=draft.name)
            person.name, person.email = draft.name, draft.email
            write_member(member, draft, person)
        session.flush()
        done += len(part)
        yield done


def _note(
    session: Session,
    standing: Standing,
    file: str,
    counts: ImportCounts,
    added: Sequence[PlannedRow],
    changed: Sequence[PlannedRow],
) -> None:
    """One event with the counts, and who it was in events of a readable length."""
    process_id = standing.process.id
    note(session, standing, "panel.imported", process_id, file=file, counts=counts.sentence())
    for verb, rows in (("panel.import_added", added), ("panel.import_changed", changed)):
        for part in _parts(rows, _NAMES_AN_EVENT):
            note(session, standing, verb, process_id, file=file, names=", ".join(row.draft.name for row in part))


def _parts(items: Sequence[T], size: int = _AT_A_TIME) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _say_nothing(what: str, done: int, total: int) -> None:
    pass
