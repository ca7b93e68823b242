"""Choose the smallest group of a process

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("process", sa.Column("smallest_group", sa.Integer(), nullable=False, server_default="5"))


def downgrade() -> None:
    """Leave this revision."""
    op.drop_column("process", "smallest_group")
