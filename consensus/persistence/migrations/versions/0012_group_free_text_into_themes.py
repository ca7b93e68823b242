"""Group free text into themes

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_theme_process_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_theme_topic_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["merged_into"], ["theme.id"], name=op.f("fk_theme_merged_into"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_theme_created_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_index("ix_theme_process_id", "theme", ["process_id"])
    op.create_index("ix_theme_merged_into", "theme", ["merged_into"])
    op.create_table(
        "coding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("coded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_coding_theme_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["answer_id"], ["answer.id"], name=op.f("fk_coding_answer_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["coder_id"], ["person.id"], name=op.f("fk_coding_coder_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding")),
        sa.UniqueConstraint(
            "theme_id",
            "answer_id",
            "coder_id",
            "start",
            "end",
            name=op.f("uq_coding_theme_id_answer_id_coder_id_start_end"),
        ),
    )
    op.create_index("ix_coding_answer_id", "coding", ["answer_id"])
    op.create_table(
        "coding_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_coding_act_process_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_coding_act_actor_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coding_act")),
    )
    op.create_index("ix_coding_act_process_id", "coding_act", ["process_id"])


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("coding_act")
    op.drop_table("coding")
    op.drop_table("theme")
