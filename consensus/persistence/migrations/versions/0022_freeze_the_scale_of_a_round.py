"""Freeze the scale of a round

Revision: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision. Rounds held before were votes, which have no scale."""
    op.add_column("round", sa.Column("scale", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_column("round", "scale")
