"""Lock the definition

Revision: 0002

A process whose first round was opened before there were locks counts as locked by that opening, with the rule the
round was opened under.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    # Added one by one: rebuilding the table on SQLite would take everything that refers to it along.
    op.add_column("process", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("process", sa.Column("locked_sha256", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "deviation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before_sentence", sa.String(), nullable=False),
        sa.Column("before_sha256", sa.String(length=64), nullable=False),
        sa.Column("after_sentence", sa.String(), nullable=False),
        sa.Column("after_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("votes_known", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_deviation_actor_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_deviation_process_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deviation")),
    )
    op.create_index("ix_deviation_process_id", "deviation", ["process_id"])
    op.execute(
        """
        update process
        set locked_at = (
                select min(opened_at) from round where round.process_id = process.id and opened_at is not null
            ),
            locked_sha256 = (
                select definition_sha256 from round
                where round.process_id = process.id and opened_at is not null
                order by opened_at, number limit 1
            )
        where exists (select 1 from round where round.process_id = process.id and opened_at is not null)
        """
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_index("ix_deviation_process_id", table_name="deviation")
    op.drop_table("deviation")
    op.drop_column("process", "locked_sha256")
    op.drop_column("process", "locked_at")
