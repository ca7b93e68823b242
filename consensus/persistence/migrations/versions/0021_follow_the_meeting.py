"""Follow the meeting: real times, timers, speakers, notes, and adoptions that were undone

Revision: 0021
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TURN = sa.table(
    "topic_turn",
    sa.column("id", sa.Uuid()),
    sa.column("meeting_id", sa.Uuid()),
    sa.column("topic_id", sa.Uuid()),
    sa.column("began_at", sa.DateTime(timezone=True)),
    sa.column("ended_at", sa.DateTime(timezone=True)),
    sa.column("is_undone", sa.Boolean()),
)
MEETING = sa.table(
    "meeting",
    sa.column("id", sa.Uuid()),
    sa.column("process_id", sa.Uuid()),
    sa.column("ended_at", sa.DateTime(timezone=True)),
)
TOPIC = sa.table(
    "topic", sa.column("id", sa.Uuid()), sa.column("process_id", sa.Uuid()), sa.column("title", sa.String())
)
EVENT = sa.table(
    "event",
    sa.column("process_id", sa.Uuid()),
    sa.column("sequence", sa.Integer()),
    sa.column("verb", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("detail", sa.JSON()),
)


def upgrade() -> None:
    """Go to this revision."""
    _create(
        "topic_turn",
        _id(),
        _to("meeting_id", "meeting.id"),
        _to("topic_id", "topic.id"),
        _moment("began_at"),
        _moment("ended_at", nullable=True),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        indexed=("meeting_id", "topic_id"),
    )
    _create(
        "meeting_timer",
        _id(),
        _to("meeting_id", "meeting.id"),
        _to("topic_id", "topic.id"),
        _to("presentation_id", "presentation.id", nullable=True, ondelete="SET NULL"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _moment("began_at"),
        _moment("due_at"),
        _moment("paused_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        indexed=("meeting_id", "topic_id"),
    )
    _create(
        "speaker",
        _id(),
        _to("meeting_id", "meeting.id"),
        _to("topic_id", "topic.id"),
        _to("member_id", "member.id", nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _moment("asked_at"),
        _moment("began_at", nullable=True),
        _moment("due_at", nullable=True),
        _moment("ended_at", nullable=True),
        indexed=("meeting_id", "topic_id", "member_id"),
    )
    _create("speaking_time", _to("meeting_id", "meeting.id"), sa.Column("seconds", sa.Integer(), nullable=False))
    _create(
        "topic_note",
        _id(),
        _to("topic_id", "topic.id"),
        _to("owner_id", "person.id", nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("in_minutes", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _moment("changed_at"),
        _to("changed_by", "person.id", nullable=True),
        indexed=("topic_id", "owner_id", "changed_by"),
    )
    _create(
        "undone_adoption",
        _id(),
        _to("statement_id", "statement.id"),
        _to("version_id", "statement_version.id"),
        _moment("adopted_at"),
        _to("adopted_by", "person.id", nullable=True),
        _moment("undone_at"),
        _to("undone_by", "person.id", nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        indexed=("statement_id", "version_id", "adopted_by", "undone_by"),
    )
    turns = list(_turns())
    if turns:
        op.bulk_insert(TURN, turns)


def downgrade() -> None:
    """Leave this revision."""
    for table in ("undone_adoption", "topic_note", "speaking_time", "speaker", "meeting_timer", "topic_turn"):
        op.drop_table(table)


def _turns() -> Iterator[dict[str, Any]]:
    """When each topic was on so far, as far as the record of events tells: it names topics by their title."""
    connection = op.get_bind()
    for meeting in connection.execute(sa.select(MEETING)).all():
        of_process = sa.select(TOPIC.c.title, TOPIC.c.id).where(TOPIC.c.process_id == meeting.process_id)
        topics = dict(connection.execute(of_process).tuples().all())
        events = connection.execute(
            sa.select(EVENT.c.at, EVENT.c.detail)
            .where(EVENT.c.process_id == meeting.process_id, EVENT.c.verb.in_(("meeting.started", "meeting.topic")))
            .order_by(EVENT.c.sequence)
        ).all()
        told = [(event.at, topics.get(event.detail.get("title"))) for event in events]
        changes = [turn for place, turn in enumerate(told) if place == 0 or turn[1] != told[place - 1][1]]
        ends = [*(at for at, _ in changes[1:]), meeting.ended_at]
        for (at, topic_id), ended_at in zip(changes, ends, strict=False):
            if topic_id is not None:
                yield {
                    "id": uuid4(),
                    "meeting_id": meeting.id,
                    "topic_id": topic_id,
                    "began_at": at,
                    "ended_at": ended_at,
                    "is_undone": False,
                }


def _create(table: str, *columns: sa.Column[Any], indexed: tuple[str, ...] = ()) -> None:
    first = columns[0].name
    for column in columns:
        for key in column.foreign_keys:
            key.name = op.f(f"fk_{table}_{column.name}")
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(first, name=op.f(f"pk_{table}")))
    for name in indexed:
        op.create_index(f"ix_{table}_{name}", table, [name])


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(name: str, target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(target, ondelete=ondelete), nullable=nullable)
