"""Take in rounds of an archive

Revision: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision. Processes and rounds held here know who voted in them."""
    op.add_column("round", sa.Column("n_voters", sa.Integer(), nullable=True))
    op.add_column("process", sa.Column("n_voted", sa.Integer(), nullable=True))
    op.create_table(
        "loose_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["round_item.id"], name="fk_loose_comment_item_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_loose_comment"),
    )
    op.create_index("ix_loose_comment_item_id", "loose_comment", ["item_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("loose_comment")
    op.drop_column("process", "n_voted")
    op.drop_column("round", "n_voters")
