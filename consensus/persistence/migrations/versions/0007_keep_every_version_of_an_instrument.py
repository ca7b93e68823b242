"""Keep every version of an instrument

Revision: 0007

A survey knows its draft and the number of its version; versions that were replaced stay, with the answers that later
wordings set aside. A survey that is there becomes version 1 of itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("survey", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("survey", sa.Column("draft", sa.String(), nullable=False, server_default=""))
    op.add_column("survey", sa.Column("notes", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "earlier_instrument",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.JSON(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["survey.id"],
            name=op.f("fk_earlier_instrument_survey_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_earlier_instrument")),
    )
    op.create_table(
        "earlier_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_earlier_answer_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_earlier_answer_survey_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_answer")),
        sa.UniqueConstraint(
            "survey_id",
            "number",
            "member_id",
            "question",
            name=op.f("uq_earlier_answer_survey_id_number_member_id_question"),
        ),
    )
    op.create_index(op.f("ix_earlier_answer_member_id"), "earlier_answer", ["member_id"])


def downgrade() -> None:
    """Leave this revision."""
    op.drop_index(op.f("ix_earlier_answer_member_id"), table_name="earlier_answer")
    op.drop_table("earlier_answer")
    op.drop_table("earlier_instrument")
    op.drop_column("survey", "notes")
    op.drop_column("survey", "draft")
    op.drop_column("survey", "number")
