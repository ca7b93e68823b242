"""Count a show of hands

Revision: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision. No vote held before was taken by a show of hands."""
    op.add_column("round", sa.Column("by_hands", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "hand_count",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["round_item.id"], name=op.f("fk_hand_count_item_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "choice", name=op.f("pk_hand_count")),
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("hand_count")
    op.drop_column("round", "by_hands")
