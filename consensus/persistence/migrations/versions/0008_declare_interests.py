"""Declare interests

Revision: 0008

A process that was there before does not ask for declarations; its facilitator may switch that on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    # Added one by one: rebuilding a table on SQLite would take everything that refers to it along.
    op.add_column("process", sa.Column("asks_interests", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "process",
        sa.Column("interest_publication", sa.String(length=32), nullable=False, server_default="category"),
    )
    op.add_column("elector", sa.Column("has_conflict", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("adoption_presence", sa.Column("is_recused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "interest_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("has_interest", sa.Boolean(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_interest_declaration_process_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_interest_declaration_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_interest_declaration_topic_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_interest_declaration_entered_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_declaration")),
        sa.UniqueConstraint(
            "member_id", "topic_id", "number", name=op.f("uq_interest_declaration_member_id_topic_id_number")
        ),
    )
    op.create_index("ix_interest_declaration_process_id", "interest_declaration", ["process_id"])
    op.create_index("ix_interest_declaration_topic_id", "interest_declaration", ["topic_id"])
    op.create_table(
        "conflict_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["interest_declaration.id"],
            name=op.f("fk_conflict_decision_declaration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_conflict_decision_decided_by"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_decision")),
        sa.UniqueConstraint("declaration_id", "number", name=op.f("uq_conflict_decision_declaration_id_number")),
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("conflict_decision")
    op.drop_index("ix_interest_declaration_topic_id", table_name="interest_declaration")
    op.drop_index("ix_interest_declaration_process_id", table_name="interest_declaration")
    op.drop_table("interest_declaration")
    op.drop_column("adoption_presence", "is_recused")
    op.drop_column("elector", "has_conflict")
    op.drop_column("process", "interest_publication")
    op.drop_column("process", "asks_interests")
