"""Show the panel without rounds

Revision: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def upgrade() -> None:
    """Go to this revision. Every Delphi held before was held in rounds."""
    op.create_table(
        "panel_picture",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        _points("panel_picture", "item_id", "round_item.id"),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_panel_picture")),
    )
    op.create_table(
        "shown_picture",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        _points("shown_picture", "item_id", "round_item.id"),
        _points("shown_picture", "member_id", "member.id"),
        sa.PrimaryKeyConstraint("item_id", "member_id", "number", name=op.f("pk_shown_picture")),
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("shown_picture")
    op.drop_table("panel_picture")
