"""Hold secret ballots

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("round", sa.Column("void_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("round", sa.Column("needs_sweep", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "participation",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_participation_round_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_participation_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_participation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=32), nullable=False),
        sa.Column("counted_group", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["round_item.id"], name=op.f("fk_sealed_ballot_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_receipt_round_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("round_id", "code", name=op.f("pk_receipt")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("receipt")
    op.drop_table("sealed_ballot")
    op.drop_table("participation")
    op.drop_column("round", "needs_sweep")
    op.drop_column("round", "void_reason")
