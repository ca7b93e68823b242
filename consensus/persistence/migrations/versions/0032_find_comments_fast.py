"""Find comments fast

Revision: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_COMMENTED = sa.text("comment != ''")


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_ballot_commented", "ballot", ["item_id"], sqlite_where=_COMMENTED, postgresql_where=_COMMENTED)


def downgrade() -> None:
    """Leave this revision."""
    op.drop_index("ix_ballot_commented", "ballot")
