"""Cite works, answer comments, state strength and dissent, and name moments of the day

Revision: 0019
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_WORDS = ("authors", "title", "journal")
_SHORT = (("year", 20), ("volume", 60), ("issue", 60), ("pages", 60))


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "reference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _WORDS),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in _SHORT),
        sa.Column("doi", sa.String(), nullable=False),
        sa.Column("pmid", sa.String(length=20), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        _to("process.id", "process_id", "reference"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    op.create_index("ix_reference_process_id", "reference", ["process_id"])
    with op.batch_alter_table("evidence_item") as table:
        table.add_column(sa.Column("statement_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("reference_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_evidence_item_statement_id"), "statement", ["statement_id"], ["id"], ondelete="CASCADE"
        )
        table.create_foreign_key(
            op.f("fk_evidence_item_reference_id"), "reference", ["reference_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_evidence_item_statement_id", "evidence_item", ["statement_id"])
    op.add_column("statement", sa.Column("strength", sa.String(length=32), nullable=True))
    op.add_column("statement", sa.Column("certainty", sa.String(length=32), nullable=True))
    op.create_table(
        "answered_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _to("statement_version.id", "version_id", "answered_comment"),
        sa.ForeignKeyConstraint(
            ["item_id"], ["round_item.id"], name=op.f("fk_answered_comment_item_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_comment")),
    )
    op.create_index("ix_answered_comment_version_id", "answered_comment", ["version_id"])
    _dissent()
    op.create_table(
        "day_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        _to("meeting.id", "meeting_id", "day_snapshot"),
        _to("person.id", "taken_by", "day_snapshot"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_snapshot")),
    )
    op.create_index("ix_day_snapshot_meeting_id", "day_snapshot", ["meeting_id"])
    op.create_index("ix_day_snapshot_taken_by", "day_snapshot", ["taken_by"])


def _dissent() -> None:
    op.create_table(
        "dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        _to("statement.id", "statement_id", "dissent"),
        _to("member.id", "member_id", "dissent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
    )
    op.create_index("ix_dissent_statement_id", "dissent", ["statement_id"])
    op.create_index("ix_dissent_member_id", "dissent", ["member_id"])
    op.create_table(
        "minority_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _to("statement.id", "statement_id", "minority_version"),
        _to("person.id", "author_id", "minority_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minority_version")),
        sa.UniqueConstraint("statement_id", "number", name=op.f("uq_minority_version_statement_id_number")),
    )
    op.create_index("ix_minority_version_author_id", "minority_version", ["author_id"])
    _keep_what_was_written()


def _keep_what_was_written() -> None:
    """The minority statements there are become first versions; when and by whom they were written is not known."""
    written = sa.table("statement", sa.column("id", sa.Uuid()), sa.column("dissent", sa.String()))
    versions = sa.table(
        "minority_version",
        sa.column("id", sa.Uuid()),
        sa.column("statement_id", sa.Uuid()),
        sa.column("number", sa.Integer()),
        sa.column("text", sa.String()),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(written).where(written.c.dissent != "")).all()
    for statement_id, text in rows:
        first = {
            "id": uuid4(),
            "statement_id": statement_id,
            "number": 1,
            "text": text,
            "created_at": datetime.now(UTC),
        }
        connection.execute(versions.insert().values(first))


def _to(target: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    """Leave this revision."""
    for name in ("day_snapshot", "minority_version", "dissent", "answered_comment"):
        op.drop_table(name)
    op.drop_column("statement", "certainty")
    op.drop_column("statement", "strength")
    op.drop_index("ix_evidence_item_statement_id", "evidence_item")
    with op.batch_alter_table("evidence_item") as table:
        table.drop_constraint(op.f("fk_evidence_item_reference_id"), type_="foreignkey")
        table.drop_constraint(op.f("fk_evidence_item_statement_id"), type_="foreignkey")
        table.drop_column("reference_id")
        table.drop_column("statement_id")
    op.drop_table("reference")
