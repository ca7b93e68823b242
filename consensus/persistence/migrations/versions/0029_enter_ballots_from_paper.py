"""Enter ballots from paper

Revision: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _points(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_ballot_entry_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    """Go to this revision. No ballot held before came on paper."""
    op.add_column("round_item", sa.Column("n_paper", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "ballot_entry",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _points("item_id", "round_item.id"),
        _points("member_id", "member.id"),
        _points("entered_by", "person.id"),
        sa.PrimaryKeyConstraint("item_id", "member_id", name=op.f("pk_ballot_entry")),
    )
    op.create_index(op.f("ix_ballot_entry_entered_by"), "ballot_entry", ["entered_by"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("ballot_entry")
    op.drop_column("round_item", "n_paper")
