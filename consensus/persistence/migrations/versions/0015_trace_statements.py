"""Trace statements to themes and to the wordings they were made from

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    # Nothing refers to this table, so that rebuilding it on SQLite takes nothing along.
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("theme_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key("fk_source_theme_id", "theme", ["theme_id"], ["id"], ondelete="SET NULL")
    op.add_column("source", sa.Column("theme", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("source", sa.Column("quote", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "version_parent",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["statement_version.id"], name=op.f("fk_version_parent_version_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["statement_version.id"], name=op.f("fk_version_parent_parent_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "parent_id", name=op.f("pk_version_parent")),
    )


def downgrade() -> None:
    """Leave this revision."""
    op.drop_table("version_parent")
    op.drop_column("source", "quote")
    op.drop_column("source", "theme")
    with op.batch_alter_table("source") as batch:
        batch.drop_constraint("fk_source_theme_id", type_="foreignkey")
        batch.drop_column("theme_id")
