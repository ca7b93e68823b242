"""Snapshots of the day: a moment gets a name, and how the statements stood then is put on record."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from consensus.domain.day_snapshot import DayState, StatementThen, clean_label, fingerprint
from consensus.domain.errors import ConflictError, NotFoundError
from consensus.domain.lifecycle import MeetingState, RoundState
from consensus.domain.roles import STAFF, Action
from consensus.exports.day_snapshots import to_snapshots_markdown
from consensus.persistence.tables import (
    Attendance,
    DaySnapshot,
    Meeting,
    Person,
    Round,
    RoundItem,
    StoredVerdict,
    Topic,
)
from consensus.services.access import Standing, require
from consensus.services.audit import note
from consensus.services.context import Context
from consensus.services.processes.results import Export
from consensus.services.snapshots import snapshots
from consensus.services.statements.statement_views import statements_of_process
from consensus.tally.round_verdicts import verdict_from_dict

FILES = ("snapshots.md", "snapshots.json")


@dataclass(frozen=True, slots=True)
class SnapshotView:
    """A named moment and how things stood; not `is_intact` if what is kept is no longer what was put on record."""

    id: UUID
    label: str
    taken_at: datetime
    taken_by: str
    state: DayState
    sha256: str
    is_intact: bool


def take_snapshot(ctx: Context, meeting_id: UUID, label: str) -> UUID:
    """Put on record how every statement stands now; what an open vote says so far is not part of it."""
    name = clean_label(label)
    with ctx.db.transaction() as session:
        meeting = session.get(Meeting, meeting_id)
        standing = require(ctx, session, Action.RUN_MEETING, meeting.process_id if meeting else None, changes=True)
        if meeting is None:
            raise NotFoundError
        session.refresh(meeting)
        if meeting.state is MeetingState.PLANNED:
            raise ConflictError("The meeting has not begun.")
        content = _state(session, standing, meeting).to_dict()
        snapshot = DaySnapshot(
            meeting_id=meeting.id,
            label=name,
            content=content,
            sha256=fingerprint(content),
            taken_at=ctx.db.now(session),
            taken_by=standing.actor.person_id,
        )
        session.add(snapshot)
        session.flush()
        note(session, standing, "snapshot.taken", snapshot.id, label=name, sha256=snapshot.sha256)
        return snapshot.id


def list_snapshots(ctx: Context, process_id: UUID) -> tuple[SnapshotView, ...]:
    """The named moments of the day in order; the panel reads of each what it had before it then.

    For the panel they are read once for each revision of the process, however many phones show them.
    """
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_STATEMENTS, process_id)
        if standing.member.role in STAFF:
            return _snapshots(session, process_id)

        def read() -> tuple[SnapshotView, ...]:
            return tuple(replace(view, state=view.state.for_panel()) for view in _snapshots(session, process_id))

        return snapshots(ctx.db).get((process_id, "named moments"), standing.process.revision, read)


def export_snapshots(ctx: Context, process_id: UUID, name: str) -> Export:
    """The named moments as `snapshots.md` or `snapshots.json`."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.EXPORT, process_id)
        process, taken = standing.process, _snapshots(session, process_id)
    filename = f"{process.slug}-{name}"
    if name == "snapshots.md":
        moments = [(view.label, view.taken_at, view.state, view.sha256) for view in taken]
        content = to_snapshots_markdown(process.title, moments, process.time_zone or "UTC", process.is_simulated)
        return Export(filename, "text/markdown; charset=utf-8", content)
    if name == "snapshots.json":
        document = {
            "format": "assent-snapshots",
            "version": 1,
            "simulated": process.is_simulated,
            "snapshots": [
                {"label": v.label, "taken_at": v.taken_at.isoformat(), "sha256": v.sha256, "content": v.state.to_dict()}
                for v in taken
            ],
        }
        return Export(
            filename, "application/json", (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
        )
    raise NotFoundError


def _snapshots(session: Session, process_id: UUID) -> tuple[SnapshotView, ...]:
    rows = session.exec(
        select(DaySnapshot, Person.name)
        .join(Meeting, col(Meeting.id) == col(DaySnapshot.meeting_id))
        .outerjoin(Person, col(Person.id) == col(DaySnapshot.taken_by))
        .where(Meeting.process_id == process_id)
        .order_by(col(DaySnapshot.taken_at), col(DaySnapshot.id))
    )
    return tuple(
        SnapshotView(
            id=row.id,
            label=row.label,
            taken_at=row.taken_at,
            taken_by=name or "",
            state=DayState.from_dict(row.content),
            sha256=row.sha256,
            is_intact=fingerprint(row.content) == row.sha256,
        )
        for row, name in rows
    )


def _state(session: Session, standing: Standing, meeting: Meeting) -> DayState:
    process_id = standing.process.id
    topics = {topic.id: topic.title for topic in session.exec(select(Topic).where(Topic.process_id == process_id))}
    verdicts = session.exec(
        select(RoundItem.statement_id, StoredVerdict)
        .join(StoredVerdict, col(StoredVerdict.item_id) == col(RoundItem.id))
        .join(Round, col(Round.id) == col(RoundItem.round_id))
        .where(Round.process_id == process_id, Round.state == RoundState.REVEALED)
        .order_by(col(Round.number))
    )
    newest = {statement_id: verdict_from_dict(stored.verdict).sentence for statement_id, stored in verdicts}
    here = select(func.count()).where(Attendance.meeting_id == meeting.id, col(Attendance.left_at).is_(None))
    return DayState(
        topic=topics.get(meeting.current_topic_id, "") if meeting.current_topic_id else "",
        n_present=session.exec(here).one(),
        statements=tuple(
            StatementThen(
                label=view.label,
                topic=topics[view.topic_id],
                state=view.state.value,
                text=view.text,
                version=view.version_number,
                sha256=view.sha256,
                verdict=newest.get(view.id, ""),
            )
            for view in statements_of_process(session, standing)
        ),
    )
