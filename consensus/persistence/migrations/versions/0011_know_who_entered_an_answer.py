"""Know who entered an answer

Revision: 0011

Answers may be entered by a facilitator from paper; results of a survey may be shown to the panel.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = ("response", "answer")


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("survey", sa.Column("results_shown_at", sa.DateTime(timezone=True), nullable=True))
    for table in _TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("entered_by", sa.Uuid(), nullable=True))
            batch.create_foreign_key(f"fk_{table}_entered_by", "person", ["entered_by"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    """Leave this revision."""
    for table in reversed(_TABLES):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"fk_{table}_entered_by", type_="foreignkey")
            batch.drop_column("entered_by")
    op.drop_column("survey", "results_shown_at")
